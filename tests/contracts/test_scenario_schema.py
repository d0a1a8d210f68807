"""The keys of a scenario file follow from the rooms' tuples; editors are told the same as the program."""

from __future__ import annotations

import dataclasses
import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from sim import agents, barriers, levers, mechanisms
from sim.agents import KINDS
from sim.barriers import BARRIERS
from sim.levers import LEVERS
from sim.scales import Settings, number
from sim.scenario import Scenario, ScenarioError, json_schema, shipped_names
from sim.scenario.consistency import organisations
from sim.scenario.resolve import all_keys
from sim.scenario.schema import sections
from sim.scenario.settings import SETTING_BY_NAME, SETTINGS
from sim.scenario.wording import keys
from sim.world.population import counts

SCENARIOS = Path(__file__).parents[2] / "scenarios"
SCHEMA = json_schema()
TYPES: dict[str, Any] = {
    "object": dict,
    "array": list,
    "string": str,
    "number": (int, float),
    "integer": int,
    "boolean": bool,
}


def faults(data: Any, schema: dict[str, Any], place: str = "") -> list[str]:
    """Check data against the parts of JSON Schema that the schema uses; written from its specification."""
    if "$ref" in schema:
        return faults(data, SCHEMA["$defs"][schema["$ref"].removeprefix("#/$defs/")], place)
    if "anyOf" in schema:
        ways = [faults(data, way, place) for way in schema["anyOf"]]
        return [] if [] in ways else ways[0]
    found = []
    if (isinstance(data, bool) and schema["type"] != "boolean") or not isinstance(data, TYPES[schema["type"]]):
        return [f"{place} is no {schema['type']}"]
    if isinstance(data, dict):
        known = schema["properties"]
        found += [f"{place} lacks {name}" for name in schema.get("required", []) if name not in data]
        found += [f"{place}.{name} is unknown" for name in data if name not in known]
        for name in set(data) & set(known):
            found += faults(data[name], known[name], f"{place}.{name}")
        assert schema["additionalProperties"] is False
    elif isinstance(data, list):
        for item in data:
            found += faults(item, schema["items"], place)
    elif isinstance(data, str):
        found += [f"{place} is too long"] if len(data) > schema.get("maxLength", len(data)) else []
        found += [f"{place} has no such form"] if not re.match(schema.get("pattern", ""), data) else []
        found += [f"{place} is none of them"] if data not in schema.get("enum", [data]) else []
    elif isinstance(data, bool):
        return found
    elif not schema.get("minimum", data) <= data <= schema.get("maximum", data):
        found.append(f"{place} is out of range")
    return found


@pytest.mark.parametrize("name", shipped_names())
def test_the_editors_schema_accepts_what_is_shipped(name: str) -> None:
    assert faults(tomllib.loads((SCENARIOS / f"{name}.toml").read_text(encoding="utf-8")), SCHEMA) == []
    assert faults(Scenario.load(name).to_dict(), SCHEMA) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"barriers": {"secercy": 0.5}},
        {"barriers": {"secrecy": 1.5}},
        {"barriers": {"secrecy": "0.5"}},
        {"barriers": {"secrecy": True}},
        {"run": {"quarters": 40.5}},
        {"levers": {"fund_pool": {}}},
        {"levers": {"fund_pool": {"strength": 1, "ramp_shape": "steep"}}},
        {"levers": {"fund_pool": {"strength": 1, "cities": []}}},
        {"shocks": [{"quarter": 1, "key": "barriers.nothing", "value": 0}]},
        {"title": "x" * 201},
    ],
)
def test_the_editors_schema_refuses_what_the_program_refuses(wrong: dict[str, Any]) -> None:
    assert faults(wrong, SCHEMA)
    with pytest.raises(ScenarioError):
        Scenario.from_dict(wrong)


def test_the_editors_schema_is_plain_json_that_describes_every_key() -> None:
    assert json.loads(json.dumps(SCHEMA, allow_nan=False)) == SCHEMA
    assert SCHEMA["$schema"].startswith("https://json-schema.org/")
    described = {
        name: key for section in (SCHEMA, *SCHEMA["$defs"].values()) for name, key in section["properties"].items()
    }
    assert [name for name, key in described.items() if not key.get("description")] == []
    secrecy = SCHEMA["$defs"]["barriers"]["properties"]["secrecy"]
    assert (secrecy["minimum"], secrecy["maximum"], secrecy["default"]) == (0, 1, 0.65)
    assert "unit: intensity" in secrecy["description"]
    assert "coded: seed 3.4" in secrecy["description"]
    fund = SCHEMA["$defs"]["parameters"]["properties"]["fund"]
    assert (fund["unit"], fund["default"]) == (SETTING_BY_NAME["fund"].unit, SETTING_BY_NAME["fund"].default)
    assert "default" not in SCHEMA["$defs"]["levers"]["properties"]["fund_pool"]


def test_every_barrier_lever_and_setting_has_its_key() -> None:
    known = all_keys()
    for barrier in BARRIERS:
        assert known[f"barriers.{barrier.name}"].words == barrier.words
    for lever in LEVERS:
        assert known[f"levers.{lever.name}"].words == lever.words
        assert (f"levers.{lever.name}.cities" in known) == lever.takes_cities
        assert known[f"levers.{lever.name}.ramp_quarters"].default == str(lever.ramp_quarters)
    for setting in SETTINGS:
        key = known[f"parameters.{setting.name}"]
        assert (key.words, key.whole) == (setting.words, setting.whole)
        assert (key.low, key.high) == setting.allowed


def test_all_rooms_are_collected_and_no_name_stands_for_two_settings() -> None:
    rooms = (agents, barriers, levers, mechanisms)
    assert sorted(setting.name for setting in SETTINGS) == sorted(
        setting.name for room in rooms for setting in room.SETTINGS
    )
    assert len(SETTING_BY_NAME) == len(SETTINGS)


def test_defaults_and_plausible_ranges_are_allowed_and_names_can_be_written() -> None:
    for setting in SETTINGS:
        low, high = setting.allowed
        assert low <= setting.plausible[0] <= setting.plausible[1] <= high, setting.name
        assert setting.plausible[0] <= setting.default <= setting.plausible[1], setting.name
        assert re.fullmatch(r"[a-z][a-z0-9_]*", setting.name)
        assert not setting.whole or float(setting.default).is_integer()


class Wick(Settings):
    wick: float = number("length of the wick", "cm", 4, (1, 9), allowed=(0, 10), whole=True)


def test_a_new_barrier_lever_or_setting_brings_its_key_along() -> None:
    fog = dataclasses.replace(BARRIERS[0], name="fog", words="how thick the fog is", default=0.3, settings=Settings)
    lamp = dataclasses.replace(LEVERS[0], name="lamp", words="Light a lamp.", ramp_quarters=3, takes_cities=True)
    wick = Wick.declared[0]
    model: Any = sections((*BARRIERS, fog), (*LEVERS, lamp), (*SETTINGS, wick))
    read = model.model_validate({"levers": {"lamp": {"strength": 1, "cities": ["yibin"]}}})
    assert (read.barriers.fog, read.levers.lamp.ramp_quarters, read.parameters.wick) == (0.3, 3, 4)
    assert keys(model)["parameters.wick"].allowed == "a whole number from 0 to 10 (cm)"
    wrongs: list[dict[str, Any]] = [
        {"barriers": {"fog": 2}},
        {"parameters": {"wick": 4.5}},
        {"levers": {"lamp": {}}},
    ]
    for wrong in wrongs:
        with pytest.raises(ValidationError):
            model.model_validate(wrong)
    with pytest.raises(ScenarioError, match=r"unknown setting barriers\.fog"):
        Scenario.from_dict({"barriers": {"fog": 0.3}})


def test_a_new_kind_of_organisation_brings_its_sample_along() -> None:
    guild = dataclasses.replace(KINDS[0], name="guild", label="Guild", sample="guild_sample")
    model: Any = sections(kinds=(*KINDS, guild))
    assert model.model_validate({"population": {"guild_sample": 2}}).population.guild_sample == 2.0
    assert model.model_validate({}).population.guild_sample == 0.0  # no scenario moves before it asks for some
    assert keys(model)["population.guild_sample"].allowed == "a number from 0 to 10"


@pytest.mark.parametrize(
    "population",
    [
        {},
        {"private_sample": 0.02, "military_sample": 0.25, "university_sample": 0.25},
        {"private_sample": 0.333, "military_sample": 1.7, "university_sample": 0.0, "scale": 0.37},
        {"private_sample": 0.0001, "military_sample": 0.0, "university_sample": 0.0},
    ],
)
def test_the_population_that_is_checked_is_the_one_that_is_made(population: dict[str, float]) -> None:
    scenario = Scenario.from_dict({"population": population})
    assert organisations(scenario.region, scenario.population) == int(
        counts(scenario.region, scenario.population).sum()
    )
