"""Programmes under readings: laid out beside the base, measured against it, and told by their goals."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from sim.engine import model_version
from sim.experiment.designs.programmes import LeverPart, Programme, key_of, settings_of
from sim.experiment.engines import Genomes, Told
from sim.experiment.plan.readings import OWN_SEEDS, about_readings, under
from sim.experiment.plan.sought import KEY_LENGTH, LaidOut
from sim.experiment.reading import Experiment
from sim.experiment.reading.goals import COST
from sim.outcomes import DELIVERIES
from sim.scenario import Scenario
from sim.statistics import Numbers
from sim.statistics.fronts import hypervolume
from sim.statistics.goals import EQUITY, Measured, aim, by_reading, excess
from sim.store import Arm, Plan

BASE = "base"


class ProgrammeSearch:
    """The search for the best programmes; see `sim.experiment.plan.sought.Sought`.

    Args:
        experiment: of the kind "search", or one whose programmes fill a map.

    Attributes:
        programmes: every programme that was met, by key.
    """

    runs_each = 1
    cells: tuple[tuple[float, float, int], ...] = ()
    measure_name = "hypervolume"

    def __init__(self, experiment: Experiment) -> None:
        self.experiment, self.asked = experiment, experiment.search
        assert experiment.readings is not None  # such a kind always has them
        self.readings = experiment.readings.take(self.asked.readings + self.asked.check)
        self.programmes: dict[str, Programme] = {}
        self._worlds: dict[str, Scenario] = {BASE: experiment.base}
        self._scenarios: dict[tuple[str, int], Scenario] = {}
        self._measured: dict[tuple[str, int], Measured] = {}
        self._told: dict[tuple[str, int], Told] = {}
        self.base = self.remember({})

    @property
    def genes(self) -> int:
        """Length of a genome."""
        return self.asked.space.genes

    @property
    def aims(self) -> int:
        """How many numbers are told of a programme."""
        return len(self.asked.goals)

    @property
    def stages(self) -> tuple[int, ...]:
        """How many readings a programme meets at first and, if it keeps up, then."""
        return self.asked.stages

    @property
    def keep(self) -> tuple[str, ...]:
        """Tables kept of every run: deliveries by city, if a goal asks for them."""
        return (DELIVERIES,) if any(goal.name in EQUITY for goal in self.asked.goals) else ()

    @property
    def start(self) -> Genomes:
        """What is known at the beginning: doing nothing, shipped packages, every lever alone."""
        wanted, space = self.experiment.content.design.start, self.asked.space
        known: list[Programme] = [{}] if wanted else []
        known += self.asked.packages.values() if "shipped" in wanted else ()
        known += self.asked.singles if "single" in wanted else ()
        return np.array([space.genome(programme) for programme in known]).reshape(-1, space.genes)

    def anchors(self) -> list[str]:
        """Return the programmes by which the search is measured: none, the shipped packages, and all levers at once."""
        everything = {lever: part for one in self.asked.singles for lever, part in one.items()}
        return [self.base, *map(self.remember, self.asked.packages.values()), self.remember(everything)]

    def key(self, genome: Sequence[float]) -> str:
        """Return the key of the programme that a genome means, and remember it."""
        return self.remember(self.asked.space.programme(genome))

    def remember(self, programme: Programme) -> str:
        """Return the key of a programme, and remember it."""
        key = hashlib.sha256(key_of(programme).encode()).hexdigest()[:KEY_LENGTH] if programme else BASE
        if key not in self.programmes:
            self.programmes[key] = dict(programme)
            settings = settings_of(programme).items()
            if programme:
                self._worlds[key] = self.experiment.base.varied([(f"programme {key}", *one) for one in settings])
        return key

    def scenario(self, key: str, reading: int) -> Scenario:
        """Return the scenario of a programme under a reading."""
        known = self._scenarios.get((key, reading))
        if known is None:
            world = under(self._worlds[key], self.readings[reading], reading, self.experiment.held)
            known = self._scenarios[key, reading] = world
        return known

    def lay(self, keys: Sequence[str], number: int, about: Mapping[str, Any]) -> LaidOut:
        """Lay out programmes, the base beside them, under the first so many readings."""
        return self.lay_out({key: key for key in (self.base, *keys)}, range(number), about, self.keep)

    def lay_out(
        self, names: Mapping[str, str], readings: range, about: Mapping[str, Any], keep: Sequence[str]
    ) -> LaidOut:
        """Lay out programmes by name under any readings.

        Args:
            names: keys by the name of their arm, the base first.
            readings: their numbers, which are their seeds too.
            about: what else the plan says.
            keep: tables to keep of every run.
        """
        experiment, keys = self.experiment, list(names.values())
        content, source = experiment.content, experiment.readings
        assert source is not None
        draws = [dict(self.readings[reading]) for reading in readings]
        arms = [
            Arm(name, settings_of(self.programmes[key]), tuple(self.scenario(key, one).digest for one in readings))
            for name, key in names.items()
        ]
        said = about_readings(source, len(draws), experiment.base, experiment.held)
        whole = {
            **OWN_SEEDS,
            "first_seed": readings.start,
            "readings": said,
            "title": content.title,
            "question": content.question,
            "base": content.base,
            "base_scenario": experiment.base.digest,
            "run": experiment.base.run.model_dump(mode="json"),
            "outcomes": list(content.outcomes),
            "keep": sorted({*content.keep, *keep}),
            "design": content.design.model_dump(mode="json"),
            "stopping": None,
            "drawn": list(draws[0]),
            **about,
        }
        plan = Plan(experiment.name, model_version(), arms, draws, 1, whole)
        return LaidOut(plan, lambda arm, draw: self.scenario(keys[arm], readings[draw]))

    def take(self, laid: LaidOut, measured: Mapping[str, Measured]) -> None:
        """Take in what came of runs, by their identity."""
        keys = [BASE if not arm.factors else arm.name for arm in laid.plan.arms]
        for run in laid.plan.runs():
            self._measured[keys[run.arm], run.seed] = measured[run.run]

    def told(self, key: str, number: int) -> Told:
        """Return what the engine is told of a programme by its first so many readings."""
        known = self._told.get((key, number))
        if known is None:
            own, base = self._runs(key, number), self._runs(self.base, number)
            aims = tuple(aim(goal, own, base) for goal in self.asked.goals)
            known = self._told[key, number] = Told(aims, excess(self.asked.limits, own))
        return known

    def rows(self, key: str, number: int) -> Numbers:
        """Return how a programme does reading by reading, [readings, goals], less for better."""
        own, base = self._runs(key, number), self._runs(self.base, number)
        return np.array([by_reading(goal, own, base) for goal in self.asked.goals]).T

    def cost(self, key: str) -> float:
        """Return what a programme costs, mean of all readings of the search, million yuan."""
        return float(np.mean([run.outcomes[COST] for run in self._runs(key, self.stages[-1])]))

    def _runs(self, key: str, number: int) -> list[Measured]:
        return [self._measured[key, reading] for reading in range(number)]

    def measure(self, keys: Sequence[str]) -> float:
        """Return the hypervolume of programmes: 1 would be as good by every goal as the best of the anchors by each."""
        aims = np.array([self.told(key, self.stages[-1]).aims for key in keys]).reshape(-1, self.aims)
        known = np.array([self.told(key, self.stages[-1]).aims for key in self.anchors()])
        best, worst = known.min(axis=0), known.max(axis=0)
        span = np.where(worst > best, worst - best, 1.0)
        return hypervolume((aims - best) / span, np.ones(self.aims)) if len(aims) else 0.0


def as_data(programme: Mapping[str, LeverPart]) -> dict[str, list[Any]]:
    """Return a programme as plain data: strength, start and cities by lever."""
    return {lever: [part.strength, part.start, list(part.cities)] for lever, part in programme.items()}
