"""The runs behind the figures: a row each, to which points of figures lead, and the readings they were made under."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from sim.analysis.paired_runs import PairedRuns
from sim.report.chapters.chapter import Asked
from sim.report.chapters.phrases import number, outcome_label

MOST_RUNS = 2000
"""Runs that still go into a page: some 200 bytes each."""
SHORT = 12  # letters of a run's identity that are shown, and by which `sim verify --run` finds it


@dataclass(frozen=True, slots=True)
class RunLine:
    """A run as it stands in the page.

    Args:
        run: the first letters of its identity, the target of links.
        arm: its name.
        reading: number of the draw or reading.
        seed: its seed.
        values: outcomes, written out.
    """

    run: str
    arm: str
    reading: int
    seed: int
    values: list[str]


@dataclass(frozen=True, slots=True)
class ReadingLine:
    """What a reading, or draw, sets: its number, and each key with its value as `--set` takes it."""

    number: int
    settings: list[str]


class Links:
    """Where the points of figures lead.

    Args:
        asked: what was asked, and its runs.

    Attributes:
        kept: whether the runs stand in the page; if they are too many, nothing leads anywhere.
    """

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.kept = len(asked.runs) <= MOST_RUNS

    def of_readings(self, runs: pd.DataFrame) -> Mapping[str, Sequence[str]]:
        """Return by arm the target of every reading, in their order; of several seeds of one draw the first."""
        if not self.kept:
            return {}
        study = PairedRuns.of(runs)
        by = ["draw"] if study.pairs.draws > 1 else ["draw", "seed"]
        first = study.runs.drop_duplicates(["arm", *by])
        return {arm: [target(run) for run in first.loc[first["arm"] == arm, "run"]] for arm in study.arms}

    def of_arms(self) -> Mapping[str, str]:
        """Return by arm the target of its first run."""
        if not self.kept:
            return {}
        first = self.asked.runs.drop_duplicates("arm")
        return {str(arm): target(run) for arm, run in zip(first["arm"], first["run"], strict=True)}

    def runs(self) -> list[RunLine]:
        """Return the runs, arm by arm; none if they are too many."""
        if not self.kept:
            return []
        names = self.asked.outcomes
        return [
            RunLine(row["run"][:SHORT], row["arm"], row["draw"], row["seed"], [number(row[name]) for name in names])
            for row in self.asked.runs.to_dict(orient="records")
        ]

    def readings(self) -> list[ReadingLine]:
        """Return what the readings, or draws, set; none if seeds alone differ."""
        draws: Sequence[Mapping[str, Any]] = self.asked.plan.draws
        if not self.kept or not any(draws):
            return []
        there = sorted(set(self.asked.runs["draw"].tolist()))
        return [
            ReadingLine(place, [f"{key}={_value(value)}" for key, value in draws[place].items()]) for place in there
        ]

    def heads(self) -> list[str]:
        """Return what the outcomes of a run are called."""
        return [outcome_label(name) for name in self.asked.outcomes]


def target(run: str) -> str:
    """Return the place of a run in the page."""
    return f"#run-{run[:SHORT]}"


def _value(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)
