"""Every word of structure does something at the defaults, told from luck, and keeps its laws."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.what_acts import UNDER, effect, effect_asked_twice, idle, parameters, words
from sim import CollaborationModel, Scenario
from sim.barriers import BARRIERS
from sim.scenario.settings import SETTING_BY_NAME, SWITCHES
from sim.tables import FIRST_BARRIER, CaseKind, CaseStatus, Status
from tests.laws.benches import SMALL
from tests.laws.benches import parameters as given
from tests.laws.test_agreements import same

BASE = Scenario.load("baseline")
WEAK = {"agreements = none"}
"""Words that eight pairs of runs do not tell from luck, and 64 others do."""


@pytest.mark.parametrize("pair", list(words(BASE)), ids=lambda pair: pair.name)
def test_every_word_is_told_from_luck_at_the_defaults(pair) -> None:
    assert (effect(pair).verdict == "acts") == (pair.name not in WEAK)
    assert effect_asked_twice(pair).verdict == "acts"


def test_words_are_all_but_the_first_of_every_switch() -> None:
    named = [f"{switch.name} = {word}" for switch in SWITCHES for word in list(switch.meanings)[1:]]
    assert [pair.name for pair in words(BASE)] == named


def test_a_number_of_another_form_acts_under_it_and_nowhere_else() -> None:
    assert set(UNDER) <= set(SETTING_BY_NAME)
    assert idle(parameters(BASE, UNDER)) == set()
    plain = Scenario.load("tiny")
    for name in UNDER:
        low, high = (plain.with_(**{f"parameters.{name}": end}) for end in SETTING_BY_NAME[name].plausible)
        runs = [CollaborationModel(one, seed=1).run() for one in (low, high)]
        assert same(*runs), name


def run(**changes: object) -> CollaborationModel:
    return CollaborationModel(SMALL.with_(**changes), seed=3).run()


def test_no_further_attempt_is_a_final_refusal() -> None:
    again = {"structure.refusal": "re_application"}
    assert same(run(**again, **given(attempts=0)), run())
    assert not same(run(**again), run())


def test_a_deadline_that_never_comes_is_no_deadline() -> None:
    clock = {"structure.offices": "statutory_clock"}
    assert same(run(**clock, **given(statutory_quarters=4000.0)), run())


def test_no_file_lies_longer_than_the_clock_allows() -> None:
    cases = run(**{"structure.offices": "statutory_clock"}, **given(clerks=30.0, statutory_quarters=1.0)).record().cases
    decided = cases["status"] == CaseStatus.DECIDED
    assert decided.sum() > 100
    took = (cases["decided"] - cases["filed"])[decided]
    assert took.max() <= 1.0 + 1e-12
    assert (took > 1.0 - 1e-9).any()


def test_separate_clerks_leave_the_other_counter_alone() -> None:
    separate = {"structure.offices": "separate"}
    model = CollaborationModel(SMALL.with_(**separate, **given(clerks=400.0)), seed=3)
    for _ in range(SMALL.run.quarters):
        model.step()
        offices = model.world.offices
        assert (offices["review_clerks"] > 0).all()
        assert (offices["review_clerks"] < offices["clerks"]).all()
    cases = model.record().cases
    busy = cases["status"] != CaseStatus.WITHDRAWN
    for office in range(len(offices)):
        for licence in (True, False):
            own = busy & (cases["office"] == office) & ((cases["kind"] == CaseKind.LICENCE) == licence)
            started = cases["started"][own]
            assert (np.diff(cases["filed"][own][np.argsort(cases["filed"][own])]) >= 0.0).all()
            order = np.argsort(cases["filed"][own], kind="stable")
            begun = started[order][~np.isnan(started[order])]
            assert (np.diff(begun) >= 0.0).all()  # first come, first served, within a counter


@pytest.mark.parametrize("word", ["last_cause", "first_gate", "shapley"])
def test_blame_moves_no_deal_and_loses_none(word: str) -> None:
    model, plain = run(**{"structure.blame": word}), run()
    assert same(model, plain)
    assert model.record().deaths.sum() == pytest.approx(plain.record().deaths.sum())
    deaths = model.record().deaths[:FIRST_BARRIER]
    assert deaths.tolist() == plain.record().deaths[:FIRST_BARRIER].tolist()


def test_a_deal_keeps_the_barriers_that_shut_it_out() -> None:
    deals = run().record().deals
    dead = deals["status"] == Status.DEAD
    stopped = dead & (deals["cause"] >= FIRST_BARRIER)
    assert not deals["shut"][~stopped].any()
    drawn = 1 << (deals["cause"][stopped] - FIRST_BARRIER)
    assert ((deals["shut"][stopped] & drawn) == drawn).all()
    assert (deals["shut"][stopped] < 1 << len(BARRIERS)).all()
    assert (deals["shut"][stopped] != drawn).any()


def test_projects_order_only_for_buyers_of_their_fields_and_cost_what_they_order() -> None:
    """With little money of their own, buyers of the field order more, and the bill is what is beyond their means."""
    poor = given(procurement_share=0.02)
    start = {"levers.major_projects.strength": 1.0, "levers.major_projects.start_quarter": 4}
    without, all_fields = run(**poor), run(**poor, **start)
    one = run(**poor, **start, **{"levers.major_projects.fields": ["electronics_communications"]})
    cost = [model.outcomes()["programme_cost_million_yuan"] for model in (without, one, all_fields)]
    assert 0.0 == cost[0] < cost[1] < cost[2]
    assert not same(without, one)
    rich = run(**given(procurement_share=50.0), **start)
    assert rich.outcomes()["programme_cost_million_yuan"] == 0.0
