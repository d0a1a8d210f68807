"""An order to end that comes while a worker is being started is heard when it has been: no word from half a worker."""

from __future__ import annotations

import subprocess
import sys

import pytest

# The signal comes when the process is there and has not been told yet what to do.
STARTS = """
import os, signal, threading, time
from multiprocessing import util
from sim.experiment.executors.processes import Processes

real = util.spawnv_passfds

def order():
    if {elsewhere}:
        begun.set()
    else:
        signal.raise_signal(signal.{name})

def another():  # started while orders are heard; so it hears them
    begun.wait()
    signal.raise_signal(signal.{name})

begun = threading.Event()

def interrupted(*how):
    number = real(*how)
    if not any(b"resource_tracker" in os.fsencode(word) for word in how[1]):
        order()
        time.sleep(0.05)
    return number

if __name__ == "__main__":
    util.spawnv_passfds = interrupted
    signal.signal(signal.{name}, signal.default_int_handler)
    threading.Thread(target=another, daemon=True).start()
    processes = Processes(2)
    try:
        processes._start()
    except KeyboardInterrupt:
        time.sleep({patience})  # long enough to complain
        print(len(processes._workers), "to be stopped")
    processes.close()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="has no such signals")
@pytest.mark.parametrize("elsewhere", [False, True], ids=["taken by us", "taken by another thread"])
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_an_interrupted_start_leaves_no_half_worker(name: str, elsewhere: bool) -> None:
    script = STARTS.format(name=name, elsewhere=elsewhere, patience=0.3)
    done = subprocess.run([sys.executable, "-P", "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "1 to be stopped\n", "")
