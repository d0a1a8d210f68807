"""What a command costs from the start of its process: imports, compiled code, the run, and what is written."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from benchmarks import timing
from benchmarks.figure import Figure, one, several

QUESTION = "What does a command cost from the start of its process, with and without machine code on disk?"
GOALS = {"sim --help": "<= 0.3", "sim validate baseline": "<= 0.3", "sim run baseline, no figures": "<= 2.5"}
CACHE = "TRANSFER_LAB_CACHE"


def measure(quick: bool) -> list[Figure]:
    """Time processes of the commands, in turns."""
    return [*processes(2 if quick else 5), *compiling(quick)]


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
            run = ["-m", "sim.cli", "run", "tiny", "--quiet"]
            shipped = timing.process(run, {CACHE: folder})
            figures.append(one("first run ever: import, run the small scenario", shipped.cpu, "s", "cpu", "<= 3"))
            cold = timing.process(run, {CACHE: folder, "TRANSFER_LAB_CODE": "numba"})
            figures.append(
                one("first run with rules of one's own: import, compile, run", cold.cpu, "s", "cpu", "<= 40")
            )
            figures.append(one("the same, elapsed", cold.wall, "s", "wall"))
            files = [path.stat().st_size for path in Path(folder).rglob("*.code")]
            figures.append(one("machine code on disk", sum(files) / 2**20, "MB"))
    warm = [
        timing.process(act).cpu - timing.process(["-c", "from sim import CollaborationModel"]).cpu for _ in range(3)
    ]
    return [*figures, several("load compiled code, build a small world, one quarter", warm, "s", "cpu")]
