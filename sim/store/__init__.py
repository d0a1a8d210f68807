"""Every run is kept once, under a name that says what it is; nothing that goes wrong can damage what is kept.

A store is a folder: `runs/` holds Parquet parts named by the digest of what they hold, `plans/` what was asked of
it. Parts are never changed. Whatever reads Parquet reads them without this package.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.later import loads
from sim.store.additions import additions, refuse_taken
from sim.store.errors import StoreError
from sim.store.plan import TWIN_SEED, Arm, Plan, PlannedRun, is_priced, run_id
from sim.store.rows import RunRow, RunStatus

if TYPE_CHECKING:
    from sim.store.results import Results, describe, write_table
    from sim.store.store import Inventory, Store

__all__ = [
    "TWIN_SEED",
    "Arm",
    "Inventory",
    "Plan",
    "PlannedRun",
    "Results",
    "RunRow",
    "RunStatus",
    "Store",
    "StoreError",
    "additions",
    "describe",
    "is_priced",
    "refuse_taken",
    "run_id",
    "write_table",
]
__getattr__ = loads(
    __name__,
    {
        **dict.fromkeys(("Results", "describe", "write_table"), "sim.store.results"),
        **dict.fromkeys(("Inventory", "Store"), "sim.store.store"),
    },
)
