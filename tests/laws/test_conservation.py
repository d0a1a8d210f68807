"""Licences (C4) and extreme conditions (X1-X13), C1-C4 watched in all: rows of the validation plan by their id."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim import CollaborationModel, Scenario
from sim.barriers import BARRIERS
from sim.model import Watch
from sim.tables import FIRST_BARRIER

SMALL = Scenario.load("tiny").with_(**{"population.private_sample": 0.03, "population.military_sample": 0.5})
CROSSING = ("military_to_civil", "civil_to_military", "university_to_military")


def run(**overrides: object) -> CollaborationModel:
    """Run with every law watched in every quarter."""
    return Watch(CollaborationModel(SMALL, seed=3, **overrides)).run()


def delivered(model: CollaborationModel) -> dict[str, int]:
    deals = model.deals()
    done = deals[deals["status"] == "delivered"]
    return {name: int((done["direction"] == name).sum()) for name in deals["direction"].cat.categories}


def barriers(**values: float) -> dict[str, object]:
    return {f"barriers.{name}": value for name, value in values.items()}


ALL_ON = barriers(**{barrier.name: 1.0 for barrier in BARRIERS})
ALL_OFF = barriers(**{barrier.name: 0.0 for barrier in BARRIERS})


def test_c4_nobody_exceeds_its_licence() -> None:
    deals = run(**ALL_OFF).deals()
    supplies = deals[(deals["direction"] == "civil_to_military") & (deals["status"] == "delivered")]
    assert len(supplies) > 0
    assert (supplies["class_held"] >= supplies["rung"]).all()


def test_x1_all_barriers_complete() -> None:
    model = run(**ALL_ON)
    done = delivered(model)
    assert [done[name] for name in CROSSING] == [0, 0, 0]
    assert done["university_to_civil"] > 0
    assert not model.record().cases["granted"].any()
    assert model.world.region[0].exposure == 0.0


@pytest.mark.parametrize("barrier", ["secrecy", "market_separation", "standards_mismatch"])
def test_x2_x3_each_blocks_alone(barrier: str) -> None:
    done = delivered(run(**barriers(**{barrier: 1.0})))
    assert [done[name] for name in CROSSING] == [0, 0, 0]
    assert done["university_to_civil"] > 0


def test_x4_coordination_alone_closes_only_the_boundary() -> None:
    deals = run(**barriers(missing_coordination_body=1.0)).deals()
    done = deals[deals["status"] == "delivered"]
    assert len(done) > 0
    assert not done["jurisdictions_differ"].any()


def test_x6_no_barrier_no_barrier_cause() -> None:
    model = run(**ALL_OFF)
    assert (model.record().deals["cause"] < FIRST_BARRIER).all()
    assert sum(delivered(model).values()) > sum(delivered(run()).values())


def test_x7_no_money_no_deliveries() -> None:
    nothing: dict[str, Any] = {
        f"parameters.{name}": 0.0
        for name in ("self_finance", "fund", "bank_private", "bank_military", "bank_university")
    }
    model = run(**nothing)
    deals = model.deals()
    assert deals["matched"].notna().any()
    assert set(deals["status"]) <= {"open", "dead"}
    assert not deals["financed"].notna().any()


def test_x8_without_comprehension_nothing_is_delivered() -> None:
    assert sum(delivered(run(**{"parameters.comprehension_scale": 1e-9})).values()) == 0


def test_x11_without_end_of_clerks_nobody_waits() -> None:
    cases = run(**{"parameters.clerks": 50_000.0}).record().cases
    started = ~np.isnan(cases["started"])
    assert started.any()
    assert (cases["started"][started] == cases["filed"][started]).all()


def test_x12_without_leaks_no_backlash() -> None:
    model = run(**{"parameters.leak_rate": 0.0})
    assert (model.record().history["backlash"] == 0.0).all()


@pytest.mark.parametrize(
    ("sample", "gone"),
    [
        ("private_sample", ("military_to_civil", "civil_to_military", "university_to_civil")),
        ("university_sample", ("university_to_military", "university_to_civil")),
    ],
)
def test_x13_without_a_kind_its_directions_vanish(sample: str, gone: tuple[str, ...]) -> None:
    deals = run(**{f"population.{sample}": 0.0}).deals()
    matched = deals[deals["matched"].notna()]
    assert len(matched) > 0
    assert not matched["direction"].isin(gone).any()


def test_m2_lever_after_the_horizon_is_the_baseline() -> None:
    late = run(**{"levers.market_opening.strength": 1.0, "levers.market_opening.start_quarter": 400})
    assert late.record().deals.tobytes() == run().record().deals.tobytes()


def test_m15_costs_change_no_decision() -> None:
    lever = {"levers.fund_pool.strength": 1.0, "levers.fund_pool.start_quarter": 8}
    cheap = run(**lever, **{"levers.fund_pool.variable_cost": 0.0})
    dear = run(**lever, **{"levers.fund_pool.variable_cost": 9.0})
    assert cheap.record().deals.tobytes() == dear.record().deals.tobytes()
    assert dear.outcomes()["programme_cost_million_yuan"] > cheap.outcomes()["programme_cost_million_yuan"] == 0.0
