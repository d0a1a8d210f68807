"""Where the time of a run goes, from the start of the process to the last written byte."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from benchmarks import phase_kernels, timing, worlds
from benchmarks.figure import Figure, one, several
from sim import CollaborationModel, Scenario

QUESTION = "Where does the time go: start-up, compiling, construction, each phase, outcomes, writing?"
GOALS = {"sim --help": "<= 0.3", "sim validate baseline": "<= 0.3", "sim run baseline, no figures": "<= 2.5"}
CACHE = "TRANSFER_LAB_CACHE"


def measure(quick: bool) -> list[Figure]:
    """Time processes, then the parts of runs inside one."""
    return [*processes(2 if quick else 5), *compiling(quick), *inside(3 if quick else 9)]


def processes(repetitions: int) -> list[Figure]:
    """Time commands as their user meets them; the compiled code is on disk."""
    with tempfile.TemporaryDirectory() as folder:
        out = str(Path(folder) / "run")
        commands = {
            "an empty Python": ["-c", "pass"],
            "import sim": ["-c", "import sim"],
            "import the model": ["-c", "from sim import CollaborationModel"],
            "sim --help": ["-m", "sim.cli", "--help"],
            "sim validate baseline": ["-m", "sim.cli", "validate", "baseline"],
            "sim run baseline, no figures": ["-m", "sim.cli", "run", "baseline", "--no-figures", "--out", out],
        }
        timing.process(commands["sim run baseline, no figures"])
        cpu: dict[str, list[float]] = {name: [] for name in commands}
        wall: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(repetitions):
            for name, arguments in commands.items():
                shutil.rmtree(out, ignore_errors=True)
                spent = timing.process(arguments)
                cpu[name].append(spent.cpu)
                wall[name].append(spent.wall)
    figures = []
    for name in commands:
        figures.append(several(name, cpu[name], "s", "cpu", GOALS.get(name, "")))
        figures.append(several(f"{name}, elapsed", wall[name], "s", "wall"))
    return figures


def compiling(quick: bool) -> list[Figure]:
    """Time the first run ever, with an empty folder for machine code, and one that finds it there."""
    act = [
        "-c",
        "from sim import CollaborationModel, Scenario; CollaborationModel(Scenario.load('tiny'), seed=0).step()",
    ]
    with tempfile.TemporaryDirectory() as folder:
        figures = []
        if not quick:
            cold = timing.process(["-m", "sim.cli", "run", "tiny", "--quiet"], {CACHE: folder})
            figures.append(
                one("first run ever: import, compile, run the small scenario", cold.cpu, "s", "cpu", "<= 40")
            )
            figures.append(one("the same, elapsed", cold.wall, "s", "wall"))
            files = [path.stat().st_size for path in Path(folder).rglob("*.nb*")]
            figures.append(one("machine code on disk", sum(files) / 2**20, "MB"))
    warm = [
        timing.process(act).cpu - timing.process(["-c", "from sim import CollaborationModel"]).cpu for _ in range(3)
    ]
    return [*figures, several("load compiled code, build a small world, one quarter", warm, "s", "cpu")]


def inside(runs: int) -> list[Figure]:
    """Time construction, every phase, outcomes, tables and writing of baseline runs."""
    scenario = Scenario.load("baseline")
    phase_kernels.prepare()
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


WHOLE = ("construction", "60 quarters", "outcomes")


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
    take("60 quarters", model.run)
    take("outcomes", model.outcomes)
    world, phases = worlds.start(scenario, seed), dict[str, float]()
    for _ in range(scenario.run.quarters):
        world = worlds.step(world, {}, phases)
    call = phases.pop("")
    spent |= {f"phase {name}": seconds - call for name, seconds in phases.items()}
    spent["handing the tables to compiled code, 60 times"] = call
    history = take("table of the history", model.history)
    deals = take("table of the deals", model.deals)
    take("writing history.csv", lambda: history.to_csv(folder / "history.csv"))
    take("writing deals.parquet", lambda: deals.to_parquet(folder / "deals.parquet", index=False))
    assert np.array_equal(world.deals["cause"], model.world.deals["cause"])
    return spent
