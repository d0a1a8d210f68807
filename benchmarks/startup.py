"""What a command costs from the start of its process: imports, the run, what is written, and code made or found."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from benchmarks import timing
from benchmarks.figure import Figure, one, ratio, several

QUESTION = "What does a command cost from the start of its process, with and without machine code on disk?"
GOALS = {
    "sim --help": "<= 0.2",
    "sim validate baseline": "<= 0.4",
    "sim run baseline": "<= 0.8",
    "sim run baseline, kept with figures": "<= 3",
}
CACHE = "TRANSFER_LAB_CACHE"
WITH_MESA = (
    "from sim import CollaborationModel, Scenario\n"
    "print(CollaborationModel(Scenario.load('baseline'), seed=0).run().outcomes())"
)


def measure(quick: bool) -> list[Figure]:
    """Time processes of the commands, in turns."""
    return [*processes(2 if quick else 5), *compiling(quick)]


def processes(repetitions: int) -> list[Figure]:
    """Time commands as their user meets them; the compiled code is on disk."""
    with tempfile.TemporaryDirectory() as folder:
        out = str(Path(folder) / "run")
        kept = ["-m", "sim.cli", "run", "baseline", "--out", out]
        commands = {
            "an empty Python": ["-c", "pass"],
            "import sim": ["-c", "import sim"],
            "import the model": ["-c", "from sim import CollaborationModel"],
            "sim --help": ["-m", "sim.cli", "--help"],
            "sim validate baseline": ["-m", "sim.cli", "validate", "baseline"],
            "sim run baseline": ["-m", "sim.cli", "run", "baseline"],
            "the same run as a Mesa model": ["-c", WITH_MESA],
            "sim run baseline, kept without figures": [*kept, "--no-figures"],
            "sim run baseline, kept with figures": kept,
        }
        timing.process(commands["sim run baseline"])
        cpu: dict[str, list[float]] = {name: [] for name in commands}
        answered = []
        for _ in range(repetitions):
            for name, arguments in commands.items():
                shutil.rmtree(out, ignore_errors=True)
                cpu[name].append(timing.process(arguments).cpu)
            shutil.rmtree(out, ignore_errors=True)
            answered.append(timing.cpu_until(kept, "What came of it"))
    run, drawn = cpu["sim run baseline"], cpu["sim run baseline, kept with figures"]
    return [
        *(several(name, cpu[name], "s", "cpu", GOALS.get(name, "")) for name in commands),
        several("of it, up to the first printed outcome", answered, "s", "cpu", "<= 0.8"),
        ratio("kept with figures, over its first printed outcome", drawn, answered, "cpu"),
        ratio("the run as a Mesa model over sim run", cpu["the same run as a Mesa model"], run, "cpu"),
    ]


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
