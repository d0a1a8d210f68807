"""The model as Mesa knows it, around one run (`sim.engine`), and its answers to why."""

from sim.model.collaboration import CollaborationModel

__all__ = ["CollaborationModel"]
