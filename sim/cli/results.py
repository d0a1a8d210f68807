"""Results appear whole or not at all: they are written beside their folder and moved into place at the end."""

from __future__ import annotations

import json
import math
import os
import platform
import shlex
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from typing import Any

import rich_click as click

from sim import __version__
from sim.cli.edge import FolderInUseError
from sim.cli.screen import OBEYED
from sim.language import _, language

PROVENANCE = "provenance.json"
NEW = "new"
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
    from sim.store.files import EARLIER, unfinished_folder

    folder = Path(os.path.abspath(folder))  # noqa: PTH100  # a symbolic link stays what it is
    if folder.resolve() in (Path.cwd(), *Path.cwd().parents):
        raise click.UsageError(
            _("--out {folder} is the folder you are in, or one above it; name one below", folder=folder)
        )
    refuse_to_overwrite(folder, made_by, folder)
    target = folder.resolve()
    new = [parent for parent in target.parents if not parent.exists()]
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with unfinished_folder(target.parent) as beside:
            for name in (NEW, EARLIER):
                (beside / name).mkdir()
            yield beside / NEW
            _exchange(beside / NEW, target, beside / EARLIER, made_by, folder)
    except BaseException:
        for parent in new:
            if parent.is_dir() and not any(parent.iterdir()):
                parent.rmdir()
        raise


def refuse_to_overwrite(folder: Path, made_by: str, named: Path) -> None:
    """Raise FolderInUseError if there is anything but an empty folder or an earlier result of the same command.

    Args:
        folder: what would be replaced.
        made_by: the command.
        named: what the user calls it.
    """
    if folder.is_dir():
        if not any(folder.iterdir()) or _maker(folder) == made_by:
            return
        what = _("holds something that is not an earlier result of `{made_by}`, or was changed since", made_by=made_by)
        raise FolderInUseError(named, what, _("empty it, or name another folder with --out"))
    if os.path.lexists(folder):
        raise FolderInUseError(named, _("is not a folder"), _("name another with --out"))


def _maker(folder: Path) -> object:
    """Return which command made a folder, if all that is in it is as its provenance says, and nothing else is."""
    from sim.store.additions import digest_of_file

    try:
        provenance = json.loads((folder / PROVENANCE).read_text(encoding="utf-8"))
        digests = dict(provenance["sha256"])
        folders = {parent.as_posix() for name in digests for parent in PurePosixPath(name).parents}
        for path in folder.rglob("*"):
            name = path.relative_to(folder).as_posix()
            if path.is_symlink() or (path.is_dir() and name not in folders):
                return None
            if not path.is_dir() and name != PROVENANCE and digest_of_file(path) != digests.get(name):
                return None
        return provenance["made_by"]
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _exchange(new: Path, target: Path, aside: Path, made_by: str, named: Path) -> None:
    """Put what is new in the place of what was there before, which is put back if it turns out to be another's."""
    if not os.path.lexists(target):
        new.rename(target)
        return
    earlier = target.rename(aside / target.name)
    try:
        refuse_to_overwrite(earlier, made_by, named)  # as it is now that nobody changes it any more
        new.rename(target)
    except BaseException:
        if not os.path.lexists(target):
            earlier.rename(target)
        raise


def write_provenance(folder: Path, made_by: str, arguments: Sequence[str], **more: Any) -> None:
    """Write down how results came about, and which files they are.

    Args:
        folder: holds the results, all written.
        made_by: the command, such as "sim run".
        arguments: what followed `sim` on the command line.
        more: whatever else belongs to it, such as seed and digest.
    """
    from sim.machine_code.shipped import what_runs
    from sim.machine_code.sources import source_digest
    from sim.store.additions import digest_of_file

    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    digests = {name: digest_of_file(folder / name) for name in files}
    provenance = {
        "made_by": made_by,
        "command": shlex.join(["sim", *arguments]),
        "language": language(),
        "written": datetime.now(UTC).isoformat(timespec="seconds"),
        "versions": versions(),
        "model_sources": source_digest(),
        "code": what_runs(),
        "platform": platform.platform(),
        "processor": platform.machine(),
        **more,
        "files": files,
        "sha256": digests,
    }
    write_json(folder / PROVENANCE, provenance)


def versions() -> dict[str, str]:
    """Return the versions of Python, of this package and of those that results hang on, as far as they are there."""
    found = {"python": platform.python_version(), "transfer-policy-lab": __version__}
    return found | {name: metadata.version(name) for name in PACKAGES if find_spec(name) is not None}


def write_json(path: Path, data: Mapping[str, Any]) -> None:
    """Write a JSON file."""
    path.write_text(json_text(data) + "\n", encoding="utf-8")


def json_text(data: Mapping[str, Any]) -> str:
    """Write data as JSON that every reader takes: what is not a number is null; what a terminal obeys is escaped."""
    text = json.dumps(_plain(data), indent=2, ensure_ascii=False, allow_nan=False)
    return OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _plain(data: Any) -> Any:
    if isinstance(data, Mapping):
        return {key: _plain(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_plain(value) for value in data]
    return None if isinstance(data, float) and not math.isfinite(data) else data
