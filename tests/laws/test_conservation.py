"""Accounts that balance in every quarter: C1 to C4 of the validation plan."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from sim import CollaborationModel
from sim.barriers import BARRIERS
from sim.tables import FIRST_BARRIER, CaseStatus, Status
from tests.laws.benches import DIRECTION, SMALL, barriers, delivered, parameters

NONE = barriers(**{barrier.name: 0.0 for barrier in BARRIERS})


def quarters_of(model: CollaborationModel) -> Iterator[CollaborationModel]:
    while model.quarter < model.inputs.run.quarters:
        model.step()
        yield model


def test_c1_what_was_opened_is_delivered_dead_or_open_by_direction_every_quarter() -> None:
    model = CollaborationModel(SMALL, seed=8)
    before = np.zeros((len(DIRECTION), len(Status)), int)
    earlier = model.record().deals.copy()
    for quarter in quarters_of(model):
        deals = quarter.record().deals
        counts = np.array(
            [[((deals["direction"] == d) & (deals["status"] == s)).sum() for s in Status] for d in DIRECTION.values()]
        )
        opened = np.array([(deals["direction"] == d).sum() for d in DIRECTION.values()])
        np.testing.assert_array_equal(counts.sum(axis=1), opened)
        assert (counts[:, 1:] >= before[:, 1:]).all()
        before = counts
        assert not np.isnan(deals["ended"][deals["status"] != Status.OPEN]).any()
        over = np.flatnonzero(earlier["status"] != Status.OPEN)
        for name in deals.dtype.names:
            np.testing.assert_array_equal(deals[name][over], earlier[name][over], err_msg=name)
        earlier = deals.copy()
    assert before[:, 1].sum() > 50


@pytest.mark.parametrize("absent", [barrier.name for barrier in BARRIERS])
def test_c2_every_dead_deal_has_one_stage_and_one_cause_and_no_absent_one(absent: str) -> None:
    never = FIRST_BARRIER + [barrier.name for barrier in BARRIERS].index(absent)
    for quarter in quarters_of(CollaborationModel(SMALL, seed=8, **barriers(**{absent: 0.0}))):
        deals = quarter.record().deals
        dead = deals[deals["status"] == Status.DEAD]
        by_cause = np.bincount(dead["cause"], minlength=FIRST_BARRIER + len(BARRIERS))
        assert by_cause[0] == by_cause[never] == 0
        assert by_cause.sum() == len(dead)
        assert (deals["cause"][deals["status"] != Status.DEAD] == 0).all()
    assert len(dead) > 100


def test_c3_nothing_is_negative_and_open_deals_recount_every_quarter() -> None:
    for quarter in quarters_of(CollaborationModel(SMALL, seed=8)):
        world, deals = quarter.world, quarter.record().deals
        open_rows = world.open_deals[: int(world.region[0].open_deals)]
        assert sorted(np.flatnonzero(deals["status"] == Status.OPEN)) == sorted(open_rows)
        parties = np.concatenate([deals["source"][open_rows], deals["recipient"][open_rows]])
        recount = np.bincount(parties[parties >= 0], minlength=len(world.organisations))
        np.testing.assert_array_equal(recount, world.organisations["open_deals"])
        for column in ("open_shelf", "classified_shelf", "cash", "open_deals"):
            assert (world.organisations[column] >= 0).all(), column
        assert (world.offices["waiting"] >= 0).all()


def test_c3_fund_and_clerks_never_exceed_what_there_is() -> None:
    for quarter in quarters_of(CollaborationModel(SMALL, seed=8)):
        settings, history = quarter.world.settings[0], quarter.record().history
        assert 0.0 <= history["fund_spent"][-1] <= settings.fund * (1 + 1e-12)
        cases = quarter.record().cases
        for office in range(len(quarter.world.offices)):
            here = cases[(cases["office"] == office) & ~np.isnan(cases["started"])]
            at_work = (here["started"] < quarter.quarter) & (here["decided"] >= quarter.quarter)
            assert at_work.sum() <= quarter.world.offices["clerks"][office]
        assert not (cases["started"] < cases["filed"]).any()
        assert not cases["granted"][np.isin(cases["status"], [CaseStatus.WAITING, CaseStatus.WITHDRAWN])].any()


@pytest.mark.parametrize("arm", [NONE, parameters(climb_after=1, anchor_slots=100)], ids=["no barriers", "fast climb"])
def test_c4_nobody_supplies_above_the_licence_held_when_access_was_left(arm: dict[str, object]) -> None:
    rungs = set()
    for seed in range(4):
        model = CollaborationModel(SMALL, seed=seed, **arm).run()
        deals = model.record().deals
        supplies = deals[(deals["direction"] == DIRECTION["civil_to_military"]) & ~np.isnan(deals["cleared"])]
        assert (supplies["class_held"] >= supplies["rung"]).all()
        assert delivered(model)["civil_to_military"] > 0
        rungs |= set(supplies["rung"].tolist())
        holders = model.world.organisations
        assert (holders["licence_class"] <= 3).all()
    assert {1, 2} <= rungs
