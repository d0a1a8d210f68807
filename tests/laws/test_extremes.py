"""Extreme conditions: X1 to X13 of the validation plan. Barriers that a row does not name are at their defaults."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim import CollaborationModel
from sim.barriers import BARRIERS
from sim.tables import FIRST_BARRIER, CaseKind, Cause, Stage, Status
from tests.laws.benches import CROSSING, DIRECTION, barriers, by_seed, delivered, parameters, run, supplies
from tests.laws.evidence import Note, paired, say_chance

NAMES = [barrier.name for barrier in BARRIERS]
ALL_ON = barriers(**dict.fromkeys(NAMES, 1.0))
ALL_OFF = barriers(**dict.fromkeys(NAMES, 0.0))
EXACT = range(3)  # what holds exactly is tried on a few seeds
SEEDS = range(12)


def assert_closed(model: CollaborationModel) -> None:
    """Nothing crosses the sides, and what does not cross them goes on."""
    done = delivered(model)
    assert [done[name] for name in CROSSING] == [0, 0, 0]
    assert done["university_to_civil"] > 0


@pytest.mark.parametrize("seed", EXACT)
def test_x1_all_barriers_complete(seed: int) -> None:
    model = run(seed, **ALL_ON)
    assert_closed(model)
    assert not model.record().cases["granted"].any()
    assert (model.record().history["exposure"] == 0.0).all()


@pytest.mark.parametrize("seed", EXACT)
@pytest.mark.parametrize("barrier", ["secrecy", "market_separation"])
def test_x2_secrecy_or_market_separation_alone(barrier: str, seed: int) -> None:
    assert_closed(run(seed, **barriers(**{barrier: 1.0})))


@pytest.mark.parametrize("seed", EXACT)
def test_x3_standards_mismatch_alone(seed: int) -> None:
    assert_closed(run(seed, **barriers(standards_mismatch=1.0)))


def test_x4_coordination_alone_closes_only_the_boundary(record_property: Note) -> None:
    for seed in EXACT:
        deals = run(seed, **barriers(missing_coordination_body=1.0)).record().deals
        done = deals[deals["status"] == Status.DELIVERED]
        assert len(done) > 0
        assert not done["jurisdictions_differ"].any()

    def total(model: CollaborationModel) -> float:
        return float(sum(delivered(model).values()))

    without, with_it = by_seed(total, SEEDS), by_seed(total, SEEDS, **barriers(missing_coordination_body=1.0))
    record_property(
        "found", f"total {without.mean():.1f} at the default, {with_it.mean():.1f} at 1, {len(SEEDS)} seeds"
    )
    assert with_it.mean() > 0.9 * without.mean()


@pytest.mark.parametrize("others", [{}, ALL_OFF], ids=["others as by default", "others absent"])
def test_x5_unequal_treatment_alone_slows_supplies_and_does_not_stop_them(
    others: dict[str, object], record_property: Note
) -> None:
    arms = [by_seed(supplies, SEEDS, **{**others, **barriers(unequal_policy_treatment=b)}) for b in (0.0, 1.0)]
    mean, limit = paired(*arms)
    say_chance(record_property, len(SEEDS), 1)
    record_property("found", f"supplies {arms[0].mean():.1f} at 0, {arms[1].mean():.1f} at 1")
    assert mean < -limit
    assert arms[1].min() > 0


def test_x6_without_barriers_is_the_upper_bound_and_no_death_has_a_barrier_cause(record_property: Note) -> None:
    for seed in EXACT:
        assert (run(seed, **ALL_OFF).record().deals["cause"] < FIRST_BARRIER).all()
    free = by_seed(supplies, SEEDS, **ALL_OFF)
    arms = {"default": {}, **{f"without {name}": barriers(**{name: 0.0}) for name in NAMES}}
    means = {arm: by_seed(supplies, SEEDS, **keys).mean() for arm, keys in arms.items()}
    record_property("found", f"supplies {free.mean():.1f}; best single removal {max(means.values()):.1f}")
    assert free.mean() > 1.2 * max(means.values())


@pytest.mark.parametrize("seed", EXACT)
def test_x7_no_money_no_deliveries(seed: int) -> None:
    names = (
        "self_financing_share",
        "fund",
        "city_budget",
        "bank_approval",
        "bill",
        "bond",
        "equity",
    )
    deals = run(seed, **parameters(**dict.fromkeys(names, 0.0))).record().deals
    matched = deals[~np.isnan(deals["matched"])]
    assert (matched["status"] == Status.DEAD).any()
    assert not (deals["status"] == Status.DELIVERED).any()
    assert np.isnan(deals["financed"]).all()


@pytest.mark.parametrize("seed", EXACT)
def test_x8_without_comprehension_nothing_is_delivered(seed: int) -> None:
    assert sum(delivered(run(seed, **parameters(comprehension_scale=1e-9))).values()) == 0


def matched_causes(model: CollaborationModel) -> np.ndarray:
    """Causes of death of deals across the sides that had found a partner."""
    deals = model.record().deals
    crossing = np.isin(deals["direction"], [DIRECTION[name] for name in CROSSING])
    return deals["cause"][crossing & (deals["status"] == Status.DEAD) & ~np.isnan(deals["matched"])]


def test_x10_one_clerk_starves_the_offices(record_property: Note) -> None:
    controlled = parameters(access_scope_1=1.0, access_scope_2=1.0)  # what needs no licence does not wait for one
    starved = [run(seed, **controlled, **parameters(clerks=1e-6)) for seed in SEEDS]  # each office keeps one clerk
    ordinary = [run(seed, **controlled) for seed in SEEDS]
    for model in starved:
        assert (model.world.offices["clerks"] == 1).all()

    def total(models: list[CollaborationModel], direction: str) -> int:
        return sum(delivered(model)[direction] for model in models)

    left = {name: total(starved, name) / total(ordinary, name) for name in DIRECTION}
    record_property("found", ", ".join(f"{name} x {part:.2f}" for name, part in left.items()))
    assert left["military_to_civil"] < 0.9  # most of it was released, and asks for no review, unless for a cautious one
    assert max(left[name] for name in CROSSING if name != "military_to_civil") < 0.6
    assert left["university_to_civil"] > 0.7
    licensed = [sum(model.record().history["licensed_firms"][-1] for model in arm) for arm in (starved, ordinary)]
    assert licensed[0] < 0.6 * licensed[1]
    congested = [
        np.mean(np.concatenate([matched_causes(model) for model in arm]) == Cause.OFFICE_CONGESTION)
        for arm in (starved, ordinary)
    ]
    assert congested[0] > max(0.25, 1.8 * congested[1])


@pytest.mark.parametrize("seed", EXACT)
def test_x11_without_end_of_clerks_nobody_waits(seed: int) -> None:
    model = run(seed, **parameters(clerks=50_000.0))
    cases, deals = model.record().cases, model.record().deals
    started = ~np.isnan(cases["started"])
    assert started.any()
    assert (cases["started"][started] == cases["filed"][started]).all()
    assert not (deals["cause"] == Cause.OFFICE_CONGESTION).any()
    # Interest may still be lost in the weeks before the firm's own application is filed; never while one lies there.
    lost = deals[(deals["cause"] == Cause.ATTRITION) & (deals["stage"] == Stage.ACCESS)]
    assert len(lost) < 0.01 * (~np.isnan(deals["matched"])).sum()
    for deal in lost:
        assert deal.case == -1
        filed = cases["filed"][(cases["organisation"] == deal.source) & (cases["kind"] == CaseKind.LICENCE)]
        assert not ((filed >= deal.filed) & (filed <= deal.ended)).any()


@pytest.mark.parametrize("seed", EXACT)
def test_x12_without_leaks_no_backlash(seed: int) -> None:
    model = run(seed, **parameters(leak_rate=0.0))
    assert (model.record().history["backlash"] == 0.0).all()
    assert (model.record().history["exposure"] > 0.0).any()
    effective = model.world.history_by_barrier[:, NAMES.index("secrecy")]
    assert (effective == model.inputs.barriers["secrecy"]).all()
    leaky = run(seed, **parameters(leak_rate=1.0)).world.history_by_barrier[:, NAMES.index("secrecy")]
    assert leaky.max() > effective.max()


GONE: dict[str, tuple[str, ...]] = {
    "private_sample": ("military_to_civil", "civil_to_military", "university_to_civil"),
    "university_sample": ("university_to_military", "university_to_civil"),
}


@pytest.mark.parametrize("sample", GONE)
def test_x13_without_a_kind_its_directions_vanish_and_others_go_on(sample: str) -> None:
    keys: dict[str, Any] = {f"population.{sample}": 0.0}
    total: dict[str, int] = dict.fromkeys(DIRECTION, 0)
    for seed in SEEDS:
        for name, count in delivered(run(seed, **keys)).items():
            total[name] += count
    for name, count in total.items():
        assert (count == 0) == (name in GONE[sample]), (name, count)
