"""The Gini index of deliveries shows how far a few cities receive most of what is transferred."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from sim.outcomes.measure import Outcome, Record


def gini(amounts: NDArray[np.int64]) -> float:
    """Return the Gini index of amounts >= 0: 0 if all are equal, 1 - 1/n if one of n has all.

    NaN if the amounts add up to nothing.
    """
    count, total = len(amounts), amounts.sum()
    if total == 0:
        return math.nan
    weights = 2.0 * np.arange(1, count + 1) - count - 1.0
    return float((weights * np.sort(amounts)).sum() / (count * total))


def delivery_gini_cities(record: Record) -> float:
    """Return the Gini index of the deliveries by the recipient's city, over all cities of the region."""
    recipients = record.deals["recipient"][record.delivered]
    cities = record.organisations["city"][recipients]
    return gini(np.bincount(cities, minlength=record.city_count))


OUTCOME = Outcome(
    name="delivery_gini_cities",
    label="Gini index of deliveries over cities",
    words="How unequally deliveries fall on the cities of their recipients; cities are not weighted by size.",
    unit="index",
    better="neither",
    kind="average",
    measure=delivery_gini_cities,
)
