"""Accounts that balance in every quarter: C1 to C4 and C7 of the plan, as `sim.engine.Watch` holds any run to them.

The laws stand once, in `sim/engine/laws.py` and what it imports; `test_watched_runs.py` breaks each of them and sees it
noticed. Here they are watched where they could fail, and the runs are held to having done what the laws speak of.
"""

from __future__ import annotations

import numpy as np
import pytest

from sim import CollaborationModel
from sim.barriers import BARRIERS
from sim.engine import Watch
from sim.tables import FIRST_BARRIER, Status
from tests.laws.benches import DIRECTION, SMALL, barriers, delivered, parameters

NONE = barriers(**{barrier.name: 0.0 for barrier in BARRIERS})


def watched(seed: int, **settings: object) -> CollaborationModel:
    return Watch(CollaborationModel(SMALL, seed=seed, **settings)).run()


def test_c7_ledgers_offices_of_cities_and_grants_add_up_every_quarter() -> None:
    model = watched(8)
    ledger, enters = model.world.ledger, model.world.kinds["enters"][model.world.organisations["kind"]]
    assert (ledger["put_in"][enters] > 0.0).sum() > 100
    assert (ledger["got_out"][enters] > 0.0).sum() > 20
    assert not ledger["put_in"][~enters].any()
    assert model.world.cities["kept_office"].max() > 0.0
    assert model.record().history["exits"].sum() > 20


def test_c1_c3_accounts_of_deals_stocks_fund_and_clerks_balance_every_quarter() -> None:
    model = watched(8)
    record = model.record()
    assert (record.deals["status"] == Status.DELIVERED).sum() > 50
    assert record.history["fund_spent"].sum() > 0.0
    assert (~np.isnan(record.cases["started"])).sum() > 50


@pytest.mark.parametrize("absent", [barrier.name for barrier in BARRIERS])
def test_c2_every_dead_deal_has_one_cause_and_no_absent_one(absent: str) -> None:
    deals = watched(8, **barriers(**{absent: 0.0})).record().deals
    dead = deals[deals["status"] == Status.DEAD]
    never = FIRST_BARRIER + [barrier.name for barrier in BARRIERS].index(absent)
    by_cause = np.bincount(dead["cause"], minlength=FIRST_BARRIER + len(BARRIERS))
    assert by_cause[0] == by_cause[never] == 0
    assert by_cause.sum() == len(dead) > 100


@pytest.mark.parametrize("arm", [NONE, parameters(climb_after=1, anchor_slots=100)], ids=["no barriers", "fast climb"])
def test_c4_nobody_supplies_above_the_licence_held_when_access_was_left(arm: dict[str, object]) -> None:
    rungs = set()
    for seed in range(4):
        model = watched(seed, **arm)
        deals = model.record().deals
        supplies = deals[(deals["direction"] == DIRECTION["civil_to_military"]) & ~np.isnan(deals["cleared"])]
        assert delivered(model)["civil_to_military"] > 0
        rungs |= set(supplies["rung"].tolist())
    assert {1, 2} <= rungs
