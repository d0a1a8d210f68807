"""Tables, figures and reports are added to a folder of results; whatever else lies there is never touched.

A file is ours if its content is one that was written here: digests are kept in the folder, in the form of sha256sum.
A file of anybody else's, or one of ours that somebody has changed since, is neither overwritten nor moved.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePath

from sim.language import _
from sim.store.errors import StoreError
from sim.store.files import sync_folder, unfinished_folder

WRITTEN = ".written.sha256"
LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")


@contextmanager
def additions(folder: Path, expected: Iterable[str] = ()) -> Iterator[Path]:
    """Give a temporary folder; at the end its files are moved to the results, each to the place of its name.

    Args:
        folder: the results.
        expected: names of files and folders that are known beforehand, so that they are refused before the work.

    Raises:
        StoreError: if a place is taken by something else, or lies behind a symbolic link; then nothing is moved.
    """
    refuse_taken(folder, expected)
    with unfinished_folder(folder) as staging:
        yield staging
        names = [path.relative_to(staging).as_posix() for path in staging.rglob("*") if path.is_file()]
        digests = {name: digest_of_file(staging / name) for name in names}
        refuse_taken(folder, names, digests)
        _note(folder, digests)
        for name in sorted(names, key=lambda name: (name.count("/") == 0, name)):  # what speaks of the rest comes last
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            _sync(staging / name)
            (staging / name).replace(target)
            sync_folder(target.parent)


def refuse_taken(folder: Path, names: Iterable[str], digests: Mapping[str, str] | None = None) -> None:
    """Make sure that what is to be written replaces nothing but what was written here.

    Args:
        folder: the results.
        names: of files to be written, relative to it; a folder's name stands for the folder alone.
        digests: of what is to be written, where it is known: the same content may stay.

    Raises:
        StoreError: if it would.
    """
    refuse_links(folder, WRITTEN)
    known = noted(folder)
    for name in names:
        refuse_links(folder, name)
        path, new = folder / name, (digests or {}).get(name)
        if path.is_dir() and new is None:
            continue
        for parent in path.relative_to(folder).parents:
            if (folder / parent).exists() and not (folder / parent).is_dir():
                raise StoreError(folder / parent, _("is a file, and a folder is to be there"), _("move it elsewhere"))
        if path.exists() and (path.is_dir() or digest_of_file(path) not in {new, *known.get(name, ())}):
            what = _("is not a file that sim wrote here, or was changed since; it is not overwritten")
            raise StoreError(path, what, _("move it elsewhere, or use another folder"))


def refuse_links(folder: Path, name: str) -> None:
    """Make sure that a place in a folder is reached without a symbolic link.

    Raises:
        StoreError: if it is not.
    """
    path = folder
    for part in PurePath(name).parts:
        path /= part
        if path.is_symlink():
            what = _("is a symbolic link, and nothing is written, moved or deleted through one")
            raise StoreError(path, what, _("put what it points at in its place, or use another folder"))


def digest_of_file(path: Path) -> str:
    """Return the SHA-256 of a file's content, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def noted(folder: Path) -> dict[str, set[str]]:
    """Return the digests of all that was written here, by name."""
    known: dict[str, set[str]] = {}
    if (folder / WRITTEN).is_file():
        for line in (folder / WRITTEN).read_text(encoding="utf-8", errors="replace").splitlines():
            if found := LINE.fullmatch(line):
                known.setdefault(found[2], set()).add(found[1])
    return known


def _note(folder: Path, digests: Mapping[str, str]) -> None:
    """Write down what is about to be written, before it is: a crash leaves no file of ours that we do not know."""
    known = noted(folder)
    lines = [f"{digest}  {name}\n" for name, digest in digests.items() if digest not in known.get(name, ())]
    if lines:
        with (folder / WRITTEN).open("a", encoding="utf-8") as file:  # one write at the end: two commands do not clash
            file.write("".join(["\n" if _cut(folder / WRITTEN) else "", *lines]))
        _sync(folder / WRITTEN)


def _cut(path: Path) -> bool:
    """Tell whether a file ends in the middle of a line."""
    return path.read_bytes()[-1:] not in (b"", b"\n")


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
