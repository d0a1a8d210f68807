"""An experiment is laid out: every arm by name with its scenario, and the runs that are to be made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.experiment.plan.tasks import WHOLE, Task, extent, fair, in_groups, tasks_of
from sim.later import loads

if TYPE_CHECKING:
    from sim.experiment.plan.equal_budget import scaled_worlds
    from sim.experiment.plan.layout import Study

__all__ = ["WHOLE", "Study", "Task", "extent", "fair", "in_groups", "scaled_worlds", "tasks_of"]
__getattr__ = loads(
    __name__, {"Study": "sim.experiment.plan.layout", "scaled_worlds": "sim.experiment.plan.equal_budget"}
)
