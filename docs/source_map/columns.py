"""An outcome is watched while it measures a small made-up record: the columns that it asks for are those it reads."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from sim.agents import DIRECTIONS
from sim.barriers import BARRIERS
from sim.outcomes import OUTCOMES, Record
from sim.tables import CaseRow, CaseStatus, Cause, DealRow, HistoryRow, OrganisationRow, Status

ROWS = 12  # of each table: enough for every status and cause to occur


class _Watched:
    """A table that writes down which of its columns are asked for."""

    def __init__(self, name: str, rows: Any, asked: set[str]) -> None:
        self.name, self.rows, self.asked = name, rows, asked

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, key: Any) -> Any:
        if not isinstance(key, str):
            return _Watched(self.name, self.rows[key], self.asked)
        self.asked.add(f"{self.name}.{key}")
        return self.rows[key]

    def view(self, _: type) -> _Watched:
        """Return itself: whatever the kind of view, its columns are watched."""
        return self


@cache
def columns_read() -> dict[str, tuple[str, ...]]:
    """Return, by name of an outcome, the columns that it reads: "deals.status", in the order of the alphabet."""
    read = {}
    for outcome in OUTCOMES:
        asked: set[str] = set()
        outcome.measure(_made_up(asked))
        read[outcome.name] = tuple(sorted(asked))
    return read


def _made_up(asked: set[str]) -> Record:
    """Return a record of a run that never was, in which there is something of everything to count."""
    places = np.arange(ROWS)
    deals, cases = np.ones(ROWS, DealRow.record(len(BARRIERS))), np.ones(ROWS, CaseRow.record())
    deals["status"], deals["cause"] = places % len(Status), places % len(Cause)
    deals["direction"], deals["recipient"] = places % len(DIRECTIONS), places
    cases["status"] = places % len(CaseStatus)

    def watched(name: str, rows: Any) -> Any:
        return _Watched(name, rows, asked)

    return Record(
        deals=watched("deals", deals),
        cases=watched("cases", cases),
        history=watched("history", np.ones(ROWS, HistoryRow.record())),
        organisations=watched("organisations", np.ones(ROWS, OrganisationRow.record())),
        policy_quarter=0,
        quarter=ROWS,
        direction_names=tuple(direction.name for direction in DIRECTIONS),
        barrier_names=tuple(barrier.name for barrier in BARRIERS),
        cause_names=tuple(cause.name for cause in Cause),
        city_count=2,
    )
