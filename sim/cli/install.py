"""The line that installs what is missing: for this interpreter, from where this package was installed."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import sim

NAME = "transfer-policy-lab"
EXTRA_OF = {
    **dict.fromkeys(("solara", "solara_assets", "starlette", "altair", "uvicorn", "ipyvue", "ipyvuetify"), "app"),
    "distributed": "cluster",
    "numba": "modellers",
    **dict.fromkeys(("SALib", "sklearn", "duckdb"), "analysis"),
    **dict.fromkeys(("pymoo", "moocore", "optuna"), "search"),
}
"""The extra that brings a module; all others that are imported come with the package."""


def install_line(module: str) -> str:
    """Return the line that installs a missing module, and whatever else its part of the package needs."""
    extra = EXTRA_OF.get(module.split(".")[0], "")
    pip = [sys.executable, "-m", "pip", "install"]
    if find_spec("pip") is not None:
        return _joined([*pip, *_what(extra)])
    if uv := shutil.which("uv"):  # the environments that it makes have no pip
        return _joined([uv, "pip", "install", "--python", sys.executable, *_what(extra)])
    return f"{_joined([sys.executable, '-m', 'ensurepip'])} && {_joined([*pip, *_what(extra)])}"


def _what(extra: str) -> list[str]:
    """Return what to install: this checkout or wheel with an extra; if neither is there any more, what that needs."""
    brackets = f"[{extra}]" if extra else ""
    checkout = Path(sim.__file__).parents[1]
    if _is_this_project(checkout / "pyproject.toml"):
        pins = checkout / "constraints.txt"
        return [*(["-c", str(pins)] if pins.is_file() else []), "-e", f"{checkout}{brackets}"]
    try:
        about = json.loads(metadata.distribution(NAME).read_text("direct_url.json") or "{}")
    except metadata.PackageNotFoundError:
        return [f"{NAME}{brackets}"]  # nobody can tell where it came from
    from_where, version = about.get("url", ""), about.get("vcs_info", {})
    if version:
        from_where = f"{version['vcs']}+{from_where}@{version['commit_id']}"
    if from_where and not from_where.startswith("file:"):
        return [f"{NAME}{brackets} @ {from_where}"]
    source = Path(url2pathname(urlsplit(from_where).path))
    return [f"{source}{brackets}"] if from_where and source.exists() else _needed(extra)


def _is_this_project(project: Path) -> bool:
    return project.is_file() and f'name = "{NAME}"' in project.read_text(encoding="utf-8")


def _needed(extra: str) -> list[str]:
    """Return the requirements that the installed package declares, those of an extra or those of all."""
    marked = f'extra == "{extra}"' if extra else ""
    stated = [one.replace("'", '"').partition(";") for one in metadata.requires(NAME) or ()]
    return [what.strip() for what, _, marker in stated if (marked in marker if marked else "extra ==" not in marker)]


def _joined(words: Sequence[str]) -> str:
    return subprocess.list2cmdline(words) if os.name == "nt" else shlex.join(words)
