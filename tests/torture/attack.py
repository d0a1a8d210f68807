"""An attack is done many times and says how often, whether the product held, and what was seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

MOST_SHOWN = 5


class SkippedError(Exception):
    """Raised by an attack that this machine cannot make; says what it needs."""


@dataclass
class Bench:
    """Where an attack takes place and what it has seen.

    Args:
        folder: an empty folder of its own.
        short: whether a few tries are enough.
        pythons: other interpreters that have the package's needs.
        seed: of the attack's own luck.
        tries: how often was tried.
        seen: what was counted.
        words: what else is worth telling.
        faults: what did not hold.
        slowest: seconds of this process that the slowest try took.
    """

    folder: Path
    short: bool
    pythons: tuple[str, ...] = ()
    seed: int = 1
    tries: int = 0
    seen: Counter[str] = field(default_factory=Counter)
    words: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    slowest: float = 0.0

    def times(self, long: int, short: int) -> int:
        """Return how often to try."""
        return short if self.short else long

    def held(self, held: object, otherwise: str) -> bool:
        """Take note of whether what was to hold did hold."""
        if not held:
            self.faults.append(otherwise)
        return bool(held)

    def note(self, what: str, count: int = 1) -> None:
        """Count something worth telling."""
        self.seen[what] += count

    def tell(self, what: str) -> None:
        """Take note of something worth telling that is no count."""
        self.words.append(what)

    def told(self) -> str:
        """Return what was seen, in one line."""
        said = ", ".join([*(f"{count:,} {what}" for what, count in sorted(self.seen.items())), *self.words])
        if not self.faults:
            return said
        first = "; ".join(fault.replace("\n", " ")[:300] for fault in self.faults[:MOST_SHOWN])
        return f"{said}{'; ' if said else ''}{len(self.faults):,} FAULTS: {first}"


@dataclass(frozen=True)
class Attack:
    """One kind of attack.

    Args:
        name: as typed.
        words: what is done, and what has to hold.
        run: does it.
    """

    name: str
    words: str
    run: Callable[[Bench], None]
