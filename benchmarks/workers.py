"""What a worker process costs before its first run, beside a process that loads the Mesa model."""

from __future__ import annotations

import multiprocessing
import os

from benchmarks import timing
from benchmarks.figure import Figure, ratio, several
from sim.engine import model_version
from sim.experiment.executors.apart import NAMES, without_main
from sim.experiment.executors.work import serve

QUESTION = "What does a worker take before its first run, in time and in memory?"
WITH_MESA = (
    "from sim import CollaborationModel\nfrom sim.engine import warm_up\nfrom benchmarks import timing\n"
    "warm_up()\nprint(timing.peak_memory())"
)


def measure(quick: bool) -> list[Figure]:
    """Start workers as a sweep does, in turns with processes that load the Mesa model too."""
    workers, models = [], []
    for _ in range(2 if quick else 7):
        workers.append(ready())
        spent = timing.process(["-c", WITH_MESA])
        models.append((spent.cpu, float(spent.said.split()[-1])))
    (time, room), (time_of_mesa, room_of_mesa) = zip(*workers, strict=True), zip(*models, strict=True)
    return [
        several("a worker until it is ready", time, "s", "cpu", "<= 0.6"),
        several("its memory, at most", room, "MB", "", "<= 60"),
        several("a process with the Mesa model until it is ready", time_of_mesa, "s", "cpu"),
        several("its memory, at most", room_of_mesa, "MB"),
        ratio("time: with the Mesa model over a worker", time_of_mesa, time, "cpu"),
        ratio("memory: with the Mesa model over a worker", room_of_mesa, room, ""),
    ]


def ready() -> tuple[float, float]:
    """Start a worker; return its processor seconds and the most megabytes that it held until it was ready."""
    context = multiprocessing.get_context("spawn")
    near, far = context.Pipe()
    worker = context.Process(target=serve, args=(far, model_version(), os.getpid()), name=next(NAMES), daemon=True)
    with without_main():
        worker.start()
    far.close()
    try:
        assert near.recv() is None
        assert worker.pid is not None
        return timing.cpu_of_process(worker.pid), timing.peak_memory(worker.pid)
    finally:
        near.close()
        worker.join()
