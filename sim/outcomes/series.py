"""The quarterly series follow deliveries, deaths and openings through the whole run, from its first quarter on."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.outcomes.measure import Record
from sim.tables import FIRST_BARRIER


def quarterly(record: Record) -> dict[str, NDArray[Any]]:
    """Return counts of deals per quarter done, [quarters] each.

    Returns:
        transfers_delivered, transfers_<direction>, opened and deaths_by_<barrier>, by name.
    """

    def count(quarters: NDArray[Any]) -> NDArray[Any]:
        return np.bincount(quarters[quarters >= 0], minlength=record.quarter)

    delivery, death, deals = record.quarter_of_delivery, record.quarter_of_death, record.deals
    series = {"transfers_delivered": count(delivery)}
    for name in record.direction_names:
        series[f"transfers_{name}"] = count(delivery[record.goes(name)])
    series["opened"] = count(deals["opened"])
    for index, name in enumerate(record.barrier_names):
        series[f"deaths_by_{name}"] = count(death[deals["cause"] == FIRST_BARRIER + index])
    return series
