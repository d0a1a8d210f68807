"""Print the patterns of the validation plan, met or not met: `python -m experiments.patterns [SEEDS]`."""

from __future__ import annotations

import math
import sys

import numpy as np

from experiments.patterns.measures import measure
from sim import CollaborationModel, Scenario

# name -> (kind, lowest, highest, used for calibration); S structural, Q quantitative, I check of the input
TOLERANCES: dict[str, tuple[str, float, float, bool]] = {
    "P1 core share": ("S", 0.75, 1.0, False),
    "P1 rank of the two cores": ("S", 1, 3, False),
    "P2 across jurisdictions": ("S", 0.01, 0.06, True),
    "P2 density at 5 deals": ("S", 0.15, 0.40, True),
    "P3 same city": ("Q", 0.60, 0.85, False),
    "P4 universities over enterprises": ("S", 3.0, math.inf, False),
    "P5 lowest of the three named": ("S", 0.08, 1.0, False),
    "P5 lead over the other two": ("S", 0.0, 1.0, False),
    "P6 military technologies in use": ("Q", 0.08, 0.20, True),
    "P7 university technologies in use": ("Q", 0.03, 0.09, True),
    "P7 universities below military": ("Q", 0.0, 1.0, True),
    "P8 growth of licensed firms": ("Q", 0.8, 1.8, True),
    "P9 active firms of Mianyang": ("Q", 2.0, 4.0, False),
    "P11 parts": ("S", 0.60, 0.90, True),
    "P11 complete machines": ("S", 0.005, 0.05, True),
    "P11 order of the rungs": ("S", 0.0, 1.0, True),
    "P11 mean rung rises": ("S", 0.0, 3.0, True),
    "P12 mean wait": ("Q", 1.0, 4.0, True),
    "P13 delivered of matched": ("Q", 0.15, 0.35, True),
    "P14 deadweight share": ("Q", 0.2, 0.6, True),
    "P15 R&D of the circle": ("I", 155.519, 155.521, False),
    "P16 institutes and universities, Chongqing": ("I", 0.131, 0.231, False),
    "P16 institutes and universities, Sichuan": ("I", 0.422, 0.522, False),
    "P20 similarity, rank of pairs": ("S", 0.0, 0.25, False),
    "P20 protection, rank across": ("S", 0.0, 0.0, False),
}


def main(seeds: int, settings: list[str]) -> int:
    """Print the table; return how many patterns are not met."""
    scenario = Scenario.load("baseline").override_text(settings)
    runs = [measure(CollaborationModel(scenario, seed=seed).run()) for seed in range(seeds)]
    missed = 0
    print(f"{'pattern':46s} kind {'mean':>9s} {'95 % interval over seeds':>26s}   tolerance")
    for name, (kind, low, high, calibrated) in TOLERANCES.items():
        values = np.array([run[name] for run in runs])
        half = 1.96 * values.std(ddof=1) / math.sqrt(seeds) if seeds > 1 else math.nan
        met = low <= values.mean() <= high
        missed += not met
        use = "calibrated" if calibrated else "validation only"
        print(
            f"{name:46s} {kind:4s} {values.mean():9.3f} [{values.mean() - half:11.3f}, {values.mean() + half:11.3f}]"
            f"   {low:g} to {high:g}  {'met' if met else 'NOT MET'}  ({use})"
        )
    print(f"{len(TOLERANCES) - missed} of {len(TOLERANCES)} met, mean over {seeds} seeds")
    return missed


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    sys.exit(1 if main(count, sys.argv[2:]) else 0)
