"""Ask PyPI which of the packages that `constraints.txt` names have known security holes: `python -m tests.audit`.

Exit 1 if any has. Without a service that answers nothing is audited, which is said and is no failure: a check must
work on a train.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

CONSTRAINTS = Path(__file__).parents[1] / "constraints.txt"
ASK = ("-r", str(CONSTRAINTS), "--no-deps", "--disable-pip", "-s", "pypi", "-f", "json", "--progress-spinner", "off")


def verdict(found: Mapping[str, Any]) -> tuple[int, str]:
    """Return the exit code and what to say of what pip-audit found."""
    packages = found["dependencies"]
    skipped = [one["name"] for one in packages if "skip_reason" in one]
    holes = [(one["name"], one["version"], hole) for one in packages for hole in one.get("vulns", ())]
    lines = [
        f"{name} {version}: {hole['id']}, mended in {', '.join(hole['fix_versions']) or 'no version yet'}"
        for name, version, hole in holes
    ]
    audited = len(packages) - len(skipped)
    if not audited:
        return 0, "audit: the advisory service knows none of the packages (a mirror?); nothing was audited"
    left = f"; not audited: {', '.join(skipped)}" if skipped else ""
    return int(bool(holes)), "\n".join([*lines, f"audit: {len(holes)} known holes in {audited} packages{left}"])


def main() -> int:
    """Audit and say what was found."""
    if importlib.util.find_spec("pip_audit") is None:
        print("audit: pip-audit is not installed; nothing was audited (pip install -e '.[dev]')")
        return 0
    try:
        command = [sys.executable, "-m", "pip_audit", *ASK]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
        code, said = verdict(json.loads(done.stdout))
    except (subprocess.TimeoutExpired, ValueError, KeyError):
        code, said = 0, "audit: the advisory service cannot be reached; nothing was audited"
    print(said)
    return code


if __name__ == "__main__":
    sys.exit(main())
