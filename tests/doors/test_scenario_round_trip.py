"""What a scenario says survives writing, reading and travelling; its digest is what can change results."""

from __future__ import annotations

import copy
import math
import os
import pickle
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.barriers import BARRIERS
from sim.levers import LEVERS
from sim.scales import Setting
from sim.scenario import Scenario, ScenarioError
from sim.scenario.settings import SETTINGS
from sim.scenario.toml_file import parse_toml

DATA = Path(__file__).parents[1] / "data"
CITIES = tuple(city.key for city in Scenario().region.cities)

QUARTERS = st.integers(0, 90)
SHARES = st.floats(0, 1)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


def values(setting: Setting) -> st.SearchStrategy[float]:
    low, high = setting.allowed
    return st.integers(math.ceil(low), math.floor(high)) if setting.whole else st.floats(low, high)


def levers() -> st.SearchStrategy[dict[str, Any]]:
    said = {}
    for lever in LEVERS:
        optional: dict[str, st.SearchStrategy[Any]] = {
            "start_quarter": QUARTERS,
            "ramp_quarters": st.integers(0, 400),
            "ramp_shape": st.sampled_from(["linear", "logistic"]),
            "fixed_cost_million_yuan_per_year": st.floats(0, 1e9),
            "variable_cost": st.integers(0, 100),
        }
        if lever.takes_cities:
            optional["cities"] = st.lists(st.sampled_from(CITIES), unique=True)
        said[lever.name] = st.fixed_dictionaries({"strength": SHARES}, optional=optional)
    return st.fixed_dictionaries({}, optional=said)


def shocks() -> st.SearchStrategy[list[dict[str, Any]]]:
    barrier = st.tuples(st.sampled_from([f"barriers.{barrier.name}" for barrier in BARRIERS]), SHARES)
    parameter = st.sampled_from(SETTINGS).flatmap(
        lambda setting: st.tuples(st.just(f"parameters.{setting.name}"), values(setting))
    )
    one = st.tuples(QUARTERS, barrier | parameter)
    return st.lists(one, max_size=5, unique_by=lambda shock: (shock[0], shock[1][0])).map(
        lambda many: [{"quarter": quarter, "key": key, "value": value} for quarter, (key, value) in many]
    )


PAST = {"start_year": st.integers(2008, 2020), "history": st.booleans()}

WORLDS = st.fixed_dictionaries(
    {},
    optional={
        "title": TEXT,
        "why": TEXT,
        "run": st.fixed_dictionaries({"quarters": st.integers(48, 4000)}, optional=PAST),
        "population": st.fixed_dictionaries(
            {},
            optional={
                "private_sample": SHARES,
                "military_sample": st.floats(0.1, 10),
                "scale": st.floats(0.1, 100),
                "seed": st.integers(0, 2**63 - 1),
            },
        ),
        "barriers": st.fixed_dictionaries({}, optional={barrier.name: SHARES for barrier in BARRIERS}),
        "levers": levers(),
        "parameters": st.fixed_dictionaries({}, optional={each.name: values(each) for each in SETTINGS[::7]}),
        "shocks": shocks(),
    },
)


@settings(max_examples=100, deadline=None)
@given(WORLDS)
def test_every_scenario_survives_being_written_and_read(world: dict[str, Any]) -> None:
    scenario = Scenario.from_dict(world)
    data, _ = parse_toml(scenario.to_toml(), "written")
    again = Scenario.from_dict(data)
    assert again == scenario
    assert again.to_dict() == scenario.to_dict() == Scenario.from_dict(scenario.to_dict()).to_dict()
    assert (again.title, again.why) == (scenario.title, scenario.why)
    assert again.warnings == scenario.warnings


@settings(max_examples=40, deadline=None)
@given(WORLDS)
def test_the_order_of_keys_changes_nothing(world: dict[str, Any]) -> None:
    def turned(value: Any) -> Any:
        return {key: turned(value[key]) for key in reversed(value)} if isinstance(value, dict) else value

    assert Scenario.from_dict(turned(world)) == Scenario.from_dict(world)


def test_a_file_survives_with_its_multi_line_purpose(tmp_path: Path) -> None:
    scenario = Scenario.load("reform_package")
    file = tmp_path / "written.toml"
    file.write_text(scenario.to_toml(), encoding="utf-8")
    assert file.read_text(encoding="utf-8").startswith("#!/usr/bin/env -S sim run\n")
    again = Scenario.load(file)
    assert again.to_dict() == scenario.to_dict()
    assert again.digest == scenario.digest


def test_a_foreign_region_survives_and_counts_by_its_content(tmp_path: Path) -> None:
    text = (DATA / "second_region.csv").read_text(encoding="utf-8")
    names = ("here.csv", "elsewhere.csv", "other.csv")
    for name in names:
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "other.csv").write_text(text.replace(",400,9,", ",401,9,"), encoding="utf-8")
    here, elsewhere, other = (Scenario.from_dict({"region": {"cities": name}}, tmp_path) for name in names)
    assert here == elsewhere != other
    assert Scenario.from_dict(here.to_dict()) == here
    assert here != Scenario()


def test_scenarios_travel_with_their_region(tmp_path: Path) -> None:
    cities = tmp_path / "cities.csv"
    cities.write_bytes((DATA / "second_region.csv").read_bytes())
    scenario = Scenario.from_dict({"region": {"cities": "cities.csv"}, "title": "x"}, tmp_path)
    sent = pickle.dumps(scenario)
    cities.unlink()
    arrived = pickle.loads(sent)
    assert arrived == scenario
    assert arrived.title == "x"
    assert arrived.region.cities[0].key == "north_harbour"
    assert copy.deepcopy(scenario) == scenario


def test_scenarios_are_keys() -> None:
    assert len({Scenario(), Scenario.load("baseline"), Scenario.load("tiny"), Scenario.load("baseline.toml")}) == 3
    assert Scenario() != "baseline"
    assert repr(Scenario()).startswith("<Scenario '' ")


def test_scenarios_cannot_change() -> None:
    scenario = Scenario.load("openness")
    with pytest.raises(AttributeError):
        scenario.title = "x"  # type: ignore[misc]
    with pytest.raises(TypeError):
        scenario.barriers["secrecy"] = 0.0  # type: ignore[index]
    with pytest.raises(ValueError, match="frozen"):
        scenario.run.quarters = 3
    data = scenario.to_dict()
    data["barriers"]["secrecy"] = 0.0
    assert scenario.barriers["secrecy"] == 0.65


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("run.quarters", 61),
        ("run.policy_year", 2019),
        ("run.start_year", 2009),
        ("population.private_sample", 0.19),
        ("population.seed", 2),
        ("barriers.secrecy", 0.66),
        ("levers.fund_pool.strength", 0.5),
        ("parameters.candidates", 7),
        ("shocks", [{"quarter": 30, "key": "barriers.secrecy", "value": 0.65}]),
    ],
)
def test_the_digest_changes_with_what_can_change_results(key: str, value: object) -> None:
    assert Scenario().with_(**{key: value}).digest != Scenario().digest


def test_a_lever_of_strength_0_is_no_lever() -> None:
    assert Scenario().with_(**{"levers.fund_pool.strength": 0.0}).digest == Scenario().digest


@pytest.mark.parametrize("cost", ["fixed_cost_million_yuan_per_year", "variable_cost"])
def test_costs_count_since_they_are_an_outcome(cost: str) -> None:
    scenario = Scenario.load("fund_pool")
    assert scenario.with_(**{f"levers.fund_pool.{cost}": 17}).digest != scenario.digest


def test_names_and_order_do_not_count(tmp_path: Path) -> None:
    file = tmp_path / "named.toml"
    file.write_text("title = 'x'\nwhy = 'y'\nextends = 'baseline'\n", encoding="utf-8")
    assert Scenario.load(file).digest == Scenario.load("baseline").digest
    assert Scenario().with_(**{"run.fill": 0}).digest == Scenario().digest
    bases = Scenario.load("demonstration_bases")
    assert bases.levers["demonstration_bases"].cities == ("mianyang", "deyang", "yibin")
    assert bases.with_(**{"levers.demonstration_bases.cities": ["yibin", "mianyang", "deyang"]}) == bases
    shocks = [{"quarter": quarter, "key": "barriers.secrecy", "value": 0.5} for quarter in (30, 25)]
    assert Scenario().with_(shocks=shocks) == Scenario().with_(shocks=shocks[::-1])


def test_the_digest_is_the_same_in_another_process() -> None:
    code = "from sim.scenario import Scenario; print(Scenario.load('reform_package').digest)"
    environment = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": os.pathsep.join(sys.path)}
    other = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert other.stdout.strip() == Scenario.load("reform_package").digest


MARKS = ("[", "]", "{", "}", "=", '"', "'", '"""', "\\", ".", ",", "#", "\n", "\0", "\x1b", "\ud800", "é")
VALUES = ("nan", "-inf", "true", "1e999", "0x", "2026-01-01", "9" * 30)
LINES = (
    "\n[[shocks]]\n",
    "\nquarter = 1\n",
    "\nkey = 'parameters.candidates'\n",
    "\nvalue = 6.5\n",
    "\n[levers.fund_pool]\n",
    "\nstrength = -1\n",
    "\ncities = 3\n",
    "\nextends = 'baseline'\n",
    "\nextends = 'tiny.toml'\n",
)
SCENARIOS = Path(__file__).parents[2] / "scenarios"
NAMES = ("reform_package", "demonstration_bases", "tiny")
TEXTS = tuple((SCENARIOS / f"{name}.toml").read_text(encoding="utf-8") for name in NAMES) + tuple(
    Scenario.load(name).to_toml() for name in NAMES
)


def damaged(text: str, seed: int) -> bytes:
    chance = random.Random(seed)
    for _ in range(chance.randint(1, 4)):
        place, length = chance.randrange(len(text)), chance.choice([0, 0, 1, 5, 40])
        text = text[:place] + chance.choice(["", chance.choice(MARKS + VALUES + LINES)]) + text[place + length :]
    return text.encode("utf-8", "surrogatepass")


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(TEXTS), st.integers(0, 2**32))
def test_a_damaged_file_is_loaded_or_refused(text: str, seed: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "damaged.toml"
        file.write_bytes(damaged(text, seed))
        try:
            scenario = Scenario.load(file)
        except ScenarioError as error:
            said = str(error)
        else:
            said = str(scenario.warnings)
            assert Scenario.from_dict(scenario.to_dict()) == scenario
    assert said
    assert "\x1b" not in said


def test_damage_is_mostly_refused_but_not_always() -> None:
    outcomes = set()
    for seed in range(40):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "damaged.toml"
            file.write_bytes(damaged(TEXTS[0], seed))
            try:
                outcomes.add(Scenario.load(file).title[:3])
            except ScenarioError:
                outcomes.add("refused")
    assert {"refused", "All"} <= outcomes, "the damage must reach both ways out"
