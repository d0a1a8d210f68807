"""Results appear whole or not at all: they are written beside their folder and moved into place at the end."""

from __future__ import annotations

import json
import math
import os
import platform
import shlex
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

import rich_click as click

from sim import __version__
from sim.cli.edge import FolderInUseError

PROVENANCE = "provenance.json"
PACKAGES = ("mesa", "numpy", "numba", "pandas", "scipy", "pyarrow", "matplotlib")


@contextmanager
def results_folder(folder: Path, made_by: str) -> Iterator[Path]:
    """Give a temporary folder to write to, which takes the place of the results folder if all goes well.

    Args:
        folder: where the results go; empty, not there yet, or holding earlier results of the same command.
        made_by: the command, as provenance.json names it.

    Raises:
        FolderInUseError: if the folder holds anything else.
        OSError: if it cannot be written.
    """
    folder = Path(os.path.abspath(folder))  # noqa: PTH100  # a symbolic link stays what it is
    if folder.resolve() in (Path.cwd(), *Path.cwd().parents):
        raise click.UsageError(f"--out {folder} is the folder you are in, or one above it; name one below")
    refuse_to_overwrite(folder, made_by)
    new = [parent for parent in folder.parents if not parent.exists()]
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=f".{folder.name[:40]}-", dir=folder.parent))
        try:
            yield staging
            _move(staging, folder, made_by)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    except BaseException:
        for parent in new:
            if parent.is_dir() and not any(parent.iterdir()):
                parent.rmdir()
        raise


def refuse_to_overwrite(folder: Path, made_by: str) -> None:
    """Raise FolderInUseError if there is anything but an empty folder or an earlier result of the same command."""
    if folder.is_dir():
        if not any(folder.iterdir()) or _maker(folder) == made_by:
            return
        raise FolderInUseError(0, f"holds something that is not an earlier result of `{made_by}`", str(folder))
    if folder.exists() or folder.is_symlink():
        raise FolderInUseError(0, "is not a folder", str(folder))


def _maker(folder: Path) -> object:
    """Return which command made a folder, if everything in it is listed in its provenance."""
    try:
        said = json.loads((folder / PROVENANCE).read_text(encoding="utf-8"))
        listed = {*said["files"], PROVENANCE}
        there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
        return said["made_by"] if there <= listed else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _move(staging: Path, folder: Path, made_by: str) -> None:
    mask = os.umask(0)
    os.umask(mask)
    staging.chmod(0o777 & ~mask)
    refuse_to_overwrite(folder, made_by)
    if not folder.exists():
        staging.rename(folder)
        return
    folder = folder.resolve()
    before = Path(tempfile.mkdtemp(prefix=f".{folder.name[:40]}-before-", dir=folder.parent))
    earlier = folder.rename(before / folder.name)
    try:
        staging.rename(folder)
    except OSError:
        earlier.rename(folder)
        raise
    finally:
        shutil.rmtree(before, ignore_errors=True)


def write_provenance(folder: Path, made_by: str, arguments: Sequence[str], **more: Any) -> None:
    """Write down how results came about, and which files they are.

    Args:
        folder: holds the results, all written.
        made_by: the command, such as "sim run".
        arguments: what followed `sim` on the command line.
        more: whatever else belongs to it, such as seed and digest.
    """
    from sim.rules import source_digest

    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    said = {
        "made_by": made_by,
        "command": shlex.join(["sim", *arguments]),
        "written": datetime.now(UTC).isoformat(timespec="seconds"),
        "versions": versions(),
        "model_sources": source_digest(),
        "platform": platform.platform(),
        "processor": platform.machine(),
        **more,
        "files": files,
    }
    write_json(folder / PROVENANCE, said)


def versions() -> dict[str, str]:
    """Return the versions of Python, of this package and of those that results hang on."""
    found = {"python": platform.python_version(), "transfer-policy-lab": __version__}
    return found | {name: metadata.version(name) for name in PACKAGES}


def write_json(path: Path, data: Mapping[str, Any]) -> None:
    """Write a JSON file."""
    path.write_text(json_text(data) + "\n", encoding="utf-8")


def json_text(data: Mapping[str, Any]) -> str:
    """Write data as JSON that every reader takes: what is not a number is null."""
    return json.dumps(_plain(data), indent=2, ensure_ascii=False, allow_nan=False)


def _plain(data: Any) -> Any:
    if isinstance(data, Mapping):
        return {key: _plain(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_plain(value) for value in data]
    return None if isinstance(data, float) and not math.isfinite(data) else data
