"""The laboratory as one page: a region at its first quarter, the compiled quarter, readings and words, in one file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.later import loads

if TYPE_CHECKING:
    from sim.page.html import page_of
    from sim.page.pack import Pack, pack_of

__all__ = ["Pack", "pack_of", "page_of"]
__getattr__ = loads(__name__, {**dict.fromkeys(("Pack", "pack_of"), "sim.page.pack"), "page_of": "sim.page.html"})
