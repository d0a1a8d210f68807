"""Every parameter and every lever does something at the defaults, but for a list that may only become shorter."""

from __future__ import annotations

import pytest

from experiments.what_acts import (
    ACTS_BESIDE,
    Pair,
    barriers,
    effect,
    effect_asked_twice,
    idle,
    levers,
    parameters,
    told,
)
from sim import Scenario
from sim.levers import LEVERS
from sim.scenario.settings import SETTING_BY_NAME

BASE = Scenario.load("baseline")
TOO_WEAK = {"anchor_programme", "fund_pool", "land_access", "major_projects"}
"""Levers that change deals, but nothing that eight seeds tell from luck."""


def test_every_parameter_and_barrier_changes_some_deal_but_parts_of_levers() -> None:
    assert idle([*parameters(BASE), *barriers(BASE)]) == set(ACTS_BESIDE)


def test_what_is_part_of_a_lever_acts_beside_it() -> None:
    beside = [pair for name, lever in ACTS_BESIDE.items() for pair in parameters(Scenario.load(lever), [name])]
    assert [pair.name for pair in beside] == list(ACTS_BESIDE)
    assert idle(beside) == set()


def test_every_lever_at_full_strength_changes_some_deal() -> None:
    every = list(levers(BASE))
    assert all(pair.high.levers[pair.name].strength == 1.0 for pair in every)
    assert idle(every) == set()


def test_every_lever_is_told_from_luck_by_eight_pairs_of_runs_or_by_64_others() -> None:
    every = {pair.name: pair for pair in levers(BASE)}
    weak = {name for name, pair in every.items() if effect(pair).verdict != "acts"}
    assert weak == TOO_WEAK
    assert {name: effect_asked_twice(every[name]).verdict for name in weak} == dict.fromkeys(TOO_WEAK, "acts")


def test_every_known_name_is_one() -> None:
    assert {*ACTS_BESIDE, *TOO_WEAK} <= {*SETTING_BY_NAME, *(lever.name for lever in LEVERS)}


def test_a_copy_of_a_scenario_does_nothing() -> None:
    assert idle([Pair("nothing", BASE, BASE, "")]) == {"nothing"}


@pytest.mark.parametrize(
    ("after", "verdict", "outcome"),
    [
        ([(10.0, 5.0), (12.0, 5.0), (11.0, 5.0)], "does nothing", ""),
        ([(30.0, 5.0), (32.1, 5.0), (31.0, 5.0)], "acts", "deals"),
        ([(10.0, 5.1), (12.0, 4.9), (11.0, 5.1)], "not told from luck", "wait"),
    ],
)
def test_an_effect_is_told_from_luck(after: list[tuple[float, float]], verdict: str, outcome: str) -> None:
    """Three seeds: deals 20 more in each act; a wait that goes up twice and down once may be luck."""
    before = [(10.0, 5.0), (12.0, 5.0), (11.0, 5.0)]
    low, high = ([dict(zip(("deals", "wait"), run, strict=True)) for run in runs] for runs in (before, after))
    found = told("clerks", "1 to 2", low, high)
    assert (found.verdict, found.outcome) == (verdict, outcome)
    if verdict == "acts":
        assert found.difference == pytest.approx((20 + 20.1 + 20) / 3)
        assert found.low < found.difference < found.high
        assert found.share == pytest.approx(found.difference / ((11 + (30 + 32.1 + 31) / 3) / 2))
