"""Every number that a run leaves behind, column by column. It needs NumPy and the model alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

TABLES = ("deals", "cases", "history", "organisations")
ARRAYS = ("expertise", "history_by_barrier", "history_by_field", "history_by_office", "history_by_city", "city_pair")


def columns_of(run: Any) -> Iterator[tuple[str, Any]]:
    """Yield every column of a run, or of the model that wraps it, that is kept, by its name."""
    record: Any = run.record()
    for table in TABLES:
        rows = getattr(record, table)
        for column in rows.dtype.names:
            yield f"{table}.{column}", np.ascontiguousarray(rows[column])
    for array in ARRAYS:
        yield array, np.ascontiguousarray(getattr(run.world, array))
    yield "tallies", np.ascontiguousarray(run.world.tallies["search"][: int(run.world.region[0].open_deals)])
    for column in run.world.region.dtype.names:
        yield f"region.{column}", np.ascontiguousarray(run.world.region[column])
    yield "outcomes", np.array(list(run.outcomes().values()))
