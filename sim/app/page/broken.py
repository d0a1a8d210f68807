"""A part of the page that fails says so in a sentence; what failed is written where the laboratory was started."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from typing import Any, ParamSpec

from sim.app.page.parts import html

Arguments = ParamSpec("Arguments")
BROKEN = (
    '<div class="lab-alert" role="alert"><b>Something went wrong in this part of the page.</b>\n'
    "The fault is the laboratory's, not yours; it has been written down where the laboratory was started. "
    "Reload the page to begin again; a link made with Share brings your setting back.</div>"
)


def said_if_broken(draw: Callable[Arguments, Any]) -> Callable[Arguments, Any]:
    """Let a part of the page draw itself, or say that it could not; stands below `solara.component`."""

    @functools.wraps(draw)
    def safe(*arguments: Arguments.args, **named: Arguments.kwargs) -> Any:
        try:
            return draw(*arguments, **named)
        except Exception:
            logging.getLogger("sim.app").exception("%s could not be drawn", draw.__name__)
            return html(BROKEN)

    return safe
