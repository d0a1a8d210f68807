"""A claim is tried where it may fail: readings are proposed, near those that fit, in which another arm does better.

A proposed reading is measured by two numbers: the margin by which the claim holds in it, and how far it lies from the
nearest row that fits the patterns, in standard deviations of the rows. Both are made small.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from sim.engine import model_version
from sim.experiment.engines import Genomes, Told
from sim.experiment.plan.readings import under
from sim.experiment.plan.sought import KEY_LENGTH, Laid
from sim.experiment.reading import Experiment
from sim.experiment.reading.factors import is_whole
from sim.experiment.reading.lever_costs import is_cost
from sim.experiment.reading.schema_search import ALL
from sim.scenario import Scenario
from sim.statistics import Numbers, better
from sim.statistics.goals import Measured
from sim.store import Arm, Plan

DIGITS = 5
FRESH_SEEDS = 1_000
"""First seed of the check, which no proposal has met."""


class Overturning:
    """The search for readings in which a claim fails; see `sim.experiment.plan.sought.Sought`.

    Args:
        experiment: of the kind "overturn".

    Attributes:
        inputs: dotted keys that move.
        table: [rows, inputs] that fit the patterns.
    """

    aims, runs_each = 2, 2
    cells: tuple[tuple[float, float, int], ...] = ()
    measure_name = "readings in which the claim fails"

    def __init__(self, experiment: Experiment) -> None:
        section, source = experiment.content.overturn, experiment.readings
        assert section is not None  # the kind needs both
        assert source is not None
        self.experiment, self.section = experiment, section
        first = source.rows[0][0]
        asked = [key for key in first if not is_cost(key) and not isinstance(first[key], str)]
        self.inputs = [key for key in asked if ALL in section.inputs or key in section.inputs]
        self.table: Numbers = np.array([[float(row[key]) for key in self.inputs] for row in source.rows[0]])
        self._low, self._high = self.table.min(axis=0), self.table.max(axis=0)
        spread = self.table.std(axis=0)
        self._spread = np.where(spread > 0, spread, 1.0)
        self._fixed = {key: float(np.median([row[key] for row in source.rows[0]])) for key in asked}
        self.names = (section.claim.better, section.claim.than)
        self._worlds = [experiment.worlds[name] for name in self.names]
        self._points: dict[str, Numbers] = {}
        self._measured: dict[tuple[str, int, int], Measured] = {}

    @property
    def genes(self) -> int:
        """Length of a genome: an input each."""
        return len(self.inputs)

    @property
    def stages(self) -> tuple[int, ...]:
        """Seeds under which a proposed reading is tried."""
        return (self.section.seeds,)

    @property
    def start(self) -> Genomes:
        """Rows that fit, the first ones: in some of them the claim may fail already."""
        span = np.where(self._high > self._low, self._high - self._low, 1.0)
        return np.asarray((self.table - self._low) / span)[: self.experiment.content.design.generation]

    def key(self, genome: Sequence[float]) -> str:
        """Return the key of the reading that a genome means, and remember it."""
        point = self._low + np.asarray(genome) * (self._high - self._low)
        kept = [
            round(one) if is_whole(key) else float(f"{one:.{DIGITS}g}")
            for key, one in zip(self.inputs, point, strict=True)
        ]
        name = hashlib.sha256(json.dumps(kept).encode()).hexdigest()[:KEY_LENGTH]
        self._points[name] = np.array(kept, dtype=np.float64)
        return name

    def settings(self, key: str) -> dict[str, Any]:
        """Return what a proposed reading sets, by dotted key: inputs that do not move stay at their median."""
        point = zip(self.inputs, self._points[key].tolist(), strict=True)
        moved = {one: int(value) if is_whole(one) else value for one, value in point}
        rest = {one: round(value) if is_whole(one) else value for one, value in self._fixed.items() if one not in moved}
        return {**rest, **moved}

    def lay(self, keys: Sequence[str], number: int, about: Mapping[str, Any]) -> Laid:
        """Lay out both arms under proposed readings, each with so many seeds."""
        return self.lay_out(keys, number, 0, about)

    def lay_out(self, keys: Sequence[str], seeds: int, first: int, about: Mapping[str, Any]) -> Laid:
        """Lay out both arms under proposed readings, with seeds from any first one on."""
        experiment, content = self.experiment, self.experiment.content
        draws = [self.settings(key) for key in keys]
        worlds = [
            [under(world, draw, place, experiment.held) for place, draw in enumerate(draws)] for world in self._worlds
        ]
        arms = [Arm(name, {}, tuple(one.digest for one in own)) for name, own in zip(self.names, worlds, strict=True)]
        whole = {
            "first_seed": first,
            "keys": list(keys),
            "title": content.title,
            "question": content.question,
            "base": content.base,
            "base_scenario": experiment.base.digest,
            "run": experiment.base.run.model_dump(mode="json"),
            "outcomes": [self.section.claim.outcome],
            "keep": sorted(set(content.keep)),
            "design": content.design.model_dump(mode="json"),
            "stopping": None,
            "drawn": list(draws[0]) if draws else [],
            **about,
        }

        def scenario(arm: int, draw: int) -> Scenario:
            return worlds[arm][draw]

        return Laid(Plan(experiment.name, model_version(), arms, draws, seeds, whole), scenario)

    def take(self, laid: Laid, measured: Mapping[str, Measured]) -> None:
        """Take in what came of runs, by their identity."""
        keys = laid.plan.about["keys"]
        for run in laid.plan.runs():
            self._measured[keys[run.draw], run.arm, run.seed] = measured[run.run]

    def margins(self, key: str, number: int) -> Numbers:
        """Return by how much the claim holds in a proposed reading, [seeds]; below 0 where it fails."""
        outcome = self.section.claim.outcome
        sign = -1.0 if better(outcome) == "lower" else 1.0
        own = [[self._measured[key, arm, seed].outcomes[outcome] for seed in range(number)] for arm in (0, 1)]
        return np.asarray(sign * np.nan_to_num(np.array(own[0]) - np.array(own[1])))

    def distance(self, key: str) -> float:
        """Return how far a proposed reading lies from the nearest row that fits, in standard deviations of the rows."""
        away = (self.table - self._points[key]) / self._spread
        return float(np.sqrt((away**2).mean(axis=1)).min())

    def told(self, key: str, number: int) -> Told:
        """Return margin and distance."""
        return Told((float(self.margins(key, number).mean()), self.distance(key)))

    def rows(self, key: str, number: int) -> Numbers:
        """Return margin and distance seed by seed, [seeds, 2]."""
        return np.column_stack([self.margins(key, number), np.full(number, self.distance(key))])

    def failing(self) -> list[str]:
        """Return the readings that were tried and in which the claim fails on the mean, the likeliest first."""
        tried = dict.fromkeys(key for key, _, _ in self._measured)
        number = self.section.seeds
        found = [key for key in tried if self.margins(key, number).mean() < 0.0]
        return sorted(found, key=lambda key: (self.distance(key), key))

    @property
    def tried(self) -> int:
        """How many proposed readings were tried."""
        return len({key for key, _, _ in self._measured})

    def measure(self, keys: Sequence[str]) -> float:
        """Return in how many of the readings tried so far the claim fails."""
        return float(len(self.failing()))

    def apart(self, keys: Sequence[str], number: int) -> list[str]:
        """Return so many of the likelier half of readings, kept apart from one another."""
        likely = list(keys[: max(number, len(keys) // 2)])
        points = np.array([self._points[key] / self._spread for key in likely]).reshape(-1, len(self.inputs))
        away = np.array([self.distance(key) for key in likely])
        if len(likely) <= number:
            return likely
        taken = [int(away.argmin())]
        while len(taken) < number:
            gap = np.linalg.norm(points[:, None, :] - points[None, taken, :], axis=2).min(axis=1)
            gap[taken] = -1.0
            taken.append(int(gap.argmax()))
        return [likely[place] for place in sorted(taken)]
