"""An experiment becomes a plan: every arm by name, and the digest of its scenario under every parameter draw."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sim.engine import model_version
from sim.experiment.designs import Factor, Point
from sim.experiment.plan.names import level_texts, refuse_equal_names, short_keys
from sim.experiment.plan.roles import roles_of
from sim.experiment.reading import Experiment
from sim.scenario import Scenario
from sim.scenario.alike import unlike_for_plan
from sim.store import Arm, Plan

REMEMBERED = 2000  # scenarios kept in memory; beyond, they are made again for every seed


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
        for index, planned in enumerate(self.arms):
            scenarios = [self.scenario(index, draw) for draw in draws]
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
            **roles_of(content, [(arm.name, arm.world) for arm in self.arms], self.worlds),
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
        return unlike_for_plan({arm.name: self.scenario(index, 0) for index, arm in enumerate(self.arms)})


def _arms(
    worlds: Mapping[str, Scenario], points: Sequence[Point], factors: Sequence[Factor], numbered: bool
) -> Iterator[Planned]:
    words = short_keys([factor.key for factor in factors])
    texts = {} if numbered else {key: level_texts([point[key] for point in points if key in point]) for key in words}
    for world in worlds:
        for number, point in enumerate(points, 1):
            values = (
                [f"point {number}"]
                if numbered
                else [f"{words[key]}={texts[key](point[key])}" for key in words if key in point]
            )
            name = ", ".join([world, *values] if len(worlds) > 1 or not values else values)
            yield Planned(name, world, point)


def _value(scenario: Scenario, key: str) -> Any:
    """Return what a scenario says for a dotted key; a lever that is not in force has strength 0."""
    value: Any = scenario.to_dict()
    for part in key.split("."):
        if not isinstance(value, dict) or part not in value:
            return 0.0 if key.endswith(".strength") else None
        value = value[part]
    return value
