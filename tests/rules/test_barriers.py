"""Every rule of the five barriers against numbers worked out by hand (model.md, section 7, M2-M11)."""

from __future__ import annotations

from typing import Any

import pytest

from sim.barriers import (
    BARRIERS,
    NOBODY,
    POINTS,
    Pair,
    market_separation,
    missing_coordination_body,
    points,
    secrecy,
    standards_mismatch,
    tightened,
    unequal_policy_treatment,
)
from tests.rules.plain import plain, settings

INSIDE = Pair(
    sides_differ=False,
    outward=False,
    classified=False,
    jurisdictions_differ=False,
    disadvantaged_payer=False,
    rung=1,
    licence_class=1,
    waiver=0.0,
    trust=0.0,
    protection=0.0,
    harmonised=0.0,
    gap_exponent=1.0,
    agreement=0.0,
)
ACROSS = INSIDE._replace(sides_differ=True)
OUTWARD = ACROSS._replace(outward=True)
SECRET = OUTWARD._replace(classified=True)
BOUNDARY = INSIDE._replace(jurisdictions_differ=True)
AGREED = BOUNDARY._replace(agreement=0.5)
PRIVATE = INSIDE._replace(disadvantaged_payer=True)
NUMBERS = settings(
    **{setting.name: setting.default for barrier in BARRIERS for setting in barrier.settings.declared}
    | {
        "gap_rung_markup": 0.1,
        "secrecy_visibility_exponent": 0.5,
        "market_visibility_exponent": 0.5,
        "licence_exponent_1": 0.25,
        "licence_exponent_2": 0.5,
        "licence_exponent_3": 2.0,
        "cautious_review": 0.5,
        "cautious_exponent": 0.5,
        "secrecy_drag": 0.4,
        "secrecy_withdrawal": 0.06,
        "credit_gap": 0.4,
        "interest_gap": 0.03,
        "land_gap": 0.3,
        "tax_gap": 0.13,
        "fund_exclusion": 0.5,
        "fund_pooled": 0.25,
        "agreement_effect": 0.5,
        "gates": 0,
        "response": 0,
    }
)


def value(rule: Any, intensity: float, pair: Pair) -> float:
    return float(plain(rule)(intensity, pair, NUMBERS))


@pytest.mark.parametrize(
    ("intensity", "pair", "expected"),
    [
        (0.6, INSIDE, 0.0),  # same side: nothing to convert
        (0.6, ACROSS, 0.6),
        (0.6, ACROSS._replace(harmonised=0.5), 0.3),  # 0.6 (1 - 0.5)
        (0.5, ACROSS._replace(rung=3), 0.6),  # 0.5 (1 + 0.1 x 2)
        (0.25, ACROSS._replace(gap_exponent=1.5), 0.125),  # 0.25 ** 1.5
        (0.95, ACROSS._replace(rung=3), 1.0),  # 0.95 x 1.2 = 1.14, at most 1
        (1.0, ACROSS._replace(gap_exponent=1.4), 1.0),  # a complete mismatch blocks the mild direction too
        (0.0, ACROSS, 0.0),
    ],
)
def test_standards_gap_m9(intensity: float, pair: Pair, expected: float) -> None:
    assert value(standards_mismatch.conversion_gap, intensity, pair) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("rule", "intensity", "pair", "expected"),
    [
        (secrecy.across, 0.75, ACROSS, 0.5),  # (1 - 0.75) ** 0.5
        (secrecy.across, 0.75, INSIDE, 1.0),
        (secrecy.across, 1.0, ACROSS, 0.0),
        (secrecy.licence_grant, 0.9375, ACROSS, 0.5),  # 0.0625 ** 0.25
        (secrecy.licence_grant, 0.75, ACROSS._replace(licence_class=2), 0.5),  # 0.25 ** 0.5
        (secrecy.licence_grant, 0.5, ACROSS._replace(licence_class=3), 0.25),  # 0.5 ** 2
        (secrecy.licence_grant, 1.0, ACROSS, 0.0),
        (secrecy.review_needed, 0.6, ACROSS, 0.0),  # into the military side: none
        (secrecy.review_needed, 0.6, OUTWARD, 0.3),  # cautious: 0.5 x 0.6
        (secrecy.review_needed, 0.0, SECRET, 1.0),  # classified: always
        (secrecy.review_pass, 0.65, SECRET, 0.35),
        (secrecy.review_pass, 0.75, OUTWARD, 0.5),  # 0.25 ** 0.5
        (secrecy.review_pass, 1.0, OUTWARD, 0.0),
        (secrecy.contact, 0.5, SECRET, 0.8),  # 1 - 0.4 x 0.5
        (secrecy.contact, 0.5, OUTWARD, 1.0),
        (secrecy.withdrawal, 0.5, SECRET, 0.03),  # 0.06 x 0.5
        (secrecy.withdrawal, 0.5, OUTWARD, 0.0),
    ],
)
def test_secrecy_m3_m5_m7_m11(rule: Any, intensity: float, pair: Pair, expected: float) -> None:
    assert value(rule, intensity, pair) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("rule", "intensity", "pair", "expected"),
    [
        (market_separation.across, 0.84, ACROSS, 0.4),  # 0.16 ** 0.5
        (market_separation.across, 0.84, INSIDE, 1.0),
        (market_separation.across, 1.0, ACROSS, 0.0),
        (market_separation.insider_preference, 0.75, ACROSS, 0.5),  # (1 - 0.75) ** 0.5
        (market_separation.insider_preference, 0.64, ACROSS._replace(trust=1.0), 0.68**0.5),  # 1 - 0.64 / 2
        (market_separation.insider_preference, 1.0, ACROSS, 0.0),
        (market_separation.insider_preference, 1.0, INSIDE, 1.0),
        (market_separation.entry, 0.75, INSIDE, 0.5),  # (1 - 0.75) ** 0.5
    ],
)
def test_market_separation_m2_m3_m4(rule: Any, intensity: float, pair: Pair, expected: float) -> None:
    assert value(rule, intensity, pair) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("rule", "intensity", "pair", "expected"),
    [
        (unequal_policy_treatment.handicap, 0.5, PRIVATE, 0.2),  # 0.4 x 0.5
        (unequal_policy_treatment.handicap, 0.5, INSIDE, 0.0),
        (unequal_policy_treatment.interest, 0.5, PRIVATE, 0.015),  # 0.03 x 0.5
        (unequal_policy_treatment.interest, 0.5, INSIDE, 0.0),
        (unequal_policy_treatment.land, 0.5, PRIVATE, 1.15),  # 1 + 0.3 x 0.5
        (unequal_policy_treatment.land, 0.5, INSIDE, 1.0),
        (unequal_policy_treatment.tax, 0.5, PRIVATE, 0.935),  # 1 - 0.13 x 0.5
        (unequal_policy_treatment.tax, 0.5, INSIDE, 1.0),
        (unequal_policy_treatment.bank, 0.5, PRIVATE, 0.8),  # 1 - 0.4 x 0.5
        (unequal_policy_treatment.bank, 0.5, INSIDE, 1.0),
        (unequal_policy_treatment.fund, 1.0, PRIVATE, 0.5),  # 1 - 0.5 x 1
        (unequal_policy_treatment.fund, 1.0, INSIDE, 1.0),
    ],
)
def test_unequal_treatment_m2_m4_m10(rule: Any, intensity: float, pair: Pair, expected: float) -> None:
    assert value(rule, intensity, pair) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("rule", "intensity", "pair", "expected"),
    [
        (missing_coordination_body.visibility, 0.8, BOUNDARY, 0.2),
        (missing_coordination_body.visibility, 0.8, BOUNDARY._replace(waiver=0.5), 0.6),  # 1 - 0.8 x 0.5
        (missing_coordination_body.visibility, 0.8, ACROSS, 1.0),
        (missing_coordination_body.rivalry, 0.8, BOUNDARY._replace(protection=0.3), 0.7),
        (missing_coordination_body.rivalry, 0.0, BOUNDARY._replace(protection=0.3), 1.0),
        (missing_coordination_body.rivalry, 0.8, ACROSS._replace(protection=0.3), 1.0),
        (missing_coordination_body.second_approval, 0.8, BOUNDARY, 0.0),  # same side
        (missing_coordination_body.second_approval, 0.8, BOUNDARY._replace(sides_differ=True), 0.8),
        (missing_coordination_body.fund, 0.8, BOUNDARY, 0.4),  # 1 - 0.8 (1 - 0.25)
        (missing_coordination_body.fund, 0.8, ACROSS, 1.0),
        (missing_coordination_body.fund, 0.8, AGREED, 0.55),  # 0.8 (1 - 0.5 x 0.5) = 0.6; 1 - 0.6 (1 - 0.25)
        (missing_coordination_body.visibility, 0.8, AGREED, 0.4),
        (missing_coordination_body.second_approval, 0.8, AGREED._replace(sides_differ=True), 0.6),
        (missing_coordination_body.protection, 0.8, AGREED, 0.6),
        (missing_coordination_body.lapse, 0.8, AGREED, 0.8),  # what keeps agreements is a body, not an agreement
        (missing_coordination_body.protection, 0.8, INSIDE, 0.8),
    ],
)
def test_missing_coordination_m3_m4_m8_m10_m13(rule: Any, intensity: float, pair: Pair, expected: float) -> None:
    assert value(rule, intensity, pair) == pytest.approx(expected)


@pytest.mark.parametrize(("intensity", "backlash", "expected"), [(0.5, 0.2, 0.7), (0.9, 0.3, 1.0), (0.0, 0.3, 0.0)])
def test_backlash_tightens_only_what_is_there_m15(intensity: float, backlash: float, expected: float) -> None:
    assert plain(tightened)(intensity, backlash) == pytest.approx(expected)


def test_barriers_are_put_together() -> None:
    parts = (0.5, 0.2)
    assert plain(points.FUND.join)(parts, NOBODY, NUMBERS) == pytest.approx(0.1)
    assert plain(points.GAP.join)(parts, NOBODY, NUMBERS) == pytest.approx(0.6)  # 1 - 0.5 x 0.8
    assert plain(points.WITHDRAWAL.join)(parts, NOBODY, NUMBERS) == pytest.approx(0.7)


@pytest.mark.parametrize("point", POINTS, ids=lambda point: point.name)
def test_a_barrier_that_is_left_out_does_nothing(point: points.Point) -> None:
    join = plain(point.join)
    assert join((0.5, 0.2), 1, NUMBERS) == join((0.5, point.neutral), NOBODY, NUMBERS) == pytest.approx(0.5)
    assert join((point.neutral,) * len(BARRIERS), NOBODY, NUMBERS) == point.neutral


def test_absent_barriers_are_neutral_everywhere() -> None:
    anyone = SECRET._replace(jurisdictions_differ=True, disadvantaged_payer=True, rung=3, protection=0.4)
    for barrier in BARRIERS:
        for act in barrier.acts:
            if (barrier.name, act.point) == ("secrecy", points.REVIEW_NEEDED):
                continue  # classified technology is reviewed by law, whatever the intensity
            if act.point is points.PROTECTION:
                continue  # strength of protection is the intensity itself
            assert value(act.rule, 0.0, anyone) == act.point.neutral, (barrier.name, act.point.name)
