"""The map of the house, read off its registers and sources: levers, barriers, phases and outcomes, and what joins them.

Nothing here is typed twice: what a phase calls and which columns it writes is read from its syntax tree, what an
outcome reads is watched while it measures.
"""

from __future__ import annotations

from sim.house.chart import mermaid
from sim.house.plan import PARTS, plan
from sim.house.text import as_text

__all__ = ["PARTS", "as_text", "mermaid", "plan"]
