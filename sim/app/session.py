"""A session belongs to one browser tab: its lanes, its run loop, and what it has published for the page to draw.

Models are touched under the session's lock only. The page draws from frozen frames; what it asks beyond them, such as
a deal's causes, is read between two quarters.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sim.app.frame import Frame
from sim.app.lane import Lane
from sim.app.link import Shared
from sim.app.plan import Setup
from sim.app.runner import Runner
from sim.model import CollaborationModel
from sim.scenario import ScenarioError

MOST_SESSIONS = 200
_live: weakref.WeakSet[Session] = weakref.WeakSet()


def live_sessions() -> int:
    """Return how many tabs have a laboratory at present; those that were closed do not count."""
    return sum(not session.runner.closed for session in tuple(_live))


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """What is published: a frame for each lane, whether it plays, and its number in order."""

    frames: tuple[Frame, ...]
    plans: tuple[Setup, ...]
    playing: bool
    number: int

    @property
    def over(self) -> bool:
        """Whether the run has reached its horizon, which is that of the shortest lane."""
        return any(frame.done for frame in self.frames)


class Session:
    """One tab's laboratory.

    Args:
        shared: what it begins with.
        publish: told every new view, from whichever thread made it.

    Raises:
        ScenarioError: if what it begins with is wrong.
    """

    def __init__(self, shared: Shared, publish: Callable[[View], None] | None = None) -> None:
        self.lock = threading.RLock()
        self.seed = shared.seed
        self.lanes = [Lane(plan, shared.seed) for plan in shared.plans]
        self.publish: Callable[[View], None] = publish or (lambda view: None)
        self.runner = Runner(self._advance, self.show)
        self._number = 0
        self.view = self._viewed()
        _live.add(self)

    @property
    def quarter(self) -> int:
        """Quarters that all lanes have run."""
        return min(lane.model.quarter for lane in self.lanes)

    @property
    def horizon(self) -> int:
        """Quarters after which the shortest lane ends."""
        return min(lane.model.inputs.run.quarters for lane in self.lanes)

    @property
    def shared(self) -> Shared:
        """What a link to this session holds."""
        return Shared(tuple(lane.plan for lane in self.lanes), self.seed)

    def show(self) -> View:
        """Freeze the present moment of all lanes and publish it."""
        with self.lock:
            self.view = self._viewed()
        self.publish(self.view)
        return self.view

    @contextmanager
    def reading(self, lane: int) -> Iterator[CollaborationModel]:
        """Hand out a lane's model between two quarters."""
        with self.lock:
            yield self.lanes[min(lane, len(self.lanes) - 1)].model

    def play(self) -> None:
        """Run on to the horizon, at the speed set."""
        self.runner.start(lambda: self.horizon)
        self.show()

    def go(self, quarter: int) -> None:
        """Run as fast as it goes until this quarter, the horizon at most."""
        self.runner.start(lambda: min(quarter, self.horizon), hurried=True)
        self.show()

    def pause(self) -> None:
        """Stop after the quarter under way."""
        self.runner.stop()
        self.show()

    def move(self, lane: int, key: str, value: object) -> bool:
        """Change a value of one lane; see `Lane.move`."""
        with self.lock:
            taken = self.lanes[lane].move(key, value, over=self.quarter >= self.horizon)
        self.show()
        return taken

    def choose(self, lane: int, name: str) -> bool:
        """Begin again with another scenario in one lane; False if it is wrong, which the lane then says."""
        self.runner.stop()
        with self.lock:
            try:
                fresh = Lane(Setup(name), self.seed)
            except ScenarioError as error:
                self.lanes[lane].problems = tuple(str(problem) for problem in error.problems)
                return False
            self.lanes[lane] = fresh
            self._restart_others(lane)
        self.show()
        return True

    def reset(self, seed: int | None = None) -> None:
        """Begin all lanes again at quarter 0, with what is set now."""
        self.runner.stop()
        with self.lock:
            self.seed = self.seed if seed is None else seed
            for lane in self.lanes:
                lane.restart(self.seed)
        self.show()

    def add_lane(self) -> None:
        """Begin a second lane, set as the first is now; both start at quarter 0, with the same seed."""
        self.runner.stop()
        with self.lock:
            if len(self.lanes) == 1:
                self.lanes.append(Lane(self.lanes[0].plan.restarted(), self.seed))
        self.reset()

    def drop_lane(self) -> None:
        """Go on with the first lane alone."""
        self.runner.stop()
        with self.lock:
            del self.lanes[1:]
        self.show()

    def close(self) -> None:
        """Stop, and let the models go."""
        self.runner.close()
        self.publish = lambda view: None
        with self.lock:
            self.lanes.clear()

    def _advance(self) -> int:
        with self.lock:
            for lane in self.lanes:
                lane.model.step()
            return self.quarter

    def _restart_others(self, lane: int) -> None:
        for place, other in enumerate(self.lanes):
            if place != lane:
                other.restart(self.seed)

    def _viewed(self) -> View:
        self._number += 1
        frames = tuple(lane.frame() for lane in self.lanes)
        return View(frames, tuple(lane.plan for lane in self.lanes), self.runner.running, self._number)
