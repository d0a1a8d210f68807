"""What is found in made-up readings is what was put in: shares of doubt, bars, regrets, flips, losers."""

from __future__ import annotations

import statistics

import numpy as np
import pytest

from sim.statistics.bars import bars
from sim.statistics.choice import dominated, efficient, regret
from sim.statistics.doubt import Doubted, shares, switch_effects
from sim.statistics.flips import flips, strongest_switch
from sim.statistics.losers import losers
from sim.statistics.pairs import Numbers
from sim.statistics.ridge import ridge

CODINGS, INPUTS = 5, 21


def readings(
    count: int, random: np.random.Generator, luck: float, form: float, coding: float, parameters: float
) -> tuple[Numbers, Numbers, Doubted]:
    """Return effects, what twins differ by, and what readings do: four forms, five codings, sixteen parameters."""
    forms = np.arange(count) % 4
    rows = random.normal(size=(count, INPUTS))
    of_form = np.array([-1.5, -0.5, 0.5, 1.5])[forms] / np.sqrt(1.25)
    of_coding = rows[:, :CODINGS].sum(axis=1) / np.sqrt(CODINGS)
    of_parameters = rows[:, CODINGS : CODINGS + 4].sum(axis=1) / 2
    world = np.sqrt(form) * of_form + np.sqrt(coding) * of_coding + np.sqrt(parameters) * of_parameters
    twins = max(8, count // 4)
    first, second = np.sqrt(luck) * random.normal(size=(2, count))
    switches = np.column_stack([forms & 1, forms >> 1]) if form else np.zeros((count, 0), dtype=np.int64)
    return world + first, (first - second)[:twins], Doubted(switches, rows, np.arange(INPUTS) < CODINGS)


@pytest.mark.parametrize("parts", [(0.1, 0.3, 0.4, 0.2), (0.05, 0.6, 0.1, 0.25), (0.15, 0.0, 0.5, 0.35)])
def test_many_readings_show_where_doubt_was_put(parts: tuple[float, float, float, float]) -> None:
    luck, form, coding, parameters = parts
    found = shares(*readings(4096, np.random.default_rng(3), *parts))
    said = (found.luck, found.form, found.coding, found.parameters)
    assert said == pytest.approx((luck, form, coding, parameters), abs=0.05)
    assert found.luck + found.rows + found.form == pytest.approx(1)
    assert found.explained > 0.9  # it is straight lines that were put in
    assert found.variance == pytest.approx(1, abs=0.05)


@pytest.mark.parametrize("parts", [(0.1, 0.3, 0.4, 0.2), (0.05, 0.6, 0.1, 0.25), (0.15, 0.0, 0.5, 0.35)])
def test_shares_of_few_readings_are_right_on_the_mean(parts: tuple[float, float, float, float]) -> None:
    luck, form, coding, parameters = parts
    random = np.random.default_rng(4)
    found = [shares(*readings(32, random, *parts)) for _ in range(500)]
    means = np.mean([(one.luck, one.form, one.rows) for one in found], axis=0)
    assert means == pytest.approx((luck, form, coding + parameters), abs=0.03)
    assert np.nanmean([one.coding for one in found]) == pytest.approx(coding, abs=0.04)
    assert np.mean([one.explained for one in found]) == pytest.approx(1, abs=0.2)


def test_one_reading_of_each_form_tells_what_its_switches_do_alone() -> None:
    random = np.random.default_rng(5)
    switches = np.array([[row >> bit & 1 for bit in range(4)] for row in range(16)])
    found = []
    for _ in range(300):
        effects = 2.0 * switches[:, 0] + random.normal(size=16)  # a variance of 1 between forms, 1 within
        found.append(shares(effects, np.zeros(8), Doubted(switches, np.zeros((16, 1)), np.array([False]))))
    assert np.mean([one.form * one.variance for one in found]) == pytest.approx(1, abs=0.15)
    assert np.mean([one.rows * one.variance for one in found]) == pytest.approx(1, abs=0.15)
    assert max(one.luck for one in found) == 0


def test_nothing_is_split_that_cannot_be() -> None:
    effects, gaps, doubted = readings(16, np.random.default_rng(6), 0.1, 0.0, 0.5, 0.4)
    few = shares(effects, gaps, doubted)
    assert np.isnan([few.coding, few.parameters, few.explained]).all()
    assert few.luck + few.rows == pytest.approx(1)
    assert few.form == 0
    assert np.isnan(shares(effects, gaps[:1], doubted).luck)
    assert np.isnan(shares(np.zeros(16), np.zeros(8), doubted).luck)
    all_luck = shares(effects, np.full(8, 100.0), doubted)
    assert (all_luck.luck, all_luck.rows) == (1, 0)  # twins never say more than there is


def test_the_thick_bar_covers_the_middle_nineteen_times_in_twenty() -> None:
    random = np.random.default_rng(7)
    hit = 0
    for _ in range(200):
        values = random.lognormal(size=32)
        one = bars(values, np.zeros(32, dtype=np.int64))
        hit += one.thick_low <= 1.0 <= one.thick_high  # the median of this distribution
    assert 0.90 <= hit / 200 <= 0.99


def test_the_thin_bar_leaves_luck_out_and_few_readings_have_none() -> None:
    values = np.arange(99.0)
    forms = np.zeros(99, dtype=np.int64)
    assert bars(values, forms)[3:] == pytest.approx((4, 94))  # the 5th and the 95th of a hundred, with one to come
    assert bars(values, forms, luck=0.19)[3:] == pytest.approx((49 - 45 * 0.9, 49 + 45 * 0.9))
    sure = 0.19 * 8 / 15.507  # the 95th percentile of a chi-squared variable of eight degrees of freedom
    assert bars(values, forms, 0.19, twins=8).thin_low == pytest.approx(49 - 45 * np.sqrt(1 - sure), abs=1e-3)
    few = bars(values[:13], forms[:13])
    assert few.middle == 6
    assert np.isnan(few[1:]).all()


@pytest.mark.parametrize(
    ("count", "twins", "luck"), [(16, 8, 0.3), (32, 8, 0.05), (32, 8, 0.3), (32, 8, 0.7), (64, 16, 0.3)]
)
def test_the_thin_bar_holds_nine_readings_in_ten_on_the_mean_and_does_not_vanish(
    count: int, twins: int, luck: float
) -> None:
    random, rule = np.random.default_rng(9), np.zeros(count, dtype=np.int64)
    held = []
    for _ in range(400):
        own = random.normal(size=count) * np.sqrt(1 - luck) + random.normal(size=count) * np.sqrt(luck)
        told = random.normal(size=twins) * np.sqrt(2 * luck)
        one = bars(own, rule, min(1.0, float((told**2).mean()) / 2 / float(own.var(ddof=1))), twins)
        low, high = (statistics.NormalDist(0, np.sqrt(1 - luck)).cdf(end) for end in (one.thin_low, one.thin_high))
        held.append(high - low)
    assert 0.88 <= np.mean(held) <= 0.98
    assert np.percentile(held, 5) > 0.6


def test_readings_are_drawn_again_within_their_forms() -> None:
    values = np.r_[np.zeros(10), np.full(11, 100.0)]
    forms = np.r_[np.zeros(10, dtype=np.int64), np.ones(11, dtype=np.int64)]
    assert bars(values, forms)[1:3] == (100, 100)  # eleven of twenty-one are always of the second form
    assert bars(values, forms * 0).thick_low == 0


def test_an_arm_is_efficient_where_none_gains_as_much_for_as_little() -> None:
    gains, costs = np.array([[3.0, 2.0, 2.0, -1.0], [1.0, 2.0, 2.0, 0.0]]), np.array([[9.0, 5.0, 6.0, 0.0]] * 2)
    assert efficient(gains, costs).tolist() == [[True, True, False, False], [False, True, False, False]]
    assert dominated(gains, costs)[0, 2].tolist() == [False, True, False, False]


def test_regret_is_against_the_best_that_the_money_buys() -> None:
    gains = np.array([[10.0, 4.0, 6.0], [10.0, 8.0, 2.0]])
    costs = np.array([[100.0, 10.0, 10.0]] * 2)
    assert regret(gains).mean.tolist() == [0, 4, 6]
    found = regret(gains, costs, budget=50)
    assert np.isnan(found.mean[0])
    assert found.mean[1:].tolist() == [1, 3]  # 2 and 0; 0 and 6
    assert found.worst[2] == pytest.approx(5.7)
    assert np.isnan(regret(gains, costs, budget=1).mean).all()


def test_losers_lose_a_deal_and_in_four_of_five_readings() -> None:
    random = np.random.default_rng(8)
    changes = np.column_stack(
        [
            np.r_[np.full(16, -4.0), np.full(4, 2.0)],  # 16 of 20 is four of five
            np.r_[np.full(15, -9.0), np.full(5, 2.0)],  # 15 is less
            np.full(20, -0.9),  # in all readings, but no deal
            random.permutation(np.r_[np.full(18, -8.0), np.full(2, 0.0)]),
        ]
    )
    assert [(one.cell, one.worse, one.readings) for one in losers(changes)] == [(3, 18, 20), (0, 16, 20)]
    assert losers(changes[:13]) == []


def test_a_ridge_finds_the_line_and_explains_no_noise() -> None:
    random = np.random.default_rng(9)
    inputs = random.normal(size=(200, 6)) * [1, 10, 1, 1, 1, 0] + 5
    line = ridge(inputs, 7 + 2 * (inputs[:, 0] - 5) - 0.3 * (inputs[:, 1] - 5))
    assert line.slopes == pytest.approx([2, -0.3, 0, 0, 0, 0], abs=0.01)
    assert line.explained == 0.99  # the most that is tried
    noise = [ridge(random.normal(size=(200, 6)), random.normal(size=200)).explained for _ in range(100)]
    assert np.mean(noise) < 0.02


def test_what_a_ridge_explains_is_right_on_the_mean_though_inputs_are_many() -> None:
    random = np.random.default_rng(11)
    found = []
    for _ in range(200):
        inputs = random.normal(size=(32, 21))
        found.append(
            ridge(inputs, inputs[:, :9].sum(axis=1) / 3 * 0.6**0.5 + 0.4**0.5 * random.normal(size=32)).explained
        )
    assert np.mean(found) == pytest.approx(0.6, abs=0.06)


def test_the_value_that_changes_the_order_is_found_and_the_stronger_input_comes_first() -> None:
    random = np.random.default_rng(10)
    rows = random.uniform(size=(64, 3)) * [1, 1, 100]
    gaps = 30 - 100 * (rows[:, 0] - 0.5) + 0.2 * (rows[:, 2] - 50) + random.normal(size=64)
    doubted = Doubted(np.zeros((64, 0), dtype=np.int64), rows, np.array([True, False, False]))
    first, *others = flips(gaps, doubted)
    assert (first.input, first.above) == (0, True)
    assert first.low < 0.8 < first.high
    assert first.beyond == pytest.approx((rows[:, 0] > first.value).mean())
    assert first.pull < 0
    # The third input would have to fall below -100, where no reading is.
    assert others == []
    assert flips(-gaps, doubted) == []


def test_the_switch_that_matters_most_is_named() -> None:
    switches = np.array([[0, 0], [0, 1], [1, 0], [1, 1]] * 4)
    gaps = 5 - 3.0 * switches[:, 1] + switches[:, 0]
    doubted = Doubted(switches, np.zeros((16, 1)), np.array([False]))
    assert switch_effects(gaps, switches).tolist() == [1, -3]
    assert strongest_switch(gaps, doubted) == (1, -3)
    assert strongest_switch(gaps, doubted._replace(switches=switches[:, :0])) is None


def test_a_switch_that_luck_may_have_made_is_not_named() -> None:
    random, one_by_one = (
        np.random.default_rng(12),
        np.tile(np.vstack([np.zeros(18), np.eye(18)]).astype(np.int64), (4, 1)),
    )
    doubted = Doubted(one_by_one, np.zeros((76, 1)), np.array([False]))
    found = [strongest_switch(5.0 + random.normal(size=76), doubted) for _ in range(400)]
    assert sum(one is not None for one in found) <= 40, "about one case in twenty is allowed to luck"
    moved = [strongest_switch(5.0 - 6.0 * one_by_one[:, 12] + random.normal(size=76), doubted) for _ in range(50)]
    assert [one[0] for one in moved if one is not None] == [12] * 50
