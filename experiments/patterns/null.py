"""The null model: what the patterns read if nothing that the model is about is at work.

A null run is a finished run whose deals are dealt out anew by chance. It keeps when deals were made, paid and ended and
what they cost, the organisations with their cities and kinds, and how much work came to the offices. Nothing else:

* the two parties are any two organisations, each as likely as any other: no distance, no kinds, no barriers;
* every deal that ended was delivered with one common chance, that of the run; no barrier is a cause of death;
* a rung is any of the three; the fund pays any paid deal as likely as another; firms neither enter nor leave;
* which city is like which, and protects itself from which, is dealt out among the cities;
* an office takes cases as they are filed at random times, and nobody stays away or leaves because of the wait.

A pattern that the null model meets speaks for none of the model's mechanisms.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from typing import Any

import numpy as np

from experiments.patterns.finished import Finished
from experiments.patterns.measures import measure, offices
from experiments.patterns.more_runs import LOAD, NAME
from sim.agents import DIRECTIONS, KINDS
from sim.tables import Money, Status

DEALINGS = 8  # null runs of one run, so that the luck of dealing out is small beside that of the runs
RUNGS = (1, 2, 3)
FIRST_DIRECTION = np.array([next(p for p, d in enumerate(DIRECTIONS) if d.source == kind.name) for kind in KINDS])
"""[kinds] direction of a deal by the kind of its source; of universities' two the first, as only the source counts."""


@dataclass(frozen=True, eq=False)
class Tables:
    """The tables of a null run that a pattern reads, with the names that a run's own have."""

    deals: Any
    history: Any
    organisations: Any
    cities: Any
    city_pair: Any
    history_by_city: Any


@dataclass(frozen=True, eq=False)
class NullRun:
    """A run dealt out anew; patterns are measured on it as on a run of the model."""

    inputs: Any
    region: Any
    world: Tables

    def record(self) -> Tables:
        """Return the tables."""
        return self.world


def null_run(model: Finished, seed: int, load: float = 1.0) -> NullRun:
    """Deal out a finished run anew.

    Args:
        model: the run; it is left as it is.
        seed: of the chance that deals out; 0 or more.
        load: work per clerk, over that of the run; above 0.
    """
    random = np.random.default_rng(seed)
    record, world, start = model.record(), model.world, model.inputs.run.policy_quarter
    deals = dealt_out(record.deals[record.deals["matched"] >= 0], record.organisations, random)
    history, active = record.history.copy(), world.history_by_city.copy()
    history["licensed_firms"], history["exits"] = history["licensed_firms"][start], 0
    active[:] = active[start]
    history["fund_deadweight"] = history["fund_spent"] * deadweight(deals, random)
    clerks = np.maximum(1, np.rint(world.offices["clerks"] / load)).astype(int)
    history["waits"], history["started"] = waits(record.cases, clerks, len(history), random)
    order = random.permutation(len(world.cities))
    pairs = world.city_pair[:, order][:, :, order]
    tables = Tables(deals, history, record.organisations, world.cities, pairs, active)
    return NullRun(model.inputs, model.region, tables)


def dealt_out(deals: Any, organisations: Any, random: np.random.Generator) -> Any:
    """Return matched deals with parties, rungs, deliveries and causes of death as chance has them."""
    dealt, count = deals.copy(), len(organisations)
    source = random.integers(count, size=len(deals))
    recipient = (source + random.integers(1, count, size=len(deals))) % count
    ended = deals["status"] != Status.OPEN
    chance = (deals["status"] == Status.DELIVERED).sum() / max(1, ended.sum())
    delivered = random.random(len(deals)) < chance
    dealt["source"], dealt["recipient"], dealt["payer"] = source, recipient, recipient
    dealt["direction"] = FIRST_DIRECTION[organisations["kind"][source]]
    dealt["jurisdictions_differ"] = organisations["jurisdiction"][source] != organisations["jurisdiction"][recipient]
    dealt["status"] = np.where(ended, np.where(delivered, Status.DELIVERED, Status.DEAD), Status.OPEN)
    dealt["cause"] = 0
    dealt["rung"] = random.choice(RUNGS, size=len(deals))
    return dealt


def deadweight(deals: Any, random: np.random.Generator) -> float:
    """Return the share of fund money that goes to who could pay, if its sums go to any paid deals."""
    paid = deals[deals["money"] != Money.NOBODY]
    could = (paid["money"] == Money.OWN_CASH) | ((paid["money"] == Money.FUND) & paid["deadweight"])
    given = paid["fund_paid"]
    return float((given * random.permutation(could)).sum() / max(1e-9, given.sum()))


def waits(cases: Any, clerks: Any, quarters: int, random: np.random.Generator) -> tuple[Any, Any]:
    """Return what offices without balking make of the same cases: waits and cases started, [quarters] each."""
    total, count = np.zeros(quarters), np.zeros(quarters)
    for office, there in enumerate(clerks):
        work = random.permutation(cases["work"][cases["office"] == office])
        filed = np.sort(random.uniform(0.0, quarters, size=len(work)))
        started = first_come_first_served(filed, work, int(there))
        within = started < quarters
        quarter = started[within].astype(int)
        total += np.bincount(quarter, weights=(started - filed)[within], minlength=quarters)
        count += np.bincount(quarter, minlength=quarters)
    return total, count


def first_come_first_served(filed: Any, work: Any, clerks: int) -> Any:
    """Return when each case is taken up, quarters.

    Args:
        filed: [cases] when each is filed, ascending.
        work: [cases] clerk time that each takes, clerk-quarters.
        clerks: how many work in parallel, 1 or more.
    """
    free = [0.0] * clerks
    started = np.empty(len(filed))
    for case, (at, takes) in enumerate(zip(filed.tolist(), work.tolist(), strict=True)):
        started[case] = max(free[0], at)
        heapq.heapreplace(free, started[case] + takes)
    return started


def measure_null(model: Finished, seed: int) -> dict[str, float]:
    """Return every pattern's number under the null model: the mean over DEALINGS null runs of one finished run."""
    seeds = range(seed * DEALINGS, (seed + 1) * DEALINGS)
    found = [_once(model, one) for one in seeds]
    return {name: float(np.mean([one[name] for one in found])) for name in found[0]}


def _once(model: Finished, seed: int) -> dict[str, float]:
    run, pressed = null_run(model, seed), null_run(model, seed, LOAD)
    return {**measure(run), NAME: offices(pressed)["P12 mean wait"] / offices(run)["P12 mean wait"]}
