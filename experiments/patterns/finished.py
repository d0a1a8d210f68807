"""What a pattern is measured on, and when: the quarters of its fact, or the policy horizon."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np


class Finished(Protocol):
    """What a pattern is measured on: a run of the model, or one dealt out by chance."""

    @property
    def inputs(self) -> Any:
        """The scenario."""

    @property
    def region(self) -> Any:
        """The cities."""

    @property
    def world(self) -> Any:
        """The tables."""

    def record(self) -> Any:
        """Return the tables, cut to what has happened."""


def flows(model: Finished) -> Any:
    """Return deals matched in the policy horizon by pair of cities, shape (cities, cities), upper triangle."""
    deals, organisations = model.record().deals, model.record().organisations
    matched = deals[deals["matched"] >= model.inputs.run.policy_quarter]
    here, there = organisations["city"][matched["source"]], organisations["city"][matched["recipient"]]
    count = len(model.region.cities)
    table = np.zeros((count, count))
    np.add.at(table, (np.minimum(here, there), np.maximum(here, there)), 1.0)
    return table


def end_of(model: Finished, date: str) -> int:
    """Return the quarter of a run that a pattern's fact is of, such as "2015 Q4".

    Raises:
        ValueError: if the run does not reach it, or its pipeline was still filling then.
    """
    run = model.inputs.run
    quarter = run.calendar.quarter(date)
    if not run.fill <= quarter < run.quarters:
        first, last = (run.calendar.name(one) for one in (run.fill, run.quarters - 1))
        raise ValueError(f"a pattern is measured in {date}, the run can be from {first} to {last}")
    return int(quarter)
