"""An experiment becomes a plan: every arm by name, and the digest of its scenario under every parameter draw."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sim.engine import model_version
from sim.experiment.designs import Factor, Point
from sim.experiment.designs.forms import SECTION, declared_switches, form_name
from sim.experiment.plan.names import level_texts, refuse_equal_names, short_keys
from sim.experiment.plan.readings import OWN_SEEDS, about_readings, moved, thought_of
from sim.experiment.plan.roles import roles_of
from sim.experiment.reading import Experiment, ExperimentError
from sim.experiment.reading.roles import ORDER, faults_of_deciding
from sim.outcomes import DELIVERIES
from sim.scenario import Problem, Scenario
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

    Attributes:
        draws: values by dotted key of every draw, or reading, of the plan that was made last.
    """

    def __init__(self, experiment: Experiment, worlds: Mapping[str, Scenario] | None = None) -> None:
        self.experiment = experiment
        self.worlds = dict(experiment.worlds if worlds is None else worlds)
        points = experiment.design.points(experiment.factors, experiment.options)
        self.arms = tuple(_arms(self.worlds, points, experiment.factors, experiment.design.takes == "spreads"))
        self.draws = experiment.draws
        self._scenarios: dict[tuple[int, int], Scenario] = {}

    def scenario(self, arm: int, draw: int) -> Scenario:
        """Return the scenario of an arm under a parameter draw; what the arm sets itself, no draw changes."""
        known = self._scenarios.get((arm, draw))
        if known is None:
            planned = self.arms[arm]
            label = f"arm {planned.name}, draw {draw}"
            at = self.worlds[planned.world].varied([(label, *one) for one in planned.point.items()])
            known = at.varied([(label, *one) for one in self._drawn(planned, at, draw).items()])
            if len(self._scenarios) < REMEMBERED:
                self._scenarios[arm, draw] = known
        return known

    def _drawn(self, planned: Planned, at: Scenario, draw: int) -> dict[str, Any]:
        """Return what a draw, or a reading, changes in an arm, whose factors are set: prices of its levers, too."""
        experiment, values = self.experiment, self.draws[draw]
        if experiment.readings is not None:
            return moved(at, values, {*experiment.held, *planned.point})
        base, world = experiment.base, self.worlds[planned.world]
        own = {key: value for key, value in values.items() if key not in planned.point}
        return {key: value for key, value in own.items() if world is base or _value(world, key) == _value(base, key)}

    def plan(self, seeds: int | None = None) -> Plan:
        """Return the plan.

        Args:
            seeds: number of seeds, or of readings; None for as many as the experiment asks for.

        Raises:
            ScenarioError: if an arm is not allowed, such as two factors that contradict one another.
            ExperimentError: if two arms have one name, or the reference is no arm.
        """
        experiment = self.experiment
        names = [planned.name for planned in self.arms]
        refuse_equal_names(names)
        wrong = [Problem(".".join(path), *one[:3]) for path, one in faults_of_deciding(experiment.content, names)]
        if wrong:
            raise ExperimentError(wrong)
        readings = experiment.readings
        if readings is not None and seeds is not None:
            self.draws, seeds = readings.take(seeds), None
        draws = range(len(self.draws))
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
            [dict(draw) for draw in self.draws],
            1 if readings is not None else experiment.content.replications if seeds is None else seeds,
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
            **self._readings(),
            **self._forms(),
            **self._unlike(),
            **roles_of(content, [(arm.name, arm.world) for arm in self.arms], self.worlds),
            "title": content.title,
            "question": content.question,
            "base": content.base,
            "base_scenario": self.experiment.base.digest,
            "run": self.experiment.base.run.model_dump(mode="json"),
            "outcomes": list(content.outcomes),
            "keep": sorted({*content.keep, *([DELIVERIES] if self.experiment.readings is not None else [])}),
            "design": design,
            "stopping": content.stopping.model_dump(mode="json") if content.stopping else None,
            "drawn": list(self.draws[0]),
        }

    def _readings(self) -> dict[str, Any]:
        """Say what readings there are, and which arms are thought experiments."""
        experiment = self.experiment
        if experiment.readings is None:
            thought = thought_of(self.worlds) if experiment.design.name == "arms" else []
            return {"thought": thought} if thought else {}
        arms = {arm.name: self.worlds[arm.world].varied([("", *one) for one in arm.point.items()]) for arm in self.arms}
        said = about_readings(experiment.readings, len(self.draws), experiment.base, experiment.held)
        if experiment.content.stopping is not None:
            said["decide"] = experiment.content.stopping.decide or ORDER
        return {**OWN_SEEDS, "readings": said, "thought": thought_of(arms)}

    def _forms(self) -> dict[str, Any]:
        """Name the forms of the model that arms stand in, in the order of the arms."""
        keys = [factor.key for factor in self.experiment.factors if factor.key.partition(".")[0] == SECTION]
        if not keys:
            return {}
        known = declared_switches()
        worlds = [self.worlds[arm.world].varied([("", *one) for one in arm.point.items()]) for arm in self.arms]
        names = dict.fromkeys(form_name({key: _value(world, key) for key in keys}, known) for world in worlds)
        return {"forms": list(names)}

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
