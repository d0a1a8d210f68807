"""A region with more and more organisations: does a quarter cost in proportion, in time and in memory?"""

from __future__ import annotations

import json
import math
import sys
import time
from itertools import pairwise
from typing import Any

import numpy as np

from benchmarks import timing
from benchmarks.figure import Figure, one, ratio, several

QUESTION = "Does the cost of a quarter stay in proportion, from 3.5 thousand organisations to a million?"
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
        figures += shared(SCALES[-1], QUARTERS)
        figures.append(one(f"memory of it in all, after {QUARTERS} quarters", whole / 1024, "GB", "", "<= 1"))
    return figures


def alone(scale: float, quarters: int) -> dict[str, float]:
    """Build a world and run some quarters, and return what they cost."""
    from sim import Scenario
    from sim.engine import Run
    from sim.tables import Status

    scenario = Scenario.load("baseline").with_(**{"population.scale": scale})
    Run(Scenario.load("tiny"), seed=0, threads=1).step()  # loads the compiled code
    before = timing.memory()
    begin = time.process_time()
    model = Run(scenario, seed=0, threads=1)
    construction = time.process_time() - begin
    spent, deals, peak = [], 0, 0.0
    for _ in range(quarters):
        begin = time.process_time()
        model.step()
        spent.append(time.process_time() - begin)
        deals += int((model.world.deals["status"][: int(model.world.region[0].deals)] == Status.OPEN).sum())
    peak = timing.peak_memory() - before
    return {
        "organisations": int(model.world.region[0].organisations),
        "construction": construction,
        "quarter": float(np.median(spent)),
        "total": sum(spent),
        "quarters": quarters,
        "deal_quarters": deals,
        "before": before,
        "megabytes": peak,
    }


def shared(scale: float, quarters: int) -> list[Figure]:
    """Run quarters of a large region by one thread and by two, in turns; and say what two can bring at best.

    Raises:
        AssertionError: if they differ in a deal.
    """
    from sim import Scenario
    from sim.engine import Run

    scenario = Scenario.load("baseline").with_(**{"population.scale": scale})
    runs = {threads: Run(scenario, seed=0, threads=threads) for threads in (1, 2)}
    wall, cpu = ({threads: list[float]() for threads in runs} for _ in range(2))
    for quarter in range(quarters):
        for threads in sorted(runs, reverse=quarter % 2 == 1):
            begin, used = time.perf_counter(), time.process_time()
            runs[threads].step()
            wall[threads].append(time.perf_counter() - begin)
            cpu[threads].append(time.process_time() - used)
    by_one, by_two = (run.record().deals.tobytes() for run in runs.values())
    assert by_one == by_two, "two threads make other deals than one"
    cut, whole = apart(scenario, quarters)
    reckoned = [alone + together / 2 for alone, together in zip(whole, cut, strict=True)]
    return [
        several("a quarter of a million organisations by one thread, elapsed", wall[1], "s", "wall"),
        several("the same by two threads", wall[2], "s", "wall", "<= 0.3"),
        ratio("two threads over one, elapsed", wall[2], wall[1], "wall", note="spoilt by whatever else runs"),
        ratio("two threads over one, processor time", cpu[2], cpu[1], "cpu"),
        several("processor time of what threads share", cut, "s", "cpu"),
        several("of what they do not", whole, "s", "cpu"),
        several("two threads at best, reckoned from both", reckoned, "s", "cpu", "<= 0.3"),
    ]


def apart(scenario: Any, quarters: int) -> tuple[list[float], list[float]]:
    """Return, by quarter, the processor seconds of the pieces that are cut into blocks, and of the others."""
    from sim.engine import crew
    from sim.engine.quarters import with_room
    from sim.phases.pieces import PIECES, Cut, blocks_in, piece
    from sim.world import build

    world, found = build(scenario, 0), list[tuple[float, float]]()
    for _ in range(quarters):
        world = with_room(world)
        notes, spent = crew.notes_for(world), {True: 0.0, False: 0.0}
        for number, cut in enumerate(PIECES):
            begin = time.process_time()
            piece(tuple(world), tuple(notes), number, 0, blocks_in(world, cut))
            spent[cut != Cut.WHOLE] += time.process_time() - begin
        crew.put_back(notes)
        found.append((spent[True], spent[False]))
    of_cut, of_whole = zip(*found, strict=True)
    return list(of_cut), list(of_whole)


if __name__ == "__main__":
    print(json.dumps(alone(float(sys.argv[1]), int(sys.argv[2]))))
