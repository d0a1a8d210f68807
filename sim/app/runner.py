"""The run loop of a tab: off the page's own thread, no faster than the browser draws, and gone with its tab."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

SHORTEST = 0.05  # seconds between two drawings; a page that is dirtied faster is never sent
PATIENCE = 1.0  # seconds to wait for a browser that has not said that it has drawn
HURRIED = 0.25  # seconds between two drawings while running as fast as it goes


class Runner:
    """Runs quarters in a thread of its own.

    Args:
        advance: runs one quarter and returns the quarters run.
        show: publishes the present moment.

    Attributes:
        speed: quarters a second, at most.
        awaits_browser: whether a browser has ever said that it has drawn.
        last_error: what ended the last run before its time.
        delays: seconds that the last drawings took, the browser's part included.
        closed: whether it has stopped for good.
    """

    def __init__(self, advance: Callable[[], int], show: Callable[[], object]) -> None:
        self._advance, self._show = advance, show
        self._thread: threading.Thread | None = None
        self._wanted = threading.Event()
        self._drawn = threading.Event()
        self._starting = threading.Lock()
        self.closed = False
        self.speed = 4.0
        self.awaits_browser = False
        self.last_error: Exception | None = None
        self.delays: list[float] = []

    @property
    def running(self) -> bool:
        """Whether it is running, or about to."""
        return self._wanted.is_set()

    def start(self, until: Callable[[], int], hurried: bool = False) -> None:
        """Run until a quarter is reached.

        Args:
            until: returns that quarter; asked before every step.
            hurried: whether to run as fast as it goes, drawing now and then.
        """
        with self._starting:
            self._halt()
            if self.closed:
                return
            self._wanted.set()
            self._thread = threading.Thread(target=self._run, args=(until, hurried), daemon=True, name="run loop")
            self._thread.start()

    def stop(self) -> None:
        """Stop after the quarter under way and wait until it is over."""
        with self._starting:
            self._halt()

    def close(self) -> None:
        """Stop for good, without waiting."""
        self.closed = True
        self._wanted.clear()
        self._drawn.set()

    def drawn(self) -> None:
        """Take note that the browser has drawn what was shown last."""
        self.awaits_browser = True
        self._drawn.set()

    def wait(self, seconds: float = 60.0) -> None:
        """Wait until it has stopped by itself."""
        if self._thread is not None:
            self._thread.join(seconds)

    def _halt(self) -> None:
        self._wanted.clear()
        self._drawn.set()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(10.0)

    def _run(self, until: Callable[[], int], hurried: bool) -> None:
        try:
            shown = 0.0
            quarter = -1
            while self._wanted.is_set() and quarter < until():
                began = time.monotonic()
                quarter = self._advance()
                if quarter >= until():
                    break
                if not hurried or began - shown >= HURRIED:
                    shown = began
                    self._draw()
                    self._rest(began, hurried)
        except Exception as error:  # noqa: BLE001  # a thread has nobody to raise to: the page says it
            self.last_error = error
        finally:
            self._wanted.clear()
            if not self.closed:
                self._show()

    def _draw(self) -> None:
        self._drawn.clear()
        began = time.monotonic()
        self._show()
        if self.awaits_browser and self._wanted.is_set():
            self._drawn.wait(PATIENCE)
        self.delays = [*self.delays[-199:], time.monotonic() - began]

    def _rest(self, began: float, hurried: bool) -> None:
        pause = SHORTEST if hurried else max(SHORTEST, 1.0 / self.speed)
        ends = began + pause
        while self._wanted.is_set() and (left := ends - time.monotonic()) > 0:
            time.sleep(min(left, 0.05))
