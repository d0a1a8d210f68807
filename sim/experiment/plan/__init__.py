"""An experiment is laid out: every arm by name with its scenario, and the runs that are to be made."""

from sim.experiment.plan.equal_budget import scaled_worlds
from sim.experiment.plan.layout import Study
from sim.experiment.plan.tasks import WHOLE, Task, extent, tasks_of

__all__ = ["WHOLE", "Study", "Task", "extent", "scaled_worlds", "tasks_of"]
