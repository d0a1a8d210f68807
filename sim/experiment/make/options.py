"""How a sweep makes its runs, and how far it is: nothing of this changes a result."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from sim.experiment.plan import WHOLE
from sim.language import _
from sim.scenario.given import whole_number


@dataclass(slots=True)
class Progress:
    """How far a sweep is.

    Args:
        done: runs that are there, those of earlier sweeps included.
        total: runs of the plan, or of this shard.
        failed: runs of this sweep that failed.
        fresh: runs of this sweep that are done.
        begun: when the first of them could begin, seconds of a clock that never goes back.
    """

    done: int = 0
    total: int = 0
    failed: int = 0
    fresh: int = 0
    begun: float = field(default_factory=time.monotonic)

    @property
    def rate(self) -> float:
        """Runs of this sweep a second; what was sought before them, like strengths, is no run."""
        return self.fresh / max(1e-9, time.monotonic() - self.begun)


@dataclass(frozen=True, slots=True)
class SweepOptions:
    """How runs are made: nothing of it changes a result.

    Args:
        share: (number, count): make only every count-th run, beginning with the number-th; several machines with
            different numbers make the whole without a coordinator.
        timeout: seconds that a run may take on this machine; None for no limit.
        again: whether runs that failed before are tried again.
        preflight: whether to make sure first that runs come out the same in different processes.
        watched: whether the laws of the model are checked in every quarter of every run; a run that breaks one fails.
        engine_anyway: whether a search may go on in a folder whose runs another version of its engine asked for.
        progress: called with how far the sweep is, after every run.
    """

    share: tuple[int, int] = WHOLE
    timeout: float | None = None
    again: bool = False
    preflight: bool = True
    watched: bool = False
    engine_anyway: bool = False
    progress: Callable[[Progress], None] | None = None

    def __post_init__(self) -> None:
        number, count = self.share
        share = (
            whole_number(_("the number of the share"), number, 1, count),
            whole_number(_("the count of shares"), count, 1),
        )
        object.__setattr__(self, "share", share)

    @property
    def shard(self) -> str:
        """Name of the share; empty for the whole."""
        return f"{self.share[0]}-of-{self.share[1]}" if self.share != WHOLE else ""
