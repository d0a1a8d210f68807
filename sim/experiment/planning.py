"""An experiment becomes a plan: every arm by name, and the digest of its scenario under every parameter draw."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sim.experiment.designs import Factor, Point
from sim.experiment.errors import ExperimentError
from sim.experiment.experiment import Experiment
from sim.experiment.roles import said_of
from sim.model import model_version
from sim.scenario import Problem, Scenario
from sim.scenario.alike import told_of_unlike
from sim.store import Arm, Inventory, Plan, PlannedRun

WHOLE = (1, 1)
"""The share of a sweep that is not cut into shards."""
SHORT, EXACT = 6, 17  # digits of a level in the name of an arm; with 17 no two numbers read alike
REMEMBERED = 2000  # scenarios kept in memory; beyond, they are made again for every seed


class Task(NamedTuple):
    """One run to be made, as data: its identity, its scenario written out, its seed, tables to keep, if watched."""

    run: str
    scenario: str
    data: dict[str, Any]
    seed: int
    keep: tuple[str, ...]
    watched: bool = False


@dataclass(frozen=True, slots=True)
class Planned:
    """An arm and the world it is made from.

    Args:
        name: for tables and figures.
        world: name of the world.
        point: what is changed in it.
    """

    name: str
    world: str
    point: Point


class Study:
    """An experiment whose arms are laid out, ready to be run.

    Args:
        experiment: what is asked.
        worlds: its worlds, if they are others than the experiment's own (levers scaled to one budget).
    """

    def __init__(self, experiment: Experiment, worlds: Mapping[str, Scenario] | None = None) -> None:
        self.experiment = experiment
        self.worlds = dict(experiment.worlds if worlds is None else worlds)
        points = experiment.design.points(experiment.factors, experiment.options)
        self.arms = tuple(_arms(self.worlds, points, experiment.factors, experiment.design.takes == "spreads"))
        self._scenarios: dict[tuple[int, int], Scenario] = {}

    def scenario(self, arm: int, draw: int) -> Scenario:
        """Return the scenario of an arm under a parameter draw; what the arm sets itself, no draw changes."""
        known = self._scenarios.get((arm, draw))
        if known is None:
            planned = self.arms[arm]
            world, base = self.worlds[planned.world], self.experiment.base
            drawn = {
                key: value
                for key, value in self.experiment.draws[draw].items()
                if world is base or _value(world, key) == _value(base, key)
            }
            label = f"arm {planned.name}, draw {draw}"
            known = world.varied([(label, key, value) for key, value in {**drawn, **planned.point}.items()])
            if len(self._scenarios) < REMEMBERED:
                self._scenarios[arm, draw] = known
        return known

    def plan(self, seeds: int | None = None) -> Plan:
        """Return the plan.

        Args:
            seeds: number of seeds; None for the experiment's replications.

        Raises:
            ScenarioError: if an arm is not allowed, such as two factors that contradict one another.
            ExperimentError: if two arms have one name, or the reference is no arm.
        """
        experiment = self.experiment
        refuse_equal_names([planned.name for planned in self.arms])
        draws = range(len(experiment.draws))
        arms = []
        for place, planned in enumerate(self.arms):
            scenarios = [self.scenario(place, draw) for draw in draws]
            factors = {
                factor.key: planned.point[factor.key]
                if factor.key in planned.point
                else _value(self.worlds[planned.world], factor.key)
                for factor in experiment.factors
            }
            arms.append(Arm(planned.name, factors, tuple(scenario.digest for scenario in scenarios)))
        return Plan(
            experiment.name,
            model_version(),
            arms,
            [dict(draw) for draw in experiment.draws],
            experiment.content.replications if seeds is None else seeds,
            self._about(),
        )

    def tasks(
        self, plan: Plan, inventory: Inventory, share: tuple[int, int], again: bool, watched: bool = False
    ) -> Iterator[Task]:
        """Yield the runs of a plan that are missing; see `tasks_of`."""
        return tasks_of(plan, self.scenario, inventory, share, again, watched)

    def _about(self) -> dict[str, Any]:
        content = self.experiment.content
        design: dict[str, Any] = content.design.model_dump(mode="json")
        if self.experiment.design.unit is not None:
            # What an analysis of a sampled design needs beside the outcomes.
            unit = self.experiment.design.unit(len(self.experiment.factors), self.experiment.options)
            design["unit"] = unit.tolist()
            design["bounds"] = [list(factor.spread.bounds()) for factor in self.experiment.factors if factor.spread]
        own = {"draw_seeds": "own"} if content.draws.seeds == "own" else {}
        return {
            **own,
            **self._unlike(),
            **said_of(content, [(arm.name, arm.world) for arm in self.arms], self.worlds),
            "title": content.title,
            "question": content.question,
            "base": content.base,
            "base_scenario": self.experiment.base.digest,
            "run": self.experiment.base.run.model_dump(mode="json"),
            "outcomes": list(content.outcomes),
            "keep": sorted(set(content.keep)),
            "design": design,
            "stopping": content.stopping.model_dump(mode="json") if content.stopping else None,
            "drawn": list(self.experiment.draws[0]),
        }

    def _unlike(self) -> dict[str, Any]:
        """Say in what arms are not like with like, if that was asked for."""
        if not self.experiment.content.unlike:
            return {}
        return told_of_unlike({arm.name: self.scenario(place, 0) for place, arm in enumerate(self.arms)})


def tasks_of(
    plan: Plan,
    scenario: Callable[[int, int], Scenario],
    inventory: Inventory,
    share: tuple[int, int] = WHOLE,
    again: bool = False,
    watched: bool = False,
) -> Iterator[Task]:
    """Yield the runs of a plan that are missing, each once, in the order of the plan.

    Args:
        plan: all runs.
        scenario: gives the scenario of an arm under a parameter draw.
        inventory: what is there.
        share: number and count of the shards; every shard takes its own runs.
        again: whether runs that failed are to be tried again.
        watched: whether the laws of the model are to be checked in every quarter; changes no result.
    """
    for planned in runs_of_share(plan, share):
        if not inventory.has(planned.run, plan.kept, again):
            world = scenario(planned.arm, planned.draw)
            yield Task(planned.run, world.digest, world.to_dict(), planned.seed, plan.kept, watched)


def runs_of_share(plan: Plan, share: tuple[int, int] = WHOLE) -> Iterator[PlannedRun]:
    """Yield the runs of one shard, each once and in one shard only: arms that are the same world share theirs.

    Args:
        plan: all runs.
        share: number and count of the shards.
    """
    first = _first_of_their_world(plan)
    for place, planned in enumerate(plan.runs()):
        if place % share[1] == share[0] - 1 and first[place % len(first)]:
            yield planned


def _first_of_their_world(plan: Plan) -> list[bool]:
    """Tell of every arm, draw by draw, whether it is the first that is this world: the same for every seed."""
    given: set[str] = set()
    first = []
    for draw in range(len(plan.draws)):
        for arm in plan.arms:
            first.append(arm.scenarios[draw] not in given)
            given.add(arm.scenarios[draw])
    return first


def extent(plan: Plan, inventory: Inventory, share: tuple[int, int] = WHOLE, again: bool = False) -> tuple[int, int]:
    """Return how many runs a shard has, and how many of them have to be made; see `tasks_of`."""
    needed = [not inventory.has(planned.run, plan.kept, again) for planned in runs_of_share(plan, share)]
    return len(needed), sum(needed)


def _arms(
    worlds: Mapping[str, Scenario], points: Sequence[Point], factors: Sequence[Factor], numbered: bool
) -> Iterator[Planned]:
    words = short_keys([factor.key for factor in factors])
    texts = {} if numbered else {key: level_texts([point[key] for point in points if key in point]) for key in words}
    for world in worlds:
        for number, point in enumerate(points, 1):
            said = (
                [f"point {number}"]
                if numbered
                else [f"{words[key]}={texts[key](point[key])}" for key in words if key in point]
            )
            name = ", ".join([world, *said] if len(worlds) > 1 or not said else said)
            yield Planned(name, world, point)


def refuse_equal_names(names: Sequence[str]) -> None:
    """Raise ExperimentError if two arms have one name, by which no result could tell them apart."""
    given: set[str] = set()
    for name in names:
        if name in given:
            raise ExperimentError([Problem("arms", f"two arms are called {name!r:.80}", "every arm has its own name")])
        given.add(name)


def short_keys(keys: Sequence[str]) -> dict[str, str]:
    """Return short words for dotted keys, the whole key where two would be alike."""
    short = {key: key.removesuffix(".strength").split(".", 1)[-1] for key in keys}
    alike = list(short.values())
    return {key: key if alike.count(word) > 1 else word for key, word in short.items()}


def level_texts(levels: Sequence[Any]) -> Callable[[Any], str]:
    """Return how to write the levels of a factor: six digits, or the fewest more that keep them apart."""

    def text(level: Any, digits: int) -> str:
        return f"{level:.{digits}g}" if isinstance(level, float) else str(level)

    apart = len({text(level, EXACT) for level in levels})
    digits = next(few for few in range(SHORT, EXACT + 1) if len({text(level, few) for level in levels}) == apart)
    return lambda level: text(level, digits)


def _value(scenario: Scenario, key: str) -> Any:
    """Return what a scenario says for a dotted key; a lever that is not in force has strength 0."""
    value: Any = scenario.to_dict()
    for part in key.split("."):
        if not isinstance(value, dict) or part not in value:
            return 0.0 if key.endswith(".strength") else None
        value = value[part]
    return value
