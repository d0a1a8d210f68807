"""The map of the model, read off its registers and sources: levers, barriers, phases and outcomes, and what joins them.

Nothing here is typed twice: what a phase calls and which columns it writes is read from its syntax tree, what an
outcome reads is watched while it measures. `docs/generate.py` writes `docs/map.md` and its picture from it.
"""

from __future__ import annotations

from source_map.picture import svg
from source_map.plan import PARTS, plan
from source_map.text import as_text

__all__ = ["PARTS", "as_text", "plan", "svg"]
