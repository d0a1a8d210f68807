"""Run benchmarks and keep what they find: `python -m benchmarks [NAME ...] [--quick] [--list] [--write]`."""

from __future__ import annotations

import argparse
import importlib
import os
import time
from typing import Any

from benchmarks import draw, history, tables

BENCHMARKS = {
    "mesa": "against_mesa",
    "bounds": "bounds",
    "scale": "scale",
    "parts": "parts",
    "startup": "startup",
    "cold": "cold",
    "workers": "workers",
    "sharing": "sharing",
    "sweeps": "sweeps",
    "compiling": "compiling",
    "memory": "memory",
    "laboratory": "laboratory",
    "search": "search",
    "versions": "versions",
}


def main() -> None:
    """Run what was asked for, or all; then write the tables and the figure anew."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="which benchmarks to run; all if none is named")
    parser.add_argument("--quick", action="store_true", help="small, few and not kept: to see that it works")
    parser.add_argument("--list", action="store_true", help="say which questions there are")
    parser.add_argument("--write", action="store_true", help="only write tables and figure from what was measured")
    given = parser.parse_args()
    unknown = sorted(set(given.names) - set(BENCHMARKS))
    if unknown:
        parser.error(f"unknown: {', '.join(unknown)}; known are {', '.join(BENCHMARKS)}")
    if given.list:
        for name in BENCHMARKS:
            print(f"{name:12s} {module_of(name).QUESTION}")
        return
    for name in () if given.write else given.names or BENCHMARKS:
        run(name, given.quick)
    if not given.quick:
        tables.write()
        draw.draw()


def module_of(name: str) -> Any:
    """Return the module of a benchmark: its QUESTION and its `measure(quick)`."""
    return importlib.import_module(f"benchmarks.{BENCHMARKS[name]}")


def run(name: str, quick: bool) -> None:
    """Run one benchmark, print what it finds and keep it unless it is quick."""
    benchmark = module_of(name)
    load, begin = os.getloadavg()[0], time.perf_counter()
    print(f"{name}: {benchmark.QUESTION}  (load {load:.1f} on {os.cpu_count()} cores)", flush=True)
    try:
        figures = benchmark.measure(quick)
    except OSError as reason:
        print(f"  skipped: {reason}\n", flush=True)
        return
    for figure in figures:
        print(f"  {figure.line()}", flush=True)
    print(f"  {time.perf_counter() - begin:.0f} s\n", flush=True)
    if not quick:
        history.append(name, benchmark.QUESTION, load, figures)


if __name__ == "__main__":
    main()
