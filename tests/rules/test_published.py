"""The region's input beside tables that others published and nobody here wrote: V1, V2, V8 and V9 of the plan."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.patterns.published import TOLERANCES, cities_published, published, shares_apart, spearman
from sim.region import Region
from sim.scenario.region_files import load_region

NOT_MET = {"V2 universities beside joint papers", "V8 relatedness beside patents of two fields"}


@pytest.fixture(scope="module")
def circle() -> Region:
    return load_region("chengdu-chongqing")


def test_ranks_by_hand() -> None:
    assert spearman([1, 2, 3], [10, 30, 20]) == pytest.approx(0.5)
    assert spearman([1, 1, 2], [5, 5, 9]) == pytest.approx(1.0)


def test_all_cities_but_chengdu_are_published(circle: Region) -> None:
    assert {city.key for city in circle.cities} - set(cities_published()) == {"chengdu"}


@pytest.mark.parametrize("name", TOLERANCES)
def test_the_input_is_held_to_what_was_published(circle: Region, name: str) -> None:
    """Two are not met, just: 0.599 of 0.60 (Ya'an has one university, and a large one) and 0.47 of 0.50."""
    _, low, high, _ = TOLERANCES[name]
    value = published(circle)[name]
    assert (low <= value <= high) == (name not in NOT_MET)
    assert value > low - 0.05


def test_mianyang_has_more_research_than_patents(circle: Region) -> None:
    """A city of defence institutes: the one whose share of R&D is more than twice its share of patents."""
    assert [city for city, factor in shares_apart(circle).items() if not 0.5 <= factor <= 2.0] == ["mianyang"]


def test_the_two_matrices_have_the_same_values_in_another_order(circle: Region) -> None:
    pairs = np.triu_indices(10, 1)
    patents = load_region("chengdu-chongqing", relatedness="patents").relatedness
    assert sorted(patents[pairs])[::9] == pytest.approx(sorted(circle.relatedness[pairs])[::9])
    assert not np.array_equal(patents, circle.relatedness)
