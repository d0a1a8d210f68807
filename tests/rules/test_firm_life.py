"""Firms by hand: how they grow, shrink, fail and are founded (ODD, firms)."""

from __future__ import annotations

import pytest

from sim.agents import failure_chance, foundings_expected, grown, leads_by_size, shrunk, spin_off_chance
from sim.agents.firm_life import FIXED_SIZE, FirmLifeSettings
from sim.scales import number_of
from tests.rules.plain import plain, settings

AS_WORKED = settings(
    supply_growth=0.5,
    revenue_decay=0.002,
    failure_rate=0.012,
    spin_off=0.02,
    foundings=22.0,
    incubation=1.0,
    lead_revenue=1000.0,
    firm_size=number_of(FirmLifeSettings.firm_size, "growing"),
)
FIXED = settings(supply_growth=0.5, revenue_decay=0.002, firm_size=FIXED_SIZE)


def test_a_supply_lets_a_firm_grow_by_a_part_of_what_it_brought() -> None:
    assert plain(grown)(10.0, 3.0, AS_WORKED) == pytest.approx(11.5)
    assert plain(grown)(10.0, 8.0, FIXED) == 10.0


def test_a_firm_that_supplies_nothing_shrinks_to_a_floor_and_none_rises_to_it() -> None:
    revenue = 100.0
    for _ in range(8):
        revenue = plain(shrunk)(revenue, AS_WORKED)
    assert revenue == pytest.approx(98.41, abs=0.005)
    assert plain(shrunk)(1.001, AS_WORKED) == 1.0
    assert plain(shrunk)(0.3, AS_WORKED) == 0.3
    assert plain(shrunk)(100.0, FIXED) == 100.0


@pytest.mark.parametrize(("revenue", "chance"), [(2.0, 0.012), (10.0, 0.012), (40.0, 0.006), (1000.0, 0.0012)])
def test_the_larger_the_rarer_it_fails(revenue: float, chance: float) -> None:
    assert plain(failure_chance)(revenue, 10.0, AS_WORKED) == pytest.approx(chance)


def test_what_a_citys_firms_found() -> None:
    assert plain(foundings_expected)(500, True, AS_WORKED) == pytest.approx(5.5)
    assert plain(foundings_expected)(500, in_zone=False, settings=AS_WORKED) == pytest.approx(2.75)
    assert plain(foundings_expected)(0, True, AS_WORKED) == 0.0


def test_a_base_incubates_spin_offs_and_no_chance_passes_one() -> None:
    assert plain(spin_off_chance)(0.0, AS_WORKED) == pytest.approx(0.02)
    assert plain(spin_off_chance)(0.5, AS_WORKED) == pytest.approx(0.03)
    assert plain(spin_off_chance)(2.0, settings(spin_off=0.02, incubation=100.0)) == 1.0


def test_a_firm_leads_above_a_size() -> None:
    assert plain(leads_by_size)(1000.1, AS_WORKED)
    assert not plain(leads_by_size)(1000.0, AS_WORKED)
