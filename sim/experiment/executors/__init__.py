"""Who makes the runs: this process, other processes of this machine, or a cluster; the results are the same.

To add an executor, write its file with a class that has `rows` and `close`, and choose it in `chosen`.
"""

from __future__ import annotations

from sim.experiment.executors.executor import Executor, LostError, Pace
from sim.experiment.executors.here import Here
from sim.experiment.executors.warner import Warner


def chosen(jobs: int = 1, scheduler: str = "", timeout: float | None = None) -> Executor:
    """Return the executor that was asked for; what its runs warn of is said when it is closed.

    Args:
        jobs: processes on this machine; 1 for this process.
        scheduler: address of a Dask scheduler; then jobs do not matter.
        timeout: seconds that a run may take; None for no limit. Needs processes.

    Raises:
        LostError: if the scheduler cannot be reached.
    """
    if scheduler:
        from sim.experiment.executors.dask import Dask

        return Warner(Dask(scheduler))
    if jobs > 1 or timeout is not None:
        from sim.experiment.executors.processes import Processes

        return Warner(Processes(jobs, timeout))
    return Warner(Here())


__all__ = ["Executor", "Here", "LostError", "Pace", "chosen"]
