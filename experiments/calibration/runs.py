"""Runs at points of the parameters' space, kept one by one: a command that is stopped at any moment goes on.

What a run gave is written under what it is (model, base, values, seed, what was measured), a line of JSON each, as soon
as its chunk is done. A line that was cut off in the middle is made again.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.patterns.measures import measure
from sim import Scenario
from sim.engine import Run, model_version
from sim.experiment.executors.work import in_words, settle_in

CHUNK = 8
FOLDER = Path("results/calibration")
BASE = "baseline"
FAILED = "failed"
EVERY = 30.0  # seconds between two lines that say how far it is

Row = Mapping[str, Any]
Measured = Callable[[Scenario, int], dict[str, float]]


class Point(NamedTuple):
    """One run to be made.

    Args:
        settings: what differs from the base, by dotted key: numbers, and words of the form.
        seed: of the run.
    """

    settings: Mapping[str, Any]
    seed: int


def patterns(scenario: Scenario, seed: int) -> dict[str, float]:
    """Run a scenario; return its outcomes and every pattern."""
    return all_of(Run(scenario, seed, threads=1).run())


def all_of(run: Run) -> dict[str, float]:
    """Return the outcomes and the patterns of a finished run; the mean of nothing is not a number, and stays so."""
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        return {**run.outcomes(), **measure(run)}


class Keeper:
    """Makes runs that are not kept yet, in some processes, and keeps them.

    Args:
        name: of the file that keeps them.
        how: what is measured of a run: a function of a module, so that processes find it.
        jobs: processes; results do not depend on it.
        folder: where the file lies.
        base: a shipped scenario.

    Attributes:
        made: runs that this keeper had to make.
        asked: runs that it was asked for.
    """

    def __init__(
        self, name: str, how: Measured = patterns, jobs: int = 2, folder: Path = FOLDER, base: str = BASE
    ) -> None:
        self.file, self.how, self.jobs, self.base = folder / f"{name}.jsonl", how, jobs, base
        self.name, self.made, self.asked = name, 0, 0
        self._said = f"{model_version()} {Scenario.load(base).digest} {how.__module__}.{how.__name__}"
        self._kept = dict(_read(self.file))
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Keeper:
        """Use the keeper's processes for a while."""
        return self

    def __exit__(self, *_: object) -> None:
        """End its processes."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def rows(self, points: Sequence[Point]) -> list[Row]:
        """Return what each run gave, in order; of a run that failed only why, under `failed`."""
        names = [self._name(point) for point in points]
        left = [
            (name, point) for name, point in dict(zip(names, points, strict=True)).items() if name not in self._kept
        ]
        self.asked += len(points)
        began = said = time.monotonic()
        self.file.parent.mkdir(parents=True, exist_ok=True)
        done = 0
        with self.file.open("a", encoding="utf-8") as file:
            file.write(_line_end(self.file))
            for found in self._chunks(left):
                for name, row in found:
                    self._kept[name] = row
                    file.write(json.dumps([name, row]) + "\n")
                file.flush()
                done += len(found)
                self.made += len(found)
                if time.monotonic() - said > EVERY:
                    said = time.monotonic()
                    print(
                        f"{self.name}: {done} of {len(left)} runs in {said - began:.0f} s", file=sys.stderr, flush=True
                    )
        return [self._kept[name] for name in names]

    def _chunks(self, left: Sequence[tuple[str, Point]]) -> Iterator[list[tuple[str, Row]]]:
        whole = iter(left)
        chunks = iter(lambda: list(islice(whole, CHUNK)), [])
        if self.jobs == 1 or len(left) <= 1:
            yield from (_made(self.how, self.base, chunk) for chunk in chunks)
            return
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self.jobs, context, settle_in, (os.getpid(),))
        futures = [self._pool.submit(_made, self.how, self.base, chunk) for chunk in chunks]
        yield from (future.result() for future in futures)

    def _name(self, point: Point) -> str:
        text = json.dumps([sorted(point.settings.items()), point.seed])
        return hashlib.sha256(f"{self._said} {text}".encode()).hexdigest()[:32]


def frame_of(rows: Sequence[Row]) -> pd.DataFrame:
    """Return rows as a table; runs that failed have no numbers, and are counted aloud."""
    failed = [str(row[FAILED]) for row in rows if FAILED in row]
    if failed:
        print(f"{len(failed)} of {len(rows)} runs failed, the first with: {failed[0]}", file=sys.stderr)
    return pd.DataFrame([{} if FAILED in row else dict(row) for row in rows])


def points_of(
    keys: Sequence[str], values: NDArray[np.float64], seeds: Sequence[int], form: Mapping[str, str] | None = None
) -> list[Point]:
    """Return points to be run.

    Args:
        keys: dotted scenario keys.
        values: [points, keys].
        seeds: [points].
        form: words of the form, by dotted key.
    """
    return [
        Point({**dict(zip(keys, map(float, row), strict=True)), **(form or {})}, int(seed))
        for row, seed in zip(values, seeds, strict=True)
    ]


def at_points(
    name: str, keys: Sequence[str], values: NDArray[np.float64], seeds: int, jobs: int, folder: Path = FOLDER
) -> pd.DataFrame:
    """Run the baseline at points of the parameters' space.

    Args:
        name: of the file that keeps the runs.
        keys: dotted scenario keys.
        values: [points, keys].
        seeds: runs of every point; 0 for one run of each, each with a seed of its own.
        jobs: processes.
        folder: where the file lies.

    Returns:
        A row per run: column draw is the number of the point, then seed, outcomes and patterns.
    """
    draws = np.repeat(np.arange(len(values)), max(1, seeds))
    own = np.tile(np.arange(seeds), len(values)) if seeds else draws
    with Keeper(name, jobs=jobs, folder=folder) as keeper:
        found = frame_of(keeper.rows(points_of(keys, values[draws], own.tolist())))
    return pd.concat([pd.DataFrame({"draw": draws, "seed": own}), found], axis=1)


@cache
def _base(name: str) -> Scenario:
    return Scenario.load(name)


def world_of(base: str, point: Point) -> Scenario:
    """Return the scenario of a point; whole numbers are given as such."""
    given = {key: int(v) if isinstance(v, float) and v.is_integer() else v for key, v in point.settings.items()}
    return _base(base).with_(**given)


def _made(how: Measured, base: str, chunk: Sequence[tuple[str, Point]]) -> list[tuple[str, Row]]:
    return [(name, _one(how, base, point)) for name, point in chunk]


def _one(how: Measured, base: str, point: Point) -> Row:
    try:
        return {name: float(value) for name, value in how(world_of(base, point), point.seed).items()}
    except (OSError, MemoryError, ImportError):
        raise  # the machine's trouble, not the run's
    except Exception as error:  # noqa: BLE001  # one bad run does not stop the rest
        return {FAILED: in_words(error)}


def _line_end(file: Path) -> str:
    """Return what ends a file's last line, if that was cut off."""
    if not file.stat().st_size:
        return ""
    with file.open("rb") as raw:
        raw.seek(-1, os.SEEK_END)
        return "" if raw.read() == b"\n" else "\n"


def _read(file: Path) -> Iterator[tuple[str, Row]]:
    if not file.is_file():
        return
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            try:
                name, row = json.loads(line)
            except ValueError:
                continue  # it was stopped in the middle of this line
            yield name, row
