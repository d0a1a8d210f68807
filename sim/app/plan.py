"""What a tab has set: a scenario by name, what was moved since, and when; it becomes a scenario, a file or a link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sim.app import library
from sim.barriers import BARRIERS
from sim.levers import LEVERS
from sim.scenario import Scenario

BARRIER_KEYS = tuple(f"barriers.{barrier.name}" for barrier in BARRIERS)


@dataclass(frozen=True, slots=True)
class Change:
    """A value changed while the run was under way: it holds from this quarter on.

    Args:
        quarter: from which it holds.
        key, value: what was set to what.
        passing: whether it is of this run only: the start of a lever that was moved when its own was past.
    """

    quarter: int
    key: str
    value: object
    passing: bool = False


@dataclass(frozen=True, slots=True)
class Setup:
    """The setting of one arm.

    Args:
        name: of the scenario it starts from, as `library.load` takes it.
        values: what was moved before the run began, by dotted key.
        changes: what was moved while it was under way, in order.
        later: whether something was moved when the run was over: all this is then of the next one.
    """

    name: str = library.START
    values: Mapping[str, object] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    later: bool = False

    def begun(self) -> Scenario:
        """Return the scenario the run begins with.

        Raises:
            ScenarioError: if anything in it is wrong.
        """
        return varied(library.load(self.name), self.values)

    def now(self) -> Scenario:
        """Return the scenario as it is set now, with every change made since."""
        made = {change.key: change.value for change in self.changes}
        return varied(library.load(self.name), {**self.values, **made})

    def all_values(self) -> dict[str, object]:
        """Return everything that was moved, by key, as the next run begins with it."""
        return {**self.values, **{change.key: change.value for change in self.changes if not change.passing}}

    def moved(self, key: str, value: object, quarter: int, over: bool = False) -> Setup:
        """Return the plan with a value moved.

        A lever that was not in force before starts no earlier than the quarter in which it is moved, in this run; in
        the next it starts with the policy horizon, as if it had been moved before.

        Args:
            key, value: what is moved to what.
            quarter: in which; before the first it is part of how the run begins.
            over: whether the run is over, so that the value is of the next one.
        """
        if over:
            return Setup(self.name, {**self.all_values(), key: value}, later=True)
        if quarter == 0:
            return replace(self, values={**self.values, key: value})
        return replace(self, changes=(*self.changes, *_started(self, key, value, quarter)))

    def restarted(self) -> Setup:
        """Return the plan of a new run that begins with what is set now."""
        return Setup(self.name, self.all_values())

    def exported(self) -> Scenario:
        """Return a scenario that repeats the run as far as a file can say it.

        Barriers and parameters moved in a run become shocks of their quarter; levers hold with their present values.
        """
        start = {
            key: value
            for change in self.changes
            if _is_lever(change.key)
            for key, value in [(change.key, change.value)]
        }
        scenario = varied(library.load(self.name), {**self.values, **start})
        shocks = {(change.quarter, change.key): change.value for change in self.changes if not _is_lever(change.key)}
        if not shocks and not self.all_values():
            return scenario
        data = scenario.to_dict()
        kept = [shock for shock in data["shocks"] if (shock["quarter"], shock["key"]) not in shocks]
        added = [{"quarter": quarter, "key": key, "value": value} for (quarter, key), value in shocks.items()]
        data["shocks"] = sorted([*kept, *added], key=lambda shock: int(shock["quarter"]))
        data["title"] = f"{scenario.title} (changed in the browser)"[:200]
        return Scenario.from_dict(data)


def varied(scenario: Scenario, values: Mapping[str, object]) -> Scenario:
    """Return a scenario with values changed; a lever that is only given a start is given no strength."""
    asked: dict[str, Any] = {}
    for lever in LEVERS:
        mine = [key for key in values if key.startswith(f"levers.{lever.name}.")]
        if mine and lever.name not in scenario.levers:
            asked[f"levers.{lever.name}.strength"] = 0.0
    return scenario.with_(**{**asked, **values}) if values else scenario


def _started(plan: Setup, key: str, value: object, quarter: int) -> list[Change]:
    said = [Change(quarter, key, value)]
    section, name, *what = f"{key}.".split(".")
    if section == "levers" and what[0] == "strength":
        lever = plan.now().levers.get(name)
        start = lever.start_quarter if lever is not None else plan.begun().run.policy_quarter
        if (lever is None or lever.strength == 0.0) and start < quarter:
            said.append(Change(quarter, f"levers.{name}.start_quarter", quarter, passing=True))
    return said


def _is_lever(key: str) -> bool:
    return key.startswith("levers.")
