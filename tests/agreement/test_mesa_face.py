"""What Mesa shows of the model is the model: agents, sets and collectors read its tables and change nothing."""

from __future__ import annotations

import warnings
from pathlib import Path

import mesa
import numpy as np
import pytest

from sim import CollaborationModel, Scenario
from sim.agents import (
    ORGANISATIONS,
    ClearanceOffice,
    CoordinationBody,
    LocalGovernment,
    MilitaryEnterprise,
    PrivateFirm,
    University,
)
from sim.tables import Cause, Status

TINY = Scenario.load("tiny")
REGION = Path(__file__).parents[1] / "data" / "second_region.csv"


def tables(model: CollaborationModel) -> list[bytes]:
    record = model.record()
    return [table.tobytes() for table in (record.deals, record.history, record.cases, model.world.organisations)]


@pytest.fixture(scope="module")
def model() -> CollaborationModel:
    return CollaborationModel(TINY, seed=2).run()


@pytest.fixture(scope="module")
def untouched() -> list[bytes]:
    return tables(CollaborationModel(TINY, seed=2).run())


def test_every_row_is_one_agent_of_its_class(model: CollaborationModel) -> None:
    world = model.world
    organisations = model.record().organisations
    for code, kind in enumerate(ORGANISATIONS):
        rows = [agent.row for agent in model.agents_by_type[kind]]
        assert sorted(rows) == np.flatnonzero(organisations["alive"] & (organisations["kind"] == code)).tolist()
    others = {LocalGovernment: len(world.cities), ClearanceOffice: len(world.offices), CoordinationBody: 1}
    for kind, count in others.items():
        assert len(model.agents_by_type[kind]) == count
    assert len(model.agents) == organisations["alive"].sum() + sum(others.values())
    assert len({agent.unique_id for agent in model.agents}) == len(model.agents)
    assert isinstance(model, mesa.Model)
    assert all(isinstance(agent, mesa.Agent) and agent.model is model for agent in model.agents)


def test_attributes_are_the_columns(model: CollaborationModel) -> None:
    firms = model.agents_by_type[PrivateFirm]
    organisations = model.world.organisations
    rows = [firm.row for firm in firms]
    for name in ("cash", "trust", "perceived_success", "licence_class", "active", "rung", "deliveries", "revenue"):
        assert firms.get(name) == organisations[name][rows].tolist()
    firm = firms[0]
    assert firm.city == model.region.cities[organisations["city"][firm.row]].key
    assert firm.expertise.base is not None
    assert np.shares_memory(firm.expertise, model.world.expertise)
    offices = model.agents_by_type[ClearanceOffice]
    assert offices.get("mean_wait") == model.world.offices["mean_wait"].tolist()


def test_select_group_and_aggregate_count_as_the_tables_do(model: CollaborationModel) -> None:
    organisations = model.world.organisations
    private = organisations["alive"] & (organisations["kind"] == ORGANISATIONS.index(PrivateFirm))
    firms = model.agents_by_type[PrivateFirm]
    active = model.agents.select(agent_type=PrivateFirm).select(lambda firm: firm.active)
    assert len(active) == int((private & organisations["active"]).sum()) > 0
    by_city = firms.groupby("city").count()
    for place, city in enumerate(model.region.cities):
        assert by_city.get(city.key, 0) == int((private & (organisations["city"] == place)).sum())
    assert firms.agg("cash", sum) == pytest.approx(organisations["cash"][private].sum())
    assert sum(len(agent.deals) for agent in model.agents_by_type[University]) > 0
    shelves = model.agents_by_type[MilitaryEnterprise].agg("classified_shelf", sum)
    assert shelves == model.record().history["shelf_classified"][-1]


def collect(model: CollaborationModel) -> mesa.DataCollector:
    collector = mesa.DataCollector(
        model_reporters={
            "active": lambda m: sum(firm.active for firm in m.agents_by_type[PrivateFirm]),
            "opened": lambda m: int(m.world.region[0].deals),
            "quarter": "quarter",
        },
        agenttype_reporters={PrivateFirm: {"cash": "cash", "city": "city"}, ClearanceOffice: {"wait": "mean_wait"}},
        agent_reporters={"unique": lambda agent: agent.unique_id},
    )
    while model.quarter < model.inputs.run.quarters:
        model.step()
        collector.collect(model)
    return collector


def test_collecting_gives_the_tables_and_changes_nothing(untouched: list[bytes]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error", DeprecationWarning)
        warnings.simplefilter("error", PendingDeprecationWarning)
        warnings.simplefilter("error", FutureWarning)
        observed = CollaborationModel(TINY, seed=2)
        collector = collect(observed)
        frame = collector.get_model_vars_dataframe()
        by_firm = collector.get_agenttype_vars_dataframe(PrivateFirm)
    assert tables(observed) == untouched
    history = observed.history()
    assert frame["active"].tolist() == history["active_firms"].tolist()
    assert frame["opened"].tolist() == history["opened"].cumsum().tolist()
    assert frame["quarter"].tolist() == list(range(1, observed.inputs.run.quarters + 1))
    firms = observed.agents_by_type[PrivateFirm]
    last = by_firm["cash"].loc[observed.inputs.run.quarters]
    assert {agent.unique_id: agent.cash for agent in firms} == last.to_dict()
    waits = collector.get_agenttype_vars_dataframe(ClearanceOffice)["wait"]
    assert waits.tolist()[-len(observed.world.offices) :] == observed.world.offices["mean_wait"].tolist()
    there = history["firms"] + len(observed.agents) - len(firms)  # of other agents there are as many in every quarter
    assert len(collector.get_agent_vars_dataframe()) == there.sum()


def test_another_model_before_or_between_changes_nothing(untouched: list[bytes]) -> None:
    other = CollaborationModel(Scenario.load("no_barriers").with_(**{"population.scale": 0.05}), seed=9)
    model = CollaborationModel(TINY, seed=2)
    assert len(other.agents) > 0
    while model.quarter < model.inputs.run.quarters:
        other.step()
        model.step()
    assert tables(model) == untouched


def test_a_new_firm_takes_part_from_the_next_quarter() -> None:
    model = CollaborationModel(TINY, seed=2)
    for _ in range(8):
        model.step()
    before = len(model.agents_by_type[PrivateFirm])
    firm = PrivateFirm(model, city="chengdu", field=model.field_names[0], revenue=50.0)
    model.set("parameters.effort_private", 1.0)
    assert len(model.agents_by_type[PrivateFirm]) == before + 1
    assert firm in model.agents
    assert (firm.city, firm.field, firm.revenue, firm.active) == ("chengdu", model.field_names[0], 50.0, True)
    assert firm.unique_id == firm.key + 1
    assert len(firm.deals) == 0
    model.step()
    assert set(firm.deals["opened"]) == {8}
    assert set(firm.deals["initiator"]) == {firm.key}
    while model.quarter < model.inputs.run.quarters:
        model.step()
    assert len(firm.deals) > 3
    received = model.deals()["recipient"] == firm.row
    assert firm.open_deals == int((firm.deals["status"] == "open").sum())
    assert received.sum() + (firm.deals["initiator"] == firm.key).sum() == len(firm.deals)


def closed(model: CollaborationModel, quarters: int) -> tuple[int, CollaborationModel]:
    """Run, close the private firm with the most open deals, and return its row."""
    for _ in range(quarters):
        model.step()
    firm = max(model.agents_by_type[PrivateFirm], key=lambda one: (one.open_deals, -one.row))
    assert firm.open_deals > 0
    firm.remove()
    assert firm not in model.agents
    return int(firm.row), model


def test_clerks_set_by_hand_are_all_on_duty() -> None:
    model = CollaborationModel(TINY, seed=2)
    model.step()
    model.set("parameters.clerks", 870.0)
    model.step()
    on_duty = 870.0 * float(model.world.region[0].scale)
    assert model.history()["clerks"].tolist()[1] == pytest.approx(on_duty, abs=1.0)
    assert model.world.offices["clerks"].sum() == model.history()["clerks"].tolist()[1]


def test_a_closed_organisation_ends_its_deals_and_opens_no_more() -> None:
    row, model = closed(CollaborationModel(TINY, seed=2), 10)
    deals = model.record().deals
    party = (deals["source"] == row) | (deals["recipient"] == row)
    under_way = np.flatnonzero(party & (deals["status"] == Status.OPEN))
    assert len(under_way) > 0
    model.step()
    deals = model.record().deals
    assert (deals["status"][under_way] == Status.DEAD).all()
    assert (deals["cause"][under_way] == Cause.ORGANISATION_CLOSED).all()
    assert set(model.deals()["cause"].iloc[under_way]) == {"organisation_closed"}
    model.run()
    deals = model.record().deals
    later = (deals["opened"] >= 10) | (deals["matched"] >= 10)
    assert not (later & ((deals["source"] == row) | (deals["recipient"] == row))).any()
    open_rows = model.world.open_deals[: int(model.world.region[0].open_deals)]
    parties = np.concatenate([deals["source"][open_rows], deals["recipient"][open_rows]])
    recount = np.bincount(parties[parties >= 0], minlength=len(model.world.organisations))
    np.testing.assert_array_equal(recount, model.world.organisations["open_deals"])


def test_others_keep_their_draws_when_one_is_closed() -> None:
    row, model = closed(CollaborationModel(TINY, seed=2), 10)
    other = CollaborationModel(TINY, seed=2)
    for changed in (model, other):
        while changed.quarter < 14:
            changed.step()
    drawn: list[dict[tuple[int, int, int], tuple[float, ...]]] = []
    for changed in (model, other):
        deals = changed.record().deals
        university = changed.world.organisations["kind"][deals["source"]] == ORGANISATIONS.index(University)
        names = ("initiator", "opened", "slot")
        drawn.append(
            {
                tuple(int(deal[name]) for name in names): (float(deal.quality), int(deal.direction), int(deal.steps))
                for deal in deals[university & (deals["source"] != row)]
            }
        )
    shared = drawn[0].keys() & drawn[1].keys()
    assert len(shared) > 0.9 * len(drawn[1]) > 20
    assert all(drawn[0][key] == drawn[1][key] for key in shared)
    assert {agent.row: agent.key for agent in model.agents_by_type[University]} == {
        agent.row: agent.key for agent in other.agents_by_type[University]
    }


def test_letting_a_handle_go_leaves_the_world_alone(untouched: list[bytes]) -> None:
    model = CollaborationModel(TINY, seed=2)
    handles = list(model.agents)
    model.agents.shuffle(inplace=True)
    assert model.organisation(0) in handles
    del handles
    assert tables(model.run()) == untouched


def test_a_second_region_runs_to_the_horizon_and_delivers() -> None:
    region = {"region.cities": str(REGION), "population.private_sample": 0.2, "population.military_sample": 4.0}
    model = CollaborationModel(Scenario.load("baseline").with_(**region), seed=1).run()
    assert model.quarter == model.inputs.run.quarters
    assert {city.key for city in model.region.cities} == {"north_harbour", "old_bridge", "salt_lake", "green_hill"}
    assert len(model.agents_by_type[LocalGovernment]) == 4
    done = model.deals().query("status == 'delivered'")
    assert len(done) > 20
    assert set(done["source_city"].dropna()) <= {city.key for city in model.region.cities}


def test_a_step_after_the_last_quarter_does_nothing_and_says_so(untouched: list[bytes]) -> None:
    model = CollaborationModel(TINY, seed=2)
    quarters = TINY.run.quarters
    while model.running:  # as Mesa's own tools do
        model.step()
    outcomes = str(model.outcomes())
    for _ in range(3):
        with pytest.warns(UserWarning, match=rf"the scenario ends after {quarters} quarters \(run.quarters\)") as said:
            model.step()
        assert [Path(one.filename).name for one in said] == [Path(__file__).name]
    assert model.run() is model
    assert (model.quarter, model.steps, model.running) == (quarters, quarters, False)
    assert str(model.outcomes()) == outcomes
    assert tables(model) == untouched


def test_mesas_viewer_may_ask_for_many_steps_at_once(untouched: list[bytes]) -> None:
    model = CollaborationModel(TINY, seed=2)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        while model.running:
            for _ in range(7):  # its render interval, in which it does not ask whether the model runs
                model.step()
    assert TINY.run.quarters % 7 != 0
    assert tables(model) == untouched


def test_more_quarters_are_those_of_a_longer_scenario(untouched: list[bytes]) -> None:
    longer = CollaborationModel(TINY.with_(**{"run.quarters": TINY.run.quarters + 5}), seed=2)
    while longer.quarter < TINY.run.quarters:
        longer.step()
    assert tables(longer) == untouched


def test_removing_all_agents_removes_those_that_nobody_has_asked_for() -> None:
    one, other = CollaborationModel(TINY, seed=2), CollaborationModel(TINY, seed=2)
    assert len(other.agents) > 100  # asked for
    for model in (one, other):
        model.remove_all_agents()
        assert len(model.agents) == 0
        assert not model.world.organisations["alive"].any()
        model.run()
    assert tables(one) == tables(other)
    assert one.outcomes()["deals_opened"] == 0


def test_the_types_of_agents_are_known_before_an_agent_is_asked_for() -> None:
    asked_first = set(CollaborationModel(TINY, seed=2).agent_types)
    assert asked_first == {*ORGANISATIONS, ClearanceOffice, CoordinationBody, LocalGovernment}
