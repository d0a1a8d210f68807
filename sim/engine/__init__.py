"""One run: its world, quarter after quarter, and what is read off it. Nothing here knows Mesa or another framework.

Whoever wants agents, a data collector or a change while it runs asks for the model, which wraps a run (`sim.model`).
Frames load pandas, and stand apart in `frames.py`.
"""

from __future__ import annotations

from sim.engine.laws import LawError, Watch
from sim.engine.quarters import needs_compiling
from sim.engine.run import Run
from sim.engine.version import model_version
from sim.engine.warm import warm_up

__all__ = ["LawError", "Run", "Watch", "model_version", "needs_compiling", "warm_up"]
