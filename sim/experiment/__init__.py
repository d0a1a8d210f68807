"""Many runs: the same seeds in every arm, so that what differs is the policy and not the luck.

Five rooms, each asking only those before it: `designs` (how factors are combined), `reading` (what an experiment file
says), `plan` (its arms and runs, laid out), `executors` (who makes the runs) and `make` (sweep, compare, estimate).
"""

from sim.experiment.executors import Executor, LostError
from sim.experiment.make.compare import Comparison, compare
from sim.experiment.make.estimate import Estimate, estimate
from sim.experiment.make.options import Progress, SweepOptions
from sim.experiment.make.sweep import sweep
from sim.experiment.plan import Study
from sim.experiment.reading import Experiment, ExperimentError, ReproducibilityError, RunError

__all__ = [
    "Comparison",
    "Estimate",
    "Executor",
    "Experiment",
    "ExperimentError",
    "LostError",
    "Progress",
    "ReproducibilityError",
    "RunError",
    "Study",
    "SweepOptions",
    "compare",
    "estimate",
    "sweep",
]
