"""The elementary functions are right to within their bounds, and exact where a simple answer is."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from decimal import Decimal, localcontext

import pytest

from sim import elementary
from tests.rules.plain import plain

exp, log, power = plain(elementary.exp), plain(elementary.log), plain(elementary.power)
cosine_of_turn = plain(elementary.cosine_of_turn)
TRIES = 2_000
chance = random.Random(20261129)


def cosine(turn: float) -> Decimal:
    """Return cos(2 pi turn) by its series, after as many whole half turns as there are."""
    with localcontext() as context:
        context.prec = 60
        halves = round(2 * Decimal(turn))
        angle = (Decimal(turn) - Decimal(halves) / 2) * Decimal(elementary.TURN_DIGITS)
        total = term = Decimal(1)
        for n in range(2, 60, 2):
            term *= -angle * angle / (n * (n - 1))
            total += term
        return -total if halves % 2 else total


def off(given: float, right: Decimal) -> float:
    """Return the error in units in the last place of the right answer."""
    return float(abs(Decimal(given) - right) / Decimal(math.ulp(float(right))))


def worst(function: Callable[..., float], right: Callable[..., Decimal], arguments: list[tuple[float, ...]]) -> float:
    with localcontext() as context:
        context.prec = 50
        return max(off(function(*given), right(*map(Decimal, given))) for given in arguments)


@pytest.mark.parametrize("reach", [(-40.0, 5.0), (-1.0, 1.0), (-700.0, 709.7), (-1e-9, 1e-9)])
def test_exp_is_right_to_half_a_unit(reach: tuple[float, float]) -> None:
    arguments = [(chance.uniform(*reach),) for _ in range(TRIES)]
    assert worst(exp, Decimal.exp, arguments) < 0.51


@pytest.mark.parametrize("draw", ["uniforms of draws", "near 1", "any size"])
def test_log_is_right_to_half_a_unit(draw: str) -> None:
    drawn = {
        "uniforms of draws": lambda: (chance.randrange(2**32) + 0.5) * 2.0**-32,
        "near 1": lambda: 1.0 + chance.gauss(0.0, 1e-3),
        "any size": lambda: math.ldexp(chance.uniform(0.5, 1.0), chance.randrange(-1070, 1024)),
    }
    assert worst(log, Decimal.ln, [(drawn[draw](),) for _ in range(TRIES)]) < 0.501


@pytest.mark.parametrize("base", [(0.0, 1.0), (1.0, 60.0), (0.999, 1.001)])
def test_a_power_is_right_to_half_a_unit(base: tuple[float, float]) -> None:
    arguments = [(chance.uniform(*base), chance.uniform(-4.0, 6.0)) for _ in range(TRIES)]
    assert worst(power, lambda x, y: (y * x.ln()).exp(), arguments) < 0.51


def test_the_cosine_of_a_turn_is_right_to_less_than_a_unit() -> None:
    uniforms = [(chance.randrange(2**32) + 0.5) * 2.0**-32 for _ in range(TRIES)]
    for turn in [*uniforms, 0.25 + 2.0**-9, 0.25 + 2.0**-30]:  # near a quarter a rounded 2 pi would show
        assert off(cosine_of_turn(turn), cosine(turn)) < 0.79, turn


def test_simple_arguments_have_exact_answers() -> None:
    assert [exp(0.0), exp(-math.inf), exp(math.inf), exp(-1000.0), exp(1000.0)] == [1.0, 0.0, math.inf, 0.0, math.inf]
    assert [log(1.0), log(0.0), log(math.inf)] == [0.0, -math.inf, math.inf]
    assert [power(0.3, 1.0), power(0.0, 0.75), power(0.0, 0.0), power(7.0, 0.0)] == [0.3, 0.0, 1.0, 1.0]
    assert power(0.0, -1.0) == math.inf
    assert [power(2.0, y) for y in (10.0, -3.0, 0.5)] == [1024.0, 0.125, math.sqrt(2.0)]
    assert [cosine_of_turn(quarter / 4) for quarter in range(5)] == [1.0, 0.0, -1.0, 0.0, 1.0]


def test_what_is_no_number_stays_none() -> None:
    none = math.nan
    given = (exp(none), log(none), log(-1.0), power(none, 2.0), power(-1.0, 2.0), power(2.0, none))
    assert [number for number in given if not math.isnan(number)] == []


def test_the_smallest_numbers_are_reached() -> None:
    assert [exp(-745.0), power(2.0, -1074.0), log(5e-324)] == [5e-324, 5e-324, math.log(5e-324)]
    assert power(1e-320, 0.5) == pytest.approx(1e-160, rel=1e-4)
