"""A population that was kept is the one that would be made: the same bytes, and nobody's run can write to it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim import Scenario
from sim.engine import Run
from sim.scenario.settings import SETTING_BY_NAME
from sim.world import beginning as kept
from sim.world import build, population_scale
from sim.world.catalogue import settings_of
from sim.world.population import populate
from tests.agreement.plain_mesa.random_scenarios import scenarios

TINY = Scenario.load("tiny")


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    kept._kept.cache_clear()


def bytes_of(world: Any) -> dict[str, bytes]:
    return {name: np.asarray(table).tobytes() for name, table in world._asdict().items()}


@settings(max_examples=60, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(scenario=scenarios(), other=scenarios(), seed=st.integers(0, 2**63 - 1))
def test_a_world_is_the_same_whether_its_population_was_kept(scenario: Scenario, other: Scenario, seed: int) -> None:
    kept._kept.cache_clear()
    fresh = bytes_of(build(scenario, seed))
    build(other, seed)
    assert bytes_of(build(scenario, seed)) == fresh
    assert bytes_of(build(scenario, seed)) == fresh
    # Whatever a population reads of the settings is what it is shown of them.
    base, region = settings_of(scenario, population_scale(scenario)), scenario.region
    organisations, expertise = populate(region, scenario.population, base, np.array(region.relatedness))
    made = build(scenario, seed)
    there = len(organisations)
    assert made.organisations[:there].tobytes() == organisations.tobytes()
    assert made.expertise[:there].tobytes() == expertise.tobytes()
    assert not made.organisations[there:]["alive"].any()


def test_a_run_leaves_the_population_that_is_kept_alone() -> None:
    before = bytes_of(build(TINY, 1))
    Run(TINY, 1).run()
    assert bytes_of(build(TINY, 1)) == before


@pytest.mark.parametrize("name", kept.READ)
def test_a_setting_that_a_population_reads_makes_another(name: str) -> None:
    low, high = (TINY.with_(**{f"parameters.{name}": value}) for value in SETTING_BY_NAME[name].plausible)
    assert build(low, 0).organisations.tobytes() != build(high, 0).organisations.tobytes()


def test_arms_of_one_population_make_it_once() -> None:
    for arm in (TINY, TINY.with_(**{"barriers.secrecy": 0.1, "levers.fund_pool.strength": 1.0})):
        for seed in range(3):
            build(arm, seed)
    assert kept._kept.cache_info().misses == 1
    build(TINY.with_(**{"population.seed": 2}), 0)
    assert kept._kept.cache_info().misses == 2


def test_large_populations_are_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "LARGEST_KEPT", 10)
    assert bytes_of(build(TINY, 0)) == bytes_of(build(TINY, 0))
    assert kept._kept.cache_info().misses == 0
