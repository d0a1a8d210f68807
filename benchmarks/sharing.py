"""What is made once instead of many times, beside its alternative: populations, beginnings of arms, comparisons."""

from __future__ import annotations

from itertools import count

from benchmarks import timing, worlds
from benchmarks.figure import Figure, ratio, several
from sim import Scenario
from sim.engine.forks import run_together

QUESTION = "What is saved by making populations and the common beginning of arms once, and what does a comparison add?"
ARMS = ("capacity_first", "coordination_led", "finance_led", "opening_first", "openness", "rd_subsidy")
WORLDS = 20  # made in one go, as one takes a millisecond
OTHER = "parameters.licence_life"  # a population depends on it; each value is another one
BARE = (
    "import sys; from benchmarks.worlds import run; from sim import Scenario\n"
    "for name in sys.argv[2:]:\n"
    "    scenario = Scenario.load(name)\n"
    "    for seed in range(int(sys.argv[1])): run(scenario, seed)"
)


def measure(quick: bool) -> list[Figure]:
    """Compare worlds, arms and whole comparisons with what they would be without sharing, in turns."""
    return [*populations(3 if quick else 9), *arms(1 if quick else 7), *comparisons(1 if quick else 3)]


def populations(repetitions: int) -> list[Figure]:
    """Make worlds of a population that is kept, and of ones that nobody has seen."""
    known, year = Scenario.load("baseline"), count(1)
    kept, made = [], []
    for _ in range(repetitions):
        unseen = [known.with_(**{OTHER: known.parameters["licence_life"] + 1e-6 * next(year)}) for _ in range(WORLDS)]
        made.append(1000 / WORLDS * seconds_of(unseen))
        seconds_of([known])  # the others have driven it out
        kept.append(1000 / WORLDS * seconds_of([known] * WORLDS))
    return [
        several("a world whose population is kept", kept, "ms", "cpu"),
        several("a world whose population is made", made, "ms", "cpu"),
        ratio("world kept over made", kept, made, "cpu"),
    ]


def seconds_of(scenarios: list[Scenario]) -> float:
    """Return the processor seconds that the worlds of some scenarios take."""
    return timing.cpu_of(lambda: [worlds.start(scenario, 0) for scenario in scenarios])


def arms(repetitions: int) -> list[Figure]:
    """Make six arms of a seed together and one by one.

    Raises:
        AssertionError: if an outcome differs.
    """
    scenarios = [Scenario.load(name) for name in ARMS]
    assert repr(together(scenarios, 0)) == repr(one_by_one(scenarios, 0)), "forked arms have other outcomes"
    acts = [lambda: together(scenarios, 1), lambda: one_by_one(scenarios, 1)]
    forked, whole = ([1000 * one / len(ARMS) for one in spent] for spent in timing.interleaved(acts, repetitions))
    run = scenarios[0].run
    apart = f"they part after {run.policy_quarter} of {run.quarters} quarters"
    return [
        several("an arm of six, made by itself", whole, "ms", "cpu"),
        several("an arm of six that fork", forked, "ms", "cpu"),
        ratio("forked over by itself", forked, whole, "cpu", "<= 0.77", apart),
    ]


def together(scenarios: list[Scenario], seed: int) -> list[dict[str, float]]:
    """Return the outcomes of arms that share what they have in common."""
    found = {place: run.outcomes() for place, run in run_together(scenarios, seed)}
    return [found[place] for place in range(len(scenarios))]


def one_by_one(scenarios: list[Scenario], seed: int) -> list[dict[str, float]]:
    """Return the outcomes of the same arms, each run from its first quarter."""
    return [worlds.run(scenario, seed) for scenario in scenarios]


def comparisons(repetitions: int) -> list[Figure]:
    """Compare two scenarios on sixteen seeds with the command, and make the same runs in a plain loop."""
    pair = ["baseline", "openness"]
    command = ["-m", "sim.cli", "compare", *pair, "--luck-only", "--replications", "16", "--jobs", "2"]
    compared, bare = [], []
    for _ in range(repetitions):
        compared.append(timing.process(command).cpu)
        bare.append(timing.process(["-c", BARE, "16", *pair]).cpu)
    return [
        several("sim compare of 2 scenarios, 16 seeds, 2 processes", compared, "s", "cpu", "<= 7"),
        several("the same 32 runs in a plain loop of one process", bare, "s", "cpu"),
        ratio("sim compare over the plain loop", compared, bare, "cpu"),
    ]
