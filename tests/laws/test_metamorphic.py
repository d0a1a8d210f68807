"""Metamorphic laws (validation plan, section 2): how a run must change, or not, when its inputs are changed."""

from __future__ import annotations

import json
import math
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest

from sim import CollaborationModel
from sim.barriers import BARRIERS
from sim.levers import LEVERS
from sim.tables import Status
from sim.world import buckets, field_attention
from tests.agreement.test_plain_python import fingerprint
from tests.laws.benches import CROSSING, SMALL, barriers, delivered, parameters

NAMES = [barrier.name for barrier in BARRIERS]
ONE_IN_A_THOUSAND = 3.09  # one-sided: a law that holds is refused by chance in 1 of 1,000 runs of a test
DECISIONS = ("stage", "status", "cause", "money", "rung", "steps", "direction", "classified", "deadweight")
TIMES = ("matched", "cleared", "converted", "financed", "ended", "office_wait", "value", "cost", "score", "fund_paid")


def run(seed: int = 3, **overrides: object) -> CollaborationModel:
    return CollaborationModel(SMALL, seed=seed, **overrides).run()


@pytest.fixture(scope="module")
def baseline() -> dict[int, CollaborationModel]:
    return {seed: run(seed) for seed in range(30)}


def decisions(model: CollaborationModel) -> dict[tuple[int, int, int], tuple[object, ...]]:
    """Every deal by its key, with partners by key: what may not depend on places in memory."""
    keys = model.world.organisations["key"]
    told = {}
    for deal in model.record().deals:
        partner = int(keys[deal.recipient]) if deal.recipient >= 0 else -1
        facts = [deal[name].item() for name in (*DECISIONS, *TIMES)]
        told[int(deal.initiator), int(deal.opened), int(deal.slot)] = (partner, *(repr(fact) for fact in facts))
    return told


def differences(
    measure: Callable[[CollaborationModel], float],
    arms: dict[int, CollaborationModel],
    others: dict[int, CollaborationModel],
) -> tuple[float, float]:
    """Mean and standard error of the paired difference: other arm less arm."""
    each = np.array([measure(others[seed]) - measure(arms[seed]) for seed in others], float)
    return float(each.mean()), float(each.std(ddof=1)) / math.sqrt(len(each))


def test_m1_levers_at_zero_are_no_levers(baseline: dict[int, CollaborationModel]) -> None:
    idle = {f"levers.{lever.name}.strength": 0.0 for lever in LEVERS}
    at_zero = run(**idle, **{f"levers.{lever.name}.start_quarter": 2 for lever in LEVERS})
    without = CollaborationModel(SMALL, seed=3)
    without.world = without.world._replace(moves=without.world.moves[:0].copy())  # no lever can reach a setting
    for other in (at_zero, without.run()):
        for name in ("deals", "history", "cases"):
            assert getattr(other.record(), name).tobytes() == getattr(baseline[3].record(), name).tobytes()
    at_work = run(**{**idle, "levers.clearance_staff.strength": 1.0, "levers.clearance_staff.start_quarter": 2})
    assert at_work.record().deals.tobytes() != baseline[3].record().deals.tobytes()


def test_m3_order_in_memory_decides_nothing() -> None:
    model = CollaborationModel(SMALL, seed=4)
    world = model.world
    shuffled = np.random.default_rng(0).permutation(len(world.organisations))
    organisations, expertise = world.organisations[shuffled].copy(), world.expertise[shuffled].copy()
    order = np.argsort(organisations["key"], kind="stable").astype(np.int32)
    starts, rows = buckets(organisations, order, len(world.cities), len(world.fields))
    model.world = world._replace(
        organisations=organisations.view(np.recarray),
        expertise=expertise,
        order=order,
        bucket_start=starts,
        bucket_rows=rows,
        field_attention=field_attention(starts, world.relatedness, len(world.cities)),
    )
    straight = run(4)
    expected, told = decisions(straight), decisions(model.run())
    assert len(told) == len(straight.record().deals) > 500
    assert told == expected
    assert model.record().history.tobytes() == straight.record().history.tobytes()


@pytest.mark.parametrize("split", [1, 11, 17])
def test_m5_a_saved_world_goes_on_identically(split: int) -> None:
    ramping = {"levers.market_opening.strength": 1.0, "levers.market_opening.start_quarter": 8}
    whole = run(**ramping)
    first = CollaborationModel(SMALL, seed=3, **ramping)
    for _ in range(split):
        first.step()
    second = CollaborationModel(SMALL, seed=3, **ramping)
    world = pickle.loads(pickle.dumps(first.world))
    second.world = world._replace(  # two names for one memory come back as two copies
        values=world.settings.view(np.ndarray).view(np.float64),
        base_values=world.base_settings.view(np.ndarray).view(np.float64),
    )
    del first
    second.run()
    for name in ("deals", "history", "cases"):
        assert getattr(whole.record(), name).tobytes() == getattr(second.record(), name).tobytes()


def test_m8_twice_the_population_has_the_same_life_per_head() -> None:
    measures: dict[str, Callable[[CollaborationModel], float]] = {
        "across": lambda model: sum(delivered(model)[name] for name in CROSSING),
        "university_to_civil": lambda model: delivered(model)["university_to_civil"],
        "opened": lambda model: len(model.record().deals),
        "licensed": lambda model: model.record().history["licensed_firms"][-1],
        "fund": lambda model: model.record().history["fund_spent"].sum(),
    }
    middle = {"population.scale": 2.0}
    large = {"population.scale": 4.0}
    # Another population for every seed: which cities and fields happen to be large is part of the noise.
    ones = [run(seed, **middle, **{"population.seed": seed + 1}) for seed in range(12)]
    twos = [run(seed, **large, **{"population.seed": seed + 1}) for seed in range(12)]
    for name, measure in measures.items():
        one, two = (
            np.array([measure(model) / len(model.world.organisations) for model in models]) for models in (ones, twos)
        )
        error = math.sqrt((one.var(ddof=1) + two.var(ddof=1)) / len(one))
        assert abs(one.mean() - two.mean()) < 3 * error, (name, one.mean(), two.mean(), error)


FREE: dict[str, object] = {
    **parameters(clerks=100_000.0, fund=1e9, self_finance=0.0, delivery_cash=0.0, opportunism=0.0),
    **parameters(leak_rate=0.0, std_learning=0.0, rivalry=0.0, learn=0.0, forget=0.0, transfer_share=0.0),
    **parameters(trust_step=0.0, success_step=0.0, failure_factor=1.0, technical_failure_factor=1.0, exit_below=0.0),
    **parameters(tie_memory=0.0, preferential_attachment=0.0, climb_after=10_000, q_enter=0.0, licence_life=4000.0),
    **parameters(licence_exponent_1=0.0, capacity_military=10_000, capacity_private=10_000),
    # A deal that meets a poor partner one quarter earlier may be lost by it: one look, one quarter.
    **parameters(capacity_university=10_000, candidates=1, patience=1),
    "population.scale": 10.0,
}


@pytest.mark.parametrize("barrier", NAMES)
def test_m9_a_higher_barrier_saves_no_deal(barrier: str) -> None:
    def saved(intensity: float) -> set[tuple[int, int, int]]:
        deals = run(6, **FREE, **barriers(**{barrier: intensity})).record().deals
        done = deals[deals["status"] == Status.DELIVERED]
        return set(zip(done["initiator"].tolist(), done["opened"].tolist(), done["slot"].tolist(), strict=True))

    arms = [saved(intensity) for intensity in (0.1, 0.3, 0.4, 0.6, 0.7, 1.0)]
    assert len(arms[-2]) > 30
    assert all(higher <= lower for lower, higher in pairwise(arms))
    assert arms[-1] < arms[0]


AFFECTED = {
    "standards_mismatch": ("military_to_civil", "civil_to_military"),
    "secrecy": ("military_to_civil", "civil_to_military"),
    "market_separation": ("civil_to_military",),
    "unequal_policy_treatment": ("civil_to_military",),
    "missing_coordination_body": ("civil_to_military",),
}


@pytest.mark.parametrize("barrier", NAMES)
def test_m10_a_higher_barrier_does_not_help_its_direction(
    barrier: str, baseline: dict[int, CollaborationModel]
) -> None:
    default = SMALL.barriers[barrier]
    higher = {seed: run(seed, **barriers(**{barrier: default + 0.1})) for seed in baseline}
    for direction in AFFECTED[barrier]:
        mean, error = differences(lambda model, d=direction: delivered(model)[d], baseline, higher)
        assert mean <= ONE_IN_A_THOUSAND * error, (direction, mean, error)
    if barrier in ("standards_mismatch", "secrecy", "market_separation"):
        mean, error = differences(lambda model: delivered(model)["civil_to_military"], baseline, higher)
        assert mean < -1.64 * error  # and three obstacles visibly hurt


def mean_wait(model: CollaborationModel) -> float:
    history = model.record().history
    return float(history["waits"].sum() / max(1.0, history["started"].sum()))


def licences(model: CollaborationModel) -> float:
    return float(model.record().history["licensed_firms"].sum())


def test_m11_more_clerks_shorten_waits_and_lose_no_licence() -> None:
    arms = [{seed: run(seed, **parameters(clerks=clerks)) for seed in range(12)} for clerks in (30.0, 60.0, 120.0)]
    for fewer, more in pairwise(arms):
        mean, error = differences(mean_wait, fewer, more)
        assert mean <= ONE_IN_A_THOUSAND * error
        mean, error = differences(licences, fewer, more)
        assert mean >= -ONE_IN_A_THOUSAND * error
    assert differences(mean_wait, arms[0], arms[2])[0] < 0 < differences(licences, arms[0], arms[2])[0]


def test_m12_a_larger_fund_pays_more_deals_within_its_budget() -> None:
    arms = [{seed: run(seed, **parameters(fund=fund)) for seed in range(12)} for fund in (0.0, 120.0, 480.0)]
    for models in arms:
        for model in models.values():
            budget = float(model.world.settings[0].fund)
            assert (model.record().history["fund_spent"] <= budget * (1 + 1e-12)).all()

    def subsidised(model: CollaborationModel) -> float:
        return float((model.record().deals["fund_paid"] > 0).sum())

    def financed(model: CollaborationModel) -> float:
        return float((~np.isnan(model.record().deals["financed"])).sum())

    assert all(subsidised(model) == 0 for model in arms[0].values())
    for smaller, larger in pairwise(arms):
        for measure in (subsidised, financed):
            mean, error = differences(measure, smaller, larger)
            assert mean >= -ONE_IN_A_THOUSAND * error
    assert differences(subsidised, arms[1], arms[2])[0] > 0


def test_m13_a_longer_ramp_acts_later_and_bills_less() -> None:
    lever, fixed = "standards_convergence", 120.0

    def ramped(quarters: int, seed: int = 3) -> CollaborationModel:
        start = {f"levers.{lever}.start_quarter": 8, f"levers.{lever}.ramp_quarters": quarters}
        return run(seed, **{f"levers.{lever}.strength": 1.0, **start})

    costs = {}
    for ramp in (0, 4, 12):
        model = ramped(ramp)
        bill = model.record().history["programme_cost"]
        scale = float(model.world.region[0].scale)
        steps = [0.0] * 8 + [min(1.0, (quarter + 1) / (ramp + 1)) for quarter in range(16)]
        np.testing.assert_allclose(bill, [fixed / 4 * scale * level for level in steps], rtol=1e-12, atol=1e-15)
        costs[ramp] = bill.sum()
    assert costs[0] > costs[4] > costs[12] > 0

    at_once, slowly = ({seed: ramped(ramp, seed) for seed in range(12)} for ramp in (0, 12))

    def converted(model: CollaborationModel) -> float:
        return float((model.record().deals["converted"] < 16).sum())

    mean, error = differences(converted, slowly, at_once)
    assert mean > 1.64 * error


ONE_PURPOSE_MORE = """
import enum, json
import sim.draws as draws
members = {purpose.name: int(purpose) for purpose in draws.Purpose}
draws.Purpose = enum.IntEnum("Purpose", {"NEW_FIRST": 0, **members, "NEW_LAST": 99})
from tests.agreement.test_plain_python import fingerprint
from sim.phases import search
assert search.Purpose is draws.Purpose
print(json.dumps(fingerprint(3)))
"""


def test_m16_a_new_purpose_shifts_no_draw() -> None:
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1"}
    command = [sys.executable, "-c", ONE_PURPOSE_MORE]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
    assert json.loads(done.stdout) == fingerprint(3)
