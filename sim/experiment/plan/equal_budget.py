"""Programmes are compared fairly at one cost: the levers of every world are scaled until it costs the same.

What a lever costs depends on how much it is used, so what a world costs is asked of whoever makes runs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sim.experiment.reading import Experiment, ExperimentError
from sim.language import _, money
from sim.scenario import Problem, Scenario

STEPS = 14
TOLERANCE = 0.005  # share of the budget
DECIMALS = 4

Costs = Callable[[Mapping[str, Scenario]], Mapping[str, float]]
"""Gives the mean programme cost over the policy horizon of every world, million yuan."""


def scaled_worlds(experiment: Experiment, costs: Costs) -> Mapping[str, Scenario]:
    """Return the worlds of an experiment, levers scaled so that every world but the first costs the budget.

    Args:
        experiment: with `design.equal_budget`, the mean programme cost over the policy horizon in million yuan; its
            worlds are returned as they are if that is 0.
        costs: says what worlds cost.

    Raises:
        ExperimentError: if a world has no lever, or costs less than the budget at full strength.
    """
    budget = experiment.content.design.equal_budget
    if not budget:
        return experiment.worlds
    first, *others = experiment.worlds
    worlds = {name: experiment.worlds[name] for name in others}
    refuse_without_levers(worlds)
    scales = _scales(worlds, budget, costs)
    return {first: experiment.worlds[first]} | {name: scaled(worlds[name], scales[name]) for name in worlds}


def _scales(worlds: Mapping[str, Scenario], budget: float, costs: Costs) -> dict[str, float]:
    """Find at which scale every world costs the budget, along the line between the nearest scales below and above."""

    def cost_at(scales: Mapping[str, float]) -> Mapping[str, float]:
        return costs({name: scaled(worlds[name], scale) for name, scale in scales.items()})

    low = dict.fromkeys(worlds, (0.0, 0.0))
    full = {name: 1.0 / max(lever.strength for lever in world.levers.values()) for name, world in worlds.items()}
    most = cost_at(full)
    too_cheap = [name for name in worlds if most[name] < budget * (1 - TOLERANCE)]
    if too_cheap:
        raise ExperimentError([_too_cheap(name, most[name], budget) for name in too_cheap])
    high = {name: (scale, most[name]) for name, scale in full.items()}
    found = {name: scale for name, scale in full.items() if most[name] <= budget * (1 + TOLERANCE)}
    for step in range(STEPS):
        open_ = {name: _between(low[name], high[name], budget, step) for name in worlds if name not in found}
        if not open_:
            break
        for name, cost in cost_at(open_).items():
            if abs(cost - budget) <= TOLERANCE * budget:
                found[name] = open_[name]
            else:
                (low if cost < budget else high)[name] = (open_[name], cost)
    return {name: found.get(name, _between(low[name], high[name], budget, 0)) for name in worlds}


def _between(low: tuple[float, float], high: tuple[float, float], budget: float, step: int) -> float:
    """Return a scale between two: where a line through their costs meets the budget, or every third time the middle."""
    share = 0.5 if step % 3 == 2 else (budget - low[1]) / (high[1] - low[1])
    return round(low[0] + share * (high[0] - low[0]), DECIMALS)


def scaled(world: Scenario, scale: float) -> Scenario:
    """Return a world with the strength of every lever multiplied."""
    strengths = {name: min(1.0, lever.strength * scale) for name, lever in world.levers.items()}
    return world.with_(**{f"levers.{name}.strength": strength for name, strength in strengths.items()})


def refuse_without_levers(worlds: Mapping[str, Scenario]) -> None:
    """Raise if a world has nothing to scale."""
    idle = [name for name, world in worlds.items() if not any(lever.strength > 0 for lever in world.levers.values())]
    if idle:
        allowed = _("design.equal_budget scales levers: name one or more")
        raise ExperimentError([Problem(f"arm {name}", _("has no lever in force"), allowed) for name in idle])


def _too_cheap(name: str, cost: float, budget: float) -> Problem:
    found = _("costs {cost} with its strongest lever at full strength", cost=money(f"{cost:,.0f}", cost))
    return Problem(
        f"arm {name}", found, _("design.equal_budget = {budget:,.0f} must not be more than that", budget=budget)
    )
