"""The product beside the same model in plain Mesa: one run, and a sweep end to end; the same decisions are checked."""

from __future__ import annotations

import gc
import os
import statistics
import tempfile
from pathlib import Path
from typing import Any

import pandas as pd

from benchmarks import plain_runs, timing, worlds
from benchmarks.figure import Figure, one, ratio, several
from sim import CollaborationModel, Scenario
from tests.agreement.plain_mesa.compare import differences
from tests.agreement.plain_mesa.model import PlainModel

QUESTION = "How much faster is it than the same model written in plain Mesa, which makes the same decisions?"
RUNS_A_TURN = 5
BESIDE = "beside a process that copies memory"
CHANGED = {"barriers.secrecy": 0.3}
EXPERIMENT = """question = "How long does a sweep take?"
base = "{base}"
replications = {seeds}
outcomes = ["transfers_delivered"]
keep = [{keep}]

[design]
kind = "factorial"

[factors]
"barriers.secrecy" = ["base", 0.3]
"""


def measure(quick: bool) -> list[Figure]:
    """Compare one run in turns, then the sweep.

    Raises:
        AssertionError: if any decision differs.
    """
    base, pairs = ("tiny", 1) if quick else ("baseline", 2)
    scenario = Scenario.load(base)
    ours, addressed, own = in_turns(scenario, pairs, own_random=True)
    with timing.neighbour():
        ours_beside, addressed_beside, _ = in_turns(scenario, pairs, own_random=False)
    return [
        several("a run, construction and outcomes included", [1000 * value for value in ours], "ms", "cpu"),
        several("the same run in plain Mesa", addressed, "s", "cpu", note="every deal and decision compared"),
        several("a run in plain Mesa, draws from Mesa's own random", own, "s", "cpu", note="other luck, same model"),
        ratio("plain Mesa over ours", addressed, ours, "cpu", ">= 300"),
        ratio("plain Mesa with its own random over ours", own, ours, "cpu", ">= 150"),
        several(f"a run {BESIDE}", [1000 * value for value in ours_beside], "ms", "cpu"),
        several(f"the same run in plain Mesa {BESIDE}", addressed_beside, "s", "cpu"),
        ratio(f"plain Mesa over ours {BESIDE}", addressed_beside, ours_beside, "cpu"),
        *sweeps(base, 1, 10 if quick else 100, addressed),
    ]


def in_turns(scenario: Any, pairs: int, own_random: bool) -> tuple[list[float], list[float], list[float]]:
    """Return the processor seconds of a run: ours, plain Mesa, plain Mesa with its own random if that is asked for."""
    CollaborationModel(scenario, seed=0).run()
    ours, addressed, own = [], [], []

    def run_ours() -> list[float]:
        gc.collect()  # else we would pay for what the plain model has left behind
        return [timing.cpu_of(lambda: worlds.run(scenario, 7)) for _ in range(RUNS_A_TURN)]

    for seed in range(pairs):
        before = run_ours()
        made: dict[str, Any] = {}

        def run_plain(seed: int = seed, made: dict[str, Any] = made) -> None:
            made["plain"] = PlainModel(scenario, seed).run()

        addressed.append(timing.cpu_of(run_plain))
        found = differences(made.pop("plain"), CollaborationModel(scenario, seed=seed).run())
        assert not found, f"seed {seed}: {len(found)} differences, the first: {found[0]}"
        gc.collect()
        if own_random:
            own.append(timing.cpu_of(lambda seed=seed: PlainModel(scenario, seed, chance="mesa").run()))
        ours.append(statistics.median([*before, *run_ours()]))
    return ours, addressed, own


def sweeps(base: str, seeds: int, many: int, plain_run: list[float]) -> list[Figure]:
    """Compare the sweep of the same scenarios and seeds from the start of the process to the last written byte."""
    jobs = os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        scenario = Scenario.load(base)
        paths = [folder / "base.toml", folder / "changed.toml"]
        for path, one_ in zip(paths, (scenario, scenario.with_(**CHANGED)), strict=True):
            path.write_text(one_.to_toml(), encoding="utf-8")
        plain = timing.process(["-m", "benchmarks.plain_runs", name, str(jobs), str(seeds), *map(str, paths)])
        few = swept(folder, "few", seeds, jobs, '"history", "deals"')
        check(folder, seeds)
        lots = swept(folder, "many", many, jobs, "")
    runs = 2 * seeds
    per_plain = sorted(plain_run)[len(plain_run) // 2]
    each = lots.cpu / (2 * many)
    return [
        one(f"{runs} runs by mesa.batch_run on {jobs} processes, end to end", plain.cpu, "s", "cpu"),
        one("the same, elapsed", plain.wall, "s", "wall"),
        one(f"the same {runs} runs by sim sweep, end to end", few.cpu, "s", "cpu", note="same decisions checked"),
        one("the same, elapsed", few.wall, "s", "wall"),
        one(f"{runs} runs: batch_run over sim sweep", plain.cpu / few.cpu, "times", "cpu", note="mostly our start-up"),
        one(f"{2 * many} runs by sim sweep, end to end", lots.cpu, "s", "cpu"),
        one("the same, elapsed", lots.wall, "s", "wall"),
        one(
            f"{2 * many} runs: batch_run over sim sweep",
            per_plain / each,
            "times",
            "cpu",
            ">= 200",
            "batch_run reckoned at the plain run above, without its start-up",
        ),
    ]


def swept(folder: Path, name: str, seeds: int, jobs: int, keep: str) -> timing.Spent:
    """Sweep both scenarios with the command line, and return what it cost."""
    file = folder / f"{name}.toml"
    file.write_text(EXPERIMENT.format(base="base.toml", seeds=seeds, keep=keep), encoding="utf-8")
    arguments = ["-m", "sim.cli", "sweep", str(file), "--jobs", str(jobs), "--out", str(folder / name)]
    return timing.process(arguments)


def check(folder: Path, seeds: int) -> None:
    """Make sure that both sweeps made the same decisions, deal by deal."""
    from sim.store import Results

    plain = pd.read_csv(folder / "plain.csv", keep_default_na=False)
    last = plain[plain["decisions"] != ""]
    theirs = sorted(last["decisions"])
    deals = Results(folder / "few").kept("deals")
    names = plain_runs.field_names()
    ours = sorted(plain_runs.digest_of_frame(frame, names) for _, frame in deals.groupby("run"))
    assert len(ours) == 2 * seeds, f"{len(ours)} runs are kept, not {2 * seeds}"
    assert ours == theirs, "the two sweeps decided differently"
