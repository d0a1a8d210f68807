"""Patterns that no default was chosen by and no mechanism written for, from tables found later: V3 to V5, V7, V12; A7.

V1, V2, V8 and V9 are checks of the input (`published.py`); V6 and V10 need more than one run (`more_runs.py`). V11,
agreements without effect until a body holds them, is a test (`tests/laws/test_agreements.py`).
"""

from __future__ import annotations

import numpy as np

from experiments.patterns.finished import Finished, end_of, flows
from sim.agents import DIRECTIONS
from sim.barriers import BARRIERS
from sim.tables import FIRST_BARRIER, PROTECTION, Cause, Status


def licence_holders(model: Finished) -> dict[str, float]:
    """Measure V4 and V5: private holders of licences, scaled up by their sample, beside the published of the nation.

    Military enterprises hold theirs by what they are; all of them are in the model.
    """
    per_firm = 1.0 / model.inputs.population.private_sample
    licensed = model.record().history["licensed_firms"] * per_firm
    military = sum(city.military_organisations for city in model.region.cities)
    then, later = (float(licensed[end_of(model, date)]) for date in ("2015 Q4", "2019 Q4"))
    return {
        "V4 licensed firms of the nation's 1,000, 2015": then / 1000,
        "V4 licensed firms of the nation's 3,709, 2019": later / 3709,
        "V5 private among private and military, 2017": float(licensed[end_of(model, "2017 Q4")])
        / float(licensed[end_of(model, "2017 Q4")] + military),
    }


def leavers(model: Finished) -> dict[str, float]:
    """Measure V3: exits a year over active firms, in the policy horizon."""
    horizon = model.record().history[model.inputs.run.policy_quarter :]
    return {"V3 exits a year": float(4.0 * horizon["exits"].sum() / max(1.0, horizon["active_firms"].sum()))}


def lost_supplies(model: Finished) -> tuple[int, int]:
    """Count supplies of firms that died in the offices' queue, attrition there included, and by the third barrier."""
    deals, start = model.record().deals, model.inputs.run.policy_quarter
    entering = [place for place, direction in enumerate(DIRECTIONS) if direction.climbs]
    dead = deals[(deals["status"] == Status.DEAD) & (deals["ended"] > start) & np.isin(deals["direction"], entering)]
    barriers = sorted(
        (int((dead["cause"] == FIRST_BARRIER + place).sum()) for place in range(len(BARRIERS))), reverse=True
    )
    queued = (dead["cause"] == Cause.OFFICE_CONGESTION) | (
        (dead["cause"] == Cause.ATTRITION) & ~np.isnan(dead["filed"])
    )
    return int(queued.sum()), barriers[2]


def obstacles(model: Finished) -> dict[str, float]:
    """Measure V7: deaths by the offices' congestion, attrition in queue included, over those by the third barrier."""
    queued, third = lost_supplies(model)
    return {"V7 congestion over the third barrier": queued / max(1, third)}


def competition(model: Finished) -> dict[str, float]:
    """Measure V12: how much likelier a partner at home is than one who must pass the protection between two cities."""
    table = flows(model)
    shut = np.maximum(model.world.city_pair[PROTECTION], model.world.city_pair[PROTECTION].T)
    upper = np.triu_indices(len(table), 1)
    mean = float((table[upper] * shut[upper]).sum() / max(1.0, table[upper].sum()))
    return {"V12 odds of a local partner": 1.0 / (1.0 - mean)}


def steadiness(model: Finished) -> dict[str, float]:
    """Measure A7: deliveries of the last two years of the policy horizon over those of its first two."""
    record, run = model.record(), model.inputs.run
    done = record.deals[record.deals["status"] == Status.DELIVERED]["ended"]
    start, end = run.policy_quarter, run.quarters
    first, last = (((done >= one) & (done < one + 8)).sum() for one in (start, end - 8))
    return {"A7 last two years over first two": float(last / max(1, first))}


MEASURES = (licence_holders, leavers, obstacles, competition, steadiness)
