"""D1 and D2 of the validation plan: a clearance office alone is the textbook's queue."""

from __future__ import annotations

import heapq
import math
from typing import NamedTuple

import numpy as np
import pytest

from sim.tables import COUNTERS, Cause, Stage, Status
from tests.laws.benches import bench, parameters, parties, put_deals
from tests.laws.evidence import Note, lay_beside

WARM_UP = 100  # quarters left out at both ends


def erlang_c_wait(arrivals: float, service: float, clerks: int) -> float:
    """Mean wait of M/M/c, in quarters."""
    load = arrivals * service
    busy = load**clerks / math.factorial(clerks) * clerks / (clerks - load)
    waits = busy / (sum(load**k / math.factorial(k) for k in range(clerks)) + busy)
    return waits * service / (clerks - load)


def erlang_a(arrivals: float, service: float, clerks: int, patience_rate: float) -> tuple[float, float]:
    """Share of cases that give up waiting, and mean time in the queue (M/M/c+M)."""
    weights = [1.0]
    for state in range(1, clerks + 4000):
        weights.append(weights[-1] * arrivals / (min(state, clerks) / service + max(0, state - clerks) * patience_rate))
    queue = sum(w * max(0, state - clerks) for state, w in enumerate(weights)) / sum(weights)
    return patience_rate * queue / arrivals, queue / arrivals


class Office(NamedTuple):
    """What went through one office: all cases by filing time, settled ones only."""

    queued: np.ndarray  # quarters in the queue, until taken up or given up
    gave_up: np.ndarray
    arrivals: float  # realised, per quarter
    service: float  # realised mean
    cases: np.ndarray  # in the order of the table, which is not that of filing


def office_run(arrivals: float, service: float, clerks: int, attrition: float, quarters: int) -> Office:
    """Send Poisson numbers of classified technologies to the review of one office."""
    model = bench(
        **parameters(
            review_clerk_quarters=service,
            handles_province=0.0,
            overlap=0.0,
            attrition=attrition,
            conversion_speed=100.0,
        ),
        **parameters(bank_approval=1.0, absorption_speed=100.0),
    )
    office = model.world.organisations["jurisdiction"][parties(model, "military_to_civil")[0]]
    share = float(model.world.offices["share"][office])
    model.world = model.world._replace(clerk_free=np.zeros((COUNTERS * len(model.world.offices), 3 * clerks)))
    model.world.base_settings["clerks"] = clerks / share
    draws = np.random.default_rng(11)
    for _ in range(quarters):
        count = int(draws.poisson(arrivals))
        put_deals(model, "military_to_civil", count, Stage.ACCESS, review_pending=True, classified=True)
        model.step()
    assert int(model.world.offices["clerks"][office]) == clerks
    record = model.record()
    deals = record.deals
    settled = deals[(deals["opened"] >= WARM_UP) & (deals["opened"] < quarters - WARM_UP)]
    assert not (settled["status"] == Status.OPEN).any()
    gave_up = settled["cause"] == Cause.OFFICE_CONGESTION
    queued = np.where(gave_up, settled["ended"] - settled["filed"], settled["office_wait"])
    realised = len(settled) / (quarters - 2 * WARM_UP)
    return Office(queued, gave_up, realised, float(record.cases["work"].mean()), record.cases)


def served_in_order(cases: np.ndarray, clerks: int) -> np.ndarray:
    """Waits of cases that the clerks take up in this order, by a textbook event loop."""
    free = [0.0] * clerks
    waits = []
    for case in cases:
        start = max(free[0], float(case["filed"]))
        heapq.heapreplace(free, start + float(case["work"]))
        waits.append(start - float(case["filed"]))
    return np.array(waits)


def mean_error(values: np.ndarray, relaxation: float, quarters: int) -> float:
    """Standard error of the mean of a queue that forgets its past within the relaxation time."""
    return float(values.std()) * math.sqrt(2 * relaxation / quarters)


@pytest.mark.parametrize(
    ("arrivals", "service", "clerks", "published", "quarters"),
    [(20.0, 1.0, 24, 0.0745, 1500), (9.0, 1.0, 10, 0.669, 2500), (4.0, 2.0, 9, 1.307, 2500)],
)
def test_d1_one_office_is_erlang_c(
    arrivals: float, service: float, clerks: int, published: float, quarters: int, record_property: Note
) -> None:
    theory = erlang_c_wait(arrivals, service, clerks)
    assert theory == pytest.approx(published, rel=0.005)
    office = office_run(arrivals, service, clerks, 0.0, quarters)
    assert not office.gave_up.any()
    by_filing = np.sort(office.cases, order="filed")
    started = ~np.isnan(by_filing["started"])
    waits = (by_filing["started"] - by_filing["filed"])[started]
    np.testing.assert_array_equal(waits, served_in_order(by_filing, clerks)[started])
    # Near saturation the wait hangs on the load that chance has brought, so theory is asked at that load.
    realised = erlang_c_wait(office.arrivals, office.service, clerks)
    assert realised == pytest.approx(theory, rel=0.35)
    relaxation = 1 / (math.sqrt(clerks / service) - math.sqrt(arrivals)) ** 2
    error = mean_error(office.queued, relaxation, quarters)
    what = f"mean wait, {arrivals:g} cases a quarter of {service:g} quarters, {clerks} clerks (published {published:g})"
    lay_beside(record_property, what, office.queued.mean(), realised, error, within=3.0)


def test_d1_the_order_of_filing_decides_and_not_that_of_the_table(record_property: Note) -> None:
    """The trap: clerks who take a quarter's cases in the order of the table idle for a case that is not yet there."""
    quarters, clerks = 1500, 24
    office = office_run(20.0, 1.0, clerks, 0.0, quarters)
    assert (np.diff(office.cases["filed"]) < 0).any()
    unsorted = served_in_order(office.cases, clerks)
    error = mean_error(unsorted, 1 / (math.sqrt(clerks) - math.sqrt(20.0)) ** 2, quarters)
    lay_beside(record_property, "the same cases in the order of the table, 24 clerks", unsorted.mean(), 0.246, error)
    assert office.queued.mean() < 0.5 * unsorted.mean()


def test_d2_with_attrition_it_is_erlang_a(record_property: Note) -> None:
    share, queue = erlang_a(30.0, 1.0, 24, 0.025)
    assert (share, queue) == (pytest.approx(0.2, abs=1e-3), pytest.approx(8.0, abs=0.05))
    office = office_run(30.0, 1.0, 24, 0.025, 1500)
    share, queue = erlang_a(office.arrivals, office.service, 24, 0.025)
    error = mean_error(office.queued, 1 / 0.025, 1500)
    assert error < 0.6
    lay_beside(record_property, "mean time in the queue (published 8.00)", office.queued.mean(), queue, error, 3.0)
    # Who waits gives up at 0.025 a quarter.
    lay_beside(record_property, "share giving up (published 0.2000)", office.gave_up.mean(), share, 0.025 * error, 3.0)
