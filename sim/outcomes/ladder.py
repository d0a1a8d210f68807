"""The ladder of supplies shows whether suppliers rise from parts to subsystems to complete machines."""

from __future__ import annotations

import numpy as np

from sim.agents import DIRECTIONS
from sim.outcomes.measure import Better, Outcome, Record, mean

CLIMBING = tuple(direction.name for direction in DIRECTIONS if direction.climbs)


def on_rung(rung: int, name: str, words: str, better: Better) -> Outcome:
    """Return the outcome that measures one rung's share of the supplies delivered."""

    def share(record: Record) -> float:
        climbs = np.zeros(len(record.deals), dtype=np.bool_)
        for direction in CLIMBING:
            climbs |= record.goes(direction)
        return mean(record.deals["rung"][record.delivered & climbs] == rung)

    return Outcome(
        name=f"share_{name}",
        label=f"Share of {words}",
        words=f"Share of {words} among the delivered supplies on the ladder, by number.",
        unit="share",
        better=better,
        kind="average",
        measure=share,
    )


OUTCOMES = (
    on_rung(1, "parts", "parts", "neither"),
    on_rung(2, "key_subsystems", "key subsystems", "higher"),
    on_rung(3, "complete_machines", "complete machines", "higher"),
)
