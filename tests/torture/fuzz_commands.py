"""Command lines of right and wrong words: the answer is a documented error, soon, and never a traceback."""

from __future__ import annotations

import os
import random
import re
import string
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import tomli_w

from tests.torture.attack import Attack, Bench
from tests.torture.limits import TooSlowError, limited, little_memory
from tests.torture.parts import spoken
from tests.torture.worlds import quick

COMMANDS: dict[str, tuple[str, ...]] = {
    "run": ("--seed", "--threads", "--set", "--out", "--no-figures", "--check", "--json", "--quiet"),
    "compare": (
        *("--readings", "--jobs", "--set", "--out", "--json", "--quiet", "--outcomes", "--within", "--until-decided"),
        *("--luck-only", "--replications", "--forms", "--budget", "--check-flips", "--most", "--all", "--unlike"),
    ),
    "deals": ("--seed", "--of", "--reading", "--deal", "--set", "--out", "--json", "--quiet"),
    "verify": ("--runs", "--lot", "--run", "--experiment", "--json", "--quiet"),
    "sweep": ("--set", "--out", "--jobs", "--shard", "--timeout", "--retry", "--dry-run", "--no-preflight", "--json"),
    "validate": ("--set", "--json", "--quiet"),
    "explain": ("--set", "--json"),
    "status": ("--json", "--quiet"),
    "report": ("--out", "--json", "--quiet"),
    "scenarios": ("--json",),
    "schema": ("--json",),
    "app": ("--port", "--host", "--no-browser"),
    "nothing": (),
}
WORDS = (
    *(
        "tiny",
        "baseline",
        "nowhere",
        "ask.toml",
        "bad.toml",
        "empty",
        ".",
        "/",
        "/dev/null",
        "/dev/zero",
        "-",
        "--",
        "",
    ),
    *("0", "1", "-1", "3", "1e400", "9" * 30, "2/1", "1/2", "0/0", "1/999999999", "nan", "inf", "x" * 5000, "é", "中"),
    *("barriers.secrecy=0.2", "barriers.secrecy=nan", "=", "a=", "=1", "run.quarters=1e9", "population.scale=1000"),
    *("levers.fund_pool=none", "barriers=", "region.cities='/dev/zero'", "extends='x'", "replications=0"),
    *("design.kind='x'", "secrecy", "transfers_delivered", "fund_pool", "all", "a\x00b", "a\nb", "\ud83d", "a\udcff"),
    *("--help", "--version", "--nothing", "-h"),
)
CERTAIN = re.compile(r"\b100(\.0+)?\s?(%|per ?cent)", re.IGNORECASE)
VERDICT = re.compile(r"\b(beats|leads) \w.* in (most|nearly all)|\breadings disagree \(", re.IGNORECASE)


@contextmanager
def nothing_starts(folder: Path) -> Iterator[None]:
    """Let commands read and check everything, and stop where the work would begin."""
    import sim.analysis
    import sim.app.serve
    import sim.cli.app
    import sim.engine
    import sim.experiment

    def started(*_: Any, **__: Any) -> Any:
        raise SystemExit(0)

    places = [
        (sim.engine, "Run"),
        (sim.experiment, "compare"),
        (sim.experiment, "sweep"),
        (sim.app.serve, "serve"),
        (sim.experiment, "estimate"),
    ]
    before = [(place, name, getattr(place, name)) for place, name in places]
    here = Path.cwd()
    os.chdir(folder)
    for place, name in places:
        setattr(place, name, started)
    try:
        yield
    finally:
        os.chdir(here)
        for place, name, real in before:
            setattr(place, name, real)


def command_lines(bench: Bench) -> None:
    """Type command lines of right and wrong words in any order."""
    luck = random.Random(f"{bench.seed} lines")
    folder = bench.folder / "here"
    folder.mkdir()
    (folder / "ask.toml").write_text(tomli_w.dumps(quick(4)))
    (folder / "bad.toml").write_text("[barriers]\nsecrcy = 1")
    (folder / "empty").mkdir()
    with little_memory(bench), nothing_starts(folder):
        for _ in range(bench.times(10_000, 200)):
            arguments = line(luck)
            bench.tries += 1
            begun = time.process_time()
            try:
                with limited(), warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    code, said = spoken(arguments)
            except TooSlowError:
                bench.held(False, f"hangs: {arguments}")
                continue
            bench.slowest = max(bench.slowest, time.process_time() - begun)
            bench.note(f"exit {code}")
            bench.held(code in (0, 2, 3), f"exit {code} for {[word[:60] for word in arguments]}: {said[-300:]}")
            bench.held("Traceback" not in said, f"{arguments}: {said[-300:]}")
            bench.held(not CERTAIN.search(said), f"{arguments} is certain: {said[-300:]}")
            bench.held(not VERDICT.search(said), f"{arguments} gives a verdict, and nothing was run: {said[-300:]}")


def line(luck: random.Random) -> list[str]:
    """Make up a command line."""
    name = luck.choice(list(COMMANDS))
    arguments = [name] if luck.random() < 0.97 else []
    for _ in range(luck.choice((0, 1, 1, 2, 2, 3, 4, 8))):
        options = COMMANDS[name]
        if options and luck.random() < 0.5:
            arguments.append(luck.choice(options))
        word = luck.choice(WORDS)
        if luck.random() < 0.1:
            word = "".join(luck.choices(string.printable, k=luck.randrange(12)))
        arguments.append(word)
    return arguments


ATTACKS = (
    Attack("fuzz-commands", "command lines of right and wrong words: exit 0, 2 or 3, no traceback", command_lines),
)
