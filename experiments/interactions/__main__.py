"""Re-run the expected interactions I1, I4, I5 and I7: `python -m experiments.interactions [SEEDS] [JOBS]`."""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from sim import Scenario, compare
from sim.barriers import BARRIERS

Outcomes = Mapping[str, NDArray[np.float64]]
SPIN_OFF, SPIN_ON, TOTAL = "transfers_military_to_civil", "transfers_civil_to_military", "transfers_delivered"
ACROSS = "transfers_cross_jurisdiction"
OPEN = {"levers.market_opening.strength": 1.0}


def arms() -> dict[str, Scenario]:
    """Return every arm by name; `clerks N` means N clerks of the default population."""
    base = Scenario.load("baseline")
    result = {"baseline": base, "coordination": base.with_(**{"levers.coordination_body.strength": 1.0})}
    for clerks in (30.0, 87.0, 260.0):
        few = base.with_(**{"parameters.clerks": clerks})
        result[f"clerks {clerks:g}"] = few
        result[f"clerks {clerks:g}, market open"] = few.with_(**OPEN)
    for fund in (0.0, 60.0, 120.0, 240.0, 480.0, 960.0):
        result[f"fund {fund:g}"] = base.with_(**{"parameters.fund": fund})
    for barrier in BARRIERS:
        result[f"without {barrier.name}"] = base.with_(**{f"barriers.{barrier.name}": 0.0})
    return result


def simulate(seeds: int, jobs: int) -> dict[str, Outcomes]:
    """Run all arms on the same seeds; return outcomes as arrays over seeds, by arm."""
    chosen = arms()
    runs = compare(chosen, replications=seeds, jobs=jobs).runs
    numbers = runs.columns[3:]
    return {name: {key: runs.loc[runs["arm"] == name, key].to_numpy() for key in numbers} for name in chosen}


def effect(table: Mapping[str, Outcomes], arm: str, against: str, outcome: str) -> str:
    """Return a paired mean difference with its 95 % interval over seeds."""
    gap = table[arm][outcome] - table[against][outcome]
    half = 1.96 * gap.std(ddof=1) / math.sqrt(len(gap))
    return f"{gap.mean():+8.1f} [{gap.mean() - half:+8.1f}, {gap.mean() + half:+8.1f}]"


def report(table: Mapping[str, Outcomes]) -> None:
    """Print what came out, expectation by expectation."""
    print("I1  Opening the market with few and with many clerks")
    for clerks in ("30", "87", "260"):
        name = f"clerks {clerks}"
        opened = f"{name}, market open"
        wait = table[name]["mean_office_wait_quarters"].mean()
        print(f"    {name:12s} wait {wait:5.2f} q   civil to military {effect(table, opened, name, SPIN_ON)}", end="")
        print(f"   military to civil {effect(table, opened, name, SPIN_OFF)}")
    print("I4  The public fund, against none")
    for fund in ("60", "120", "240", "480", "960"):
        dead = table[f"fund {fund}"]["fund_deadweight_share"].mean()
        gain = effect(table, f"fund {fund}", "fund 0", TOTAL)
        print(f"    fund {fund:>4s}    deliveries {gain}   deadweight {dead:.2f}")
    print("I5  A coordination body")
    print(f"    across the boundary {effect(table, 'coordination', 'baseline', ACROSS)}", end="")
    print(f"   in all {effect(table, 'coordination', 'baseline', TOTAL)}")
    print("I7  What kills deals, and what its removal brings")
    for barrier in BARRIERS:
        deaths = table["baseline"][f"deaths_by_{barrier.name}"].mean()
        print(f"    {barrier.name:26s} deaths {deaths:7.0f}", end="")
        print(f"   removal: civil to military {effect(table, f'without {barrier.name}', 'baseline', SPIN_ON)}", end="")
        print(f"   all {effect(table, f'without {barrier.name}', 'baseline', TOTAL)}")


if __name__ == "__main__":
    report(simulate(int(sys.argv[1]) if len(sys.argv) > 1 else 12, int(sys.argv[2]) if len(sys.argv) > 2 else 1))
