"""The archive to deposit, by one command: `make archive` writes dist/archive/, and refuses what is not committed.

It holds the sources, the wheel, the locked environment with hashes, the results that prove themselves, a list of the
published figures with the command for each, and the digests of all of it.
"""

from __future__ import annotations

import argparse
import json
import platform
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from sim import __version__
from sim.experiment import verify
from sim.store import StoreError
from sim.store.additions import digest_of_file

ROOT = Path(__file__).parents[1]
NAME = f"transfer-policy-lab-{__version__}"
LOCK, FIGURES, SUMS, NOTES = "requirements.lock", "FIGURES.md", "SHA256SUMS", "README.md"
LARGEST_LOT = 1_000_000
COMMANDS: Mapping[str, str] = {
    "docs/figures/deliveries.png": "sim run baseline --out results/baseline",
    "docs/figures/packages.png": "make run (results/main/figures/answer.png)",
    "docs/figures/performance.png": "make bench",
    "docs/pictures/opening_answer.png": "the commands of docs/analysts.md (results/opening/figures/answer.png)",
    "docs/pictures/laboratory.png": 'make test-long TEST_FLAGS="-k browser" (results/screenshots)',
    "docs/pictures/*.svg": "python docs/generate.py",
    "docs/figures/docking_*.svg": "python -m experiments.docking",
    "experiments/structure/*.svg": "sim sweep experiments/structure && python experiments/structure/analyse.py",
    "experiments/[bqs][0-9]*/*.svg": "sim sweep experiments/{0} && python experiments/{0}/analyse.py",
}
"""By a pattern of paths: what makes the figures again; {0} is the folder's name."""
NOTE = """# {name}, the archive

Commit {commit}. To begin: `tar xf {name}.tar.gz`, then `make run` in it; offline, or to the letter, first
`pip install --require-hashes -r {lock}` under {machine}, then `pip install --no-deps` of the wheel.

| file | what it is |
|---|---|
| `{name}.tar.gz` | the sources, with the documents |
| `*.whl` | the package |
| `{lock}` | the environment, every package with its hash |
| `results-*.tar.gz` | results; `sim verify` in the unpacked folder proves each |
| `{figures}` | the published figures and the command for each |
| `{sums}` | digests: `sha256sum -c {sums}` |

{results}
"""


def main() -> None:
    """Write the archive, or say in one sentence why not."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--out", type=Path, default=ROOT / "dist" / "archive", help="folder to write; it is emptied")
    parser.add_argument("--results", type=Path, default=ROOT / "results", help="folder of folders of results")
    parser.add_argument("--offline", action="store_true", help="leave out the lock, which asks the package index")
    given = parser.parse_args()
    changed = _said("git", "status", "--porcelain")
    if changed:
        first = changed.splitlines()[0].strip()
        sys.exit(f"error: {first} is not committed; an archive is of a commit: commit or undo it, then: make archive")
    write(given.out, given.results, given.offline)
    print(f"The archive is in {given.out}: {', '.join(sorted(path.name for path in given.out.iterdir()))}")


def write(out: Path, results: Path, offline: bool = False) -> None:
    """Write the archive.

    Args:
        out: folder for it; what it holds is deleted.
        results: folder of folders of results; those that prove themselves go in.
        offline: whether to leave out the lock.
    """
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    tar = out / f"{NAME}.tar.gz"
    _said("git", "archive", "--format=tar.gz", f"--prefix={NAME}/", f"--output={tar}", "HEAD")
    _said(
        sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", str(out), str(ROOT)
    )
    if not offline:
        (out / LOCK).write_text(lock(), encoding="utf-8")
    kept = [_packed(folder, out) for folder in sorted(results.iterdir())] if results.is_dir() else []
    (out / FIGURES).write_text(figures(), encoding="utf-8")
    commit, machine = _said("git", "rev-parse", "HEAD").strip(), f"Python {platform.python_version()}, {sys.platform}"
    said = "\n".join(f"- {one}" for one in kept if one) or "No results were there."
    names = {"name": NAME, "commit": commit, "lock": LOCK, "figures": FIGURES, "sums": SUMS, "machine": machine}
    (out / NOTES).write_text(NOTE.format(results=said, **names), encoding="utf-8")
    sums = [f"{digest_of_file(path)}  {path.name}\n" for path in sorted(out.iterdir())]
    (out / SUMS).write_text("".join(sums), encoding="utf-8")


def lock() -> str:
    """Return the environment that a fresh install takes here, each package with the hash of its file.

    Raises:
        SystemExit: if the package index does not answer; says so.
    """
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed", "--report", "-"]
    asked = subprocess.run(
        [*command, "-c", "constraints.txt", "."], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if asked.returncode:
        reason = (asked.stderr.strip().splitlines() or ["no reason given"])[-1]
        sys.exit(f"error: the package index was asked for hashes and gave none ({reason}); --offline leaves them out")
    head = f"# Python {platform.python_version()}, {platform.platform()}; pip install --require-hashes -r {LOCK}\n"
    return head + "".join(locked(json.loads(asked.stdout)["install"]))


def locked(found: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield a line per package of pip's report: version and hash; this package itself lies beside, as a wheel."""
    for one in sorted(found, key=lambda each: str(each["metadata"]["name"]).lower()):
        digest = one["download_info"].get("archive_info", {}).get("hashes", {}).get("sha256")
        if digest:
            yield f"{one['metadata']['name']}=={one['metadata']['version']} --hash=sha256:{digest}\n"


def _packed(folder: Path, out: Path) -> str:
    """Pack a folder of results if it proves itself; say what came of it, nothing if it holds no results."""
    if not (folder / "provenance.json").is_file():
        return ""
    try:
        proof = verify(folder, lot=secrets.randbelow(LARGEST_LOT))
    except (StoreError, ValueError, OSError) as error:
        return f"`{folder.name}` is left out: {error}"
    if not proof.holds:
        return f"`{folder.name}` is left out, for it does not prove itself: {proof.faults[0]}"
    shutil.make_archive(str(out / f"results-{folder.name}"), "gztar", folder.parent, folder.name)
    return f"`{folder.name}`: {proof.files} files as written, {proof.again} of {proof.runs} runs made again and equal"


def figures() -> str:
    """List the published figures with the command that makes each again."""
    rows = [f"| `{path}` | `{command_of(path)}` |" for path in published()]
    return "\n".join(["# Figures, and what makes them again\n", "| figure | command |", "| --- | --- |", *rows, ""])


def published() -> list[str]:
    """Return the figures that are committed, relative to the top folder."""
    return sorted(path for path in _said("git", "ls-files").splitlines() if path.endswith((".png", ".svg")))


def command_of(path: str) -> str:
    """Return what makes a figure again; ValueError if nobody has said."""
    for pattern, command in COMMANDS.items():
        if fnmatch(path, pattern):
            return command.format(Path(path).parent.name)
    raise ValueError(f"{path} has no command in COMMANDS of experiments/archive.py: say what makes it again")


def _said(*command: str) -> str:
    """Run a command in the top folder and return what it said; its own words if it fails."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"error: {' '.join(command[:3])} failed: {done.stderr.strip()[-300:]}")
    return done.stdout


if __name__ == "__main__":
    main()
