"""What is wrong with a scenario is said with its place, what stands there, what may, and what was meant."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from sim.scenario import Problem, Scenario, ScenarioError

BASES = "[levers.demonstration_bases]\nstrength = 1\n"


def refusal(folder: Path, text: str) -> ScenarioError:
    file = folder / "world.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        Scenario.load(file)
    return caught.value


REFUSALS = {
    "unknown key": (
        "[barriers]\nsecercy = 0.1",
        ":2: unknown setting barriers.secercy; in [barriers] there are standards_mismatch, secrecy",
        "did you mean barriers.secrecy (How far secrecy",
    ),
    "key in the wrong section": ("[parameters]\nsecrecy = 0.1", ":2:", "did you mean barriers.secrecy"),
    "key outside any section": ("quarters = 40", ":1:", "did you mean run.quarters"),
    "unknown section": (
        "[barrier]\nsecrecy = 0.1",
        ":1: unknown setting barrier",
        "did you mean [barriers]?",
    ),
    "unknown lever": (
        "[levers.market_openning]\nstrength = 1",
        ":1: unknown setting levers.market_openning",
        "did you mean [levers.market_opening]?",
    ),
    "unknown key of a lever": (
        "[levers.fund_pool]\nstrenght = 1\nstrength = 1",
        ":2: unknown setting levers.fund_pool.strenght",
        "did you mean levers.fund_pool.strength",
    ),
    "cities for a lever without": (
        "[levers.fund_pool]\nstrength = 1\ncities = []",
        ":3: unknown setting levers.fund_pool.cities; in [levers.fund_pool] there are strength",
        "",
    ),
    "per cent": (
        "[barriers]\nsecrecy = 90",
        ":2: barriers.secrecy = 90 is not allowed; it must be a number from 0 to 1",
        "if you meant 90 per cent, write 0.9",
    ),
    "number in quotes": (
        '[run]\nquarters = "120"',
        ":2: run.quarters = '120' is not allowed; it must be a whole number from 1 to 4,000 (quarters)",
        "length of the run, its past included; default 88\n  numbers are written without quotes",
    ),
    "decimal comma": ('[barriers]\nsecrecy = "0,5"', "= '0,5' is not", "decimals are written with a point"),
    "per cent sign": ('[barriers]\nsecrecy = "5%"', "= '5%' is not", "shares are written from 0 to 1"),
    "true": ("[barriers]\nsecrecy = true", "= true is not", "true and false are not numbers"),
    "not a number": ("[barriers]\nsecrecy = nan", "= nan is not", "write a finite number"),
    "infinite": ("[parameters]\nfund = inf", "parameters.fund = inf is not", "write a finite number"),
    "too large for a float": ("[parameters]\nfund = 1e400", "parameters.fund = inf is not", "finite"),
    "negative": ("[barriers]\nsecrecy = -0.1", "barriers.secrecy = -0.1 is not allowed", "from 0 to 1"),
    "half a quarter": ("[run]\nquarters = 40.5", "a whole number from 1", "write 40 or 41"),
    "no quarters": ("[run]\nquarters = 0\nstart_year = 2020", ":2: run.quarters = 0 is not allowed", ""),
    "too many quarters": ("[run]\nquarters = 4001", "= 4001 is not allowed", "from 1 to 4,000"),
    "half a person": ("[parameters]\ncandidates = 6.5", "parameters.candidates = 6.5 is not", "write 6 or 7"),
    "list for a number": ("[barriers]\nsecrecy = [1, 2, 3, 4]", "= [1, 2, 3, ...] is not allowed", ""),
    "table for a number": ("[barriers.secrecy]\nx = 1", "barriers.secrecy = a table is not allowed", ""),
    "date for a number": ("[barriers]\nsecrecy = 2026-01-02", "= 2026-01-02 is not allowed", ""),
    "number for a section": ("run = 3", ":1: run = 3 is not allowed; it must be a section headed [run]", ""),
    "list for a section": ("[[run]]\nquarters = 40", ":1: run = [a table] is not allowed", "headed [run]"),
    "number for text": ("title = 3", ":1: title = 3 is not allowed; it must be text in quotes", ""),
    "long title": (f"title = '{'x' * 201}'", "title = 'xxx", "at most 200 characters"),
    "long why": (f"why = '{'x' * 4001}'", "why = 'xxx", "at most 4,000 characters"),
    "population sample": ("[population]\nprivate_sample = 1.5", "private_sample = 1.5 is not", "from 0 to 1"),
    "population seed": ("[population]\nseed = -1", "population.seed = -1 is not allowed", ""),
    "scale": ("[population]\nscale = 0", "population.scale = 0 is not", "from 0.001 to 1,000"),
    "missing strength": (
        "[levers.fund_pool]\nramp_quarters = 2",
        ":1: levers.fund_pool.strength is missing; it must be a number from 0 to 1",
        "",
    ),
    "lever as a number": ("[levers]\nfund_pool = 0.5", "levers.fund_pool = 0.5 is not", "[levers.fund_pool]"),
    "ramp": ("[levers.fund_pool]\nstrength = 1\nramp_quarters = 401", "ramp_quarters = 401", "0 to 400"),
    "ramp shape": (
        "[levers.fund_pool]\nstrength = 1\nramp_shape = 'logistics'",
        ":3: levers.fund_pool.ramp_shape = 'logistics' is not allowed; it must be one of 'linear',",
        "did you mean 'logistic'?",
    ),
    "cost": ("[levers.fund_pool]\nstrength = 1\nvariable_cost = -1", "variable_cost = -1 is not", ""),
    "unknown city": (
        f"{BASES}cities = ['mianyang', 'chendu']",
        ":3: levers.demonstration_bases.cities names 'chendu', which is no city of the region",
        "did you mean chengdu?",
    ),
    "city twice": (f"{BASES}cities = ['yibin', 'yibin']", "names 'yibin' twice; each city once", ""),
    "city as text": (f"{BASES}cities = 'yibin'", "cities = 'yibin' is not allowed", "a list of names"),
    "city as number": (f"{BASES}cities = [3]", "cities.0 = 3 is not allowed", "a name in quotes"),
    "burn-in": (
        "[run]\nquarters = 30\npolicy_year = 2016",
        ":3: run.policy_year = 2016 is outside the run, 2008 Q1 to 2015 Q2",
        "set run.start_year to 2016 or less, and run.quarters to 4 for each year from then on",
    ),
    "default burn-in": (
        "[run]\nquarters = 10",
        ":2: run.policy_year = 2020 (the default) is outside the run, 2008 Q1 to 2010 Q2",
        "",
    ),
    "nobody": (
        "[population]\nprivate_sample = 0\nmilitary_sample = 0\nuniversity_sample = 0",
        ":1: the population is empty",
        "raise a sample of [population]",
    ),
    "everybody": (
        "[population]\nprivate_sample = 1\nmilitary_sample = 10\nuniversity_sample = 10\nscale = 1000",
        ":1: the population would have 21,",
        "at most 20,000,000",
    ),
    "no such region": (
        "[region]\ncities = 'chengdu-chonqing'",
        ":2: region.cities: no such file",
        "did you mean 'chengdu-chongqing'?",
    ),
    "shock of an unknown key": (
        "[[shocks]]\nquarter = 1\nkey = 'barriers.secrecey'\nvalue = 0",
        ":3: shocks.0.key = 'barriers.secrecey' is no such key",
        "did you mean barriers.secrecy",
    ),
    "shock of another section": (
        "[[shocks]]\nquarter = 1\nkey = 'run.quarters'\nvalue = 0",
        "it must be barriers.<name> or parameters.<name>",
        "",
    ),
    "shock out of range": (
        "[[shocks]]\nquarter = 1\nkey = 'barriers.secrecy'\nvalue = 5",
        ":4: shocks.0.value: barriers.secrecy = 5 is not allowed; it must be a number from 0 to 1",
        "",
    ),
    "shock by half a person": (
        "[[shocks]]\nquarter = 1\nkey = 'parameters.candidates'\nvalue = 5.5",
        "parameters.candidates = 5.5 is not allowed",
        "write 5 or 6",
    ),
    "shock at no date": (
        "[[shocks]]\nquarter = '2020 Q5'\nkey = 'barriers.secrecy'\nvalue = 1",
        "shocks.0.quarter = '2020 Q5' is not allowed; it must be a whole number",
        ', or a date such as "2020 Q1" or "2020"',
    ),
    "setting of before": (
        "[run]\nburn_in = 20",
        "run.burn_in is a setting no more; a run has dates: run.start_year is its first year",
        "",
    ),
    "history of nothing": (
        "[[history]]\nuntil = '2013'\nkey = 'parameters.overlapp'\ntimes = 1.2\nsource = 'x'",
        "history.0.key = 'parameters.overlapp' is no such key",
        "parameters.overlap",
    ),
    "history without a source": (
        "[[history]]\nuntil = '2013'\nkey = 'parameters.overlap'\ntimes = 1.2",
        "history.0.source is missing",
        "",
    ),
    "two shocks at once": (
        "shocks = [{quarter = 3, key = 'barriers.secrecy', value = 0.1}, "
        "{quarter = 3, key = 'barriers.secrecy', value = 0.2}]",
        ":1: shocks.1 changes barriers.secrecy in quarter 3 once more",
        "",
    ),
    "shocks as a table": ("[shocks]\nquarter = 1", "shocks = a table is not allowed", "headed [[shocks]]"),
    "shock as a number": ("shocks = [3]", "shocks.0 = 3 is not allowed", "a table with quarter, key"),
    "extends a number": ("extends = 3", ":1: extends = 3 is not allowed; it must be text in quotes", ""),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_a_wrong_scenario_is_refused_in_words(tmp_path: Path, case: str) -> None:
    text, found, advice = REFUSALS[case]
    message = str(refusal(tmp_path, text))
    assert found in message
    assert advice in message
    assert message.startswith(str(tmp_path / "world.toml"))
    assert "pydantic" not in message


@pytest.mark.parametrize("case", REFUSALS)
def test_each_refusal_stands_alone(tmp_path: Path, case: str) -> None:
    assert len(refusal(tmp_path, REFUSALS[case][0]).problems) == 1


def test_all_faults_of_a_file_come_at_once_and_in_its_order(tmp_path: Path) -> None:
    text = """
[[shocks]]
quarter = 1
key = "barriers.nothing"
value = 1
[run]
quarters = 10
[barriers]
secercy = 1
secrecy = 90
[levers.demonstration_bases]
cities = ["nowhere", "yibin", "yibin", 3]
[levers.fund_pool]
strength = "1"
[region]
cities = "chengdu-chongqing"
[population]
private_sample = 0
military_sample = 0
university_sample = 0
"""
    problems = refusal(tmp_path, text).problems
    lines = [int(problem.location.rpartition(":")[2]) for problem in problems]
    assert lines == [4, 7, 9, 10, 11, 12, 12, 12, 14, 17]


def test_a_fault_is_not_followed_by_its_consequences(tmp_path: Path) -> None:
    problems = refusal(tmp_path, '[run]\nquarters = "80"\npolicy_year = 2090').problems
    assert [problem.found for problem in problems] == ["run.quarters = '80' is not allowed"]


def test_the_offending_line_is_quoted_without_control_characters(tmp_path: Path) -> None:
    (problem,) = refusal(tmp_path, "[barriers]\n  secrecy\t=  7  # \u001b[31mred\u202e").problems
    assert problem.line == "secrecy?=  7  # ?[31mred?"


def test_hundreds_of_faults_are_counted_not_listed(tmp_path: Path) -> None:
    problems = refusal(tmp_path, "\n".join(f"unknown_{number} = 1" for number in range(300))).problems
    assert len(problems) == 51
    assert problems[-1].found == "and 250 more"


def test_a_wrong_city_file_is_blamed_itself(tmp_path: Path) -> None:
    (tmp_path / "cities.csv").write_text("city_id,city\n", encoding="utf-8")
    error = refusal(tmp_path, "[region]\ncities = 'cities.csv'\n[barriers]\nsecrecy = 2")
    assert any("cities.csv" in problem.location for problem in error.problems)
    assert any("barriers.secrecy" in problem.found for problem in error.problems)


@pytest.mark.parametrize("wrong", [3, "text", None, [("run", {})]])
def test_data_that_is_no_mapping_is_refused(wrong: object) -> None:
    with pytest.raises(ScenarioError, match="a mapping of sections"):
        Scenario.from_dict(wrong)  # type: ignore[arg-type]


def test_keys_that_are_no_text_are_refused() -> None:
    with pytest.raises(ScenarioError, match="keys are text"):
        Scenario.from_dict({"barriers": {1: 0.5}})


def test_data_that_holds_itself_is_refused() -> None:
    endless: dict[str, object] = {}
    endless["run"] = endless
    with pytest.raises(ScenarioError, match="too deeply nested"):
        Scenario.from_dict(endless)


@pytest.mark.parametrize("value", [object(), b"1", 1j, {1, 2}, None, "\ud800"])
def test_values_no_file_could_hold_are_refused(value: object) -> None:
    with pytest.raises(ScenarioError, match=r"barriers\.secrecy"):
        Scenario.from_dict({"barriers": {"secrecy": value}})
    with pytest.raises(ScenarioError):
        Scenario.from_dict({"title": value if not isinstance(value, str) else 3})


def test_the_error_survives_the_way_from_a_worker() -> None:
    error = ScenarioError([Problem("a.toml:3", "x = 1 is not allowed", "it must be 2", "y", "x = 1", "w", "f")])
    assert pickle.loads(pickle.dumps(error)).problems == error.problems
    assert str(error) == ("a.toml:3: x = 1 is not allowed; it must be 2\n    x = 1\n  w\n  did you mean y?\n  f")


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("barriers.s\u0435crecy", "'\u0435' is U+0435 cyrillic small letter ie"),
        ("barriers.secrecy\u200b", "it was written with: U+200B zero width space"),
        ("levers.fund_p\u043e\u043el.strength", "'\u043e' is U+043E cyrillic small letter o"),
        ("b\u0430rriers.secrecy", "did you mean [barriers]?\n  it was written with: '\u0430' is U+0430"),
        ("\u0455\u0435\u0441recy", "U+0455 cyrillic small letter dze; '\u0435' is U+0435"),
    ],
)
def test_letters_that_look_alike_are_named(key: str, said: str) -> None:
    for call in (lambda: Scenario().with_(**{key: 0.1}), lambda: Scenario().override_text([f"{key}=0.1"])):
        with pytest.raises(ScenarioError) as caught:
            call()
        assert said in str(caught.value)


def test_letters_that_are_what_they_seem_are_not_named() -> None:
    for key, value in (("barriers.secercy", 0.1), ("region.cities", "\u6210\u90fd.csv")):
        with pytest.raises(ScenarioError) as caught:
            Scenario().with_(**{key: value})
        assert "written with" not in str(caught.value)


@pytest.mark.parametrize("parts", [65, 1_000, 100_000])
def test_a_key_of_very_many_parts_is_refused(parts: int) -> None:
    key = ".".join(["barriers"] * parts)
    for call in (lambda: Scenario().with_(**{key: 0.1}), lambda: Scenario().override_text([f"{key}=0.1"])):
        with pytest.raises(ScenarioError) as caught:
            call()
        assert "at most 64 parts" in str(caught.value)
        assert len(str(caught.value)) < 200
