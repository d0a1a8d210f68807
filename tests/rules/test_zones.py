"""What a high-tech zone and a pilot zone do, against numbers worked out by hand."""

from __future__ import annotations

import pytest

from sim.mechanisms.clustering import base_for_field
from sim.mechanisms.research import arrival_rate
from sim.scenario import Scenario
from tests.rules.plain import plain, settings

CIRCLE = Scenario.load("baseline").region
SOFTWARE_AND_ELECTRONICS = 0b11  # fields 1 and 0


@pytest.mark.parametrize(("in_zone", "expected"), [(True, 0.36), (False, 0.3)])  # 0.3 x 1.2
def test_more_technologies_arrive_in_a_zone_m1(in_zone: bool, expected: float) -> None:
    assert plain(arrival_rate)(0.3, in_zone, settings(zone_effect=0.2)) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("base", "field", "expected"),
    [
        (0.0, 1, 0.6),  # a base for software
        (0.0, 2, 0.0),  # none for aviation
        (0.4, 1, 1.0),
        (1.0, 1, 1.6),  # beside the base that is there
        (0.4, 9, 0.4),
    ],
)
def test_a_pilot_zone_is_a_base_of_its_fields_m14(base: float, field: int, expected: float) -> None:
    numbers = settings(pilot_zone_strength=0.6)
    assert plain(base_for_field)(base, SOFTWARE_AND_ELECTRONICS, field, numbers) == pytest.approx(expected)


def test_the_zones_of_the_circle_are_those_that_the_seed_counts_or_lie_outside_it() -> None:
    """12 zones: one in each of seven cities of Sichuan, one in Panzhihua outside, four in Chongqing, one city here."""
    zones = [city.key for city in CIRCLE.cities if city.hightech_zone]
    assert len(zones) - 1 + 1 + 4 == 12
    assert {"chengdu", "mianyang", "chongqing"} < set(zones)


def test_the_pilot_zone_is_in_chengdu() -> None:
    assert [city.key for city in CIRCLE.cities if city.pilot_zone_fields] == ["chengdu"]
    [chengdu] = [city for city in CIRCLE.cities if city.key == "chengdu"]
    assert sum(1 << field for field in chengdu.pilot_zone_fields) == SOFTWARE_AND_ELECTRONICS
