"""Scenarios and experiments of the right shape are drawn, and some of their values are exchanged for any other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as some

from sim.experiment.reading.schema import KEPT_TABLES, KINDS
from sim.levers import LEVERS
from sim.outcomes import OUTCOMES
from sim.scenario import Scenario, shipped_names
from sim.scenario.resolve import all_keys
from sim.scenario.wording import Key
from tests.torture.spoiling import EDGES

LARGE = 1e6
KEYS = {name: key for name, key in all_keys().items() if not key.section and key.low is not None}
SIMPLE = [name for name in KEYS if not name.startswith(("levers.", "shocks.", "run."))]
TARGETS = [name for name in SIMPLE if name.startswith(("barriers.", "parameters."))]
CITIES = [city.key for city in Scenario().region.cities]
MOST_WRONG = 2

ANYTHING = some.recursive(
    some.one_of(
        some.sampled_from(EDGES),
        some.floats(),
        some.integers(),
        some.text(max_size=20),
        some.none(),
        some.booleans(),
    ),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def fitting(key: Key) -> some.SearchStrategy[Any]:
    """Draw a value that a key allows, its ends more often."""
    low, high = float(key.low or 0), min(float(key.high or 0), LARGE)
    if key.whole:
        return some.one_of(some.sampled_from((int(low), int(high))), some.integers(int(low), int(high)))
    return some.one_of(some.sampled_from((low, high)), some.floats(low, high))


FITTING = {name: fitting(key) for name, key in KEYS.items()}


@some.composite
def settings(draw: some.DrawFn, most: int = 5) -> dict[str, Any]:
    """Draw dotted keys with values that they allow."""
    names = draw(some.lists(some.sampled_from(SIMPLE), max_size=most, unique=True))
    return {name: draw(FITTING[name]) for name in names}


@some.composite
def levers(draw: some.DrawFn) -> dict[str, dict[str, Any]]:
    """Draw up to three levers in force."""
    found = {}
    for lever in draw(some.lists(some.sampled_from(LEVERS), max_size=3, unique_by=lambda one: one.name)):
        said = {"strength": draw(FITTING[f"levers.{lever.name}.strength"])}
        for key in ("start_quarter", "ramp_quarters", "fixed_cost_million_yuan_per_year", "variable_cost"):
            if draw(some.booleans()):
                said[key] = draw(FITTING[f"levers.{lever.name}.{key}"])
        if lever.takes_cities:
            said["cities"] = draw(some.lists(some.sampled_from(CITIES), min_size=1, max_size=4, unique=True))
        found[lever.name] = said
    return found


@some.composite
def scenarios(draw: some.DrawFn) -> dict[str, Any]:
    """Draw a scenario as a file says it: right, or wrong in one or two places."""
    quarters = draw(some.integers(1, 4000))
    flat = draw(settings())
    data = nested(flat) | {
        "title": draw(some.text(max_size=20)),
        "run": {"quarters": quarters, "start_year": 2020 - draw(some.integers(0, (quarters - 1) // 4))},
        "levers": draw(levers()),
    }
    keys = draw(some.lists(some.sampled_from(TARGETS), max_size=2, unique=True))
    data["shocks"] = [
        {"quarter": draw(some.integers(0, quarters)), "key": key, "value": draw(FITTING[key])} for key in keys
    ]
    return draw(wrong(data))


@some.composite
def factors(draw: some.DrawFn, spread: bool, most: int = 3) -> dict[str, Any]:
    """Draw what is varied: levels, or ranges."""
    found: dict[str, Any] = {}
    for name in draw(some.lists(some.sampled_from(TARGETS), min_size=1, max_size=most, unique=True)):
        values = draw(some.lists(FITTING[name], min_size=2, max_size=3, unique=True))
        found[name] = {"low": float(min(values)), "high": float(max(values))} if spread else values
    return found


@some.composite
def experiments(draw: some.DrawFn) -> dict[str, Any]:
    """Draw an experiment as a file says it: right, or wrong in one or two places."""
    kind = draw(some.sampled_from(KINDS))
    data: dict[str, Any] = {
        "question": draw(some.text(min_size=1, max_size=20)),
        "base": "tiny",
        "replications": draw(some.integers(1, 20)),
        "outcomes": draw(some.lists(some.sampled_from([one.name for one in OUTCOMES]), max_size=3, unique=True)),
        "keep": draw(some.lists(some.sampled_from(KEPT_TABLES), max_size=2, unique=True)),
        "design": {"kind": kind, "samples": 2 ** draw(some.integers(1, 6)), "levels": 2 * draw(some.integers(1, 4))},
    }
    if kind == "arms":
        worlds = some.fixed_dictionaries(
            {"set": settings(2)}, optional={"scenario": some.sampled_from(sorted(shipped_names()))}
        )
        data["arms"] = draw(
            some.dictionaries(some.text("abcdé 中", min_size=1, max_size=4), worlds, min_size=2, max_size=3)
        )
    else:
        data["factors"] = draw(factors(kind in ("latin_hypercube", "sobol", "morris")))
    if draw(some.booleans()):
        data["draws"] = {"number": draw(some.integers(1, 4)), "parameters": draw(factors(spread=True, most=2))}
    if draw(some.booleans()):
        data["stopping"] = {"half_width": draw(some.floats(0.01, 1.0)), "most": draw(some.integers(20, 40))}
    return draw(wrong(data))


@some.composite
def wrong(draw: some.DrawFn, data: dict[str, Any]) -> dict[str, Any]:
    """Exchange up to two values, at any depth, for any other, or put one under a key that is not there."""
    for _ in range(draw(some.integers(0, MOST_WRONG))):
        at: Any = data
        while True:
            names = list(at) if isinstance(at, dict) else list(range(len(at)))
            if isinstance(at, dict) and (not names or draw(some.integers(0, 9)) == 0):
                at[draw(some.text(max_size=12))] = draw(ANYTHING)
                break
            name = draw(some.sampled_from(names))
            if isinstance(at[name], dict | list) and at[name] and draw(some.integers(0, 3)):
                at = at[name]
                continue
            at[name] = draw(ANYTHING)
            break
    return data


def nested(flat: Mapping[str, Any]) -> dict[str, Any]:
    """Nest dotted keys, as far as they go together."""
    data: dict[str, Any] = {}
    for key, value in flat.items():
        at = data
        *above, last = key.split(".")
        for part in above:
            at = at.setdefault(part, {})
            if not isinstance(at, dict):
                break
        if isinstance(at, dict):
            at[last] = value
    return data
