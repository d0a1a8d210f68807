"""Scenario and experiment files are spoiled in every way; the answer is a documented error, soon."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import chain
from pathlib import Path

from sim.experiment import Experiment, Study
from sim.scenario import Scenario, shipped_names
from tests.torture.attack import Attack, Bench
from tests.torture.limits import held, little_memory
from tests.torture.spoiling import corpus, kept, spoiled
from tests.torture.worlds import ROOT

MOST_LAID_OUT = 2_000
MOST_PLANNED = 40


def mutated(bench: Bench, kind: str, load: Callable[[Path], object], long: int, short: int) -> None:
    """Load the files that are kept of one kind, then spoiled ones."""
    luck = random.Random(f"{bench.seed} {kind}")
    known, shipped = ([one.decode("utf-8", "surrogateescape") for one in files] for files in (kept(kind), corpus(kind)))
    folder = bench.folder / "scenarios"
    folder.mkdir()
    for name in shipped_names():
        (folder / f"{name}.toml").write_bytes((ROOT / "scenarios" / f"{name}.toml").read_bytes())
    place = folder if kind == "scenario" else bench.folder / "experiments" / "one"
    place.mkdir(parents=True, exist_ok=True)
    file = place / "spoiled.toml"
    with little_memory(bench):
        bad = (spoiled(luck.choice(shipped + known), luck) for _ in range(bench.times(long, short)))
        for text in chain(known, bad):
            file.write_bytes(text.encode("utf-8", "surrogateescape"))
            held(bench, lambda: load(file), lambda text=text: repr(text[:400]))  # type: ignore[misc]


def scenario_files(bench: Bench) -> None:
    """Load spoiled scenario files."""
    mutated(bench, "scenario", Scenario.load, 70_000, 300)


def experiment_files(bench: Bench) -> None:
    """Load spoiled experiment files, lay out what is accepted."""
    mutated(bench, "experiment", lambda file: laid_out(Experiment.load(file)), 12_000, 80)


def laid_out(asked: Experiment) -> None:
    """Lay an experiment out as `sim sweep --dry-run` does, as far as its runs are few."""
    if asked.content.design.samples * max(1, len(asked.factors)) * len(asked.draws) > MOST_LAID_OUT:
        return
    study = Study(asked)
    if len(study.arms) * len(asked.draws) <= MOST_PLANNED:
        study.plan()


ATTACKS = (
    Attack("fuzz-scenarios", "spoiled scenario files: only documented errors, soon, in little memory", scenario_files),
    Attack(
        "fuzz-experiments", "spoiled experiment files: only documented errors, soon, in little memory", experiment_files
    ),
)
