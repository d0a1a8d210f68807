"""Verdicts as a table: a page judges counts of readings as `sim compare` does, without thresholds of its own."""

from __future__ import annotations

from typing import Any

from sim.analysis.claim import CLAIMS
from sim.analysis.wording import VERDICTS
from sim.experiment.reading.readings import NUMBER
from sim.statistics import FEWEST
from sim.statistics.verdict import verdict_of


def verdicts(most: int = NUMBER) -> dict[str, Any]:
    """Return the verdict on every count.

    Args:
        most: readings that a page may hold.

    Returns:
        fewest: readings below which there is no verdict; of: by the number of readings, the verdict by twice the
        count of those in which the first is ahead (ties count half).
    """
    table = {
        str(number): [verdict_of(twice / 2, number).value for twice in range(2 * number + 1)]
        for number in range(FEWEST, most + 1)
    }
    words = {verdict.value: told.format(unit="readings") for verdict, told in VERDICTS.items()}
    return {"fewest": FEWEST, "of": table, "words": words, "claims": dict(CLAIMS)}
