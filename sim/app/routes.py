"""What Solara serves: Mesa's viewer on the same model. The laboratory's own page needs no Solara (`sim.app.api`)."""

from __future__ import annotations

from typing import Any

import solara


@solara.component
def MesaPage() -> Any:  # noqa: N802  # components are named like classes
    """Show Mesa's viewer, which takes two seconds to import: only who opens it waits for it."""
    from sim.app.mesa_page import viewer

    viewer()


@solara.component
def _framed(children: list[Any] | None = None) -> Any:
    """Show a page in Solara's frame, which Mesa's viewer expects."""
    return solara.AppLayout(children=children or [], navigation=False)


routes = [solara.Route("mesa", component=MesaPage, label="Mesa", layout=_framed)]
