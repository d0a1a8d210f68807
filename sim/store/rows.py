"""What became of a run, as whoever made it says it: data, and no file yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa


class RunStatus(StrEnum):
    """How a run ended. Earlier ones win if a run was tried again."""

    OK = "ok"
    ERROR = "error"
    TIMEOUT = "timeout"
    CRASHED = "crashed"


@dataclass(frozen=True, slots=True)
class RunRow:
    """What became of one run.

    Args:
        run: its identity, see `run_id`.
        scenario: digest of its resolved scenario.
        seed: its seed.
        status: how it ended.
        message: what went wrong, if anything.
        outcomes: by name, empty unless it ended well.
        tables: tables that were asked for, such as "history", one row of columns each.
        warning: what users should know of the run, said to them once for all runs and not kept; empty if nothing.
    """

    run: str
    scenario: str
    seed: int
    status: RunStatus
    message: str = ""
    outcomes: Mapping[str, float] = field(default_factory=dict)
    tables: Mapping[str, pa.Table] = field(default_factory=dict)
    warning: str = ""
