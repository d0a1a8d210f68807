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
    entry_hazard,
    exit_hazard,
    extra_looks,
    holds_licence,
    instrument_money,
    level_bought,
    licence_work,
    licence_worth,
    likeness,
    military_enterprise,
    protection_after,
    protection_target,
    review_work,
    shown_chance,
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


def test_entry_and_exit_follow_the_share_across_m2() -> None:
    numbers = settings(enter_pace=0.25, exit_pace=0.13)
    assert plain(entry_hazard)(0.4, 0.5, numbers) == pytest.approx(0.05)  # 0.25 x 0.4 x 0.5
    leaves = plain(chance_within_quarter)(plain(exit_hazard)(0.173, numbers))
    assert leaves == pytest.approx(0.102, abs=5e-4)  # 1 - exp(-0.13 x 0.827)
    assert plain(chance_within_quarter)(math.log(2.0)) == pytest.approx(0.5)
    assert plain(chance_within_quarter)(0.0) == 0.0


def test_a_licence_is_worth_what_it_lets_a_firm_expect_m5() -> None:
    worth = plain(licence_worth)
    assert worth(1.5, 0.4, 20.0, 0.8, 0.0, 0.04) == pytest.approx(3.2)  # 0.5 x 0.4 x 20 x 0.8
    assert worth(1.5, 0.4, 20.0, 0.8, 2.0, 0.04) == pytest.approx(3.2 * math.exp(-0.08))
    assert worth(0.9, 0.4, 20.0, 0.8, 0.0, 0.04) == 0.0


def test_what_a_city_keeps_up_m13() -> None:
    numbers = settings(city_budget=0.0005, base_price=50.0, office_price=20.0, office_looks=2.0)
    assert plain(instrument_money)(163_000.0, numbers) == pytest.approx(27.17, abs=5e-3)  # a third of 81.5
    assert plain(level_bought)(20.4, 50.0) == pytest.approx(0.290, abs=5e-4)
    assert plain(level_bought)(20.4, 20.0) == pytest.approx(0.505, abs=5e-4)
    assert plain(extra_looks)(0.505, 0.98, numbers) == 1
    assert plain(extra_looks)(0.505, 0.995, numbers) == 2
    assert plain(extra_looks)(0.0, 0.99, numbers) == 0


def test_an_office_shows_what_its_share_lets_it_m3() -> None:
    shown, home, even = plain(shown_chance), settings(looks_abroad=0.152), settings(looks_abroad=0.5)
    assert shown(True, home) == pytest.approx(0.304)
    assert shown(False, home) == 1.0
    assert shown(True, even) == shown(False, even) == 1.0


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


SHELF = military_enterprise.MilitarySettings.switches[0]
RELEASED, OPEN = SHELF.number("released"), SHELF.number("open")


@pytest.mark.parametrize(
    ("word", "rate", "expected"), [(RELEASED, 0.02, 0.007), (RELEASED, 4.0, 1.0), (OPEN, 0.02, 0.0)]
)
def test_release_m1(word: int, rate: float, expected: float) -> None:
    """0.02 a quarter without secrecy, of which secrecy of 0.65 leaves 0.35."""
    numbers = settings(release_rate=rate, shelf=word)
    assert plain(military_enterprise.release_chance)(0.35, numbers) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("word", "open_items", "chance", "classified"),
    [(RELEASED, 3, 0.75, False), (RELEASED, 0, 0.075, True), (OPEN, 3, 0.75, True), (OPEN, 0, 0.75, True)],
)
def test_offers_of_technology(word: int, open_items: int, chance: float, classified: bool) -> None:
    """An effort of 0.75; with 5 classified items, of 3 + 5 as they lie a draw of 0.5 takes a classified one."""
    numbers = settings(classified_offers=0.1, shelf=word)
    assert plain(military_enterprise.offer_chance)(0.75, open_items, numbers) == pytest.approx(chance)
    assert plain(military_enterprise.is_classified)(0.5, open_items, 5, numbers) is classified
