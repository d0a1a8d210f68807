"""Where the time of a run goes, from its construction to the last written byte."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from benchmarks import worlds
from benchmarks.figure import Figure, several
from sim import CollaborationModel, Scenario

QUESTION = "Where does the time of a run go: construction, each phase, outcomes, tables, writing?"


def measure(quick: bool) -> list[Figure]:
    """Time construction, every phase, outcomes, tables and writing of baseline runs."""
    runs = 3 if quick else 9
    scenario = Scenario.load("baseline")
    spent: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(runs + 1):
            found = parts_of(scenario, seed, Path(folder))
            if seed:  # the first one loads the compiled code
                for name, seconds in found.items():
                    spent.setdefault(name, []).append(1000 * seconds)
    whole = [sum(values) for values in zip(*(spent[name] for name in WHOLE), strict=True)]
    figures = [several("a baseline run: construction, quarters, outcomes", whole, "ms", "cpu", "<= 50")]
    figures += [
        several(f"of it, {name}" if name in WHOLE else name, values, "ms", "cpu") for name, values in spent.items()
    ]
    return figures


WHOLE = ("construction", "its quarters", "outcomes")


def parts_of(scenario: Scenario, seed: int, folder: Path) -> dict[str, float]:
    """Make one run twice, as the product does and phase by phase, and return what each part cost, in seconds."""
    spent: dict[str, float] = {}

    def take(name: str, act: Callable[[], object]) -> object:
        begin = time.process_time()
        result = act()
        spent[name] = time.process_time() - begin
        return result

    model = take("construction", lambda: CollaborationModel(scenario, seed=seed))
    assert isinstance(model, CollaborationModel)
    take("its quarters", model.run)
    take("outcomes", model.outcomes)
    world, phases = worlds.start(scenario, seed), dict[str, float]()
    for _ in range(scenario.run.quarters):
        world = worlds.step(world, phases)
    call = phases.pop("")
    spent |= {f"phase {name}": seconds - call for name, seconds in phases.items()}
    spent["handing the tables to compiled code, once a quarter"] = call
    history = take("table of the history", model.history)
    deals = take("table of the deals", model.deals)
    take("writing history.csv", lambda: history.to_csv(folder / "history.csv"))
    take("writing deals.parquet", lambda: deals.to_parquet(folder / "deals.parquet", index=False))
    assert np.array_equal(world.deals["cause"], model.world.deals["cause"])
    model.__dict__.clear()  # as a sweep does, so that the next run finds the room
    return spent
