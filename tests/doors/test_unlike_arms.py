"""Worlds that run longer, elsewhere or with another population are not compared without a word."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.scenario import Scenario, ScenarioError, refuse_unlike, unlike, unlike_in_words
from sim.scenario.city_file import SHIPPED

TINY = Scenario.load("tiny")
TOUCHED = {"run.quarters": 28, "run.burn_in": 4, "run.start_year": 2021, "population.scale": 0.5, "population.seed": 2}


@pytest.mark.parametrize(("key", "value"), TOUCHED.items())
def test_worlds_that_differ_in_run_or_population_are_unlike(key: str, value: object) -> None:
    section, _, name = key.partition(".")
    other = TINY.with_(**{key: value})
    assert unlike({"a": TINY, "b": other}) == {key: {"a": getattr(getattr(TINY, section), name), "b": value}}


def test_worlds_that_differ_in_policy_alone_are_alike() -> None:
    arms = {
        "tiny": TINY,
        "open": TINY.with_(**{"barriers.secrecy": 0.2, "levers.market_opening.strength": 1.0}),
        "dear": TINY.with_(**{"parameters.exit_rate": 0.02}),
    }
    assert unlike(arms) == {} and unlike({}) == {} and unlike_in_words({}) == ""


def test_a_city_file_counts_by_what_is_read_in_it(tmp_path: Path) -> None:
    rows = Path("tests/data/second_region.csv").read_text(encoding="utf-8")
    one, same, other = (tmp_path / name for name in ("one.csv", "same.csv", "other.csv"))
    one.write_text(rows, encoding="utf-8")
    same.write_text(rows, encoding="utf-8")
    other.write_text("\n".join(rows.splitlines()[:-1]) + "\n", encoding="utf-8")
    worlds = {path.stem: TINY.with_(**{"region.cities": str(path)}) for path in (one, same, other)}
    assert unlike({"one": worlds["one"], "same": worlds["same"]}) == {}
    assert list(unlike(worlds)) == ["region.cities"]
    assert list(unlike({"shipped": TINY, "one": worlds["one"]})) == ["region.cities"]
    assert unlike({"shipped": TINY, "one": worlds["one"]})["region.cities"]["shipped"] == SHIPPED


def test_the_refusal_names_the_keys_the_values_and_both_ways_out() -> None:
    arms = {"tiny": TINY, "baseline": Scenario.load("baseline"), "openness": Scenario.load("openness")}
    with pytest.raises(ScenarioError) as caught:
        refuse_unlike(arms, "sim compare", "--unlike")
    said = str(caught.value)
    assert "run.quarters (24 in tiny, 60 in baseline and 1 more)" in said
    assert "population.private_sample (0.02 in tiny, 0.18 in baseline and 1 more)" in said
    assert "set run.quarters, run.burn_in," in said and "--unlike" in said
    refuse_unlike({"tiny": TINY, "again": TINY}, "sim compare", "--unlike")
