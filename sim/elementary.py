"""exp, log, powers and the cosine of a turn, made of the basic operations of IEEE arithmetic alone.

A C library rounds these as it likes, so that a run would differ in its last bits from machine to machine. Addition,
multiplication, division and the square root are prescribed to the last bit; what is made of them in a fixed order is
the same everywhere. Arguments are reduced with tables (Tang 1989, 1990), products are taken with their errors (Dekker
1971), nothing is fused. Errors stay below 0.51 units in the last place, 0.79 for the cosine.
"""

from __future__ import annotations

import math
from decimal import Decimal, localcontext
from typing import Any

import numpy as np

from sim.rules import rule

TURN_DIGITS = "6.283185307179586476925286766559005768394338798750211641949889"  # 2 pi
SPLIT = 134217729.0  # 2**27 + 1: times it, a number comes apart into two halves of its digits (Dekker)
NEAREST = 1.5 * 2.0**52  # added and taken away again, it leaves the nearest whole number
LEAST_NORMAL = 2.0**-1022
FRACTION = (1 << 52) - 1  # the bits of a float behind its leading 1
UPPER = ~((1 << 21) - 1)  # those of a float that leave it 32 digits
BIAS = 1023


def _parted(value: Decimal, bits: int | None = None) -> tuple[float, float]:
    """Return a number as a float, or as a multiple of 2**-bits, and what is left of it as another."""
    head = float(value) if bits is None else float(round(value * 2**bits)) * 2.0**-bits
    return head, float(value - Decimal(head))


def _columns(pairs: list[tuple[float, float]]) -> tuple[Any, Any]:
    heads, rests = zip(*pairs, strict=True)
    return np.array(heads), np.array(rests)


with localcontext() as _exact:
    _exact.prec = 45
    _LN2 = Decimal(2).ln()
    LN2, LN2_REST = _parted(_LN2, 40)
    STEP, STEP_REST = _parted(_LN2 / 128, 43)  # times whole numbers up to 2**17 it is exact
    STEPS = float(128 / _LN2)
    ROOT, ROOT_REST = _columns([_parted((_LN2 * j / 128).exp()) for j in range(128)])  # 2**(j / 128)
    # 1 / c in 10 bits for the middle c of each 128th of [1, 2), from the 53rd on of half of it; 1 itself at both ends
    _MIDDLES = [(1 + (j + 0.5) / 128) / (1 if j < 53 else 2) for j in range(128)]
    INVERSE = np.array([1.0 if j in (0, 127) else round(1024 / c) / 1024 for j, c in enumerate(_MIDDLES)])
    LOG, LOG_REST = _columns([_parted(-Decimal(float(inverse)).ln(), 40) for inverse in INVERSE])
    TURN, TURN_REST = _parted(Decimal(TURN_DIGITS))


@rule
def bits_of(x: float) -> int:
    """Return the 64 bits of a float as a whole number."""
    return int(np.float64(x).view(np.int64))


@rule
def float_of(bits: int) -> float:
    """Return the float that has these 64 bits."""
    return float(np.int64(bits).view(np.float64))


@rule
def product(a: float, b: float) -> tuple[float, float]:
    """Return a b rounded, and what rounding took off; for factors below 2**995."""
    c, d = SPLIT * a, SPLIT * b
    a_upper, b_upper = c - (c - a), d - (d - b)
    a_lower, b_lower = a - a_upper, b - b_upper
    rounded = a * b
    return rounded, ((a_upper * b_upper - rounded) + a_upper * b_lower + a_lower * b_upper) + a_lower * b_lower


@rule
def exp_of(x: float, rest: float) -> float:
    """Return e to the x + rest, where rest is below the last digit of x."""
    if x != x:
        return x
    if x > 709.79:
        return math.inf
    if x < -745.2:
        return 0.0
    steps = (x * STEPS + NEAREST) - NEAREST
    r = (x - steps * STEP) - steps * STEP_REST + rest
    series = r + r * r * (0.5 + r * (1.0 / 6.0 + r * (1.0 / 24.0 + r * (1.0 / 120.0))))
    whole = int(steps)
    place, exponent = whole & 127, whole >> 7
    root = float(ROOT[place])
    value = root + (float(ROOT_REST[place]) + root * series)
    if exponent >= BIAS:
        return value * float_of((exponent - 1 + BIAS) << 52) * 2.0
    if exponent > -BIAS + 1:
        return value * float_of((exponent + BIAS) << 52)
    return value * float_of((exponent + 100 + BIAS) << 52) * 2.0**-100


@rule
def log_of(x: float) -> tuple[float, float]:
    """Return the natural logarithm of a positive finite number as a float, and what is left of it."""
    shift = 0.0
    if x < LEAST_NORMAL:
        x, shift = x * 2.0**54, 54.0
    bits = bits_of(x)
    place = (bits >> 45) & 127
    halved = 1 if place >= 53 else 0
    power_of_2 = float((bits >> 52) - BIAS + halved) - shift
    z = float_of((bits & FRACTION) | ((BIAS - halved) << 52))
    z_upper = float_of(bits_of(z) & UPPER)
    inverse = float(INVERSE[place])
    r_upper = z_upper * inverse - 1.0
    r_lower = (z - z_upper) * inverse
    r = r_upper + r_lower
    lost = r_lower - (r - r_upper)
    square, square_rest = product(r, r)
    series = 1.0 / 3.0 - r * (0.25 - r * (0.2 - r * (1.0 / 6.0 - r * (1.0 / 7.0 - r * (0.125 - r * (1.0 / 9.0))))))
    base = power_of_2 * LN2 + float(LOG[place])
    first = base + r
    second = first - 0.5 * square
    low = (r - (first - base)) + ((first - second) - 0.5 * square)
    low += power_of_2 * LN2_REST + float(LOG_REST[place])
    low = low + (lost - r * lost - 0.5 * square_rest) + r * square * series
    head = second + low
    return head, low - (head - second)


@rule
def exp(x: float) -> float:
    """Return e to the x; infinite from about 709.78 on."""
    return exp_of(x, 0.0)


@rule
def log(x: float) -> float:
    """Return the natural logarithm; minus infinity of 0, not a number below."""
    if x > 0.0 and x < math.inf:
        return log_of(x)[0]
    if x == 0.0:
        return -math.inf
    return x if x > 0.0 else math.nan


@rule
def power(x: float, y: float) -> float:
    """Return x to the y, for x finite and not negative, and y between -1e300 and 1e300."""
    if y == 0.0 or x == 1.0:
        return 1.0
    if y == 1.0:
        return x
    if x == 0.0:
        return 0.0 if y > 0.0 else math.inf
    if not (x > 0.0 and x < math.inf):
        return math.nan
    head, rest = log_of(x)
    exponent, lost = product(y, head)
    return exp_of(exponent, lost + y * rest)


@rule
def cosine_of_turn(turn: float) -> float:
    """Return the cosine of a share of a turn, cos(2 pi turn), for shares between -1e15 and 1e15.

    The share is taken to the nearest quarter turn without error, so that nothing is lost to a rounded 2 pi.
    """
    quarters = (4.0 * turn + NEAREST) - NEAREST
    angle, rest = product(turn - 0.25 * quarters, TURN)
    rest += (turn - 0.25 * quarters) * TURN_REST
    square = angle * angle
    quadrant = int(quarters) & 3
    if quadrant & 1:
        series = -1.0 / 1307674368000.0 + square * (1.0 / 355687428096000.0)
        series = -1.0 / 39916800.0 + square * (1.0 / 6227020800.0 + square * series)
        series = -1.0 / 5040.0 + square * (1.0 / 362880.0 + square * series)
        series = -1.0 / 6.0 + square * (1.0 / 120.0 + square * series)
        sine = angle + (rest * (1.0 - 0.5 * square) + angle * square * series)
        return -sine if quadrant == 1 else sine
    series = -1.0 / 87178291200.0 + square * (1.0 / 20922789888000.0)
    series = -1.0 / 3628800.0 + square * (1.0 / 479001600.0 + square * series)
    series = -1.0 / 720.0 + square * (1.0 / 40320.0 + square * series)
    half = 0.5 * square
    first = 1.0 - half
    cosine = first + (((1.0 - first) - half) + (square * square * (1.0 / 24.0 + square * series) - angle * rest))
    return -cosine if quadrant == 2 else cosine
