"""Arms meet readings: what a reading changes in an arm, and what a plan keeps of its readings."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any

from sim.engine import model_version
from sim.experiment.plan.roles import flat, unpriced
from sim.experiment.reading.lever_costs import catalogue_costs, is_cost
from sim.experiment.reading.readings import ReadingsAsked, ReadingSource
from sim.outcomes import DELIVERIES
from sim.scenario import Scenario
from sim.scenario.alike import unlike_for_plan
from sim.store import Arm, Plan

OWN_SEEDS = {"draw_seeds": "own"}
"""What a plan says of readings: the seed of each is its number."""


def moved(world: Scenario, reading: Mapping[str, Any], held: Collection[str] = ()) -> dict[str, Any]:
    """Return what a reading changes in a world: what the world leaves as it is shipped, and nobody set by hand.

    Args:
        world: an arm.
        reading: values by dotted key.
        held: keys that were set by hand, to whatever value.
    """
    here, shipped = flat(world.to_dict()), _shipped()
    return {
        key: value
        for key, value in reading.items()
        if key not in held and (key in here or not is_cost(key)) and here.get(key) == shipped.get(key, here.get(key))
    }


def under(world: Scenario, reading: Mapping[str, Any], number: int, held: Collection[str] = ()) -> Scenario:
    """Return a world as it is under a reading; the world itself under one that is a seed alone.

    Args:
        world: an arm.
        reading: values by dotted key.
        number: of the reading, for messages.
        held: keys that were set by hand.
    """
    changed = moved(world, reading, held).items()
    return world.varied([(f"reading {number}", key, value) for key, value in changed]) if reading else world


@cache
def _shipped() -> Mapping[str, Any]:
    return {**flat(Scenario().to_dict()), **catalogue_costs()}


def about_readings(source: ReadingSource, number: int, base: Scenario, held: Collection[str]) -> dict[str, Any]:
    """Return what a plan keeps of its readings, beside their values, which are its draws."""
    asked: ReadingsAsked = source.asked
    here = flat(base.to_dict())
    first = source.take(1)[0]
    about: dict[str, Any] = {
        "number": number,
        "twins": source.twins(number),
        "from": asked.source,
        "coding": asked.coding,
        "forms": len(source.forms),
        "seed": asked.seed,
        "base": {key: here[key] for key in first if isinstance(here.get(key), int | float)},
        "held": sorted({key for key in first if not is_cost(key)} - set(moved(base, first, held))),
    }
    return {name: value for name, value in about.items() if value not in ("", [])}


def thought_of(arms: Mapping[str, Scenario]) -> list[str]:
    """Return the arms but the first that are thought experiments."""
    _, *others = arms
    return [name for name in others if arms[name].thought]


def _question(first: str, others: Sequence[str]) -> str:
    """Say what is asked of some arms."""
    baseline, *names = (name.replace("_", " ") for name in (first, *others))
    listed = f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0] if names else "no others"
    return f"What do {listed} bring against {baseline}, and at what price?"


class ArmsLaid:
    """Scenarios side by side under readings, ready to be run.

    Args:
        arms: the scenarios by name; the first is the baseline.
        source: where readings are taken from; None for seeds alone.
        held: keys that were set by hand, which no reading moves.
    """

    def __init__(self, arms: Mapping[str, Scenario], source: ReadingSource | None, held: Collection[str] = ()) -> None:
        self.arms, self.source, self.held = dict(arms), source, frozenset(held)
        self.thought = thought_of(arms) if arms else []
        self._worlds = list(arms.values())
        self._known: dict[tuple[int, int], Scenario] = {}
        self._readings: tuple[Mapping[str, Any], ...] = ({},)

    def scenario(self, arm: int, draw: int) -> Scenario:
        """Return the scenario of an arm under a reading."""
        known = self._known.get((arm, draw))
        if known is None:
            known = self._known[arm, draw] = under(self._worlds[arm], self._readings[draw], draw, self.held)
        return known

    def size(self, number: int) -> int:
        """Return how many runs so many readings are, twins included."""
        twins = self.source.twins(number) if self.source is not None else 0
        return len(self.arms) * (number + twins)

    def plan(self, number: int, **more: Any) -> Plan:
        """Return the plan of so many readings, or seeds.

        Args:
            number: how many.
            more: what else the plan keeps of its readings.
        """
        first, *others = self.arms
        base = self.arms[first]
        readings: dict[str, Any] = dict(more)
        if self.source is not None:
            self._readings = self.source.take(number)
            readings = {**about_readings(self.source, number, base, self.held), **more}
        free = {name: unpriced(world, base) for name, world in self.arms.items()}
        about: dict[str, Any] = {
            **(OWN_SEEDS if self.source is not None else {}),
            **({"readings": readings} if readings else {}),
            **({"thought": self.thought} if self.thought else {}),
            "title": "",
            "question": _question(first, others),
            "base": first,
            "base_scenario": base.digest,
            "run": base.run.model_dump(mode="json"),
            "outcomes": [],
            "keep": [DELIVERIES],
            "design": {"kind": "arms"},
            "stopping": None,
            "drawn": list(self._readings[0]),
            "unpriced": {name: keys for name, keys in free.items() if keys},
            **unlike_for_plan(self.arms),
        }
        draws = range(len(self._readings))
        planned = [
            Arm(name, {}, tuple(self.scenario(index, draw).digest for draw in draws))
            for index, name in enumerate(self.arms)
        ]
        seeds = number if self.source is None else 1
        return Plan("compare", model_version(), planned, [dict(one) for one in self._readings], seeds, about)
