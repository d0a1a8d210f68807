"""The model as Mesa knows it, its frames, and its answers to why."""

from sim.model.collaboration import CollaborationModel
from sim.model.engine import needs_compiling

__all__ = ["CollaborationModel", "needs_compiling"]
