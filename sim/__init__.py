"""A laboratory for technology-transfer policy: scenarios in, outcomes with their uncertainty out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.later import loads

if TYPE_CHECKING:
    from sim.experiment import Experiment, ExperimentError, compare, sweep
    from sim.model import CollaborationModel
    from sim.scenario import Scenario, ScenarioError

__version__ = "0.1.0"
__all__ = ["CollaborationModel", "Experiment", "ExperimentError", "Scenario", "ScenarioError", "compare", "sweep"]
__getattr__ = loads(
    __name__,
    {
        "CollaborationModel": "sim.model",
        **dict.fromkeys(("Scenario", "ScenarioError"), "sim.scenario"),
        **dict.fromkeys(("Experiment", "ExperimentError", "compare", "sweep"), "sim.experiment"),
    },
)
