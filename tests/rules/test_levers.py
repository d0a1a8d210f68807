"""What a lever does to a setting, along its ramp, and what it costs, against numbers worked out by hand."""

from __future__ import annotations

import math
from typing import Any

import pytest

from sim.levers import (
    LEVERS,
    How,
    anchor_programme,
    clearance_staff,
    demonstration_bases,
    equal_treatment,
    financing_channels,
    fund_pool,
    graded_declassification,
    interest_relief,
    land_access,
    major_projects,
    moved,
    ramp,
    rd_subsidy,
    science_base,
    talent_programme,
    tax_relief,
    tech_credit_guarantee,
    transfer_catalogue,
)
from sim.levers.lever import unmetered
from tests.rules.plain import plain, settings

METERS = settings(
    reviews=7.0,
    ladder_value=100.0,
    fund_spent=60.0,
    guaranteed_credit=50.0,
    research_base=80.0,
    subsidy_share=0.25,
    clerks_added=12.0,
    fund_added=200.0,
    fund_spent_on_added=30.0,
    bases=1.5,
    anchors_added=2.0,
    laboratories_added=30.0,
    listed=40.0,
    talent_gained=400.0,
    tax_forgone=3.0,
    interest_forgone=4.0,
    land_forgone=6.0,
    channel_losses=9.0,
    procurement_added=9.0,
)


@pytest.mark.parametrize(
    ("quarter", "start", "length", "expected"),
    [
        (9, 10, 4, 0.0),  # not yet
        (10, 10, 4, 0.2),  # the first of five steps
        (12, 10, 4, 0.6),
        (13, 10, 4, 0.8),
        (14, 10, 4, 1.0),
        (10, 10, 0, 1.0),  # at once
        (500, 10, 4, 1.0),
    ],
)
def test_linear_ramp(quarter: int, start: int, length: int, expected: float) -> None:
    assert plain(ramp)(quarter, start, length, False) == pytest.approx(expected)


def test_logistic_ramp_has_the_same_ends_and_middle() -> None:
    logistic = [plain(ramp)(quarter, 0, 9, True) for quarter in range(-1, 11)]
    assert logistic[0] == 0.0
    assert logistic[-1] == 1.0
    assert logistic == sorted(logistic)
    assert logistic[5] == pytest.approx(0.5)  # half of ten steps done
    low, high = 1 / (1 + math.exp(5)), 1 / (1 + math.exp(-5))
    assert logistic[2] == pytest.approx((1 / (1 + math.exp(3)) - low) / (high - low))  # 0.2 done: -10 (0.2 - 0.5) = 3


@pytest.mark.parametrize(
    ("how", "value", "amount", "level", "expected"),
    [
        (How.REDUCE, 0.8, 0.5, 0.5, 0.6),  # 0.8 (1 - 0.25)
        (How.RAISE, 87.0, 1.0, 0.5, 130.5),  # 87 x 1.5
        (How.ADD, 240.0, 480.0, 0.25, 360.0),  # 240 + 120
        (How.APPROACH, 0.4, 0.5, 0.5, 0.55),  # 0.4 + 0.25 x 0.6
        (How.REDUCE, 0.8, 0.5, 0.0, 0.8),
        (How.APPROACH, 0.4, 1.0, 1.0, 1.0),
    ],
)
def test_a_setting_is_moved(how: How, value: float, amount: float, level: float, expected: float) -> None:
    assert plain(moved)(value, how, amount, level) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("rule", "level", "expected"),
    [
        (unmetered, 1.0, 0.0),
        (fund_pool.fund_cost, 0.5, 16.0),  # 0.02 x 200 of management + 0.40 x 30 not recovered
        (clearance_staff.clerks_added, 0.5, 12.0),
        (graded_declassification.review_count, 0.5, 7.0),
        (graded_declassification.review_count, 0.0, 0.0),
        (equal_treatment.supplied_value, 0.5, 50.0),  # 100 x 0.5
        (tech_credit_guarantee.guaranteed_credit, 0.5, 25.0),  # 50 x 0.5
        (rd_subsidy.subsidy, 0.5, 20.0),  # 80 x 0.25: the share is already ramped
        (demonstration_bases.bases, 0.5, 1.5),
        (anchor_programme.anchors_added, 0.5, 2.0),
        (science_base.laboratories_added, 0.5, 30.0),
        (talent_programme.organisations_that_gained, 0.5, 200.0),
        (major_projects.procurement_added, 0.5, 9.0),  # what is ordered has followed the ramp
        (transfer_catalogue.listed, 0.5, 40.0),
        (tax_relief.tax_forgone, 0.5, 3.0),  # what the gap as it is already forgoes
        (interest_relief.interest_forgone, 0.5, 4.0),
        (land_access.land_forgone, 0.5, 6.0),
        (financing_channels.channel_losses, 0.5, 9.0),
        (transfer_catalogue.listed, 0.0, 0.0),
    ],
)
def test_what_is_metered(rule: Any, level: float, expected: float) -> None:
    assert plain(rule)(level, METERS) == pytest.approx(expected)


def test_every_metered_rule_is_covered_here() -> None:
    rooms = (
        anchor_programme, clearance_staff, demonstration_bases, equal_treatment, financing_channels, fund_pool,
        graded_declassification, interest_relief, land_access, major_projects, rd_subsidy, science_base,
        talent_programme, tax_relief, tech_credit_guarantee, transfer_catalogue,
    )  # fmt: skip
    metered = {room.LEVER.name for room in rooms}
    missing = {lever.name for lever in LEVERS if lever.metered is not unmetered} - metered
    assert missing == set(), (
        "work out what it meters in test_what_is_metered of tests/rules/test_levers.py; list it here"
    )
