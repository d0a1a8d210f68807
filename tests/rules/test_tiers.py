"""Who handles a file, what is under control and what a catalogue shows, against numbers worked out by hand."""

from __future__ import annotations

import pytest

from sim.agents.clearance_office import layer_factor
from sim.agents.tiers import passes, scope_of
from sim.mechanisms.catalogue import crossing_if_listed
from tests.rules.plain import plain, settings


@pytest.mark.parametrize(
    ("rung", "own", "city", "province", "centre", "expected"),
    [
        (1, False, 1.0, 1.0, 1.0, 2.0),  # city and province; the centre sees no file of a part
        (2, False, 1.0, 1.0, 1.0, 2.5),  # half of the files of subsystems
        (3, False, 1.0, 1.0, 1.0, 3.0),  # every file of a machine
        (3, True, 1.0, 1.0, 1.0, 2.0),  # an office of the city joins city and province; the centre stays
        (1, True, 1.0, 1.0, 1.0, 1.0),
        (1, True, 0.3, 0.2, 1.0, 0.5),  # fewer than one stays fewer
        (3, False, 1.0, 1.0, 0.0, 2.0),
    ],
)
def test_hands_that_a_file_passes_m8(
    rung: int, own: bool, city: float, province: float, centre: float, expected: float
) -> None:
    numbers = settings(handles_city=city, handles_province=province, handles_centre=centre)
    assert plain(passes)(rung, own, numbers) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("rung", "own", "across", "overlap", "relief", "expected"),
    [
        (1, False, False, 0.25, 0.0, 8 / 3),  # 2 / (1 - 0.25)
        (1, True, False, 0.25, 0.0, 4 / 3),
        (3, False, False, 0.25, 0.0, 4.0),  # 3 / 0.75
        (1, False, False, 0.25, 0.6, 8 / 3),  # what is spared to files across the boundary is spared to no other
        (1, False, True, 0.25, 0.6, 20 / 9),  # 2 / (1 - 0.25 x 0.4)
        (1, False, True, 0.25, 1.0, 2.0),
    ],
)
def test_hands_and_overlap_m8(
    rung: int, own: bool, across: bool, overlap: float, relief: float, expected: float
) -> None:
    tiers = {"handles_city": 1.0, "handles_province": 1.0, "handles_centre": 1.0}
    numbers = settings(**tiers, overlap=overlap, overlap_relief=relief)
    assert plain(layer_factor)(rung, own, across, numbers) == pytest.approx(expected)


@pytest.mark.parametrize(("rung", "expected"), [(1, 0.2), (2, 0.5), (3, 0.8)])
def test_scope_by_rung_m5(rung: int, expected: float) -> None:
    assert plain(scope_of)(rung, settings(access_scope_1=0.2, access_scope_2=0.5, access_scope_3=0.8)) == expected


@pytest.mark.parametrize(
    ("crossing", "reach", "expected"),
    [
        (0.25, 0.5, 0.5),  # the square root
        (0.04, 0.5, 0.2),
        (0.0, 0.5, 0.0),  # what a complete barrier closes stays closed
        (0.0, 1.0, 0.0),
        (0.2, 1.0, 1.0),
        (1.0, 0.5, 1.0),
        (0.2, 0.0, 0.2),
    ],
)
def test_a_catalogue_shows_part_of_what_is_hidden_m3(crossing: float, reach: float, expected: float) -> None:
    assert plain(crossing_if_listed)(crossing, settings(catalogue_reach=reach)) == pytest.approx(expected)
