"""One function per sealed fact: from a finished run to the number that the fact speaks of.

What each measures is written in `sealed.toml`, which was sealed first; a reader may hold the two together.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from experiments.patterns.finished import Finished, end_of
from sim import Scenario
from sim.agents import DIRECTIONS, KINDS
from sim.engine import Run
from sim.outcomes.measure import quarter_of_end
from sim.tables import HISTORY_BY_CITY, Stage, Status

ACROSS = ("civil_to_military", "military_to_civil", "university_to_military")
FIRST_YEAR = "2020 Q1"
DIRECTION = {one.name: place for place, one in enumerate(DIRECTIONS)}
FIRM = next(code for code, kind in enumerate(KINDS) if kind.name == "private_firm")
SOON = 2.0  # quarters
TWICE = "Z2"
"""The fact that compares two runs: one with half the clerks, and the run itself."""


def output_growth(run: Finished) -> float:
    """Z1: growth a year of the value delivered across the two sides, from the year 2015 to the year 2017."""
    deals = run.record().deals
    ended = quarter_of_end(deals["ended"], deals["status"] == Status.DEAD, run.inputs.run.quarters)
    crossing = np.isin(deals["direction"], [DIRECTION[name] for name in ACROSS])
    done = (deals["status"] == Status.DELIVERED) & crossing
    first, last = (
        float(deals["value"][done & (ended >= end_of(run, f"{year} Q1")) & (ended <= end_of(run, f"{year} Q4"))].sum())
        for year in (2015, 2017)
    )
    return math.sqrt(last / first) - 1.0 if first > 0.0 else math.nan


def files_waiting(run: Finished) -> float:
    """Return the mean number of files waiting at the clearance offices from 2020 on."""
    return float(run.record().history["queue"][end_of(run, FIRST_YEAR) :].mean())


def entrants(run: Finished) -> float:
    """Z3: private firms that begin to take part in 2020, over those that do in 2016."""
    entries = run.record().history["entries"]
    before, after = (
        float(entries[end_of(run, f"{year} Q1") : end_of(run, f"{year} Q4") + 1].sum()) for year in (2016, 2020)
    )
    return after / before if before > 0.0 else math.nan


def unpaid_at_first(run: Finished) -> float:
    """Z4: share of private payers' deals that came to finance from 2020 on and were not paid in their first quarter.

    A deal comes to finance in the quarter in which it is converted, and may be paid in the same.
    """
    deals, organisations = run.record().deals, run.world.organisations
    came = np.floor(deals["converted"])
    there = (came >= end_of(run, FIRST_YEAR)) & (deals["payer"] >= 0)
    there &= organisations["kind"][np.maximum(0, deals["payer"])] == FIRM
    return float((~(deals["financed"][there] <= came[there])).mean()) if there.any() else math.nan


def decided_in_time(run: Finished) -> float:
    """Z5: share of supplies with granted access whose access was decided within two quarters of their match."""
    deals = run.record().deals
    asked = (deals["direction"] == DIRECTION["civil_to_military"]) & (deals["matched"] >= end_of(run, FIRST_YEAR))
    granted = asked & (deals["stage"] > Stage.ACCESS) & ~np.isnan(deals["cleared"])
    waited = (deals["cleared"] - deals["matched"])[granted]
    return float((waited <= SOON).mean()) if granted.any() else math.nan


def classified_growth(run: Finished) -> float:
    """Z6: growth a year of the classified technologies on shelves, from the end of 2014 to the end of 2019."""
    held = run.record().history["shelf_classified"]
    before, after = (float(held[end_of(run, date)]) for date in ("2014 Q4", "2019 Q4"))
    return (after / before) ** 0.2 - 1.0 if before > 0.0 else math.nan


def share_of_chengdu(run: Finished) -> float:
    """Z7: share of Chengdu among the licensed private firms of Sichuan at the end of 2019."""
    licensed = run.world.history_by_city[end_of(run, "2019 Q4"), :, HISTORY_BY_CITY.index("licensed_firms")]
    here = run.world.cities["jurisdiction"] == run.region.jurisdictions.index("Sichuan")
    chengdu = [city.key for city in run.region.cities].index("chengdu")
    return float(licensed[chengdu] / licensed[here].sum()) if licensed[here].sum() > 0.0 else math.nan


MEASURES: Mapping[str, Callable[[Finished], float]] = {
    "Z1": output_growth,
    "Z3": entrants,
    "Z4": unpaid_at_first,
    "Z5": decided_in_time,
    "Z6": classified_growth,
    "Z7": share_of_chengdu,
}


def with_half_the_clerks(scenario: Scenario) -> Scenario:
    """Return the same world with half of its clerks."""
    return scenario.with_(**{"parameters.clerks": scenario.parameters["clerks"] / 2.0})


def queue_with_half(run: Finished, half: Finished) -> float:
    """Z2: files waiting with half the clerks, over those with all of them."""
    all_of_them = files_waiting(run)
    return files_waiting(half) / all_of_them if all_of_them > 0.0 else math.nan


def sealed(scenario: Scenario, seed: int) -> dict[str, float]:
    """Run a scenario and measure every sealed fact, by id."""
    run: Any = Run(scenario, seed, threads=1).run()
    half: Any = Run(with_half_the_clerks(scenario), seed, threads=1).run()
    found = {name: one(run) for name, one in MEASURES.items()}
    return {**found, TWICE: queue_with_half(run, half)}
