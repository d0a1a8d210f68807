"""Print the patterns of the validation plan, met or not: `python -m experiments.patterns [SEEDS] [KEY=VALUE ...]`.

With `--null` every row also says what the null model reads, and whether that meets the pattern.
"""

from __future__ import annotations

import sys

from experiments.patterns.table import HEAD, NULL_HEAD, counts, met_of, null_counts, rows
from experiments.patterns.tolerances import TOLERANCES
from sim import Scenario

__all__ = ["TOLERANCES", "main"]


def main(seeds: int, settings: list[str], with_null: bool = False) -> int:
    """Print the table; return how many patterns are not met, or undecided."""
    found = rows(Scenario.load("baseline").override_text(settings), seeds, with_null)
    print("\n".join([NULL_HEAD if with_null else HEAD, *map(str, found), *counts(found)]))
    print(f"{met_of(found)}, mean over {seeds} seeds")
    if with_null:
        print("\n".join(null_counts(found)))
    return sum(row.verdict != "met" for row in found)


if __name__ == "__main__":
    words = [word for word in sys.argv[1:] if word != "--null"]
    count = int(words[0]) if words else 30
    sys.exit(1 if main(count, words[1:], "--null" in sys.argv) else 0)
