"""Layers become a scenario once: every key checked, all faults reported together, every default filled in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from itertools import islice
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from sim.levers import LEVERS
from sim.region import Region
from sim.scenario.consistency import Consistency, Refused
from sim.scenario.content import History, LeverInForce, ScenarioContent, Shock
from sim.scenario.counts import with_counts
from sim.scenario.layers import Stack
from sim.scenario.past import changes, dated
from sim.scenario.problems import MAX_PROBLEMS, Problems
from sim.scenario.refusals import in_words, refused_paths
from sim.scenario.schema import SECTIONS
from sim.scenario.wording import Key, keys

CHANGED = ("barriers", "parameters")
TAKES_CITIES = frozenset(lever.name for lever in LEVERS if lever.takes_cities)


def all_keys() -> Mapping[str, Key]:
    """List every key of a scenario file, described, by its dotted name."""
    return keys(SECTIONS)


def resolve(stack: Stack, region: Region | None = None) -> ScenarioContent:
    """Check what the layers say together and fill in what they leave out.

    Args:
        stack: the layers.
        region: the region, if it is known already.

    Raises:
        ScenarioError: if anything is wrong; holds every problem found, at most 50.
    """
    problems = Problems(stack)
    problems.take((), stack.broken)
    problems.found += stack.clashes
    refused: Refused = set()
    data = dated(stack.data)
    try:
        model: Any = SECTIONS.model_validate(data)
    except ValidationError as error:
        state = in_words(all_keys())
        # A key may only be missing because a file that is extended could not be read.
        problems.refused(error, lambda one: None if stack.broken and one.kind == "missing" else state(one))
        model, refused = _rest(data, error)
    reading = Consistency(model, data, refused, all_keys())
    region = reading.region(region, problems)
    problems.add_all(islice(reading.faults(region), MAX_PROBLEMS))
    problems.refuse()
    assert region is not None  # else that would have been noted
    return _content(model, region)


def _rest(data: Mapping[str, Any], error: ValidationError) -> tuple[Any, Refused]:
    """Check what is left without the refused keys, and without the sections that cannot do without them."""
    refused: Refused = set()
    while True:
        refused.update(refused_paths(error))
        try:
            return SECTIONS.model_validate(_without(data, refused)), refused
        except ValidationError as next_error:
            error = next_error


def _without(data: Mapping[str, Any], refused: Refused) -> dict[str, Any]:
    """Copy what was said without the refused keys; a list with a refused entry goes as a whole."""
    kept: dict[str, Any] = {}
    below: dict[str | int, Refused] = defaultdict(set)
    for path in refused:
        below[path[0]].add(path[1:])
    for name, value in data.items():
        inside = below.get(name, set())
        if () in inside or any(isinstance(path[0], int) for path in inside if path):
            continue
        kept[name] = _without(value, inside) if inside and isinstance(value, dict) else value
    return kept


def _content(model: Any, region: Region) -> ScenarioContent:
    shocks = [_shock(shock) for shock in model.shocks]
    shocks.sort(key=lambda shock: (shock.quarter, shock.key))
    history = [History(one.until, one.key, one.times, one.source) for one in model.history]
    stated = {f"{section}.{name}": value for section in CHANGED for name, value in getattr(model, section)}
    counts = model.population.counts_year, model.population.counts_seed
    return ScenarioContent(
        title=model.title,
        why=model.why,
        kind=model.kind,
        cities=model.region.cities,
        relatedness=model.region.relatedness,
        stated=region,
        region=with_counts(region, *counts),
        run=model.run,
        population=model.population,
        barriers=MappingProxyType(dict(model.barriers)),
        levers=MappingProxyType(
            {name: _lever(lever, model, region) for name, lever in model.levers if lever is not None}
        ),
        parameters=MappingProxyType(dict(model.parameters)),
        structure=MappingProxyType(dict(model.structure)),
        history=tuple(history),
        shocks=tuple(shocks),
        changes=changes(stated, shocks, history if model.run.history else (), all_keys()),
    )


def _lever(lever: Any, model: Any, region: Region) -> LeverInForce:
    data = lever.model_dump()
    if "start_quarter" not in lever.model_fields_set:
        data["start_quarter"] = model.run.policy_quarter
    cities, fields = set(data.pop("cities", ())), set(data.pop("fields", ()))
    return LeverInForce(
        **data,
        cities=tuple(city.key for city in region.cities if city.key in cities),
        fields=tuple(name for name in region.fields.names if name in fields),
    )


def _shock(shock: Any) -> Shock:
    whole = all_keys()[shock.key].whole
    return Shock(shock.quarter, shock.key, int(shock.value) if whole else shock.value)
