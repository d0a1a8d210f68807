"""A file is there whole or not at all, after a crash too."""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from pathlib import Path

UNFINISHED = ".unfinished-"


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


def remove_leftovers(folder: Path) -> None:
    """Remove what processes of this machine that no longer live left unfinished."""
    for path in folder.glob(f"{UNFINISHED}*"):
        host, _, number = path.name.removeprefix(UNFINISHED).rpartition("-")[0].rpartition("-")
        if host == _host() and number.isdigit() and not _lives(int(number)):
            path.unlink(missing_ok=True)


def _write_beside(path: Path, content: bytes) -> Path:
    unfinished = path.parent / f"{UNFINISHED}{_host()}-{os.getpid()}-{os.urandom(4).hex()}"
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
