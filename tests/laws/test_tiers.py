"""Scope of control, catalogue and tiers: what is felt where, and nowhere else."""

from __future__ import annotations

import numpy as np
import pytest

from sim import CollaborationModel
from sim.tables import CaseKind
from tests.laws.benches import DIRECTION, SMALL, parameters, run

OPEN = parameters(access_scope_1=0.0, access_scope_2=0.0, access_scope_3=0.0)
SHUT = parameters(access_scope_1=1.0, access_scope_2=1.0, access_scope_3=1.0)
BY_NEED = {"structure.choice": "fixed"}  # nobody applies ahead of a deal


def deals_of(model: CollaborationModel, direction: str) -> np.ndarray:
    deals = model.record().deals
    return deals[deals["direction"] == DIRECTION[direction]]


@pytest.mark.parametrize("scope", [0.0, 0.3, 1.0])
def test_as_many_supplies_are_controlled_as_the_scope_says(scope: float) -> None:
    model = run(**parameters(access_scope_1=scope))
    supplies = deals_of(model, "civil_to_military")
    parts = supplies[supplies["rung"] == 1]
    assert len(parts) > 100
    assert parts["controlled"].mean() == pytest.approx(scope, abs=0.1)
    others = model.record().deals
    assert others["controlled"][others["direction"] != DIRECTION["civil_to_military"]].all()


def test_no_supply_out_of_control_waits_for_a_licence() -> None:
    model = run(**OPEN, **BY_NEED)
    cases = model.record().cases
    kinds = model.world.organisations["kind"][cases["organisation"]]
    firms = (cases["kind"] == CaseKind.LICENCE) & (kinds == 1)
    assert not firms.any()
    supplies = deals_of(model, "civil_to_military")
    cleared = supplies[~np.isnan(supplies["cleared"]) & ~supplies["second_pending"]]
    assert len(cleared) > 50
    assert (deals_of(run(), "civil_to_military")["office_wait"] > 0.0).any()


def test_supplies_out_of_control_are_exposed_as_they_are_delivered() -> None:
    quiet = parameters(leak_rate=0.0, exposure_decay=0.0, effort_military=0.0, uncontrolled_exposure=0.2)
    model = run(**OPEN, **quiet)
    delivered = (deals_of(model, "civil_to_military")["status"] == 1).sum()
    assert delivered > 10
    assert model.world.region[0].exposure == pytest.approx(0.2 * delivered)
    assert run(**SHUT, **quiet).world.region[0].exposure == 0.0


def test_what_is_listed_is_open_technology_offered_across_the_sides() -> None:
    model = run(**parameters(catalogue_share=0.5))
    deals = model.record().deals
    crossing = np.isin(deals["direction"], [DIRECTION["military_to_civil"], DIRECTION["university_to_military"]])
    offered = crossing & ~deals["classified"]
    assert not deals["listed"][~offered].any()
    assert deals["listed"][offered].mean() == pytest.approx(0.5, abs=0.1)


def test_a_catalogue_without_reach_shows_nothing() -> None:
    full, empty = run(**parameters(catalogue_share=1.0, catalogue_reach=0.0)), run(**parameters(catalogue_share=0.0))
    names = [name for name in full.record().deals.dtype.names if name != "listed"]
    assert all(full.record().deals[name].tobytes() == empty.record().deals[name].tobytes() for name in names)
    reaching = run(**parameters(catalogue_share=1.0))
    matched = [(~np.isnan(deals_of(model, "military_to_civil")["matched"])).sum() for model in (reaching, empty)]
    assert matched[0] > 1.05 * matched[1]


def test_the_centre_sees_no_file_of_a_part() -> None:
    """While everybody supplies parts, nothing hangs on what the centre handles."""
    parts = parameters(climb_after=10_000)
    one, other = (run(**parts, **parameters(handles_centre=centre)).record() for centre in (0.0, 2.0))
    assert one.deals.tobytes() == other.deals.tobytes()
    assert one.cases.tobytes() == other.cases.tobytes()


def test_the_laws_hold_without_control() -> None:
    """They are watched every quarter, see `run`."""
    assert run(**OPEN, **parameters(catalogue_share=1.0, catalogue_reach=1.0)).quarter == SMALL.run.quarters
