"""An experiment file is read: its keys, the scenarios and factors that it names, and all that is wrong with it."""

from sim.experiment.reading.errors import ExperimentError, ReproducibilityError, RunError
from sim.experiment.reading.experiment import Experiment
from sim.experiment.reading.schema import Content

__all__ = ["Content", "Experiment", "ExperimentError", "ReproducibilityError", "RunError"]
