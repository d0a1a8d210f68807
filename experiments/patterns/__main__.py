"""Print the patterns of the validation plan, met or not: `python -m experiments.patterns [SEEDS] [KEY=VALUE ...]`."""

from __future__ import annotations

import sys

from experiments.patterns.table import HEAD, counts, rows
from experiments.patterns.tolerances import TOLERANCES
from sim import Scenario

__all__ = ["TOLERANCES", "main"]


def main(seeds: int, settings: list[str]) -> int:
    """Print the table; return how many patterns are not met."""
    found = rows(Scenario.load("baseline").override_text(settings), seeds)
    print("\n".join([HEAD, *map(str, found), *counts(found)]))
    print(f"{sum(row.met for row in found)} of {len(found)} met, mean over {seeds} seeds")
    return sum(not row.met for row in found)


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    sys.exit(1 if main(count, sys.argv[2:]) else 0)
