"""Firms are conserved, fail geometrically, are found once they exist, and change nothing where they may not."""

from __future__ import annotations

import logging

import numpy as np
import pytest

from sim import CollaborationModel
from sim.agents import PrivateFirm
from sim.engine import Run, Watch
from sim.engine.run import NO_ROW_LEFT
from sim.machine_code import choice
from sim.tables import Status
from tests.laws.benches import DIRECTION, KIND, QUIET, SMALL, parameters

LIVELY = parameters(foundings=400.0, failure_rate=0.05, spin_off=0.5)


def firms_alive(model: CollaborationModel) -> int:
    organisations = model.world.organisations
    return int((organisations["alive"] & (organisations["kind"] == KIND["private_firm"])).sum())


def test_c8_firms_are_those_at_the_start_and_founded_less_failed() -> None:
    model = CollaborationModel(SMALL, seed=1, **LIVELY)
    start = firms_alive(model)
    Watch(model).run()
    history = model.history()
    assert history["founded"].sum() > 100 < history["failed"].sum()
    assert firms_alive(model) == start + history["founded"].sum() - history["failed"].sum()
    assert history["firms"].iloc[-1] == firms_alive(model)
    assert history["founded"].sum() > history["spin_offs"].sum() > 0


def test_a_firm_that_failed_files_nothing_any_more() -> None:
    """Licences are applied for ahead of deals, by worth; clerks have no time for firms that are gone."""
    model = CollaborationModel(SMALL.with_(**parameters(licence_cost=0.0, failure_rate=0.03)), seed=1)
    for _ in range(40):
        dead, before = ~model.world.organisations["alive"], int(model.world.region[0].cases)
        model.step()
        filed = model.world.cases[before : int(model.world.region[0].cases)]
        assert not dead[: len(model.world.organisations)][filed["organisation"]].any()
    assert dead.sum() > 50 < before


def test_failure_alone_is_geometric() -> None:
    """With one size for all and nobody founded, a share of (1 - rate)^quarters is left (D of the design)."""
    model = CollaborationModel(SMALL.with_(**{**QUIET, **parameters(failure_rate=0.03)}), seed=2)
    private = model.world.organisations["kind"] == KIND["private_firm"]
    model.world.organisations["revenue"][private] = 10.0
    start = firms_alive(model)
    for _ in range(40):
        model.step()
    left = 0.97**40
    spread = np.sqrt(left * (1.0 - left) / start)
    assert start > 300
    assert abs(firms_alive(model) / start - left) < 4.0 * spread


def test_where_nothing_may_happen_to_firms_nothing_does() -> None:
    """Sizes fixed, nobody founded and nobody fails: neither room for firms nor what founding would be like is felt."""
    nothing = {"structure.firm_size": "fixed", **parameters(foundings=0.0, failure_rate=0.0, spin_off=0.0)}
    one = CollaborationModel(SMALL, seed=3, **nothing)
    before = one.world.organisations["revenue"].copy()
    one.run()
    changed = parameters(inherit=0.5, incubation=3.0, supply_growth=0.2, revenue_decay=0.02)
    two = CollaborationModel(SMALL, seed=3, **nothing, **changed, **{"population.room_for_firms": 1.0}).run()
    assert (one.world.organisations["revenue"] == before).all()
    assert one.record().deals.tobytes() == two.record().deals.tobytes()
    assert not one.history()[["founded", "failed", "spin_offs"]].to_numpy().any()


def test_a_firm_is_found_once_it_is_founded() -> None:
    """Spin-offs of a run become parties of deals, as whom others look for and as suppliers."""
    model = CollaborationModel(SMALL, seed=4, **parameters(foundings=1000.0, spin_off=1.0)).run()
    start = int(
        model.history()["firms"].iloc[0] - model.history()["founded"].iloc[0] + model.history()["failed"].iloc[0]
    )
    first = int((model.record().organisations["kind"] != KIND["private_firm"]).sum()) + start
    deals, keys = model.record().deals, model.record().organisations["key"]
    assert (np.diff(keys) > 0).all()
    assert (deals["recipient"] >= first).any()
    assert (deals["source"] >= first).any()
    born = np.flatnonzero(model.record().organisations["alive"])[-1]
    assert born in model.world.bucket_rows[: model.world.bucket_start[-1]]


def test_a_founded_firm_is_like_its_parent() -> None:
    model = CollaborationModel(
        SMALL, seed=5, **parameters(foundings=1000.0, inherit=0.5, spin_off=0.0, founded_revenue=2.0)
    )
    used = int(model.world.region[0].organisations)
    model.step()
    learnt = model.world.expertise[:used]
    table = model.record().organisations
    assert len(table) > used
    for row in range(used, len(table)):
        here = np.flatnonzero(
            (table["city"][:used] == table["city"][row]) & (table["field"][:used] == table["field"][row])
        )
        assert np.isclose(0.5 * learnt[here], model.world.expertise[row]).all(axis=1).any()
        assert table["revenue"][row] == 2.0
        assert table["kind"][row] == KIND["private_firm"]
        assert not table["active"][row]


def test_deals_of_a_firm_that_failed_end_when_the_next_quarter_begins() -> None:
    model = CollaborationModel(SMALL, seed=6, **parameters(failure_rate=1.0), **{"run.fill": 0})
    model.step()
    model.step()
    deals = model.record().deals
    organisations = model.world.organisations
    supplies = deals["direction"] == DIRECTION["civil_to_military"]
    assert supplies.any()
    gone = ~organisations["alive"][deals["source"]]
    assert gone[supplies].mean() > 0.5
    assert (deals["status"][gone & (deals["opened"] == 0)] != Status.OPEN).all()


def test_without_a_row_nobody_is_founded_and_the_run_says_so(caplog: pytest.LogCaptureFixture) -> None:
    choice.tell.cache_clear()
    with caplog.at_level(logging.WARNING, "sim.machine_code"):
        run = Run(SMALL.with_(**{"population.room_for_firms": 1.0, **LIVELY}), 1).run()
    history = run.history()
    assert history["foundings_refused"].sum() > 0 == history["founded"].sum()
    assert [record.getMessage() for record in caplog.records] == [NO_ROW_LEFT.format(1.0)]


def test_agents_come_and_go_with_their_firms() -> None:
    model = CollaborationModel(SMALL, seed=7, **LIVELY)
    before = {agent.unique_id for agent in model.agents_by_type[PrivateFirm]}
    for _ in range(8):
        model.step()
    after = {agent.unique_id for agent in model.agents_by_type[PrivateFirm]}
    assert len(after) == firms_alive(model)
    assert after - before
    assert before - after
    own = PrivateFirm(model, city="chengdu", field="aviation")
    model.step()
    assert own.unique_id == own.key + 1
    assert len(model.agents_by_type[PrivateFirm]) == firms_alive(model)


def test_very_large_firms_lead_and_need_no_place() -> None:
    """Complete machines of lead enterprises alone are matched where nobody gives places."""
    found = {}
    for lead in (0.0, 1e9):
        scenario = SMALL.with_(**{**QUIET, **parameters(lead_revenue=lead, anchor_slots=0, effort_private=1.0)})
        model = CollaborationModel(scenario, seed=8)
        firms = model.world.organisations["kind"] == KIND["private_firm"]
        model.world.organisations["rung"][firms] = 3
        model.world.organisations["active"][firms] = True
        for _ in range(6):
            model.step()
        deals = model.record().deals
        found[lead] = int(((deals["rung"] == 3) & (deals["recipient"] >= 0)).sum())
        assert bool(model.world.organisations["anchor"][firms].all()) is (lead == 0.0)
    assert found[1e9] == 0 < found[0.0]
