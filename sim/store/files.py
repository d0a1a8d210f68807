"""A file is there whole or not at all, after a crash too."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

UNFINISHED = ".unfinished-"
EARLIER = "earlier"  # in an unfinished folder: what was there before, until the new takes its place


def put_if_absent(path: Path, content: bytes) -> bool:
    """Write a file that nobody will ever change; leave it alone if it is there.

    Written beside its place, made durable, then linked into place: readers never see a part of it.

    Args:
        path: where it goes; its folder exists.
        content: all of it.

    Returns:
        Whether this call put it there.

    Raises:
        OSError: if it cannot be written; nothing is left behind.
    """
    if path.exists():
        return False
    unfinished = _write_beside(path, content)
    try:
        os.link(unfinished, path)
    except FileExistsError:
        return False
    except OSError:
        unfinished.replace(path)  # a file system without links: the same content in any case
    finally:
        unfinished.unlink(missing_ok=True)
    sync_folder(path.parent)
    return True


def replace(path: Path, content: bytes) -> None:
    """Write a file that may be there already: readers see the old one or the new one.

    Raises:
        OSError: if it cannot be written; the old one then stays.
    """
    unfinished = _write_beside(path, content)
    try:
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make durable which files a folder holds, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def unfinished_folder(folder: Path) -> Iterator[Path]:
    """Give a hidden folder inside another, to write to until all is done; it is gone afterwards.

    One that is left by a process that was killed is removed by the next command that works in the same place.
    """
    remove_leftovers(folder)
    made = folder / _unfinished_name()
    made.mkdir(mode=0o700)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def remove_leftovers(folder: Path) -> None:
    """Remove what processes of this machine that no longer live left unfinished, and put back what they moved away."""
    for path in folder.glob(f"{UNFINISHED}*"):
        host, _, number = path.name.removeprefix(UNFINISHED).rpartition("-")[0].rpartition("-")
        if host != _host() or not number.isdigit() or _lives(int(number)):
            continue
        if path.is_symlink() or not path.is_dir():
            path.unlink(missing_ok=True)
            continue
        for earlier in (path / EARLIER).glob("*"):
            if not os.path.lexists(folder / earlier.name):
                earlier.rename(folder / earlier.name)
        shutil.rmtree(path, ignore_errors=True)


def _write_beside(path: Path, content: bytes) -> Path:
    unfinished = path.parent / _unfinished_name()
    try:
        with unfinished.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise
    return unfinished


def _unfinished_name() -> str:
    return f"{UNFINISHED}{_host()}-{os.getpid()}-{os.urandom(4).hex()}"


def _host() -> str:
    return socket.gethostname().replace("/", "_")[:60]


def _lives(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
