"""Random numbers are sound, and pairing arms by their seed pays: C5 and C6 of the validation plan."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.draws import Purpose, binomial, block, deal_moment, exponential, normal, philox, poisson
from tests.laws.benches import barriers, by_seed, supplies
from tests.laws.evidence import Note, say_chance
from tests.rules.plain import plain

CHI_999 = 3.0902  # standard normal quantile of p = 0.001, one-sided
NORMAL_999 = 3.2905  # the same, two-sided
words = plain(philox)
uniforms = plain(block)


@pytest.mark.parametrize(
    ("key", "counter", "expected"),
    [
        ((0, 0), (0, 0, 0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
        ((0xFFFFFFFF,) * 2, (0xFFFFFFFF,) * 4, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
        (
            (0xA4093822, 0x299F31D0),
            (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
            (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
        ),
    ],
)
def test_c5_published_answers_of_philox(
    key: tuple[int, int], counter: tuple[int, int, int, int], expected: tuple[int, int, int, int]
) -> None:
    assert words(key[0] | key[1] << 32, *counter) == expected


def sample(purpose: Purpose, count: int = 4000, seed: int = 2020) -> np.ndarray:
    """First uniforms of successive entities, spread over a few moments."""
    return np.array([uniforms(seed, i // 8, i % 8, purpose, 0)[0] for i in range(count)])


def test_c5_uniforms_are_uniform_serially_and_across_purposes(record_property: Note) -> None:
    samples = np.array([sample(purpose) for purpose in Purpose])
    say_chance(record_property, 1, 4)
    count, bins = samples.shape[1], 50
    assert ((samples > 0.0) & (samples < 1.0)).all()
    pooled = np.histogram(samples, bins=bins, range=(0, 1))[0]
    expected = samples.size / bins
    chi = ((pooled - expected) ** 2 / expected).sum()
    degrees = bins - 1
    limit = degrees * (1 - 2 / (9 * degrees) + CHI_999 * math.sqrt(2 / (9 * degrees))) ** 3  # Wilson and Hilferty
    assert chi < limit
    tests = len(samples)
    several = NORMAL_999 + math.sqrt(2 * math.log(tests))  # the largest of so many normals
    centred = (samples - 0.5) * math.sqrt(12)
    serial = (centred[:, 1:] * centred[:, :-1]).sum(axis=1) / math.sqrt(count - 1)
    assert np.abs(serial).max() < several
    crossed = centred @ centred.T / math.sqrt(count)
    pairs = crossed[np.triu_indices(tests, 1)]
    assert np.abs(pairs).max() < NORMAL_999 + math.sqrt(2 * math.log(len(pairs)))
    assert (pairs**2).mean() == pytest.approx(1.0, abs=4 * math.sqrt(2 / len(pairs)))


def test_c5_no_two_addresses_share_a_draw() -> None:
    assert len({int(purpose) for purpose in Purpose}) == len(Purpose.__members__) == len(list(Purpose))
    moments = {
        plain(deal_moment)(opened, slot, quarter)
        for opened in (0, 1, 59, 4095)
        for slot in (0, 1, 2, 127)
        for quarter in (0, 1, 60, 4095)
    }
    assert len(moments) == 4**3
    assert max(moments) < 2**32
    drawn = [uniforms(5, e, m, p, i) for e in range(4) for m in range(4) for p in (1, 40, 80) for i in range(4)]
    assert len({value for four in drawn for value in four}) == 4 * len(drawn)


def test_c5_counts_and_times_have_their_moments() -> None:
    chances = sample(Purpose.CLOCK)
    others = sample(Purpose.BANK)
    error = 4 / math.sqrt(len(chances))
    assert np.mean([plain(exponential)(u) for u in chances]) == pytest.approx(1.0, abs=error)
    normals = np.array([plain(normal)(u, v) for u, v in zip(chances, others, strict=True)])
    assert normals.mean() == pytest.approx(0.0, abs=error)
    assert normals.var() == pytest.approx(1.0, abs=error * math.sqrt(2))
    counts = np.array([plain(poisson)(u, 2.5) for u in chances])
    assert counts.mean() == pytest.approx(2.5, abs=error * math.sqrt(2.5))
    assert counts.var() == pytest.approx(2.5, abs=error * 2.5 * math.sqrt(2.4))
    successes = np.array([plain(binomial)(u, 12, 0.3) for u in chances])
    assert successes.mean() == pytest.approx(3.6, abs=error * math.sqrt(2.52))
    assert (plain(binomial)(0.5, 7, 1.0), plain(binomial)(0.5, 0, 0.5), plain(poisson)(0.99, 0.0)) == (7, 0, 0)


def test_c6_common_random_numbers_narrow_differences(record_property: Note) -> None:
    seeds = range(40)
    base, easier = by_seed(supplies, seeds), by_seed(supplies, seeds, **barriers(standards_mismatch=0.5))
    paired = easier - base
    ratio = paired.std(ddof=1) / math.sqrt(base.var(ddof=1) + easier.var(ddof=1))
    record_property("found", f"spread of the paired difference {ratio:.2f} of the unpaired one, 40 seeds")
    assert paired.mean() > 0
    assert ratio < 0.7
