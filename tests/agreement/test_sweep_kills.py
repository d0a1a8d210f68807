"""What is killed, interrupted or hangs in a sweep costs at most the runs that were under way."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sim.experiment import sweep
from sim.store import Results
from tests.agreement.swept import ASKED, asked, table_of

COORDINATOR = """
import sys
from sim.experiment import Experiment, SweepOptions, sweep
if __name__ == "__main__":
    sweep(Experiment.from_dict({asked!r}), sys.argv[1], jobs=2, options=SweepOptions(preflight=False))
"""


@pytest.fixture
def coordinator(tmp_path: Path) -> list[str]:
    script = tmp_path / "coordinator.py"
    script.write_text(COORDINATOR.format(asked=ASKED))
    return [sys.executable, str(script), str(tmp_path / "store")]


def workers_of(number: int) -> list[int]:
    children = Path(f"/proc/{number}/task/{number}/children")
    return [int(child) for child in children.read_text().split()] if children.exists() else []


def survivors(numbers: list[int]) -> list[int]:
    """Return the processes that are still there after ten seconds at most."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and any(Path(f"/proc/{number}").exists() for number in numbers):
        time.sleep(0.05)
    return [number for number in numbers if Path(f"/proc/{number}").exists()]


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("victim", ["coordinator", "worker"])
def test_killed_at_any_moment_a_sweep_loses_nothing_that_was_done(
    tmp_path: Path, coordinator: list[str], serial: bytes, victim: str
) -> None:
    running = subprocess.Popen(coordinator)
    parts = tmp_path / "store" / "runs"
    deadline = time.monotonic() + 120
    while len(list(parts.glob("*.parquet"))) < 2 and time.monotonic() < deadline:
        time.sleep(0.02)
    before = {part.name for part in parts.glob("*.parquet")}
    workers = workers_of(running.pid)
    if victim == "worker":
        os.kill(workers[-1], signal.SIGKILL)
        assert running.wait(120) == 0
    else:
        running.kill()
        running.wait()
        assert survivors(workers) == []
        sweep(asked(), tmp_path / "store")
    assert before <= {part.name for part in parts.glob("*.parquet")}
    assert table_of(tmp_path / "store") == serial


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("order", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interrupted_sweep_ends_at_once_and_goes_on_later(tmp_path: Path, order: signal.Signals) -> None:
    (tmp_path / "asked.toml").write_text(FILE, encoding="utf-8")
    sweeping = [sys.executable, "-m", "sim.cli", "sweep", str(tmp_path / "asked.toml"), "--no-preflight"]
    command = [*sweeping, "--out", str(tmp_path / "store")]
    running = subprocess.Popen(
        [*command, "--jobs", "2"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(order, signal.SIG_DFL),  # tests in the background of a shell ignore Ctrl-C
    )
    deadline = time.monotonic() + 120
    while not list((tmp_path / "store" / "runs").glob("*.parquet")) and time.monotonic() < deadline:
        time.sleep(0.02)
    workers = workers_of(running.pid)
    running.send_signal(order)
    told = running.communicate(timeout=20)[1]
    assert running.returncode == 130
    assert "what was finished is kept; the same command goes on" in told
    assert "Traceback" not in told
    assert survivors(workers) == []
    assert subprocess.run([*command, "--quiet"], check=False).returncode == 0
    assert subprocess.run([*sweeping, "--out", str(tmp_path / "whole"), "--quiet"], check=False).returncode == 0
    assert table_of(tmp_path / "store", RUNS) == table_of(tmp_path / "whole", RUNS)


RUNS = 600  # so many that none is the last when the order comes
FILE = f"""
question = "Does it matter who makes the runs?"
base = "tiny"
replications = {RUNS // 4}
keep = ["history"]
[design]
kind = "factorial"
[factors]
"barriers.secrecy" = ["base", 0.0]
"levers.fund_pool.strength" = [0.0, 1.0]
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_stopped_worker_is_named_and_its_runs_are_handed_on(tmp_path: Path, serial: bytes) -> None:
    script = tmp_path / "stopped.py"
    script.write_text(STOPPED.format(asked=ASKED))
    told = subprocess.run([sys.executable, str(script), str(tmp_path / "store")], capture_output=True, text=True)
    assert told.returncode == 0, told.stderr
    assert re.search(r"process \d+ has done nothing for 6 seconds \(it is stopped\); .* handed on", told.stderr)
    assert table_of(tmp_path / "store") == serial


STOPPED = """
import os, signal, sys
import sim.experiment.executors.standstill as standstill
import sim.experiment.executors.processes as processes
from sim.experiment import Experiment, SweepOptions, sweep

if __name__ == "__main__":
    real, sent = processes.Processes._send, []

    def send(self, worker):
        real(self, worker)
        if not sent:
            sent.append(os.kill(worker.process.pid, signal.SIGSTOP))

    processes.Processes._send = send
    processes.Standstill = lambda: standstill.Standstill(patience=6.0)
    sweep(Experiment.from_dict({asked!r}), sys.argv[1], jobs=2, options=SweepOptions(preflight=False))
"""


def test_a_run_that_hangs_or_kills_its_process_is_found_and_its_neighbours_live(tmp_path: Path) -> None:
    (tmp_path / "poison.py").write_text(POISON)
    script = tmp_path / "poisoned.py"
    script.write_text(POISONED)
    done = subprocess.run([sys.executable, str(script), str(tmp_path / "store")], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    frame = Results(tmp_path / "store").frame()
    status = frame.set_index("seed")["status"].to_dict()
    assert status == {0: "ok", 1: "crashed", 2: "ok", 3: "timeout", 4: "ok", 5: "ok"}


POISON = """
import os, time
import sim.experiment.executors.work as work

make = work.one

def one(task):
    if task.seed == 1:
        os._exit(9)
    if task.seed == 3:
        time.sleep(600)
    return make(task)

def serve(*given):
    work.one = one
    work.serve(*given)
"""
POISONED = """
import sys
import sim.experiment.executors.processes as processes
from poison import serve
from sim.experiment import Experiment, SweepOptions, sweep

processes.serve = serve  # a process loads modules, and not this script
asked = {"question": "?", "base": "tiny", "replications": 6, "arms": {"only": {}}}
sweep(Experiment.from_dict(asked), sys.argv[1], jobs=2, options=SweepOptions(timeout=12.0, preflight=False))
"""
