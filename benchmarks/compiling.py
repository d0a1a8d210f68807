"""What compiling the model from nothing spends its time on: by stage of the compiler, by room and by function."""

from __future__ import annotations

import json
import re
import tempfile
import time
from collections import Counter, defaultdict
from typing import Any

from numba.core import event

from benchmarks import timing
from benchmarks.figure import Figure, one

QUESTION = "What does the first compilation spend its time on?"
STAGES = {
    "nopython_type_inference": "type inference",
    "native_lowering": "writing LLVM code in Python",
    "llvm": "LLVM: parsing, optimising, machine code",
}
MOST = 15


def measure(quick: bool) -> list[Figure]:
    """Compile everything in a fresh process with an empty cache and ask the compiler's own events; no quick form."""
    del quick
    with tempfile.TemporaryDirectory() as folder:
        said = timing.process(
            ["-m", "benchmarks.compiling"], {"TRANSFER_LAB_CACHE": folder, "TRANSFER_LAB_CODE": "numba"}
        ).said
    found: dict[str, Any] = json.loads(said.splitlines()[-1])
    whole = found["whole"]
    figures = [one("compiling, watched", whole, "s", "cpu", note="watching adds some")]
    stages = found["stages"]
    other = whole - sum(stages.get(name, 0.0) for name in STAGES)
    figures += [one(f"stage: {words}", stages.get(name, 0.0), "s", "cpu") for name, words in STAGES.items()]
    figures.append(one("stage: all else", other, "s", "cpu"))
    figures.append(one("functions compiled", found["functions"], "functions"))
    figures.append(one("compilations, one for each set of argument types", found["compilations"], "compilations"))
    figures.append(one("passes of LLVM over modules", found["llvm entries"], "entries"))
    figures += [one(f"phase {name}", spent, "s", "cpu") for name, spent in found["phases"]]
    figures += [one(f"function {name}", spent, "s", "cpu") for name, spent in found["own"][:MOST]]
    return figures


class Watch(event.Listener):  # type: ignore[misc]  # Numba ships no types for it
    """A listener that shares time out among nested events: each has its own, without what it called."""

    def __init__(self) -> None:
        self.stack: list[tuple[str, str, float, list[float]]] = []
        self.own: dict[tuple[str, str], float] = defaultdict(float)
        self.whole: dict[str, float] = defaultdict(float)
        self.count: Counter[str] = Counter()
        self.llvm = 0

    def on_start(self, event: Any) -> None:
        """Not called: `notify` takes both ends of an event."""

    on_end = on_start

    def notify(self, event: Any) -> None:
        """Take note of the start or the end of an event."""
        if event.is_start:
            kind, name = event.kind, self.stack[-1][1] if self.stack else ""
            if kind == "numba:compile":
                function = event.data["dispatcher"].py_func
                kind, name = "compile", function.__qualname__
                self.count[f"{function.__module__}.{name}"] += 1
            elif kind == "numba:run_pass":
                kind = re.sub(r" \[.*", "", str(event.data["name"]))
            elif kind == "numba:llvm_lock":
                kind = "llvm"
                self.llvm += 1
            self.stack.append((kind, name, time.process_time(), [0.0]))
        else:
            kind, name, begin, inner = self.stack.pop()
            spent = time.process_time() - begin
            self.own[kind, name] += spent - inner[0]
            if kind == "compile":
                self.whole[name] += spent
            if self.stack:
                self.stack[-1][3][0] += spent


def alone() -> dict[str, Any]:
    """Compile and say where the time went."""
    from sim import CollaborationModel, Scenario
    from sim.phases import PHASES

    watch = Watch()
    for kind in ("numba:compile", "numba:llvm_lock", "numba:run_pass"):
        event.register(kind, watch)
    scenario = Scenario.load("tiny")
    begin = time.process_time()
    CollaborationModel(scenario, seed=0).step()
    whole = time.process_time() - begin
    stages: dict[str, float] = defaultdict(float)
    own: dict[str, float] = defaultdict(float)
    for (kind, name), spent in watch.own.items():
        stages[kind] += spent
        own[name] += spent
    names = [phase.__name__ for phase in PHASES]
    return {
        "whole": whole,
        "stages": stages,
        "functions": len(watch.count),
        "compilations": sum(watch.count.values()),
        "llvm entries": watch.llvm,
        "phases": sorted(((name, watch.whole[name]) for name in names), key=lambda pair: -pair[1]),
        "own": sorted(own.items(), key=lambda pair: -pair[1]),
    }


if __name__ == "__main__":
    print(json.dumps(alone()))
