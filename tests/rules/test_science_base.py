"""How far the science base lets the region learn, and what people carry, against numbers worked out by hand."""

from __future__ import annotations

import pytest

from sim.barriers import Pair, secrecy
from sim.mechanisms.frontier import frontier
from sim.mechanisms.frontier import science_base as ratio
from sim.mechanisms.research import expertise_after
from sim.mechanisms.talent import among_best, taught_by_people
from sim.phases.talent import JOINING_CIVIL, JOINING_MILITARY
from tests.rules.plain import plain, settings

SEED = {"laboratories": 9.0 + 21.0, "capital_laboratories": 15.0 + 116.0}


@pytest.mark.parametrize(
    ("added", "expected"),
    [
        (0.0, 0.2290),  # 30 / 131
        (30.0, 0.4580),  # 60 / 131
        (500.0, 1.0),  # no further than the capital
    ],
)
def test_the_science_base_is_that_of_the_seed(added: float, expected: float) -> None:
    assert plain(ratio)(settings(**SEED, laboratories_added=added)) == pytest.approx(expected, abs=5e-5)


@pytest.mark.parametrize(
    ("pull", "elasticity", "expected"),
    [
        (0.5, 0.25, 0.846),  # 0.229 ** 0.25 = 0.692; 1 - 0.5 (1 - 0.692)
        (1.0, 0.25, 0.692),
        (0.0, 0.25, 1.0),
        (0.5, 0.0, 1.0),
    ],
)
def test_the_frontier_is_as_near_as_the_science_base_is_small(pull: float, elasticity: float, expected: float) -> None:
    numbers = settings(**SEED, laboratories_added=0.0, frontier_pull=pull, frontier_elasticity=elasticity)
    assert plain(frontier)(numbers) == pytest.approx(expected, abs=5e-4)


@pytest.mark.parametrize(
    ("before", "reach", "expected"),
    [
        (0.6, 0.846, 0.60369),  # 0.6 + 0.015 (0.846 - 0.6)
        (0.6, 1.0, 0.606),
        (0.9, 0.846, 0.9),  # who knows more learns nothing, and forgets no faster
    ],
)
def test_expertise_grows_towards_the_frontier(before: float, reach: float, expected: float) -> None:
    assert plain(expertise_after)(before, 0.015, 1.0, reach, 0.0) == pytest.approx(expected, abs=5e-6)


@pytest.mark.parametrize(("count", "expected"), [(1, 1), (9, 1), (10, 1), (19, 1), (20, 2), (30, 3), (70, 7)])
def test_the_best_are_a_tenth_and_at_least_one(count: int, expected: int) -> None:
    assert plain(among_best)(count) == expected


@pytest.mark.parametrize(
    ("flow", "expertise", "best", "free", "expected"),
    [
        (0.02, 0.4, 0.8, 1.0, 0.008),  # 0.02 x 0.4
        (0.02, 0.4, 0.8, 0.35, 0.0028),  # on the military side at secrecy 0.65
        (0.02, 0.8, 0.4, 1.0, 0.0),  # whoever is better than the best loses nothing
        (3.0, 0.4, 0.8, 1.0, 0.4),  # no further than the best
        (0.0, 0.4, 0.8, 1.0, 0.0),
    ],
)
def test_people_bring_part_of_the_distance(
    flow: float, expertise: float, best: float, free: float, expected: float
) -> None:
    assert plain(taught_by_people)(expertise, best, free, settings(talent_flow=flow)) == pytest.approx(expected)


@pytest.mark.parametrize(("joining", "expected"), [(JOINING_MILITARY, 0.35), (JOINING_CIVIL, 1.0)])
def test_secrecy_keeps_people_out_of_the_military_side(joining: Pair, expected: float) -> None:
    assert plain(secrecy.people)(0.65, joining, settings(response=0)) == pytest.approx(expected)
