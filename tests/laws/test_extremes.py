"""Extreme conditions and laws of chance (validation plan, section 2): X5, X10, C5, C6."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim import CollaborationModel
from sim.barriers import BARRIERS
from sim.draws import Purpose, binomial, block, deal_moment, exponential, normal, philox, poisson
from sim.model import Watch
from sim.tables import Cause, Status
from tests.laws.benches import CROSSING, DIRECTION, SMALL, barriers, delivered, parameters
from tests.rules.plain import plain

SEEDS = range(20)
CHI_999 = 3.0902  # standard normal quantile of p = 0.001, one-sided
NORMAL_999 = 3.2905  # the same, two-sided
words = plain(philox)
uniforms = plain(block)


def run(seed: int = 3, **overrides: object) -> CollaborationModel:
    return Watch(CollaborationModel(SMALL, seed=seed, **overrides)).run()


@pytest.fixture(scope="module")
def baseline() -> dict[int, CollaborationModel]:
    return {seed: run(seed) for seed in SEEDS}


def test_x5_unequal_treatment_alone_slows_supplies_and_does_not_stop_them() -> None:
    free = {f"barriers.{barrier.name}": 0.0 for barrier in BARRIERS}
    without = [delivered(run(seed, **free))["civil_to_military"] for seed in range(8)]
    unequal = {**free, **barriers(unequal_policy_treatment=1.0)}
    with_it = [delivered(run(seed, **unequal))["civil_to_military"] for seed in range(8)]
    assert 0 < sum(with_it) < sum(without)
    assert min(with_it) > 0


def test_x10_one_clerk_starves_the_offices(baseline: dict[int, CollaborationModel]) -> None:
    starved = {seed: run(seed, **parameters(clerks=1e-6)) for seed in range(6)}  # each office keeps one clerk
    for model in starved.values():
        assert (model.world.offices["clerks"] == 1).all()

    def total(models: dict[int, CollaborationModel], direction: str) -> int:
        return sum(delivered(models[seed])[direction] for seed in starved)

    for direction in CROSSING:
        assert total(starved, direction) < 0.6 * total(baseline, direction), direction
    assert total(starved, "university_to_civil") > 0.7 * total(baseline, "university_to_civil")
    licensed = sum(model.record().history["licensed_firms"][-1] for model in starved.values())
    assert licensed < 0.6 * sum(baseline[seed].record().history["licensed_firms"][-1] for seed in starved)
    causes = np.concatenate([matched_causes(model) for model in starved.values()])
    assert np.bincount(causes).argmax() == Cause.OFFICE_CONGESTION


def matched_causes(model: CollaborationModel) -> np.ndarray:
    """Causes of death of deals across the sides that had found a partner."""
    deals = model.record().deals
    crossing = np.isin(deals["direction"], [DIRECTION[name] for name in CROSSING])
    return deals["cause"][crossing & (deals["status"] == Status.DEAD) & ~np.isnan(deals["matched"])]


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


def test_c5_uniforms_are_uniform_serially_and_across_purposes() -> None:
    samples = np.array([sample(purpose) for purpose in Purpose])
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


def test_c6_common_random_numbers_narrow_differences(baseline: dict[int, CollaborationModel]) -> None:
    easier = barriers(standards_mismatch=0.5)

    def supplies(model: CollaborationModel) -> int:
        return delivered(model)["civil_to_military"]

    base = np.array([supplies(baseline[seed]) for seed in SEEDS])
    paired = np.array([supplies(run(seed, **easier)) for seed in SEEDS]) - base
    unpaired = math.sqrt(2) * base.std(ddof=1)
    assert paired.mean() > 0
    assert paired.std(ddof=1) < 0.7 * unpaired
