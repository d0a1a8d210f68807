"""Chance is addressed, not consumed: a draw depends on who, when and what for, never on what was drawn before.

The generator is Philox4x32-10 (Salmon, Moraes, Dror, Shaw 2011, "Parallel random numbers: as easy as 1, 2,
3"). The key is the run's seed; the counter is (entity, moment, purpose, index). Two scenarios with the same
seed therefore share every draw that concerns the same deal or organisation (common random numbers).
"""

from __future__ import annotations

import math
from enum import IntEnum

from sim.elementary import cosine_of_turn, exp, log
from sim.rules import rule

MASK = 0xFFFFFFFF
MULTIPLIER_0, MULTIPLIER_1 = 0xD2511F53, 0xCD9E8D57
WEYL_0, WEYL_1 = 0x9E3779B9, 0xBB67AE85
UNIT = 2.0**-32


class Purpose(IntEnum):
    """What a draw is for. Numbers are fixed for ever: adding one shifts no other."""

    POPULATION_SIZE = 1
    POPULATION_FIELD = 2
    POPULATION_EXPERTISE = 3
    POPULATION_STATE = 4
    POPULATION_COUNT = 5
    TECHNOLOGY_ARRIVAL = 10
    TECHNOLOGY_CLASSIFIED = 11
    TECHNOLOGY_OBSOLETE = 12
    TECHNOLOGY_RELEASED = 13
    ENTRY = 20
    EXIT = 21
    FAILURE = 22
    FOUNDING = 23
    SPIN_OFF = 24
    OPEN_DEAL = 30
    DEAL_NATURE = 31
    DEAL_QUALITY = 32
    LISTED = 33
    SCOPE = 34
    CANDIDATE = 40
    WEIGHING = 41
    ACROSS = 42
    OFFICE_SHOWS = 43
    UNWEIGHED = 44
    SEARCH_CAUSE = 45
    CASE_FILED = 50
    CASE_WORK = 51
    LICENCE_GRANT = 52
    REVIEW_NEEDED = 53
    REVIEW_PASS = 54
    SECOND_NEEDED = 55
    REFUSAL_CAUSE = 56
    RE_APPLICATION = 57
    CLOCK = 60
    STEP_CLOCK = 61
    BANK = 70
    OPPORTUNISM = 71
    FUND_ELIGIBLE = 72
    FINANCE_CAUSE = 73
    WAY = 74
    LEAK = 80
    SIGN = 90


@rule
def philox(seed: int, word_0: int, word_1: int, word_2: int, word_3: int) -> tuple[int, int, int, int]:
    """Return the four 32-bit words of one Philox4x32-10 block.

    Args:
        seed: run seed, its low and high 32 bits are the key.
        word_0, word_1, word_2, word_3: the counter, each in [0, 2**32).
    """
    key_0, key_1 = seed & MASK, (seed >> 32) & MASK
    for _ in range(10):
        product_0 = MULTIPLIER_0 * word_0
        product_1 = MULTIPLIER_1 * word_2
        word_0, word_1, word_2, word_3 = (
            ((product_1 >> 32) & MASK) ^ word_1 ^ key_0,
            product_1 & MASK,
            ((product_0 >> 32) & MASK) ^ word_3 ^ key_1,
            product_0 & MASK,
        )
        key_0 = (key_0 + WEYL_0) & MASK
        key_1 = (key_1 + WEYL_1) & MASK
    return word_0, word_1, word_2, word_3


@rule
def block(seed: int, entity: int, moment: int, purpose: int, index: int) -> tuple[float, float, float, float]:
    """Return four independent uniforms in (0, 1), 32 bits each, of one address.

    Args:
        seed: run seed, 63 bits.
        entity: key of the organisation, field or region concerned.
        moment: `deal_moment` or a quarter.
        purpose: a member of `Purpose`.
        index: which of several draws with the same purpose.
    """
    # every argument a plain number of one type, a member of Purpose too (+ 0): else compiled once for each purpose
    a, b, c, d = philox(int(seed), int(entity) & MASK, int(moment) & MASK, purpose + 0, int(index) & MASK)
    return (a + 0.5) * UNIT, (b + 0.5) * UNIT, (c + 0.5) * UNIT, (d + 0.5) * UNIT


@rule
def uniform(seed: int, entity: int, moment: int, purpose: int, index: int) -> float:
    """Return one uniform in (0, 1) of one address; see `block`."""
    return block(int(seed), int(entity), int(moment), purpose + 0, int(index))[0]  # one type each: compiled once


@rule
def deal_moment(opened: int, slot: int, quarter: int) -> int:
    """Pack when a deal was opened, which of several it was, and the present quarter (0: any) in 32 bits.

    Quarters below 4,096 and slots below 128 have addresses of their own.
    """
    return ((int(opened) & 0xFFF) << 19) | ((int(slot) & 0x7F) << 12) | (int(quarter) & 0xFFF)


@rule
def exponential(chance: float) -> float:
    """Turn a uniform into a unit exponential."""
    return -log(chance)


@rule
def normal(chance_a: float, chance_b: float) -> float:
    """Turn two uniforms into a standard normal (Box and Muller 1958)."""
    return math.sqrt(-2.0 * log(chance_a)) * cosine_of_turn(chance_b)


@rule
def poisson(chance: float, mean: float) -> int:
    """Turn a uniform into a Poisson count by inversion; the mean may be at most 700."""
    if mean <= 0.0:
        return 0
    weight = exp(-mean)
    total = weight
    count = 0
    while chance > total and count < 2000:
        count += 1
        weight *= mean / count
        total += weight
    return count


@rule
def binomial(chance: float, trials: int, success: float) -> int:
    """Turn a uniform into a binomial count by inversion."""
    if trials <= 0 or success <= 0.0:
        return 0
    if success >= 1.0:
        return trials
    odds = success / (1.0 - success)
    weight = exp(trials * log(1.0 - success))
    total = weight
    count = 0
    while chance > total and count < trials:
        weight *= odds * (trials - count) / (count + 1)
        count += 1
        total += weight
    return count
