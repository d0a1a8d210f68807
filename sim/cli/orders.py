"""An order to end (SIGTERM), or a terminal that is closed (SIGHUP), ends a command as Ctrl-C does."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

ORDERS = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
SAME_ORDER_SECONDS = 2.0


@contextmanager
def orders_heard() -> Iterator[None]:
    """Take an order to end like Ctrl-C, unless whoever started this command had it ignored, as `nohup` does."""
    heard = float("-inf")

    def end(*_: object) -> None:
        nonlocal heard
        last, heard = heard, time.monotonic()
        if heard - last > SAME_ORDER_SECONDS:  # several often come together, and the first is being obeyed
            raise KeyboardInterrupt

    before = {order: signal.getsignal(order) for order in ORDERS}
    taken = [order for order, handler in before.items() if handler == signal.SIG_DFL]
    for order in taken:
        signal.signal(order, end)
    try:
        yield
    finally:
        for order in taken:
            signal.signal(order, before[order])
