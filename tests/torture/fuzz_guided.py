"""Scenario and experiment files are spoiled under the guidance of coverage (atheris), from a corpus that is kept."""

from __future__ import annotations

import importlib.util

from tests.torture.attack import Attack, Bench, SkippedError
from tests.torture.guided import fuzzed, told
from tests.torture.spoiling import corpus, kept, unpacked


def guided(bench: Bench) -> None:
    """Fuzz both kinds of file, each in a process of its own."""
    if importlib.util.find_spec("atheris") is None:
        raise SkippedError("needs the extra `fuzz` (atheris, for Linux)")
    for kind in ("scenario", "experiment"):
        folder = bench.folder / kind / "corpus"
        unpacked(folder, [*corpus(kind), *kept(kind)])
        done = fuzzed(kind, bench.times(6_000, 300), folder, seed=bench.seed)
        said = told(done.stderr)
        bench.tries += said["tried"]
        bench.tell(f"{kind}: {said['places covered']:,} places covered, from a corpus of {len(kept(kind))}")
        bench.held(done.returncode == 0, f"{kind}: exit {done.returncode}: {done.stderr[-600:]}")
        bench.held(said["places covered"] > 0, f"{kind}: nothing was covered")


ATTACKS = (
    Attack("fuzz-guided", "files spoiled under the guidance of coverage (atheris): documented errors only", guided),
)
