"""Policy contrasts of one world: what each lever brings, and the removal of each barrier, by direction.

Every arm is the same run until the policy horizon begins (`sim.engine.forks`). A lever is at full strength, in the
cities of the shipped scenario of its name; a barrier is gone from the first quarter of the policy horizon on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from experiments.calibration.runs import all_of
from sim import Scenario
from sim.barriers import BARRIERS
from sim.engine.forks import run_together
from sim.levers import LEVERS

DIRECTIONS = ("transfers_delivered", "transfers_civil_to_military", "transfers_military_to_civil")
"""Outcomes by which contrasts are read: all deliveries, and the two directions across the sides."""
LEVER, BARRIER = "lever", "removal"
FOLLOWERS = 4  # places of an order whose gaps are contrasts of their own


def contrast_name(kind: str, arm: str, outcome: str) -> str:
    """Return the column of a contrast."""
    return f"{kind} {arm}: {outcome}"


@cache
def _levers() -> dict[str, Any]:
    return {one.name: Scenario.load(one.name).to_dict()["levers"][one.name] for one in LEVERS}


def arms_of(world: Scenario) -> dict[tuple[str, str], Scenario]:
    """Return the world with each lever in force, and with each barrier gone, by kind and name; first as it is."""
    start = world.run.policy_quarter
    there = [one.name for one in BARRIERS if world.barriers[one.name] > 0.0]
    gone = {name: [{"quarter": start, "key": f"barriers.{name}", "value": 0.0}] for name in there}
    own = world.to_dict().get("shocks", [])
    return {
        ("", ""): world,
        **{(LEVER, name): world.with_(**{f"levers.{name}": given}) for name, given in _levers().items()},
        **{(BARRIER, name): world.with_(shocks=[*own, *shock]) for name, shock in gone.items()},
    }


def contrasts(scenario: Scenario, seed: int) -> dict[str, float]:
    """Run a world and its arms; return its outcomes, patterns and contrasts."""
    arms = arms_of(scenario)
    names, found = list(arms), dict[tuple[str, str], dict[str, float]]()
    base: dict[str, float] = {}
    for place, run in run_together(list(arms.values()), seed):
        if names[place] == ("", ""):
            base = all_of(run)
        else:
            outcomes = run.outcomes()
            found[names[place]] = {name: outcomes[name] for name in DIRECTIONS}
    gains = {
        contrast_name(*arm, outcome): values[outcome] - base[outcome]
        for arm, values in found.items()
        for outcome in DIRECTIONS
    }
    return {**base, **gains}


def columns(runs: pd.DataFrame) -> list[str]:
    """Return the contrasts that a table of runs has."""
    return [str(name) for name in runs if str(name).startswith((f"{LEVER} ", f"{BARRIER} "))]


def with_orders(runs: pd.DataFrame) -> pd.DataFrame:
    """Return runs with the gaps of the orders beside the gains: by how much the first leads the second, and so on.

    Orders are those of the mean gains over the runs, of levers and of barriers, by each direction.
    """
    gaps = {}
    for kind in (LEVER, BARRIER):
        for outcome in DIRECTIONS:
            own = [name for name in columns(runs) if name.startswith(f"{kind} ") and name.endswith(f": {outcome}")]
            order = runs[own].mean().sort_values(ascending=False).index[: FOLLOWERS + 1]
            for first, second in pairwise(order):
                name = f"{kind} {arm_in(first)} over {arm_in(second)}: {outcome}"
                gaps[name] = runs[first] - runs[second]
    return pd.concat([runs, pd.DataFrame(gaps, index=runs.index)], axis=1)


def arm_in(column: str) -> str:
    """Return the lever or barrier of a contrast."""
    return column.split(": ")[0].split(" ", 1)[1]


def gains_of(runs: pd.DataFrame, kind: str, outcome: str) -> pd.DataFrame:
    """Return the gains by run (row) and lever or barrier (column)."""
    own = [name for name in columns(runs) if name.startswith(f"{kind} ") and name.endswith(f": {outcome}")]
    own = [name for name in own if " over " not in name]
    return runs[own].rename(columns=arm_in)


def in_order(gains: pd.DataFrame, weights: Sequence[float] | None = None) -> list[str]:
    """Return levers or barriers, largest mean gain first."""
    mean = np.average(gains.to_numpy(float), axis=0, weights=weights)
    return [str(gains.columns[place]) for place in np.argsort(-mean)]


def shares_first(gains: pd.DataFrame, pairs: Iterable[tuple[str, str]], weights: Sequence[float]) -> list[float]:
    """Return the weighted share of runs in which the first of each pair gains more than the second; ties count half."""
    found = []
    for first, second in pairs:
        gap = gains[first].to_numpy(float) - gains[second].to_numpy(float)
        found.append(float(np.average((gap > 0) + 0.5 * (gap == 0), weights=weights)))
    return found
