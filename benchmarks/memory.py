"""What a default run holds in memory beyond what importing the model takes."""

from __future__ import annotations

import json
import sys
from typing import Any

import numpy as np

from benchmarks import timing
from benchmarks.figure import Figure, one

QUESTION = "What holds the memory of a default run?"


def measure(quick: bool) -> list[Figure]:
    """Read the memory of a process of its own before and after each part."""
    said = timing.process(["-m", "benchmarks.memory", "tiny" if quick else "baseline"]).said
    found: dict[str, Any] = json.loads(said.splitlines()[-1])
    figures = [one("a run beyond imports, at most", found["at most"] - found["imports"], "MB", goal="<= 60")]
    stages = list(found["stages"].items())
    before = found["imports"]
    figures.append(one("imports", before, "MB"))
    for name, now in stages:
        figures.append(one(f"more after: {name}", now - before, "MB"))
        before = now
    figures.append(one("tables of the world at the end, all", sum(found["tables"].values()), "MB"))
    largest = sorted(found["tables"].items(), key=lambda item: -item[1])[:6]
    figures += [one(f"table {name}", size, "MB") for name, size in largest]
    figures.append(one("rows of deals in use, of those there is room for", found["deals used"], "share"))
    return figures


def alone(name: str) -> dict[str, Any]:
    """Run one scenario and say what was held when."""
    from sim import CollaborationModel, Scenario
    from sim.state import VECTOR_OF

    found: dict[str, Any] = {"imports": timing.memory(), "stages": {}}
    scenario = Scenario.load(name)
    found["stages"]["reading the scenario"] = timing.memory()
    model = CollaborationModel(scenario, seed=0)
    found["stages"]["construction, its compiled code"] = timing.memory()
    model.step()
    found["stages"]["first quarter, its compiled code"] = timing.memory()
    model.run()
    found["stages"]["the other quarters"] = timing.memory()
    model.outcomes()
    found["stages"]["outcomes"] = timing.memory()
    found["at most"] = timing.peak_memory()
    world = model.world
    found["tables"] = {
        name: np.asarray(getattr(world, name)).nbytes / 2**20 for name in world._fields if name not in VECTOR_OF
    }
    found["deals used"] = int(world.region[0].deals) / len(world.deals)
    return found


if __name__ == "__main__":
    print(json.dumps(alone(sys.argv[1])))
