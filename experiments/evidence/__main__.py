"""Print the whole evidence: `python -m experiments.evidence [--quick] [--open]`, or `make validate`.

Patterns with the null model beside them, laws by id, docking by id and the agreement with the plain-Mesa oracle, all
found by running them; and what the calibration and its checks have kept, with the command that makes each. `--quick`
takes fewer seeds and leaves out the tests marked slow. `--open` opens the sealed facts, once, and reports them
whichever way they come out; until then only their hash is checked.
"""

from __future__ import annotations

import argparse
import sys
import time

from experiments.calibration.report import lines as calibration_lines
from experiments.evidence.collect import findings
from experiments.evidence.lines import complete, count_lines, docking_lines, law_lines, oracle_lines
from experiments.evidence.sealed import intact, open_seals, sealed_lines
from experiments.patterns.table import NULL_HEAD, counts, null_counts, rows
from sim import Scenario

SEEDS, QUICK_SEEDS = 30, 5


def main(quick: bool, processes: int, opening: bool = False) -> int:
    """Print the table; return 0 if every law, docking and comparison holds and the seal is whole, else 1.

    A sealed fact that is not met is no fault: it is reported.
    """
    if opening:
        try:
            open_seals(jobs=processes)
        except ValueError as refused:
            print(f"error: {refused}", file=sys.stderr)
            return 2
    begun = time.monotonic()
    seeds = QUICK_SEEDS if quick else SEEDS
    print(f"PATTERNS, shipped defaults, seeds 0 to {seeds - 1}\n")
    patterns = rows(Scenario.load("baseline"), seeds, with_null=True)
    print("\n".join([NULL_HEAD, *map(str, patterns), *null_counts(patterns)]), flush=True)
    print("Running the laws, the docking and the oracle: some minutes without a word.", file=sys.stderr, flush=True)
    found, said = findings(quick, processes)
    for title, lines in (
        ("LAWS", law_lines(found)),
        ("DOCKING to analytic limits", docking_lines(found)),
        ("ORACLE: the model once more in plain Mesa, all decisions compared, floats within 1e-9", oracle_lines(found)),
        ("CALIBRATION: numbers, forms, checks", calibration_lines()),
        ("SEALED before the calibration", sealed_lines()),
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
    parser.add_argument("--open", action="store_true", help="open the sealed facts, once, and keep what came out")
    given = parser.parse_args()
    sys.exit(main(given.quick, given.processes, given.open))
