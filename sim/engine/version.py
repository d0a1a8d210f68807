"""The version of the model is a digest of every source that can change a result."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from sim.machine_code import sources

ROOMS = (*sources.ROOMS, "region", "outcomes")
ENGINE = ("quarters", "crew", "run", "record", "frames", "policy", "forks")
FILES = (*sources.FILES, *(f"engine/{name}.py" for name in ENGINE))


@cache
def model_version() -> str:
    """Return the SHA-256, in hex, of the model's sources and data: runs of one version are one another's equals."""
    root = Path(__file__).parents[1]
    files = [root / name for name in FILES]
    files += sorted(
        path for room in ROOMS for path in (root / room).rglob("*") if path.suffix in (".py", ".csv", ".toml")
    )
    digest = hashlib.sha256()
    for path in files:
        digest.update(f"{path.relative_to(root).as_posix()}\n".encode())
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()
