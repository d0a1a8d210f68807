"""Facts kept sealed until the calibration is done: the hash that proves that they were not changed since.

`sealed.toml` holds the facts, what is to be measured, and the tolerances; `sealed.sha256` its hash, committed before
the calibration was begun.
"""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FACTS = HERE / "sealed.toml"
SEAL = HERE / "sealed.sha256"


def intact(facts: Path = FACTS, seal: Path = SEAL) -> bool:
    """Say whether the facts are those that were sealed, to the last byte."""
    sealed = seal.read_text(encoding="ascii").split()[0]
    return hashlib.sha256(facts.read_bytes()).hexdigest() == sealed


def sealed_facts(facts: Path = FACTS) -> list[dict[str, Any]]:
    """Return the facts: id, kind, says, source, measure, low, high, seen."""
    return list(tomllib.loads(facts.read_text(encoding="utf-8"))["fact"])


def sealed_lines() -> list[str]:
    """Say how many facts are sealed, since when, and that nobody has changed them."""
    when = tomllib.loads(FACTS.read_text(encoding="utf-8"))["sealed_on"]
    state = "as they were sealed" if intact() else "CHANGED since they were sealed: they prove nothing any more"
    return [f"{len(sealed_facts())} facts, sealed on {when}, not opened; {state}"]
