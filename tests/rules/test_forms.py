"""How gates hang together, how they narrow, who is to blame, and what counters and deadlines do, worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.agents.clearance_office import ClearanceSettings, clerks_for_reviews, due, files_again
from sim.agents.procurement import beyond, project_factor
from sim.barriers import NOBODY, UNDRAWN, FormSettings, next_gate
from sim.barriers.forms import FIRST_GATE, SHAPLEY, felt, left_open, root_left_open
from sim.barriers.points import all_open
from sim.outcomes.measure import blamed
from sim.scales import number_of
from sim.tables import NEVER
from tests.rules.plain import plain, settings

PRODUCT, PARTLY, WEAKEST = (number_of(FormSettings.gates, word) for word in ("product", "partly_joint", "weakest"))
POWER, LINEAR, THRESHOLD = (number_of(FormSettings.response, word) for word in ("power", "linear", "threshold"))
SHARED, SEPARATE, CLOCK = (
    number_of(ClearanceSettings.offices, word) for word in ("shared", "separate", "statutory_clock")
)
FINAL, AGAIN = (number_of(ClearanceSettings.refusal, word) for word in ("final", "re_application"))
TWO = (0.5, 1.0, 0.8)


@pytest.mark.parametrize(
    ("word", "dependence", "expected"),
    [
        (PRODUCT, 1.0, 0.4),
        (PARTLY, 1.0, 1 / 2.25),  # 1 / (1 / 0.5 + 1 / 0.8 - 1)
        (PARTLY, 8.0, (0.5**-8 + 0.8**-8 - 1) ** -0.125),
        (PARTLY, 0.01, 0.401),  # nearly the product
        (PARTLY, 20.0, 0.5),  # nearly the narrowest
        (WEAKEST, 1.0, 0.5),
    ],
)
def test_gates_are_joined_by_one_family(word: int, dependence: float, expected: float) -> None:
    numbers = settings(gates=word, gate_dependence=dependence)
    assert plain(all_open)(TWO, NOBODY, numbers) == pytest.approx(expected, abs=6e-4)
    assert plain(all_open)(TWO, 0, numbers) == pytest.approx(0.8)
    assert plain(all_open)((0.0, 0.8), NOBODY, numbers) == 0.0
    assert plain(all_open)((1.0, 1.0), NOBODY, numbers) == pytest.approx(1.0)
    assert plain(all_open)((1e-30, 1e-30), NOBODY, numbers) >= 0.0


def test_the_figures_of_the_model_document() -> None:
    at = {t: plain(all_open)((0.5, 0.8), NOBODY, settings(gates=PARTLY, gate_dependence=t)) for t in (1.0, 8.0)}
    assert {t: f"{value:.3f}" for t, value in at.items()} == {1.0: "0.444", 8.0: "0.499"}


@pytest.mark.parametrize("word", [PRODUCT, PARTLY, WEAKEST])
def test_gates_drawn_each_are_all_open_as_often_as_their_chances_are_joined(word: int) -> None:
    numbers = settings(gates=word, gate_dependence=2.0)
    chances, draws = (0.7, 0.5, 0.9), np.random.default_rng(5).random((40_000, 3))
    opened = np.zeros(3)
    together = 0
    for own in draws:
        done, gates = UNDRAWN, []
        for chance, uniform in zip(chances, own, strict=True):
            drawn, done = plain(next_gate)(uniform, done, numbers)
            gates.append(drawn < chance)
        opened += gates
        together += all(gates)
    error = 4 * math.sqrt(0.25 / len(draws))
    assert opened / len(draws) == pytest.approx(chances, abs=error)
    assert together / len(draws) == pytest.approx(plain(all_open)(chances, NOBODY, numbers), abs=error)


@pytest.mark.parametrize(
    ("word", "intensity", "exponent", "expected"),
    [
        (POWER, 0.6, 0.5, math.sqrt(0.4)),
        (LINEAR, 0.6, 0.5, 0.4),
        (THRESHOLD, 0.6, 0.5, math.sqrt(1 - 0.6**4)),
        (THRESHOLD, 0.6, 2.0, (1 - 0.6**4) ** 2),
    ],
)
def test_a_gate_narrows_as_the_word_says(word: int, intensity: float, exponent: float, expected: float) -> None:
    numbers = settings(response=word)
    assert plain(left_open)(intensity, exponent, numbers) == pytest.approx(expected)
    if exponent == 0.5:
        assert plain(root_left_open)(intensity, numbers) == pytest.approx(expected)
    assert plain(felt)(intensity, numbers) == pytest.approx(intensity ** (4 if word == THRESHOLD else 1))
    for rule in (left_open, lambda b, _, form: 1.0 - plain(felt)(b, form)):
        assert [plain(rule)(b, exponent, numbers) for b in (0.0, 1.0)] == [1.0, 0.0]


@pytest.mark.parametrize(
    ("word", "share", "clerks", "expected"),
    [
        (SHARED, 0.6, 10, 0),
        (SEPARATE, 0.6, 10, 4),
        (SEPARATE, 0.6, 1, 0),  # one clerk decides everything
        (SEPARATE, 0.0, 10, 9),  # each counter has at least one
        (SEPARATE, 1.0, 10, 1),
        (CLOCK, 0.6, 10, 0),
    ],
)
def test_clerks_of_two_counters(word: int, share: float, clerks: int, expected: int) -> None:
    assert plain(clerks_for_reviews)(clerks, settings(offices=word, licence_clerks=share)) == expected


def test_a_deadline_holds_under_the_clock_alone_and_never_in_the_past() -> None:
    clock, shared = (settings(offices=word, statutory_quarters=2.0) for word in (CLOCK, SHARED))
    assert plain(due)(3.25, 4.0, clock) == 5.25
    assert plain(due)(3.25, 9.0, clock) == 9.0
    assert plain(due)(3.25, 4.0, shared) == NEVER


def test_a_firm_files_again_a_few_times() -> None:
    again, final = (settings(refusal=word, attempts=2.0) for word in (AGAIN, FINAL))
    assert [bool(plain(files_again)(refusals, again)) for refusals in range(4)] == [False, True, True, False]
    assert not any(plain(files_again)(refusals, final) for refusals in range(4))


def test_blame_of_one_lost_deal_each() -> None:
    shut = np.array([0b101, 0b010, 0b111])
    assert blamed(shut, 3, FIRST_GATE).tolist() == [[1, 0, 0], [0, 1, 0], [1, 0, 0]]
    assert blamed(shut, 3, SHAPLEY) == pytest.approx(np.array([[1 / 2, 0, 1 / 2], [0, 1, 0], [1 / 3, 1 / 3, 1 / 3]]))


@pytest.mark.parametrize(("spent", "expected"), [(10.0, 0.0), (30.0, 0.0), (50.0, 20.0), (60.0, 30.0)])
def test_projects_are_billed_what_buyers_could_not_have_paid(spent: float, expected: float) -> None:
    factor = plain(project_factor)(True, settings(project_size=1.0))
    assert factor == 2.0
    assert plain(beyond)(spent, 60.0, factor) == expected  # of 60, 30 are the buyer's own
    assert plain(beyond)(spent, 60.0, plain(project_factor)(False, settings(project_size=1.0))) == 0.0
