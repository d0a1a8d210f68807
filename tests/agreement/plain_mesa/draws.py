"""A random number has an address: Philox4x32-10 in plain Python (ODD 7.0)."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from functools import lru_cache

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

WORD = 0xFFFFFFFF


def philox(counter: Sequence[int], key: Sequence[int]) -> tuple[int, int, int, int]:
    """Turn a counter of four words and a key of two into four random words (Salmon et al. 2011)."""
    one, two, three, four = counter
    first_key, second_key = key
    for _ in range(10):
        product, other = 0xD2511F53 * one, 0xCD9E8D57 * three
        one, three = (other >> 32) ^ two ^ first_key, (product >> 32) ^ four ^ second_key
        two, four = other & WORD, product & WORD
        first_key = (first_key + 0x9E3779B9) & WORD
        second_key = (second_key + 0xBB67AE85) & WORD
    return one, two, three, four


class AddressedChance:
    """Draws that depend on who asks, when and what for, and on nothing asked before."""

    def __init__(self, seed: int) -> None:
        self.key = (seed & WORD, seed >> 32)
        self.uniforms = lru_cache(maxsize=1024)(self.uniforms)

    def uniforms(self, purpose: int, entity: int, moment: int, index: int = 0) -> tuple[float, ...]:
        """Return four numbers between 0 and 1."""
        return tuple((word + 0.5) / 4294967296.0 for word in philox((entity, moment, purpose, index), self.key))


class MesaChance:
    """Draws from the model's own generator, one after the other: to measure speed only."""

    def __init__(self, generator: random.Random) -> None:
        self.random = generator.random

    def uniforms(self, purpose: int, entity: int, moment: int, index: int = 0) -> tuple[float, ...]:
        """Return four numbers between 0 and 1; the address does not matter."""
        return self.random(), self.random(), self.random(), self.random()


def deal_moment(opened: int, slot: int, quarter: int | None) -> int:
    """Return the moment of a deal's draws: of one quarter, or (None) for its life."""
    return (opened % 4096) * 2**19 + (slot % 128) * 2**12 + (0 if quarter is None else quarter + 1)


def exponential(uniform: float) -> float:
    """Turn a uniform number into a standard exponential one."""
    return -math.log(uniform)


def normal(first: float, second: float) -> float:
    """Turn two uniform numbers into a standard normal one (Box and Muller)."""
    return math.sqrt(-2.0 * math.log(first)) * math.cos(2.0 * math.pi * second)


def poisson(uniform: float, mean: float) -> int:
    """Invert the Poisson distribution: count until the cumulative chance exceeds the uniform number."""
    chance = math.exp(-mean)
    below, count = chance, 0
    while uniform >= below and chance > 0.0:
        count += 1
        chance *= mean / count
        below += chance
    return count


def binomial(uniform: float, trials: int, share: float) -> int:
    """Invert the binomial distribution."""
    if trials <= 0 or share <= 0.0:
        return 0
    if share >= 1.0:
        return trials
    chance = (1.0 - share) ** trials
    below, count = chance, 0
    while uniform >= below and count < trials:
        count += 1
        chance *= (trials - count + 1) / count * share / (1.0 - share)
        below += chance
    return count


def choose(weights: Sequence[float], uniform: float) -> int | None:
    """Choose a place with chance in proportion to its weight; None if nothing has weight."""
    total = sum(weights)
    if total <= 0.0:
        return None
    target, below = uniform * total, 0.0
    for place, weight in enumerate(weights):
        below += weight
        if target < below:
            return place
    return max(place for place, weight in enumerate(weights) if weight > 0.0)


def one_of(things: Sequence, uniform: float):
    """Choose one of several, all equally likely."""
    return things[min(int(uniform * len(things)), len(things) - 1)]
