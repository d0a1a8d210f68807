"""The two routes of the app: the laboratory's own page, and Mesa's viewer on the same model."""

from __future__ import annotations

from typing import Any

import solara

from sim.app.page.laboratory import Laboratory


@solara.component
def _bare(children: list[Any] | None = None) -> Any:
    """Show a page as it is, without Solara's own frame."""
    return solara.Div(children=children or [], style="height: 100%")


@solara.component
def MesaPage() -> Any:  # noqa: N802  # components are named like classes
    """Show Mesa's viewer, which takes two seconds to import: only who opens it waits for it."""
    from sim.app.page.mesa_page import viewer

    viewer()


@solara.component
def _framed(children: list[Any] | None = None) -> Any:
    """Show a page in Solara's frame, which Mesa's viewer expects."""
    return solara.AppLayout(children=children or [], navigation=False)


routes = [
    solara.Route("/", component=Laboratory, label="Laboratory", layout=_bare),
    solara.Route("mesa", component=MesaPage, label="Mesa", layout=_framed),
]
