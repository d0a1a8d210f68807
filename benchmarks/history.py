"""Every measurement is kept, one line of JSON each, with what it was made on."""

from __future__ import annotations

import json
import os
import platform
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.figure import Figure

FILE = Path(__file__).with_name("history.jsonl")
PACKAGES = ("mesa", "numpy", "numba", "llvmlite", "pandas", "pyarrow", "distributed")


class Record(NamedTuple):
    """One run of one benchmark."""

    about: dict[str, Any]
    figures: tuple[Figure, ...]


def append(benchmark: str, question: str, load: float, figures: Sequence[Figure]) -> None:
    """Keep what a benchmark found.

    Args:
        load: of the machine before it began: processes that wanted to run, over a minute.
    """
    from sim.engine import model_version

    line = {
        "benchmark": benchmark,
        "question": question,
        "when": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "model": model_version()[:12],
        "cpu": cpu_model(),
        "cores": os.cpu_count(),
        "load_before": round(load, 2),
        "load_after": round(os.getloadavg()[0], 2),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        **{name: metadata.version(name) for name in PACKAGES if _installed(name)},
        "figures": [asdict(figure) for figure in figures],
    }
    with FILE.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")


def records() -> Iterator[Record]:
    """Yield all that was measured, oldest first."""
    if not FILE.exists():
        return
    for line in FILE.read_text(encoding="utf-8").splitlines():
        about = json.loads(line)
        yield Record(about, tuple(Figure(**figure) for figure in about.pop("figures")))


def latest() -> dict[str, Record]:
    """Return, by benchmark, the last measurement."""
    return {record.about["benchmark"]: record for record in records()}


def cpu_model() -> str:
    """Return the name of the processor."""
    path = Path("/proc/cpuinfo")
    names = [line.partition(":")[2].strip() for line in path.read_text().splitlines() if line.startswith("model name")]
    return names[0] if names else platform.processor()


def _installed(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True
