"""Rules of offices, governments and firms against numbers worked out by hand (model.md, M2, M5, M8, M13)."""

from __future__ import annotations

import math
import random
from heapq import heapreplace

import numpy as np
import pytest

from sim.agents import (
    chance_within_quarter,
    climbs_ladder,
    discouraged,
    entry_hazard,
    holds_licence,
    licence_work,
    likeness,
    protection_after,
    protection_target,
    review_work,
    valid_through,
    value_lost,
)
from sim.phases.access import replace_first
from tests.rules.plain import plain, settings


@pytest.mark.parametrize(
    ("licence_class", "expected"),
    [(1, 1.05), (2, 1.68), (3, 2.31)],  # 0.35 x (1 + 0.6 (class - 1)) x 2 x 1.5
)
def test_work_of_a_licence_m5(licence_class: int, expected: float) -> None:
    numbers = settings(licence_clerk_quarters=0.35, licence_class_markup=0.6)
    assert plain(licence_work)(licence_class, 2.0, 1.5, numbers) == pytest.approx(expected)


def test_work_of_a_review_m7() -> None:
    assert plain(review_work)(2.0, 1.5, settings(review_clerk_quarters=0.45)) == pytest.approx(1.35)


@pytest.mark.parametrize(
    ("held", "expiry", "needed", "quarter", "expected"),
    [
        (0, 0.0, 0, 5.0, True),  # none needed
        (1, 6.0, 1, 5.0, True),
        (1, 5.9, 1, 5.0, False),  # would lapse within the quarter
        (1, 9.0, 2, 5.0, False),  # too low a class
        (3, 9.0, 2, 5.0, True),
    ],
)
def test_a_licence_holds_m5(held: int, expiry: float, needed: int, quarter: float, expected: bool) -> None:
    assert plain(holds_licence)(held, expiry, needed, quarter) is expected


def test_a_licence_serves_as_many_quarters_as_it_lives_m5() -> None:
    """Granted at 3.4 for 4 quarters: decided in quarter 3, lapses at 7.4, which is before quarter 7 is over."""
    assert [quarter for quarter in range(3, 12) if plain(valid_through)(3.4 + 4.0, float(quarter))] == [3, 4, 5, 6]


@pytest.mark.parametrize(
    ("left", "came", "everything", "expected"),
    [(30.0, 10.0, 80.0, 0.25), (0.0, 50.0, 40.0, -1.0), (90.0, 0.0, 60.0, 1.0), (0.0, 0.0, 0.0, 0.0)],
)
def test_value_lost_by_a_city_m13(left: float, came: float, everything: float, expected: float) -> None:
    assert plain(value_lost)(left, came, everything) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("similarity", "one", "other", "exponent", "expected"),
    [
        (0.8, 100.0, 100.0, 1.0, 0.8),
        (0.8, 25.0, 100.0, 1.0, 0.2),  # 0.8 x 1/4, whichever of the two is the larger
        (0.8, 100.0, 25.0, 0.5, 0.4),  # 0.8 x 1/2
        (0.8, 25.0, 100.0, 0.0, 0.8),  # size does not count
        (0.0, 0.0, 0.0, 1.0, 0.0),  # two empty cities
        (0.0, 0.0, 100.0, 1.0, 0.0),
    ],
)
def test_cities_are_rivals_as_far_as_they_are_alike_m13(
    similarity: float, one: float, other: float, exponent: float, expected: float
) -> None:
    assert plain(likeness)(similarity, one, other, settings(size_likeness=exponent)) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("alike", "lost", "barriers", "expected"),
    [
        (0.5, 0.25, 0.8, 0.27),  # 0.9 x 0.5 x 0.75 x 0.8
        (0.5, -0.75, 0.8, 0.0),  # who gains does not protect
        (1.0, 1.0, 1.0, 1.0),  # 1.35, at most 1
        (1.0, 1.0, 0.0, 0.0),
    ],
)
def test_protection_aimed_at_m13(alike: float, lost: float, barriers: float, expected: float) -> None:
    assert plain(protection_target)(alike, lost, barriers, settings(rivalry=0.9)) == pytest.approx(expected)


def test_protection_a_year_later_m13() -> None:
    numbers = settings(protection_adjustment=0.25)
    assert plain(protection_after)(0.2, 0.6, numbers) == pytest.approx(0.3)  # 0.2 + 0.25 x 0.4


def test_entry_is_bass_m2() -> None:
    hazard = plain(entry_hazard)(0.25, 0.5, settings(p_enter=0.012, q_enter=0.08))
    assert hazard == pytest.approx(0.016)  # (0.012 + 0.08 x 0.25) x 0.5
    assert plain(chance_within_quarter)(math.log(2.0)) == pytest.approx(0.5)
    assert plain(chance_within_quarter)(0.0) == 0.0


@pytest.mark.parametrize(("success", "open_deals", "expected"), [(0.07, 0, True), (0.07, 1, False), (0.08, 0, False)])
def test_dampened_enthusiasm_m2(success: float, open_deals: int, expected: bool) -> None:
    assert plain(discouraged)(success, open_deals, settings(exit_below=0.08)) is expected


@pytest.mark.parametrize(
    ("supplies", "expertise", "expected"), [(2, 0.3, True), (4, 0.3, True), (3, 0.3, False), (2, 0.25, False)]
)
def test_the_ladder_is_climbed_m5(supplies: int, expertise: float, expected: bool) -> None:
    assert plain(climbs_ladder)(supplies, expertise, settings(climb_after=2, climb_expertise=0.25)) is expected


@pytest.mark.parametrize("clerks", [1, 2, 3, 8, 41])
def test_a_clerk_s_next_free_time_finds_its_place_as_heapq_would(clerks: int) -> None:
    chance = random.Random(clerks)
    free = [0.0] * clerks
    ours = np.array(free)
    for _ in range(200):
        time = chance.randrange(50) / 4  # often equal
        heapreplace(free, time)
        plain(replace_first)(ours, time)
        assert ours.tolist() == free
