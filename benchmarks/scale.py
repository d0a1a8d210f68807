"""A region with more and more organisations: does a quarter cost in proportion, in time and in memory?"""

from __future__ import annotations

import json
import math
import sys
import time
from itertools import pairwise

import numpy as np

from benchmarks import timing
from benchmarks.figure import Figure, one

QUESTION = "Does the cost of a quarter stay in proportion, from 3.5 thousand organisations to a million?"
DEFAULT = 3538
MILLION = 283.9  # times the default population: 1,000,180 organisations
SCALES = (1.0, 3.0, 10.0, 30.0, 100.0, MILLION)
QUICK_SCALES = (1.0, 3.0)
QUARTERS = 8


def measure(quick: bool) -> list[Figure]:
    """Run a few quarters at each size, each in a process of its own."""
    rows = []
    for scale in QUICK_SCALES if quick else SCALES:
        said = timing.process(["-m", "benchmarks.scale", str(scale), str(2 if quick else QUARTERS)]).said
        rows.append(json.loads(said.splitlines()[-1]))
    figures = []
    for row in rows:
        size = f"{row['organisations']:,} organisations"
        figures += [
            one(f"{size}: construction", row["construction"], "s", "cpu"),
            one(f"{size}: a quarter, median of {row['quarters']}", row["quarter"], "s", "cpu"),
            one(f"{size}: an organisation-quarter", row["quarter"] / row["organisations"] * 1e9, "ns", "cpu"),
            one(f"{size}: an open deal's quarter", row["total"] / row["deal_quarters"] * 1e9, "ns", "cpu"),
            one(f"{size}: memory beyond imports and code, at most", row["megabytes"], "MB"),
            one(f"{size}: memory an organisation", row["megabytes"] * 2**20 / row["organisations"] / 1000, "kB"),
        ]
    sizes = np.log([row["organisations"] for row in rows])
    slope = np.polyfit(sizes, np.log([row["quarter"] for row in rows]), 1)[0]
    steepest = max(
        math.log(later["quarter"] / sooner["quarter"]) / math.log(later["organisations"] / sooner["organisations"])
        for sooner, later in pairwise(rows)
    )
    figures.append(one("log-log slope of a quarter's time over size", float(slope), "", "cpu", "<= 1.1"))
    figures.append(one("the same between the two neighbours where it is steepest", steepest, "", "cpu"))
    if not quick:
        figures.append(one("a quarter of a million organisations", rows[-1]["quarter"], "s", "cpu", "<= 3"))
        whole = rows[-1]["megabytes"] + rows[-1]["before"]
        figures.append(one(f"memory of it in all, after {QUARTERS} quarters", whole / 1024, "GB", "", "<= 1"))
    return figures


def alone(scale: float, quarters: int) -> dict[str, float]:
    """Build a world and run some quarters, and return what they cost."""
    from sim import CollaborationModel, Scenario
    from sim.tables import Status

    scenario = Scenario.load("baseline").with_(**{"population.scale": scale})
    CollaborationModel(Scenario.load("tiny"), seed=0).step()  # loads the compiled code
    before = timing.memory()
    begin = time.process_time()
    model = CollaborationModel(scenario, seed=0)
    construction = time.process_time() - begin
    spent, deals, peak = [], 0, 0.0
    for _ in range(quarters):
        begin = time.process_time()
        model.step()
        spent.append(time.process_time() - begin)
        deals += int((model.world.deals["status"][: int(model.world.region[0].deals)] == Status.OPEN).sum())
    peak = timing.peak_memory() - before
    return {
        "organisations": len(model.world.organisations),
        "construction": construction,
        "quarter": float(np.median(spent)),
        "total": sum(spent),
        "quarters": quarters,
        "deal_quarters": deals,
        "before": before,
        "megabytes": peak,
    }


if __name__ == "__main__":
    print(json.dumps(alone(float(sys.argv[1]), int(sys.argv[2]))))
