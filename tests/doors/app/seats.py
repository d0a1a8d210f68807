"""A seat in front of the page without a browser: what is on it can be found, pressed and set."""

from __future__ import annotations

import re
from typing import Any

import ipyvuetify
import solara

from sim.app.page import laboratory
from sim.app.page.tab import Tab


class Seat:
    """The page of one tab, drawn as widgets."""

    def __init__(self, query: str | None = "a=tiny") -> None:
        self.tab = Tab(query)
        self.box, self.rc = solara.render(laboratory.page(self.tab), handle_error=False)

    def close(self) -> None:
        self.tab.close()
        self.rc.close()

    def widgets(self) -> list[Any]:
        found, waiting = [], [self.box]
        while waiting:
            one = waiting.pop()
            found.append(one)
            waiting.extend(child for child in getattr(one, "children", ()) if not isinstance(child, str))
        return found

    def press(self, name: str) -> None:
        """Press the button of this class."""
        found = [one for one in self.buttons() if name in str(one.class_).split()]
        assert found, f"no button {name!r}; there are {[one.class_ for one in self.buttons()]}"
        assert not found[0].disabled, f"the button {name!r} is disabled"
        found[0].click()

    def buttons(self) -> list[Any]:
        return [one for one in self.widgets() if isinstance(one, ipyvuetify.Btn)]

    def entry(self, name: str) -> Any:
        """Find a value that can be set."""
        found = [one for one in self.widgets() if getattr(one, "name", None) == name and hasattr(one, "kind")]
        assert found, f"nothing is called {name!r} on the page"
        return found[0]

    def set(self, name: str, value: object) -> None:
        self.entry(name)._event_callbacks["change"](value)

    def text(self) -> str:
        """Return all text on the page, tags taken out."""
        return re.sub(r"<[^>]+>", " ", self.markup())

    def markup(self) -> str:
        return "\n".join(one.html for one in self.widgets() if isinstance(getattr(one, "html", None), str))

    def charts(self) -> list[str]:
        return [one.option for one in self.widgets() if isinstance(getattr(one, "option", None), str)]

    def pick(self, chosen: str) -> None:
        """Click what carries this in a picture or table."""
        for one in self.widgets():
            if isinstance(getattr(one, "html", None), str) and f'data-pick="{chosen}"' in one.html:
                one._event_callbacks["pick"](chosen)
                return
        raise AssertionError(f"nothing to click says {chosen!r}")

    def run(self, what: str) -> None:
        """Press a button of the run loop and wait until it is done."""
        self.press(what)
        self.tab.session.runner.wait()
