"""What code is made of: every source that is compiled, and their digest."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

ROOMS = ("tables", "agents", "barriers", "levers", "mechanisms", "phases", "world")
FILES = (
    "rules.py",
    "spelling.py",
    "draws.py",
    "elementary.py",
    "scales.py",
    "state.py",
    "machine_code/record.py",
    "machine_code/inner.py",
)


@cache
def source_digest() -> str:
    """Return the SHA-256, in hex, of the names and texts of all compiled sources, whatever ends their lines."""
    root = Path(__file__).parents[1]
    files = [root / name for name in FILES]
    files += sorted(path for room in ROOMS for path in (root / room).rglob("*.py"))
    digest = hashlib.sha256()
    for path in files:
        digest.update(f"{path.relative_to(root).as_posix()}\n".encode())
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()
