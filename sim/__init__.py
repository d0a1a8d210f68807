"""A laboratory for technology-transfer policy: scenarios in, outcomes with their uncertainty out."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.experiment import Experiment, ExperimentError, compare, sweep
    from sim.model import CollaborationModel
    from sim.scenario import Scenario, ScenarioError

__version__ = "0.1.0"
_HOMES = {
    "CollaborationModel": "sim.model",
    "Scenario": "sim.scenario",
    "ScenarioError": "sim.scenario",
    "Experiment": "sim.experiment",
    "ExperimentError": "sim.experiment",
    "compare": "sim.experiment",
    "sweep": "sim.experiment",
}
__all__ = ["CollaborationModel", "Experiment", "ExperimentError", "Scenario", "ScenarioError", "compare", "sweep"]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'sim' has no attribute {name!r}")
