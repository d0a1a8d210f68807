"""Print the whole evidence: `python -m experiments.evidence [--quick]`, or `make validate`.

Patterns, laws by id, docking by id and the agreement with the plain-Mesa oracle, all found by running them. `--quick`
takes fewer seeds and leaves out the tests marked slow.
"""

from __future__ import annotations

import argparse
import sys
import time

from experiments.evidence.collect import findings
from experiments.evidence.lines import complete, count_lines, docking_lines, law_lines, oracle_lines
from experiments.evidence.sealed import intact, sealed_lines
from experiments.patterns.table import HEAD, counts, rows
from sim import Scenario

SEEDS, QUICK_SEEDS = 30, 5


def main(quick: bool, processes: int) -> int:
    """Print the table; return 0 if every law, docking and comparison holds and the seal is whole, else 1."""
    begun = time.monotonic()
    seeds = QUICK_SEEDS if quick else SEEDS
    print(f"PATTERNS, shipped defaults, seeds 0 to {seeds - 1}\n")
    patterns = rows(Scenario.load("baseline"), seeds)
    print("\n".join([HEAD, *map(str, patterns)]), flush=True)
    print("Running the laws, the docking and the oracle: some minutes without a word.", file=sys.stderr, flush=True)
    found, said = findings(quick, processes)
    for title, lines in (
        ("LAWS", law_lines(found)),
        ("DOCKING to analytic limits", docking_lines(found)),
        ("ORACLE: the model once more in plain Mesa, all decisions compared, floats within 1e-9", oracle_lines(found)),
        ("SEALED until the calibration is done", sealed_lines()),
        ("COUNTS", [*(f"Patterns, {line}" for line in counts(patterns)), *count_lines(found)]),
    ):
        print("\n".join(["", title, "", *lines]))
    print(f"Took {time.monotonic() - begun:.0f} s, {processes} processes{', quick form' if quick else ''}.")
    if not complete(found):
        print(said, file=sys.stderr)
        return 1
    return 0 if intact() else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m experiments.evidence", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer seeds, without the slow tests")
    parser.add_argument("--processes", type=int, default=2, help="tests side by side (default 2)")
    given = parser.parse_args()
    sys.exit(main(given.quick, given.processes))
