"""A scenario is varied by dotted keys, from Python and from the command line, as if its file had said so."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from sim.scenario import Scenario, ScenarioError

REGION = Path(__file__).parents[1] / "data" / "second_region.csv"


def test_with_sets_dotted_keys_and_leaves_the_original_alone() -> None:
    before = Scenario()
    after = before.with_(**{"barriers.secrecy": 0.2, "run.quarters": 80, "title": "x"})
    assert (after.barriers["secrecy"], after.run.quarters, after.title) == (0.2, 80, "x")
    assert before == Scenario()
    assert before.barriers["secrecy"] == 0.65
    assert after != before


def test_with_puts_a_lever_in_force_and_takes_it_out() -> None:
    started = Scenario().with_(**{"levers.fund_pool.strength": 0.5})
    assert started.levers["fund_pool"].strength == 0.5
    assert started.levers["fund_pool"].start_quarter == started.run.policy_quarter
    assert started.with_(**{"levers.fund_pool": None}) == Scenario()
    assert Scenario().with_(**{"levers.fund_pool": None}) == Scenario()


def test_with_takes_sections_and_lists_whole() -> None:
    varied = Scenario.load("demonstration_bases").with_(
        **{
            "levers.demonstration_bases": {"cities": ("yibin",)},
            "shocks": [{"quarter": 30, "key": "barriers.secrecy", "value": 1}],
            "barriers": {"secrecy": 0},
        }
    )
    assert varied.levers["demonstration_bases"].cities == ("yibin",)
    assert varied.levers["demonstration_bases"].strength == 1.0
    assert [shock.value for shock in varied.shocks] == [1.0]
    assert varied.barriers["secrecy"] == 0.0
    assert varied.barriers["standards_mismatch"] == 0.6


def test_what_was_not_set_follows_what_is_set() -> None:
    lever = Scenario().with_(**{"levers.fund_pool.strength": 1})
    assert lever.with_(**{"run.start_year": 2018}).levers["fund_pool"].start_quarter == 8
    fixed = lever.with_(**{"levers.fund_pool.start_quarter": 30})
    assert fixed.with_(**{"run.start_year": 2018}).levers["fund_pool"].start_quarter == 30


@pytest.mark.parametrize(
    "value", [np.float64(0.25), np.float32(0.25), np.array(0.25)[()]], ids=["float64", "float32", "scalar"]
)
def test_numpy_numbers_are_numbers(value: object) -> None:
    assert Scenario().with_(**{"barriers.secrecy": value}) == Scenario().with_(**{"barriers.secrecy": 0.25})


def test_whole_numbers_may_come_from_samples() -> None:
    wanted = Scenario().with_(**{"parameters.candidates": 8})
    for eight in (8.0, np.float64(8), np.int64(8)):
        varied = Scenario().with_(**{"parameters.candidates": eight})
        assert varied == wanted
        assert type(varied.parameters["candidates"]) is int


def test_minus_zero_is_zero() -> None:
    assert math.copysign(1, Scenario().with_(**{"barriers.secrecy": -0.0}).barriers["secrecy"]) == 1


WRONG = {
    "barriers.secercy": (0.2, "did you mean barriers.secrecy"),
    "secrecy": (0.2, "did you mean barriers.secrecy"),
    "levers.market_openning.strength": (1, r"did you mean \[levers.market_opening\]"),
    "levers.fund_pool.strenght": (1, "did you mean levers.fund_pool.strength"),
    "levers.fund_pool.ramp_quarters": (1, "levers.fund_pool.strength is missing"),
    "barriers.secrecy": (90, "if you meant 90 per cent, write 0.9"),
    "barriers..secrecy": (1, "is no dotted key"),
    "": (1, "is no dotted key"),
    "title.x": ("y", "title = a table is not allowed"),
    "shocks.0.value": (1, "shocks = a table is not allowed"),
    "extends": ("tiny", "extends cannot be set here"),
    "region.cities": ("nowhere.csv", "no such file"),
    "run.policy_year": (2031, "is outside the run"),
    "population.scale": (np.bool_(True), "is not allowed"),
}


@pytest.mark.parametrize("key", WRONG)
def test_with_refuses_what_a_file_may_not_say(key: str) -> None:
    value, words = WRONG[key]
    with pytest.raises(ScenarioError, match=words):
        Scenario().with_(**{key: value})


@pytest.mark.parametrize("key", ["barriers.secrecy", "levers", "levers.fund_pool.strength", "title"])
def test_none_takes_levers_out_of_force_and_nothing_else(key: str) -> None:
    with pytest.raises(ScenarioError, match=r"cannot be None; None takes a lever out of force"):
        Scenario().with_(**{key: None})


def test_none_for_an_unknown_lever_is_a_slip() -> None:
    with pytest.raises(ScenarioError, match=r"did you mean \[levers.fund_pool\]"):
        Scenario().with_(**{"levers.fund_pol": None})


def test_all_wrong_overrides_are_reported_with_their_option() -> None:
    with pytest.raises(ScenarioError) as caught:
        Scenario().override_text(["barriers.secrecy=2", "run.quarters=many", "parameters.candidates=7"])
    assert [problem.location for problem in caught.value.problems] == [
        "--set barriers.secrecy",
        "--set run.quarters",
    ]


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("barriers.secrecy=0.2", "barriers.secrecy", 0.2),
        (" barriers.secrecy = 0.2 ", "barriers.secrecy", 0.2),
        ("barriers.secrecy=0", "barriers.secrecy", 0.0),
        ("parameters.candidates=8", "parameters.candidates", 8),
        ("title=Two words", "title", "Two words"),
        ('title="quoted = words"', "title", "quoted = words"),
        ("title=a=b", "title", "a=b"),
        ("title=none", "title", "none"),
        ('title=a"\nb = 1', "title", 'a"\nb = 1'),
        ("title=1 2\n[run]", "title", "1 2\n[run]"),
    ],
)
def test_values_of_the_option_are_toml_and_bare_words_text(text: str, key: str, value: object) -> None:
    assert Scenario().override_text([text]).to_dict() == Scenario().with_(**{key: value}).to_dict()


def test_the_option_takes_lists_tables_and_none() -> None:
    varied = Scenario.load("finance_led").override_text(
        [
            "levers.fund_pool=none",
            "levers.equal_treatment = { strength = 0.25 }",
            'levers.demonstration_bases={strength=1, cities=["yibin"]}',
            "levers.demonstration_bases.strength=0.5",
        ]
    )
    assert list(varied.levers) == ["equal_treatment", "tech_credit_guarantee", "demonstration_bases"]
    assert varied.levers["equal_treatment"].strength == 0.25
    assert varied.levers["demonstration_bases"].strength == 0.5


@pytest.mark.parametrize("text", ["barriers.secrecy", "", "=3", "0.3"])
def test_an_option_that_is_no_setting_is_refused(text: str) -> None:
    with pytest.raises(ScenarioError, match=r"is not KEY=VALUE; such as barriers.secrecy=0.2"):
        Scenario().override_text([text])


def test_an_option_with_a_decimal_comma_gets_the_right_advice() -> None:
    with pytest.raises(ScenarioError, match="decimals are written with a point"):
        Scenario().override_text(["barriers.secrecy=0,2"])


def test_a_city_file_of_an_override_starts_at_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cities.csv").write_bytes(REGION.read_bytes())
    monkeypatch.chdir(tmp_path)
    varied = Scenario().override_text(["region.cities=cities.csv"])
    assert varied.region.cities[0].key == "north_harbour"
    assert varied.with_(**{"region.cities": "chengdu-chongqing"}) == Scenario()


def test_a_varied_scenario_keeps_its_region_when_the_file_is_gone(tmp_path: Path) -> None:
    cities = tmp_path / "cities.csv"
    cities.write_bytes(REGION.read_bytes())
    scenario = Scenario.from_dict({"region": {"cities": "cities.csv"}}, folder=tmp_path)
    cities.unlink()
    assert scenario.with_(**{"barriers.secrecy": 0.2}).region is scenario.region


def test_cities_are_checked_against_the_region_they_are_in() -> None:
    bases = Scenario.load("demonstration_bases")
    with pytest.raises(ScenarioError, match="names 'mianyang', which is no city of the region"):
        bases.with_(**{"region.cities": str(REGION)})
