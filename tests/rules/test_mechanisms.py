"""Rules of research, search, value, conversion and finance against hand-worked numbers (model.md, M1-M15)."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.mechanisms import (
    absorption,
    budgets,
    clocks,
    clustering,
    conversion,
    deal_value,
    finance,
    leakage,
    learning,
    partner_search,
    research,
)
from sim.tables import NEVER
from tests.rules.plain import plain, settings

VALUE = settings(
    novelty_scale=0.25,
    comprehension_scale=0.5,
    absorptive_capacity_slope=2.0,
    base_value=10.0,
    development_cost=0.05,
    conversion_share=0.4,
    licence_cost=0.6,
    option_premium=0.2,
    cost_share=0.5,
    discount_rate=0.04,
    rung_factor_2=2.0,
    rung_factor_3=5.0,
    delay_fixed=3.0,
    delay_per_step=0.5,
)


def test_research_effort_m1() -> None:
    numbers = settings(crowding_out=0.4, subsidy_share=0.5)
    assert plain(research.research_effort)(2.0, numbers) == pytest.approx(2.6)  # 2 (1 - 0.2) + 2 x 0.5


@pytest.mark.parametrize(
    ("before", "effort", "related", "expected"),
    [
        (0.5, 2.0, 0.5, 0.504),  # 0.5 + 0.016 x 2 x 0.5 x 0.5 - 0.008 x 0.5
        (0.5, 0.0, 1.0, 0.496),
        (0.0, 0.0, 1.0, 0.0),
        (0.9, 2000.0, 1.0, 1.0),
    ],
)
def test_expertise_m1(before: float, effort: float, related: float, expected: float) -> None:
    numbers = settings(learning_rate=0.016, forgetting_rate=0.008)
    pace = plain(research.learning_pace)(effort, numbers)
    assert plain(research.expertise_after)(before, pace, related, 1.0, numbers.forgetting_rate) == pytest.approx(
        expected
    )


@pytest.mark.parametrize(
    ("rate", "revenue", "effort", "expected"),
    [
        (0.3, 100.0, 1.5, 0.45),  # 0.3 x 1 x 1.5
        (0.3, 400.0, 1.0, 0.6),  # square root of four times the size
        (0.3, 10_000.0, 1.0, 0.9),  # at most three times
        (20.0, 900.0, 2.0, 60.0),  # 120, at most 60
    ],
)
def test_technologies_arrive_m1(rate: float, revenue: float, effort: float, expected: float) -> None:
    assert plain(research.arrival_mean)(rate, revenue, 100.0, effort) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("distance", "factor", "expected"),
    [(0.0, 1.0, 1.0), (50.0, 1.0, 0.25), (150.0, 0.5, 0.25)],  # 1 / 2 ** 2; 1 / 4 ** (2 x 0.5)
)
def test_gravity_m3(distance: float, factor: float, expected: float) -> None:
    numbers = settings(distance_scale=50.0, distance_decay=2.0)
    assert plain(partner_search.nearness)(distance, factor, numbers) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("word", "pulls", "shares"),
    [
        ("related", (4.0, 0.25, 0.0), (4.0, 0.25, 0.0)),  # members x relatedness^3: the city pulls with 4.25
        ("mass", (4.0, 2.0, 0.0), (1.0, 0.5, 0.0)),  # members, 6 in all; then the field by relatedness alone
    ],
)
def test_pull_of_fields_m3(word: str, pulls: tuple[float, ...], shares: tuple[float, ...]) -> None:
    """A city with 4 organisations of the deal's field, 2 of one half related and none of one little related."""
    numbers = settings(search_focus=3.0, city_choice=partner_search.SearchSettings.switches[0].number(word))
    members, related = (4, 2, 0), (1.0, 0.5, 0.2)
    close = [plain(partner_search.closeness)(one, numbers) for one in related]
    for rule, expected in ((partner_search.pull_of_field, pulls), (partner_search.pull_within_city, shares)):
        found = [plain(rule)(count, one, numbers) for count, one in zip(members, close, strict=True)]
        assert found == pytest.approx(expected)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ([1.0, 0.0], [0.0, 1.0], 1.0),
        ([1.0, 1.0], [2.0, 2.0], 0.0),
        ([3.0, 4.0], [4.0, 3.0], 0.04),  # 1 - 24 / 25
        ([0.0, 0.0], [1.0, 0.0], 1.0),
    ],
)
def test_cognitive_distance_m4(one: list[float], other: list[float], expected: float) -> None:
    assert plain(deal_value.cognitive_distance)(np.array(one), np.array(other)) == pytest.approx(expected)


def test_novelty_and_comprehension_m4() -> None:
    assert plain(deal_value.novelty)(0.25, VALUE) == pytest.approx(1 - math.exp(-1))
    assert plain(deal_value.comprehension)(0.25, 0.5, VALUE) == pytest.approx(math.exp(-0.5))  # 0.25 / (0.5 x 1)
    assert plain(deal_value.comprehension)(0.3, 0.1, VALUE) == pytest.approx(math.exp(-1.0))  # 0.3 / (0.5 x 0.6)


def test_absorptive_capacity_is_the_best_related_expertise_m4() -> None:
    capacity = plain(deal_value.absorptive_capacity)(np.array([0.9, 0.5]), np.array([0.2, 1.0]), VALUE)
    assert capacity == pytest.approx(1 - math.exp(-1.0))  # max(0.18, 0.5) x 2


@pytest.mark.parametrize(("rung", "expected"), [(0, 1.0), (1, 1.0), (2, 2.0), (3, 5.0)])
def test_rung_factor_m4(rung: int, expected: float) -> None:
    assert plain(deal_value.rung_factor)(rung, VALUE) == expected


def test_value_in_use_m4() -> None:
    expected = 10.0 * 1.5 * 2.0 * (1 - math.exp(-1)) * 1.6  # base, quality, rung 2, novelty, 0.8 + 1.6 x 0.5
    assert plain(deal_value.value_in_use)(1.5, 0.25, 2, 0.5, VALUE) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("rung", "licence_missing", "expected"),
    [(1, False, 5.5), (2, False, 7.0), (1, True, 6.1)],  # 0.5 x 3 (x 2) + 0.4 x 0.5 x 20 (+ 0.6)
)
def test_cost_m4(rung: int, licence_missing: bool, expected: float) -> None:
    assert plain(deal_value.deal_cost)(20.0, 3, rung, 0.5, licence_missing, VALUE) == pytest.approx(expected)


def test_gain_and_hurdle_m4() -> None:
    gain = plain(deal_value.perceived_gain)(10.0, 0.5, 0.8, 0.5, 2, 1.0, VALUE)
    assert gain == pytest.approx(5.0 * (0.8 * 0.7 / 0.5) * math.exp(-0.04 * 5.0))  # delay 3 + 0.5 x 2 + 1
    assert plain(deal_value.hurdle)(10.0, 1.1, 0.4, VALUE) == pytest.approx(7.0)  # 0.5 x 10 x 1.2 x 1.1 + 0.4


@pytest.mark.parametrize(
    ("threshold", "accumulated", "rate", "expected"),
    [
        (1.0, 0.8, 0.4, 0.5),  # half of the quarter's 0.4
        (1.0, 0.8, 0.2, 1.0),
        (1.0, 0.5, 0.4, NEVER),  # 0.9 at its end
        (1.0, 1.2, 0.4, 0.0),
        (0.0, 0.0, 0.0, NEVER),  # no rate, no clock
    ],
)
def test_clocks(threshold: float, accumulated: float, rate: float, expected: float) -> None:
    assert plain(clocks.crossing)(threshold, accumulated, rate) == pytest.approx(expected)


def test_conversion_m9() -> None:
    numbers = settings(conversion_speed=0.7, conversion_abandonment_rate=0.3, harmonisation_step=0.1)
    assert plain(conversion.conversion_rate)(0.4, numbers) == pytest.approx(0.42)
    assert plain(conversion.conversion_rate)(1.0, numbers) == 0.0
    assert plain(conversion.abandonment_rate)(0.4, numbers) == pytest.approx(0.12)
    assert plain(conversion.harmonised_after)(0.5, numbers) == pytest.approx(0.55)  # 0.5 + 0.1 x 0.5
    assert plain(conversion.harmonised_after)(0.5, settings(harmonisation_step=7.0)) == 1.0  # tiny populations


@pytest.mark.parametrize(
    ("cash", "expected"),
    [(0.0, 1.75), (20.0, 21.0), (30.0, 30.0)],  # a quarter of 7; at most three years; what is there stays
)
def test_cash_m10(cash: float, expected: float) -> None:
    numbers = settings(self_financing_share=0.07, cash_years=3.0)
    assert plain(finance.cash_after)(cash, 100.0, numbers) == pytest.approx(expected)


def test_fund_and_bank_m10() -> None:
    assert plain(finance.fund_share)(9.0, settings(leverage=2.0)) == pytest.approx(3.0)  # two yuan beside each


def test_merit_is_value_per_cost_in_any_unit_of_money_m10() -> None:
    assert plain(finance.merit_of)(9.0, 3.0) == plain(finance.merit_of)(9000.0, 3000.0) == 3.0
    assert plain(finance.merit_of)(2.0, 1.0) < plain(finance.merit_of)(
        9.0, 3.0
    )  # (1 + 2) / 1 and (1 + 9) / 3 came near
    assert plain(finance.merit_of)(1.0, 0.0) == pytest.approx(1e9)


def test_credit_that_is_guaranteed_is_approved_more_often_m10() -> None:
    numbers = settings(credit_guarantee=0.5)
    assert plain(finance.approval)(0.4, 0.5, False, numbers) == pytest.approx(0.2)
    assert plain(finance.approval)(0.4, 0.5, True, numbers) == pytest.approx(0.6)  # 0.2 + 0.5 x 0.8


@pytest.mark.parametrize(
    ("same_city", "anchor", "base", "expected"),
    [(False, False, 0.0, 1.0), (True, False, 0.0, 1.25), (True, True, 0.5, 1.6)],  # 1 + 0.25 + 0.2 + 0.15
)
def test_contact_m11(same_city: bool, anchor: bool, base: float, expected: float) -> None:
    numbers = settings(same_city_contact=0.25, anchor_contact=0.2, demonstration_base_contact=0.3)
    assert plain(absorption.contact_of)(same_city, anchor, base, numbers) == pytest.approx(expected)


def test_absorption_m11() -> None:
    rate = plain(absorption.absorption_rate)(0.5, 0.8, 1.25, 0.9, settings(absorption_speed=1.1))
    assert rate == pytest.approx(0.495)  # 1.1 x 0.5 x 0.8 x 1.25 x 0.9
    assert plain(absorption.failure_rate)(
        0.75, settings(technical_failure_rate=0.14, technical_failure_floor=0.02)
    ) == pytest.approx(0.055)


def test_learning_m12() -> None:
    numbers = settings(transfer_share=0.35, success_step=0.25, failure_factor=0.93, technical_failure_factor=0.85)
    assert plain(learning.expertise_taught)(0.4, 0.6, numbers) == pytest.approx(0.47)  # 0.4 + 0.35 x 0.2
    assert plain(learning.expertise_taught)(0.6, 0.4, numbers) == 0.6
    assert plain(learning.success_after_delivery)(0.4, numbers) == pytest.approx(0.55)  # 0.4 + 0.25 x 0.6
    assert plain(learning.success_after_failure)(0.4, False, numbers) == pytest.approx(0.372)
    assert plain(learning.success_after_failure)(0.4, True, numbers) == pytest.approx(0.34)


@pytest.mark.parametrize(
    ("founded", "chosen", "own", "expected"),
    [
        (True, False, 0.3, 1.0),
        (False, True, 0.3, 0.4),
        (False, True, 0.5, 0.5),
        (False, False, 0.3, 0.3),
        (False, False, 0, 0),
    ],
)
def test_bases_m14(founded: bool, chosen: bool, own: float, expected: float) -> None:
    numbers = settings(demonstration_base_strength=0.4)
    assert plain(clustering.base_level)(founded, chosen, own, numbers) == expected


def test_leaks_m15() -> None:
    numbers = settings(leak_rate=0.01, backlash_step=0.1, backlash_limit=0.3, backlash_half_life_quarters=2.0)
    assert plain(leakage.leak_chance)(50.0, numbers) == pytest.approx(1 - math.exp(-0.5))
    faded = 0.2 * math.sqrt(0.5)  # half in two quarters
    assert plain(leakage.backlash_after)(0.2, False, numbers) == pytest.approx(faded)
    assert plain(leakage.backlash_after)(0.2, True, numbers) == pytest.approx(faded + 0.1)
    assert plain(leakage.backlash_after)(0.3, True, numbers) == 0.3  # 0.312, at most 0.3


@pytest.mark.parametrize(
    ("need", "city", "jurisdiction", "expected"),
    [(5.0, 2.0, 1.0, (2.0, 1.0, 2.0)), (1.5, 2.0, 1.0, (1.5, 0.0, 0.0)), (2.5, 0.0, 4.0, (0.0, 2.5, 0.0))],
)
def test_a_need_is_met_from_the_nearest_purse_upwards_m16(
    need: float, city: float, jurisdiction: float, expected: tuple[float, ...]
) -> None:
    assert plain(budgets.drawn)(need, city, jurisdiction) == pytest.approx(expected)


def test_a_budget_holds_for_a_year_and_lapses_m16() -> None:
    numbers = settings(budget_quarters=4.0)
    assert [quarter for quarter in range(10) if plain(budgets.budget_begins)(quarter, numbers)] == [0, 4, 8]
    assert plain(budgets.budget_after)(32.4, 10.0, 0.0) == 32.4
    assert plain(budgets.budget_after)(32.4, 10.0, 0.5) == pytest.approx(37.4)
