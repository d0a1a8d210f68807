"""The model as Mesa knows it, its frames, and its answers to why."""

from sim.model.collaboration import CollaborationModel
from sim.model.engine import needs_compiling
from sim.model.laws import LawError, Watch
from sim.model.version import model_version
from sim.model.warm import warm_up

__all__ = ["CollaborationModel", "LawError", "Watch", "model_version", "needs_compiling", "warm_up"]
