"""Files are spoiled where that reaches more of the code: `python -m tests.torture.guided KIND [--runs N]`.

KIND is "scenario" or "experiment". What reaches new places of the code is spoiled further; the fewest files that reach
as many are kept in `corpus/`, where every attack on files begins. Needs the extra `fuzz`.
"""

from __future__ import annotations

import argparse
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from sim.experiment.reading.schema import KINDS, ExperimentContent
from sim.outcomes import OUTCOMES
from sim.scenario import shipped_names
from sim.scenario.resolve import all_keys
from sim.scenario.wording import keys
from tests.torture.spoiling import corpus, keep, kept, unpacked
from tests.torture.worlds import environment

LARGEST = 2048
MEMORY = 2048


def fuzzed(kind: str, runs: int, folder: Path, *more: str, seed: int = 1) -> subprocess.CompletedProcess[str]:
    """Run the fuzzer in a process of its own, which it ends; what it finds is added to the folder.

    Args:
        kind: of file.
        runs: how many files to try.
        folder: of the corpus.
        more: options of libFuzzer.
        seed: of its luck.
    """
    options = [f"-runs={runs}", f"-max_len={LARGEST}", f"-seed={seed}", f"-rss_limit_mb={MEMORY}", "-timeout=10"]
    words = folder.parent / "words"
    words.write_text("".join(f'"{word}"\n' for word in dictionary()), encoding="ascii")
    options += [f"-artifact_prefix={folder.parent}/", f"-dict={words}"]
    again = folder.parent / "again"
    command = [sys.executable, "-P", "-m", "tests.torture.guided_target", kind, str(again)]
    again.write_text(f'#!/bin/sh\nexec {shlex.join(command)} "$@"\n', encoding="utf-8")
    again.chmod(0o755)
    command += [*options, str(folder), *more]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment(), errors="replace")


def dictionary() -> list[str]:
    """Return words that files are made of, which are put in whole."""
    names = {part for name in [*all_keys(), *keys(ExperimentContent)] for part in (name, name.rpartition(".")[2])}
    signs = [
        "[[shocks]]",
        "[arms.a]",
        " = ",
        "true",
        "0.5",
        "{ low = 0.0, high = 1.0 }",
        "nan",
        "1e308",
        "-1",
        "[[",
        "]]",
    ]
    return sorted({*names, *KINDS, *shipped_names(), *(outcome.name for outcome in OUTCOMES), *signs})


def told(said: str) -> dict[str, int]:
    """Read from what libFuzzer said how many files were tried, what they covered and how many were kept."""
    last = [line for line in said.splitlines() if " cov: " in line][-1:]
    found = re.search(r"#(\d+).* cov: (\d+) ft: (\d+) corp: (\d+)", last[0]) if last else None
    numbers = map(int, found.groups()) if found else (0, 0, 0, 0)
    return dict(zip(("tried", "places covered", "features", "kept"), numbers, strict=True))


def grown(kind: str, runs: int) -> str:
    """Fuzz from the corpus on and keep the fewest files that cover as much."""
    with tempfile.TemporaryDirectory() as place:
        found, fewest = Path(place) / "found", Path(place) / "fewest"
        unpacked(found, [*corpus(kind), *kept(kind)])
        fewest.mkdir()
        done = fuzzed(kind, runs, found)
        if done.returncode:
            return f"exit {done.returncode}: {done.stderr[-2000:]}"
        merged = fuzzed(kind, 0, fewest, str(found), "-merge=1")
        keep(kind, [file.read_bytes() for file in sorted(fewest.iterdir())])
        return f"{told(done.stderr)}; merged with exit {merged.returncode}, {len(kept(kind))} kept"


def main() -> None:
    """Fuzz as asked."""
    reads = argparse.ArgumentParser(prog="python -m tests.torture.guided", description=__doc__)
    reads.add_argument("kind", choices=("scenario", "experiment"))
    reads.add_argument("--runs", type=int, default=100_000)
    asked = reads.parse_args()
    print(grown(asked.kind, asked.runs))


if __name__ == "__main__":
    main()
