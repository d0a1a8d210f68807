"""What a scenario says, complete: every default filled in, everything checked, nothing that can change."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

import tomli_w

from sim.region import City, Region
from sim.scenario.region_files import MATRICES, shipped_regions
from sim.scenario.schema import Population, RunSection, ScenarioKind

TEXTS = ("title", "why", "kind")  # for people: they change no result
FIRST_LINE = "#!/usr/bin/env -S sim run\n"


@dataclass(frozen=True, slots=True)
class LeverInForce:
    """One lever as a scenario uses it.

    Args:
        strength: 0 to 1.
        start_quarter: first quarter in force; below 0 before the beginning of the run.
        ramp_quarters: time to full strength.
        ramp_shape: "linear" or "logistic".
        fixed_cost_million_yuan_per_year: at full strength.
        variable_cost: per unit of use, in the lever's `variable_cost_unit`.
        cities: keys of the cities it works in, in the order of the region; empty for most levers.
        fields: names of the fields it is of, in the order of the region; empty for all, and for most levers.
    """

    strength: float
    start_quarter: int
    ramp_quarters: int
    ramp_shape: Literal["linear", "logistic"]
    fixed_cost_million_yuan_per_year: float
    variable_cost: float
    cities: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shock:
    """A change of a barrier or parameter that comes from outside.

    Args:
        quarter: first quarter with the new value; below 0 before the beginning of the run.
        key: "barriers.<name>" or "parameters.<name>".
        value: the new value.
    """

    quarter: int
    key: str
    value: float


@dataclass(frozen=True, slots=True)
class History:
    """How the past differed from what a scenario states.

    Args:
        until: first quarter that it is as stated; below 0 before the beginning of the run.
        key: "barriers.<name>" or "parameters.<name>".
        times: how many times the stated value it was.
        source: where that is known from.
    """

    until: int
    key: str
    times: float
    source: str


@dataclass(frozen=True, slots=True)
class ScenarioContent:
    """Everything a scenario says; the attributes of `Scenario` are documented there.

    Of the region it holds what its files state beside what the scenario makes of it, with the counts that it draws;
    beside shocks and history all changes that follow from them.
    """

    title: str
    why: str
    kind: ScenarioKind
    cities: str
    relatedness: str
    stated: Region
    region: Region
    run: RunSection
    population: Population
    barriers: Mapping[str, float]
    levers: Mapping[str, LeverInForce]
    parameters: Mapping[str, float]
    structure: Mapping[str, str]
    history: tuple[History, ...]
    shocks: tuple[Shock, ...]
    changes: tuple[Shock, ...]


def as_dict(content: ScenarioContent) -> dict[str, Any]:
    """Write a scenario out in full, quarters by their dates, as plain data that makes the same scenario again."""
    name = content.run.calendar.name
    return {
        "title": content.title,
        "why": content.why,
        "kind": content.kind,
        "run": content.run.model_dump(),
        "region": {"cities": content.cities, "relatedness": content.relatedness},
        "population": content.population.model_dump(),
        "barriers": dict(content.barriers),
        "levers": {
            lever: {**_lever(given), "start_quarter": name(given.start_quarter)}
            for lever, given in content.levers.items()
        },
        "parameters": dict(content.parameters),
        "structure": dict(content.structure),
        "history": [{**asdict(one), "until": name(one.until)} for one in content.history],
        "shocks": [{**asdict(shock), "quarter": name(shock.quarter)} for shock in content.shocks],
    }


def as_toml(content: ScenarioContent) -> str:
    """Write a scenario out in full, as an executable TOML file that loads to the same digest."""
    data = as_dict(content)
    for name in ("history", "shocks"):
        if not data[name]:
            del data[name]
    in_lines = "\n" in content.why and "\r" not in content.why
    return FIRST_LINE + tomli_w.dumps(data, multiline_strings=in_lines)


def digest_of(content: ScenarioContent, leave_out: Collection[str] = ()) -> str:
    """Compute the SHA-256, in hex, of everything that can change results.

    Title and purpose do not count, nor a lever of strength 0, nor the path of a city file, but its content does.

    Args:
        content: the scenario.
        leave_out: sections that do not count.
    """
    data = as_dict(content)
    data["history"] = [(one.until, one.key, one.times) for one in content.history if content.run.history]
    del data["run"]["history"], data["run"]["fill"]
    data["levers"] = {name: lever for name, lever in data["levers"].items() if lever["strength"] > 0}
    for name in (*TEXTS, *leave_out):
        del data[name]
    if content.cities not in shipped_regions() or content.relatedness not in MATRICES:
        data["region"] = read_of(content.stated)
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _lever(lever: LeverInForce) -> dict[str, Any]:
    data = asdict(lever)
    named = {key: list(data.pop(key)) for key in ("cities", "fields")}
    return {**data, **{key: names for key, names in named.items() if names}}


def read_of(region: Region) -> list[Any]:
    """List what the model reads of a region: how its fields are related, then city by city."""
    return [region.relatedness.tolist(), list(region.by_year), *(_city(city) for city in region.cities)]


def _city(city: City) -> list[Any]:
    """List what the model reads of a city; the names and grades of its figures change no result."""
    return [
        city.key,
        city.jurisdiction,
        city.tier,
        city.latitude,
        city.longitude,
        city.population,
        city.gdp_billion_yuan,
        city.rd_billion_yuan,
        city.rd_intensity,
        list(city.performer_shares.values()),
        sorted(city.ranges.items()),
        city.military_organisations,
        city.hightech_firms,
        city.universities,
        city.field_mix.tolist(),
        city.military_field_mix.tolist(),
        city.own_coordination_office,
        city.demonstration_base,
        city.hightech_zone,
        list(city.pilot_zone_fields),
    ]
