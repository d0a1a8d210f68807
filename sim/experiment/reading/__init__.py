"""An experiment file is read: its keys, the scenarios and factors that it names, and all that is wrong with it."""

from sim.experiment.reading.errors import ExperimentError, ReproducibilityError, RunError
from sim.experiment.reading.experiment import Experiment
from sim.experiment.reading.schema import ExperimentContent

__all__ = ["Experiment", "ExperimentContent", "ExperimentError", "ReproducibilityError", "RunError"]
