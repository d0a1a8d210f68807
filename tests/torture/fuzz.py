"""Files and command lines are spoiled in every way; the answer is a documented error, soon and in little memory."""

from __future__ import annotations

import os
import random
import resource
import signal
import string
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import tomli_w

from sim import CollaborationModel
from sim.experiment import Experiment
from sim.scenario import Scenario, ScenarioError, shipped_names
from sim.scenario.resolve import all_keys
from tests.torture.attack import Attack, Bench
from tests.torture.parts import spoken
from tests.torture.worlds import ROOT, quick

SLOWEST = 10.0  # seconds of this process for one file
MOST_MEMORY = 400  # megabytes more than at the start
EDGES: tuple[Any, ...] = (
    *(0, 1, -1, -0.0, 5e-324, 2.2e-308, 1e308, 1e-308, 0.1, 0.5, 1.5, 60, 4000, 4001, 2**31, 2**63 - 1, 2**63, 2**64),
    *(10**18, 10**19, -(2**63), 10**400, float("inf"), float("-inf"), float("nan"), 1e17, 65, True, False, "", " "),
    *("0.5", "0,5", "nan", "base", "baseline", "tiny", "../../../etc/passwd", "/dev/zero", "/dev/null", ".", "\x00"),
    *("𝔘𝔫𝔦𝔠𝔬𝔡𝔢", "重庆", "\u202etxet", "é", "e\u0301", "a" * 5000, "=1+1", "<script>", "%s%n", "{0}", "\n", "\ud7ff"),
    *([], {}, [[]], [0.0, 0.5], ["base", 0.0], {"low": 0.0, "high": 1.0}, {"low": 1.0, "high": 0.0, "levels": 10**9}),
    *({"distribution": "normal", "mean": 0.0, "sd": 1e308}, [1, "a", None], {"": 1}, {"a.b": {"c": 1}}),
)
PIECES = (
    *(
        "[",
        "]",
        "{",
        "}",
        '"',
        "'",
        '"""',
        "=",
        ".",
        ",",
        "#",
        "\n",
        "\r",
        "\t",
        "\x00",
        "\ufeff",
        "\\",
        "\\u0000",
        "==",
    ),
    *("nan", "inf", "-inf", "1e400", "9" * 400, "0x", "1_000", "1979-05-27", "true", "[[shocks]]\n", "[levers.x]\n"),
    *("extends = 'baseline'\n", "a" * 2000, ".".join("a" * 80), "[" * 80, "\U0010ffff", "\u202e", "é", "e\u0301", "中"),
)


class TooSlowError(Exception):
    """Raised if one file takes too long."""


@contextmanager
def limited() -> Iterator[None]:
    """Stop whatever takes too long."""

    def late(_: int, __: FrameType | None) -> None:
        raise TooSlowError

    before = signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, SLOWEST)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0.0)
        signal.signal(signal.SIGPROF, before)


def held(bench: Bench, does: Callable[[], Any], what: Callable[[], str]) -> None:
    """Do something that has to end well or in a ScenarioError with a message of a sane size."""
    bench.tries += 1
    begun = time.process_time()
    try:
        with limited(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            does()
        bench.note("accepted")
    except ScenarioError as error:
        bench.note("refused")
        said = str(error)
        bench.held(0 < len(said) < 60_000 and error.problems, f"a message of {len(said)} characters: {what()}")
    except TooSlowError:
        bench.held(False, f"hangs: {what()}")
    except Exception as error:  # noqa: BLE001  # any other exception is what is looked for
        bench.held(False, f"{type(error).__name__}: {str(error)[:120]}: {what()}")
    bench.slowest = max(getattr(bench, "slowest", 0.0), time.process_time() - begun)  # type: ignore[attr-defined]


def memory() -> float:
    """Return the most memory this process has held, megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 1 << 20)


@contextmanager
def little_memory(bench: Bench) -> Iterator[None]:
    """Make sure that memory stays within bounds, and say how long the slowest took."""
    before = memory()
    yield
    grown = memory() - before
    bench.held(grown < MOST_MEMORY, f"memory grew by {grown:.0f} MB")
    bench.note(f"slowest {1000 * getattr(bench, 'slowest', 0.0):.0f} ms")
    bench.note(f"memory +{grown:.0f} MB")


def corpus(kind: str) -> list[str]:
    """Return texts to begin with: what is shipped, and what once was answered badly."""
    shipped = ROOT / "scenarios" if kind == "scenario" else ROOT / "experiments"
    files = sorted(shipped.rglob("*.toml"))
    kept = sorted((Path(__file__).parent / "corpus").glob(f"{kind}*.toml"))
    texts = [file.read_bytes().decode("utf-8", "surrogateescape") for file in [*files, *kept]]
    return [*texts, tomli_w.dumps(quick(4))] if kind == "experiment" else texts


def spoiled(text: str, luck: random.Random) -> str:
    """Change a text a little, or much."""
    for _ in range(luck.choice((1, 1, 1, 2, 4, 16))):
        here, there = sorted((luck.randrange(len(text) + 1), luck.randrange(len(text) + 1)))
        here = max(here, there - luck.choice((1, 4, 40, 400)))
        how = luck.randrange(6)
        if how == 0:
            text = text[:here] + text[there:]
        elif how == 1:
            text = text[:there] + luck.choice(PIECES) + text[there:]
        elif how == 2:
            text = text[:here] + luck.choice(PIECES) + text[there:]
        elif how == 3:
            text = text[:there] + text[here:there] * luck.choice((1, 2, 30)) + text[there:]
        elif how == 4:
            text = text[:there] + chr(luck.choice((luck.randrange(128), luck.randrange(0xD800)))) + text[there + 1 :]
        else:
            lines = text.splitlines(keepends=True)
            if lines:
                place = luck.randrange(len(lines))
                key, equals, _ = lines[place].partition("=")
                lines[place] = f"{key}= {shown(luck.choice(EDGES))}\n" if equals else luck.choice(lines)
                text = "".join(lines)
    return text


def shown(value: Any) -> str:
    """Write an edge as TOML, or as what somebody might type."""
    try:
        return tomli_w.dumps({"x": value}).partition("=")[2].strip() or "{}"
    except (TypeError, ValueError):
        return str(value)


def mutated(bench: Bench, kind: str, load: Callable[[Path], object], long: int, short: int) -> None:
    """Load spoiled files of one kind."""
    luck = random.Random(f"{bench.seed} {kind}")
    texts = corpus(kind)
    folder = bench.folder / "scenarios"
    folder.mkdir()
    for name in shipped_names():
        (folder / f"{name}.toml").write_bytes((ROOT / "scenarios" / f"{name}.toml").read_bytes())
    place = folder if kind == "scenario" else bench.folder / "experiments" / "one"
    place.mkdir(parents=True, exist_ok=True)
    file = place / "spoiled.toml"
    with little_memory(bench):
        for _ in range(bench.times(long, short)):
            text = spoiled(luck.choice(texts), luck)
            file.write_bytes(text.encode("utf-8", "surrogateescape"))
            held(bench, lambda: load(file), lambda text=text: repr(text[:400]))  # type: ignore[misc]


def scenario_files(bench: Bench) -> None:
    """Load spoiled scenario files."""
    mutated(bench, "scenario", Scenario.load, 60_000, 400)


def experiment_files(bench: Bench) -> None:
    """Load spoiled experiment files, lay out what is accepted."""
    mutated(bench, "experiment", laid_out, 25_000, 120)


def laid_out(file: Path) -> None:
    """Load an experiment as `sim sweep --dry-run` does, as far as its arms are few."""
    from sim.experiment import Study

    asked = Experiment.load(file)
    if asked.content.design.samples * max(1, len(asked.factors)) * len(asked.draws) <= 2_000:
        Study(asked)


def structures(bench: Bench) -> None:
    """Make scenarios and experiments of data that has the right keys and any value."""
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis import strategies as some

    keys = sorted(all_keys())
    anything = some.recursive(
        some.one_of(
            some.sampled_from(EDGES),
            some.floats(),
            some.integers(),
            some.text(max_size=20),
            some.none(),
            some.booleans(),
        ),
        lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=8), inner, max_size=3),
        max_leaves=6,
    )
    names = some.one_of(some.sampled_from(keys), some.text(max_size=12))
    quiet = settings(
        max_examples=bench.times(8_000, 120),
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )

    @quiet
    @given(some.dictionaries(names, anything, max_size=6))
    def scenario(flat: dict[str, Any]) -> None:
        held(bench, lambda: Scenario.from_dict(nested(flat)), lambda: repr(flat)[:400])
        held(
            bench,
            lambda: Scenario().with_(**{key: value for key, value in flat.items() if key != "self"}),
            lambda: repr(flat)[:400],
        )

    parts = some.fixed_dictionaries(
        {},
        optional={
            "question": anything | some.just("?"),
            "base": anything | some.just("tiny"),
            "replications": anything | some.just(2),
            "outcomes": anything,
            "keep": anything,
            "design": anything
            | some.fixed_dictionaries(
                {}, optional={"kind": anything | some.sampled_from(KINDS), "samples": anything, "levels": anything}
            ),
            "factors": anything | some.dictionaries(names, anything, max_size=3),
            "arms": anything
            | some.dictionaries(
                some.text(max_size=5),
                some.fixed_dictionaries(
                    {}, optional={"set": some.dictionaries(names, anything, max_size=2), "scenario": anything}
                ),
            ),
            "draws": anything
            | some.fixed_dictionaries(
                {},
                optional={
                    "number": anything,
                    "file": anything,
                    "parameters": some.dictionaries(names, anything, max_size=2),
                },
            ),
            "stopping": anything,
        },
    )

    @quiet
    @given(parts)
    def experiment(data: dict[str, Any]) -> None:
        held(bench, lambda: Experiment.from_dict(data), lambda: repr(data)[:400])

    with little_memory(bench):
        scenario()
        experiment()


KINDS = ("arms", "factorial", "one_at_a_time", "latin_hypercube", "sobol", "morris", "shapley")


def nested(flat: dict[str, Any]) -> dict[str, Any]:
    """Nest dotted keys, as far as they go together."""
    data: dict[str, Any] = {}
    for key, value in flat.items():
        at = data
        *above, last = key.split(".")
        for part in above:
            at = at.setdefault(part, {})
            if not isinstance(at, dict):
                break
        if isinstance(at, dict):
            at[last] = value
    return data


COMMANDS: dict[str, tuple[str, ...]] = {
    "run": ("--seed", "--set", "--out", "--no-figures", "--check", "--json", "--quiet"),
    "compare": ("--replications", "--jobs", "--set", "--out", "--json", "--quiet", "--outcomes"),
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
    *(
        "0",
        "1",
        "-1",
        "3",
        "1e400",
        "9" * 30,
        "2/1",
        "1/2",
        "0/0",
        "1/999999999",
        "nan",
        "inf",
        "x" * 5000,
        "é",
        "中",
        "\ud83d",
    ),
    *("barriers.secrecy=0.2", "barriers.secrecy=nan", "=", "a=", "=1", "run.quarters=1e9", "population.scale=1000"),
    *(
        "levers.fund_pool=none",
        "barriers=",
        "region.cities='/dev/zero'",
        "extends='x'",
        "replications=0",
        "design.kind='x'",
    ),
    *("secrecy", "transfers_delivered", "fund_pool", "all", "a\x00b", "a\nb", "--help", "--version", "--nothing", "-h"),
)


class StartedError(Exception):
    """Raised in the place of work that a command line was right to ask for."""


@contextmanager
def nothing_starts(folder: Path) -> Iterator[None]:
    """Let commands read and check everything, and stop where the work would begin."""
    import sim.analysis
    import sim.app.serve
    import sim.cli.app
    import sim.experiment
    import sim.experiment.sweep
    import sim.model

    def started(*_: Any, **__: Any) -> Any:
        raise SystemExit(0)

    places = [
        (sim.model, "CollaborationModel"),
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
            bench.slowest = max(getattr(bench, "slowest", 0.0), time.process_time() - begun)  # type: ignore[attr-defined]
            bench.note(f"exit {code}")
            bench.held(code in (0, 2, 3), f"exit {code} for {[word[:60] for word in arguments]}: {said[-300:]}")
            bench.held("Traceback" not in said, f"{arguments}: {said[-300:]}")


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


def giants(bench: Bench) -> None:
    """Ask for what no machine has: refused at once, with the figure that it would need."""
    asked: dict[str, tuple[dict[str, Any], str]] = {
        "all firms, a thousandfold": (
            {
                "population": dict.fromkeys(("military_sample", "university_sample"), 10.0)
                | {"private_sample": 1, "scale": 1e3}
            },
            "the population would have 21,492,000 organisations; at most 20,000,000",
        ),
        "a billion firms": (
            {
                "region": {"cities": str(_billion(bench.folder))},
                "population": {"private_sample": 1.0, "military_sample": 1.0, "university_sample": 1.0},
            },
            "'1000000000'; a whole number from 0 to 1,000,000",
        ),
        "10 MB of text": ({"why": "x" * 10_000_000}, "at most 4,000 characters"),
        "endless quarters": ({"run": {"quarters": 10**9}}, "from 1 to 4,000"),
        "a list of a million cities": (
            {"levers": {"demonstration_bases": {"strength": 1.0, "cities": ["x"] * 10**6}}},
            "",
        ),
        "a million shocks": ({"shocks": [{"quarter": 1, "key": "barriers.secrecy", "value": 2.0}] * 10**5}, ""),
        "deep nesting": ({"barriers": _deep(60)}, ""),
    }
    with little_memory(bench):
        for what, (data, said) in asked.items():
            bench.tries += 1
            try:
                with limited():
                    Scenario.from_dict(data)
                bench.held(False, f"{what} is accepted")
            except ScenarioError as error:
                bench.held(said in str(error) and len(str(error)) < 60_000, f"{what}: {str(error)[:200]}")
            except (TooSlowError, Exception) as error:  # noqa: BLE001  # what is looked for
                bench.held(False, f"{what}: {type(error).__name__}")
    large = Scenario.from_dict({"population": {"private_sample": 1.0, "scale": 1000.0}, "run": {"quarters": 4000}})
    try:
        CollaborationModel(large)
        bench.held(False, "17 million organisations over 4,000 quarters are accepted")
    except MemoryError as error:
        bench.tries += 1
        bench.held("17,604,000 organisations over 4,000 quarters needs about 7," in str(error), str(error))
    file = bench.folder / "large.toml"
    file.write_text("# " + "x" * 10_000_000)
    held(bench, lambda: Scenario.load(file), lambda: "10 MB file")
    for place in range(3):
        (bench.folder / f"c{place}.toml").write_text(f"extends = 'c{(place + 1) % 3}.toml'")
    held(bench, lambda: Scenario.load(bench.folder / "c0.toml"), lambda: "a circle")
    bench.held(bench.seen["accepted"] == 0, "a giant or a circle was accepted")


def _billion(folder: Path) -> Path:
    """Write a city file with a billion firms in one city."""
    text = (ROOT / "tests" / "data" / "second_region.csv").read_text(encoding="utf-8")
    file = folder / "billion.csv"
    file.write_text(text.replace(",12,400,9,", ",12,1000000000,9,"), encoding="utf-8")
    return file


def _deep(levels: int) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for _ in range(levels):
        data = {"a": data}
    return data


ATTACKS = (
    Attack("fuzz-scenarios", "spoiled scenario files: only documented errors, soon, in little memory", scenario_files),
    Attack(
        "fuzz-experiments", "spoiled experiment files: only documented errors, soon, in little memory", experiment_files
    ),
    Attack("fuzz-structures", "any value under any key (hypothesis): only documented errors", structures),
    Attack("fuzz-commands", "command lines of right and wrong words: exit 0, 2 or 3, no traceback", command_lines),
    Attack("giants", "a billion firms, 10 MB, deep nesting, circles: refused with the figure", giants),
)
