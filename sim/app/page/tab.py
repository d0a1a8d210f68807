"""A tab's state: its session, what the reader looks at, and what is open on the page."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from typing import Any

import solara
from sim.app.link import Shared, read
from sim.app.session import Session, View
from sim.app.study import Replications

from sim.app.likeness import apart
from sim.app.look import Lens
from sim.app.plan import Setup
from sim.scenario import ScenarioError

ROOMS = ("overview", "series", "deals", "organisations", "compare", "about")


@dataclass(frozen=True, slots=True)
class Focus:
    """Which deals are looked at, by stage and cause of death; one of them, if a number is given."""

    stage: str = ""
    cause: str = ""
    deal: int = -1


class Tab:
    """Everything one browser tab holds.

    Args:
        query: of the address, which may hold a setting.
    """

    def __init__(self, query: str | None = None) -> None:
        self._together: AbstractContextManager[Any] = nullcontext()
        self.problems: tuple[str, ...] = ()
        try:
            self.session = Session(read(query))
        except ScenarioError as error:
            self.problems = tuple(str(problem) for problem in error.problems)
            self.session = Session(Shared((Setup(),)))
        view = self.session.view
        self.view: solara.Reactive[View] = solara.Reactive(view)
        self.plans: solara.Reactive[tuple[Setup, ...]] = solara.Reactive(view.plans)
        self.playing = solara.Reactive(False)
        self.over = solara.Reactive(view.over)
        self.seed = solara.Reactive(self.session.seed)
        self.apart = solara.Reactive(apart(view.plans))
        self.asked = solara.Reactive("")
        self.lens = solara.Reactive(Lens())
        self.lane = solara.Reactive(0)
        self.room = solara.Reactive(ROOMS[0])
        self.focus = solara.Reactive(Focus())
        self.organisation = solara.Reactive(-1)
        self.sharing = solara.Reactive(False)
        self.refused: solara.Reactive[tuple[str, ...]] = solara.Reactive(self.problems)
        self.version = solara.Reactive(0)
        self.study_number = solara.Reactive(0)
        self.study = Replications(lambda: self.study_number.set(self.study_number.peek() + 1))
        self.session.publish = self._published

    def drawn_by(self, context: Any) -> None:
        """Remember what draws this tab's page, so that what changes together is drawn together."""
        self._together = context

    def _published(self, view: View) -> None:
        with self._together:
            self._set(view)

    def _set(self, view: View) -> None:
        if view.plans != self.plans.peek():
            self.apart.set(apart(view.plans))
        self.plans.set(view.plans)
        self.playing.set(view.playing)
        self.over.set(view.over)
        self.seed.set(view.frames[0].seed)
        self.view.set(view)

    def close(self) -> None:
        """Let the models go: the tab is closed."""
        self.study.close()
        self.session.close()
        self._together = nullcontext()

    @property
    def chosen(self) -> int:
        """The lane looked at and set."""
        return min(int(self.lane.value), len(self.plans.value) - 1)

    @property
    def alike(self) -> bool:
        """Whether A and B may be compared: they are like with like, or the reader has asked for it all the same."""
        return self.apart.value in ("", self.asked.value)

    def see(self, **changes: Any) -> None:
        """Change what the reader looks at: see `Lens`."""
        self.lens.set(replace(self.lens.peek(), **changes))

    def move(self, key: str, value: object) -> None:
        """Change a value of the lane chosen; one that is not allowed is refused in words, and the old one shown."""
        lane = min(self.lane.peek(), len(self.session.lanes) - 1)
        taken = self.session.move(lane, key, value)
        self.refused.set(() if taken else self.session.lanes[lane].problems)
        if not taken:
            self.version.set(self.version.peek() + 1)

    def choose(self, name: str) -> None:
        """Begin again with another scenario in the lane chosen."""
        lane = min(self.lane.peek(), len(self.session.lanes) - 1)
        taken = self.session.choose(lane, name)
        self.refused.set(() if taken else self.session.lanes[lane].problems)
        self.version.set(self.version.peek() + 1)
        self._forget()

    def reset(self, seed: int | None = None) -> None:
        """Begin again at quarter 0."""
        self.session.reset(seed)
        self._forget()

    def compare(self, wanted: bool) -> None:
        """Open or close the second lane."""
        if wanted:
            self.session.add_lane()
            self.lane.set(1)
        else:
            self.lane.set(0)
            self.session.drop_lane()
        self._forget()

    def do(self, what: str) -> None:
        """Carry out what a key or a button of the run loop asks for."""
        session = self.session
        if what == "play":
            session.pause() if session.runner.running else session.play()
        elif what == "reset":
            self.reset()
        elif what == "escape":
            self.sharing.set(False)
        else:
            policy_quarter = session.lanes[0].model.inputs.run.policy_quarter
            targets = {
                "step": session.quarter + 1,
                "year": session.quarter + 4,
                "policy": policy_quarter,
                "end": session.horizon,
            }
            session.go(targets[what])

    def pick(self, chosen: str) -> None:
        """Follow a click on a picture or table: "city:3", "cause:search:secrecy", "deal:17", "organisation:5"."""
        what, _, rest = chosen.partition(":")
        if what == "city":
            place = int(rest)
            self.see(city=-1 if self.lens.peek().city == place else place)
        elif what == "cause":
            stage, _, cause = rest.partition(":")
            self.focus.set(Focus(stage, cause))
            self.room.set("deals")
        elif what == "deal":
            self.focus.set(replace(self.focus.peek(), deal=int(rest)))
            self.room.set("deals")
        elif what == "organisation":
            self.organisation.set(int(rest))
            self.room.set("organisations")

    def _forget(self) -> None:
        self.focus.set(Focus())
        self.organisation.set(-1)
