"""An arm that was forked from another is the arm that was run by itself: every column, to the last bit."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim import Scenario
from sim.engine import Run, forks
from sim.engine.forks import begins, run_together
from sim.levers import LEVERS
from sim.scenario import shipped_names
from tests.agreement.plain_mesa.random_scenarios import LEVER, QUARTERS, scenarios, shocks
from tests.agreement.plain_mesa.random_scenarios import LEVERS as KNOWN
from tests.pinned.digests import columns_of

TINY = Scenario.load("tiny")
CITIES = ("chengdu", "mianyang", "yibin", "deyang")


def columns(run: Run) -> dict[str, bytes]:
    return {name: column.tobytes() for name, column in columns_of(run)}


def assert_as_by_itself(arms: list[Scenario], seed: int) -> None:
    found = {}
    for place, run in run_together(arms, seed):
        assert run.inputs is arms[place]
        found[place] = columns(run), run.history(), run.deals()
    assert sorted(found) == list(range(len(arms)))
    for place, arm in enumerate(arms):
        whole = Run(arm, seed).run()
        assert found[place][0] == columns(whole), place
        pd.testing.assert_frame_equal(found[place][1], whole.history(), check_exact=True)
        pd.testing.assert_frame_equal(found[place][2], whole.deals(), check_exact=True)


@st.composite
def policies(draw: st.DrawFn) -> dict[str, Any]:
    """Draw what arms may differ in: levers, and changes from outside."""
    named = draw(st.lists(st.sampled_from(KNOWN), max_size=4, unique=True))
    return {"levers": {name: draw(LEVER) for name in named}, "shocks": draw(shocks())}


@st.composite
def arms_of_one_ground(draw: st.DrawFn) -> list[Scenario]:
    """Draw up to six arms; some share some of their levers, so that they part more than once."""
    ground = draw(scenarios())
    drawn = draw(st.lists(policies(), min_size=1, max_size=3))
    arms = [ground]
    for one in drawn:
        mixed = {**drawn[0]["levers"], **one["levers"]}
        both = ({"levers": levers, "shocks": one["shocks"]} for levers in (one["levers"], mixed))
        arms += [Scenario.from_dict({**ground.to_dict(), **policy}) for policy in both]
    return arms


@settings(max_examples=60, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(arms=arms_of_one_ground(), seed=st.integers(0, 2**63 - 1))
def test_forked_arms_are_what_they_are_by_themselves(arms: list[Scenario], seed: int) -> None:
    assert_as_by_itself(arms, seed)


def test_the_shipped_scenarios_of_one_ground_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []
    build = forks._Branches._new
    monkeypatch.setattr(forks._Branches, "_new", lambda self, place: made.append(place) or build(self, place))
    small = {"population.scale": 0.1}
    shipped = [Scenario.load(name).with_(**small) for name in shipped_names() if name != "tiny"]
    ground = Scenario.load("baseline").with_(**small).ground
    arms = [arm for arm in shipped if arm.ground == ground]
    assert len(arms) >= 15
    assert_as_by_itself(arms, 3)
    assert made == [0]  # one run from the beginning, all others from a copy


def lever(start: int, strength: float = 1.0, **more: Any) -> dict[str, Any]:
    return {"strength": strength, "start_quarter": start, **more}


def arm(**policy: Any) -> Scenario:
    return TINY.with_(**{"levers." + name: given for name, given in policy.items()})


@pytest.mark.parametrize("name", [one.name for one in LEVERS])
def test_no_lever_is_felt_before_its_first_quarter(name: str) -> None:
    arms = [TINY, arm(**{name: lever(6)}), arm(**{name: lever(6, 0.4)}), arm(**{name: lever(9)})]
    assert [min(begins(one), default=None) for one in arms] == [None, 6, 6, 9]
    assert_as_by_itself(arms, 1)


def test_arms_that_part_again_and_again_share_each_stretch(monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[int] = []
    step = Run.step
    monkeypatch.setattr(Run, "step", lambda self: steps.append(self.quarter) or step(self))
    first, second = {"fund_pool": lever(6)}, {"fund_pool": lever(6), "rd_subsidy": lever(10)}
    list(run_together([TINY, arm(**first), arm(**second), arm(fund_pool=lever(6), rd_subsidy=lever(10, 0.5))], 0))
    ends = TINY.run.quarters
    assert len(steps) == 6 + (ends - 6) + (10 - 6) + 3 * (ends - 10)


def test_what_is_over_before_it_begins_makes_no_run_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    late = arm(fund_pool=lever(TINY.run.quarters)), arm(rd_subsidy=lever(3, 0.0))
    copies: list[int] = []
    monkeypatch.setattr(forks, "copied", lambda world: copies.append(1) or world)
    assert_as_by_itself([TINY, *late], 2)
    assert copies == []


OTHER_GROUNDS = {"barriers.secrecy": 0.01, "run.start_year": 2019, "population.seed": 2, "parameters.fund": 1.0}


@pytest.mark.parametrize("key", OTHER_GROUNDS)
def test_arms_of_another_ground_are_refused(key: str) -> None:
    with pytest.raises(ValueError, match="differ in more than levers and shocks"):
        list(run_together([TINY, TINY.with_(**{key: OTHER_GROUNDS[key]})], 0))


BASES = {"demonstration_bases": lever(8, cities=["mianyang"])}
ELSEWHERE = {"demonstration_bases": lever(8, cities=["deyang"])}


@pytest.mark.parametrize(
    ("more", "felt"),
    [
        ({}, 8),
        ({"parameters.demonstration_base_strength": 0.5}, 0),
        ({"shocks": [{"quarter": 5, "key": "parameters.demonstration_base_strength", "value": 0.5}]}, 5),
    ],
)
def test_cities_are_felt_as_soon_as_anything_moves_what_they_are_named_for(more: dict[str, Any], felt: int) -> None:
    region = {"region.cities": "chengdu-chongqing"}
    arms = [arm(**policy).with_(**more, **region) for policy in (BASES, ELSEWHERE)]
    assert min(begins(arms[0])) == min(begins(arms[1])) == felt
    assert begins(arms[0])[felt] != begins(arms[1])[felt]
    assert_as_by_itself([TINY.with_(**more, **region), *arms], 4)


def test_a_copy_of_a_world_is_its_own() -> None:
    run = Run(TINY, 5)
    for _ in range(6):
        run.step()
    before = columns(run)
    other = forks.forked(run, arm(fund_pool=lever(7)))
    other.run()
    assert columns(run) == before
    assert columns(run.run()) == columns(Run(TINY, 5).run())
    assert columns(other) == columns(Run(arm(fund_pool=lever(7)), 5).run())


def test_a_run_that_needs_much_memory_is_not_copied() -> None:
    assert forks.may_fork(TINY)
    assert not forks.may_fork(Scenario.load("baseline").with_(**{"population.scale": 100.0}))


assert QUARTERS > forks.WORTH_SHARING  # else the drawn arms would share nothing
