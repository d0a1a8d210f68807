"""Where technology comes from and goes to: deliveries by the cities of both sides and by direction."""

from __future__ import annotations

import numpy as np

from sim.outcomes.measure import Integers, Record

DELIVERIES = "deliveries"
"""Name of the table of a run that holds them."""


def delivered_by_city(record: Record) -> Integers:
    """Return [source city, recipient city, direction] deals delivered within the policy horizon.

    Their sum is the outcome transfers_delivered.
    """
    deals, cities = record.deals[record.delivered], record.organisations["city"]
    shape = (record.city_count, record.city_count, len(record.direction_names))
    counts = np.zeros(shape, dtype=np.int64)
    np.add.at(counts, (cities[deals["source"]], cities[deals["recipient"]], deals["direction"]), 1)
    return counts
