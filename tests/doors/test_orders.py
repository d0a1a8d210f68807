"""An order to end, or a terminal that is closed, ends every command as Ctrl-C does, and says what comes next."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sim.cli.edge import INTERRUPTED
from sim.cli.orders import SAME_ORDER_SECONDS, orders_heard

# A command that waits at the place where its work begins, and says so.
WAITS = """
import sys, time
import sim.{module} as module
from sim.cli import main

def wait(*_, **__):
    print("at work", flush=True)
    time.sleep(60)

setattr({where}, "{name}", wait)
main()
"""
AT_WORK = {
    "run": ("engine", "module.Run", "run", ["run", "tiny", "--out", "HERE/r", "--quiet"]),
    "compare": ("experiment", "module", "compare", ["compare", "baseline", "openness", "--out", "HERE/c", "--quiet"]),
    "sweep": ("experiment", "module", "sweep", ["sweep", "HERE/asked.toml", "--out", "HERE/s", "--quiet"]),
    "report": ("store.results", "module.Results", "__init__", ["report", "HERE/s", "--quiet"]),
}
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="has no such signals")


def begun(folder: Path, name: str, *before: str) -> subprocess.Popen[str]:
    """Start a command and return once it is at work."""
    (folder / "asked.toml").write_text('question = "?"\nbase = "tiny"\n[arms.a]\n')
    module, where, attribute, arguments = AT_WORK[name]
    script = WAITS.format(module=module, where=where, name=attribute)
    words = [word.replace("HERE", str(folder)) for word in arguments]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    running = subprocess.Popen([*before, sys.executable, "-c", script, *words], text=True, **pipes)  # type: ignore[call-overload]
    assert running.stdout is not None
    assert running.stdout.readline() == "at work\n"
    return running  # type: ignore[no-any-return]


@pytest.mark.parametrize("order", ["SIGTERM", "SIGHUP"])
@pytest.mark.parametrize("name", list(AT_WORK))
def test_a_command_that_is_told_to_end_says_what_comes_next(tmp_path: Path, name: str, order: str) -> None:
    running = begun(tmp_path, name)
    running.send_signal(getattr(signal, order))
    told = running.communicate(timeout=30)[1]
    assert running.returncode == INTERRUPTED
    kept = name in ("compare", "sweep")
    next_step = "what was finished is kept; the same command goes on" if kept else "the same command starts again"
    assert next_step in told
    assert len(told.splitlines()) <= 2  # Click ends the line that ^C stands in
    assert [path.name for path in tmp_path.iterdir()] == ["asked.toml"]


def test_who_asked_not_to_hear_of_a_closed_terminal_does_not(tmp_path: Path) -> None:
    running = begun(tmp_path, "run", "sh", "-c", "trap '' HUP; exec \"$@\"", "sh")
    running.send_signal(signal.SIGHUP)
    time.sleep(0.5)
    assert running.poll() is None
    running.send_signal(signal.SIGTERM)
    running.communicate(timeout=30)
    assert running.returncode == INTERRUPTED


def test_orders_that_come_together_are_one(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    before = signal.getsignal(signal.SIGTERM)
    with orders_heard():
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGTERM)
        os.kill(os.getpid(), signal.SIGTERM)
        os.kill(os.getpid(), signal.SIGTERM)
        now[0] += SAME_ORDER_SECONDS + 1
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGTERM)
    assert signal.getsignal(signal.SIGTERM) is before
