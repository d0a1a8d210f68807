"""Many runs: the same seeds in every arm, so that what differs is the policy and not the luck."""

from sim.experiment.compare import Comparison, compare
from sim.experiment.errors import ExperimentError, ReproducibilityError, RunError
from sim.experiment.estimate import Estimate, estimate
from sim.experiment.executors import Executor, LostError
from sim.experiment.experiment import Experiment
from sim.experiment.planning import Study
from sim.experiment.sweep import Progress, sweep

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
    "compare",
    "estimate",
    "sweep",
]
