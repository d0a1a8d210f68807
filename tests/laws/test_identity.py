"""What must not change a run in the least: M1 to M5, M15 and M16 of the validation plan."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from sim import CollaborationModel
from sim.levers import LEVERS
from sim.state import World
from sim.world import buckets, by_key
from tests.agreement.test_plain_python import fingerprint
from tests.laws.benches import SMALL, run

DECISIONS = ("stage", "status", "cause", "money", "rung", "steps", "direction", "classified", "deadweight")
TIMES = ("matched", "cleared", "converted", "financed", "ended", "office_wait", "value", "cost", "score", "fund_paid")
FULL = {f"levers.{lever.name}.strength": 1.0 for lever in LEVERS}


def decisions(model: CollaborationModel) -> dict[tuple[int, int, int], tuple[object, ...]]:
    """Every deal by its key, with partners by key: what may not depend on places in memory."""
    keys = model.world.organisations["key"]
    told = {}
    for deal in model.record().deals:
        partner = int(keys[deal.recipient]) if deal.recipient >= 0 else -1
        facts = [deal[name].item() for name in (*DECISIONS, *TIMES)]
        told[int(deal.initiator), int(deal.opened), int(deal.slot)] = (partner, *(repr(fact) for fact in facts))
    return told


def assert_identical(one: CollaborationModel, other: CollaborationModel) -> None:
    """Deals, cases and history agree to the last bit."""
    for name in ("deals", "history", "cases"):
        assert getattr(one.record(), name).tobytes() == getattr(other.record(), name).tobytes(), name


def test_m1_levers_at_zero_are_no_levers() -> None:
    baseline = run()
    idle = {f"levers.{lever.name}.strength": 0.0 for lever in LEVERS}
    at_zero = run(**idle, **{f"levers.{lever.name}.start_quarter": 2 for lever in LEVERS})
    without = CollaborationModel(SMALL, seed=3)
    without.world = without.world._replace(moves=without.world.moves[:0].copy())  # no lever can reach a setting
    for other in (at_zero, without.run()):
        assert_identical(other, baseline)
    at_work = run(**{**idle, "levers.clearance_staff.strength": 1.0, "levers.clearance_staff.start_quarter": 2})
    assert at_work.record().deals.tobytes() != baseline.record().deals.tobytes()


@pytest.mark.parametrize("lever", [lever.name for lever in LEVERS])
def test_m2_lever_after_the_horizon_is_the_baseline(lever: str) -> None:
    late = run(**{f"levers.{lever}.strength": 1.0, f"levers.{lever}.start_quarter": SMALL.run.quarters})
    assert_identical(late, run())


def test_m3_order_of_organisations_in_memory_decides_nothing() -> None:
    model = CollaborationModel(SMALL, seed=4)
    world = model.world
    used, rows = int(world.region[0].organisations), np.arange(len(world.organisations))
    shuffled = np.concatenate([np.random.default_rng(0).permutation(used), rows[used:]])
    organisations, expertise = world.organisations[shuffled].copy(), world.expertise[shuffled].copy()
    order = by_key(organisations, used)
    starts, members = buckets(organisations, order, len(world.cities), len(world.fields))
    model.world = world._replace(
        organisations=organisations.view(np.recarray),
        expertise=expertise,
        order=order,
        bucket_start=starts,
        bucket_rows=members,
    )
    straight = run(4)
    told = decisions(model.run())
    assert len(told) == len(straight.record().deals) > 500
    assert told == decisions(straight)
    assert model.record().history.tobytes() == straight.record().history.tobytes()


def with_deals_shuffled(world: World) -> World:
    """Lay the deals of a world elsewhere in memory; whoever names a deal by its row is told the new one."""
    count = int(world.region[0].deals)
    new_row = np.random.default_rng(1).permutation(count)
    deals, open_deals, cases = world.deals.copy(), world.open_deals.copy(), world.cases.copy()
    deals[new_row] = world.deals[:count]
    listed = int(world.region[0].open_deals)
    open_deals[:listed] = new_row[world.open_deals[:listed]]
    filed = np.flatnonzero(cases["deal"][: int(world.region[0].cases)] >= 0)
    filed = filed[cases["kind"][filed] > 0]  # a licence hangs on a firm, not on a deal
    cases["deal"][filed] = new_row[world.cases["deal"][filed]]
    loans, lent = world.loans.copy(), int(world.region[0].loans)
    loans["deal"][:lent] = new_row[world.loans["deal"][:lent]]
    tables = {"deals": deals, "cases": cases, "loans": loans}
    return world._replace(open_deals=open_deals, **{name: table.view(np.recarray) for name, table in tables.items()})


def test_m3_order_of_deals_in_memory_decides_nothing() -> None:
    model, straight = CollaborationModel(SMALL, seed=4), run(4)
    for quarter in range(SMALL.run.quarters):
        if quarter in (5, 12, 19):
            model.world = with_deals_shuffled(model.world)
        model.step()
    assert model.record().deals.tobytes() != straight.record().deals.tobytes()
    assert decisions(model) == decisions(straight)
    assert model.record().history.tobytes() == straight.record().history.tobytes()


def test_m4_many_threads_give_the_runs_of_one() -> None:
    seeds = range(8)
    one_by_one = [run(seed) for seed in seeds]
    with ThreadPoolExecutor(max_workers=4) as threads:
        together = list(threads.map(run, seeds))
    for alone, beside in zip(one_by_one, together, strict=True):
        assert_identical(alone, beside)


@pytest.mark.parametrize("split", [1, 11, 17])
def test_m5_a_saved_world_goes_on_identically(split: int) -> None:
    ramping = {**FULL, **{f"levers.{lever.name}.start_quarter": 8 for lever in LEVERS}}
    whole = run(**ramping)
    first = CollaborationModel(SMALL, seed=3, **ramping)
    for _ in range(split):
        first.step()
    second = CollaborationModel(SMALL, seed=3, **ramping)
    second.world = pickle.loads(pickle.dumps(first.world))
    del first
    assert_identical(second.run(), whole)


def test_m15_costs_change_no_decision() -> None:
    start = {f"levers.{lever.name}.start_quarter": 8 for lever in LEVERS}
    costs = {
        f"levers.{lever.name}.{what}": value
        for lever in LEVERS
        for what, value in (("fixed_cost_million_yuan_per_year", 77.0), ("variable_cost", 9.0))
        if what != "variable_cost" or lever.variable_cost_unit
    }
    cheap, dear = run(**FULL, **start), run(**FULL, **start, **costs)
    assert cheap.record().deals.tobytes() == dear.record().deals.tobytes()
    assert cheap.record().cases.tobytes() == dear.record().cases.tobytes()
    assert dear.outcomes()["programme_cost_million_yuan"] != cheap.outcomes()["programme_cost_million_yuan"] > 0.0


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
