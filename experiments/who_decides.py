"""Do agents decide? Each kind's choice is replaced by a constant, twice: `python -m experiments.who_decides [SEEDS]`.

Once by its habit, once by a coin that has the mean chance of the choosing run: without the second a mere level passes
for a choice. Runs are paired by seed. What a kind's choice moves under the coin is what it decides by where, when and
who; what it moves under habit alone is how much. `--levers [SEEDS]` asks a third question, whether a choice answers
to policy: a coin that keeps the chances of the baseline cannot, so that levers bring another effect if it does.
`--readings [COUNT]` asks the first two away from the shipped defaults. See
docs/who_decides.md.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from experiments.lever_gains import added_by_levers
from experiments.patterns.measures import measure
from experiments.patterns.tolerances import TOLERANCES
from sim import Scenario
from sim.agents import DIRECTIONS, KINDS, expected_a_quarter, prior
from sim.draws import Purpose
from sim.engine import Run
from sim.experiment.reading.draws import SHIPPED, table_of_draws
from sim.outcomes.delivery_gini import gini
from sim.phases.agreements import across, consent, peers_of_pairs
from sim.phases.buying import can_pay, is_bought, would_buy
from sim.phases.chances import deal_block
from sim.phases.facts import is_full, pair_of, prospect_of
from sim.phases.ledgers import share_of
from sim.phases.match import has_place
from sim.phases.search import candidate
from sim.state import World
from sim.statistics import Pairs, holm, mean_interval, zero_chance
from sim.tables import Stage, Status

SEEDS = 24
SEEDS_FOR_SHARES = 2  # thousands of decisions in each
KIND = {kind.name: code for code, kind in enumerate(KINDS)}
QUARTER_OF_TOLERANCE = 0.25
NEVER_BETTER = 1000.0  # a return of own making that no supply exceeds
SEEDS_FOR_LEVERS = 24
READINGS = 6
LUCK = 0.05  # chance, over all levers and outcomes of one kind, by which luck is taken for an answer
GAINS = ("transfers_delivered", *(f"transfers_{one.name}" for one in DIRECTIONS), "transfers_cross_jurisdiction")
LARGE = 0.10  # of the mean: an effect that the acceptance tests ask for
HABIT, COIN = "by its habit", "by a coin of the same mean chance"
COUNTS = (
    *(f"transfers_{one.name}" for one in DIRECTIONS),
    "transfers_delivered",
    "transfers_cross_jurisdiction",
    "wait",
)
SPREADS = ("spread over buyers", "spread over firms", "spread over universities", "spread over cities")
PATTERNS = tuple(name for name in TOLERANCES if name != "P12 mean wait")  # which is the wait, and counts once
PATTERNS_UNDER_HABIT = 2  # at least so many patterns, and a count or the wait, must move for a choice to matter (A2)

Numbers = dict[str, float]
Settings = Mapping[str, float]


class Constant(NamedTuple):
    """One kind, and how its choice is made a constant.

    Args:
        kind: who chooses.
        off: settings under which it keeps to its habit.
        coin: from the mean shares of the choosing runs, the settings of a coin of that chance.
    """

    kind: str
    off: Settings
    coin: Callable[[Scenario, Numbers], Settings]


def coin_of_firms(base: Scenario, seen: Numbers) -> Settings:
    """Give entry and exit the pace at which habit does as much of either as choice did."""
    own = base.parameters
    habit = own["habit_across"]
    return {
        "enter_pace": own["enter_pace"] * seen["dormant firms"] / habit,
        "exit_pace": own["exit_pace"] * (1.0 - seen["idle firms"]) / (1.0 - habit),
    }


CONSTANTS = (
    Constant(
        "military enterprises, what they buy",
        {"make_return": 0.0},
        lambda base, seen: {"make_return": NEVER_BETTER, "unweighed_purchases": seen["buyers"]},
    ),
    Constant("private firms", {"sharpness_firms": 0.0}, coin_of_firms),
    Constant(
        "cities, with whom they sign",
        {"sharpness_agreements": 0.0},
        lambda base, seen: {"habit_sign": seen["pairs that sign"] ** 0.5},  # both must
    ),
)


def shares(run: Run) -> dict[str, list[float]]:
    """Return the shares that go away of all who may decide now, by who they are."""
    world, organisations = run.world, run.record().organisations
    firms = (organisations["kind"] == KIND["private_firm"]) & organisations["alive"]
    idle = organisations["active"] & (organisations["open_deals"] == 0) & (organisations["pending_case"] < 0)
    who = {
        "dormant firms": np.flatnonzero(firms & ~organisations["active"]),
        "idle firms": np.flatnonzero(firms & idle),
    }
    found = {name: [share_of(world, int(row)) for row in rows] for name, rows in who.items()}
    return {
        **found,
        "buyers": offers_bought(world),
        "pairs that sign": pairs_that_sign(world),
    }


def offers_bought(world: World) -> list[float]:
    """Return 1 for every supply that a buyer with place, room and money would take, 0 if it rather makes it.

    Of every deal one of the looks that it has in the next quarter is taken, if nothing else came between.
    """
    found, searching = [], world.open_deals[: int(world.region[0].open_deals)]
    for number in searching[world.deals["stage"][searching] == Stage.SEARCH]:
        deal, look = world.deals[number], int(number % int(world.settings[0].candidates))
        if not is_bought(world, deal):
            continue
        row = candidate(world, deal, look, deal_block(world, deal, Purpose.WEIGHING, look))
        if row < 0 or not has_place(world, deal, row):
            continue
        if is_full(world, row):
            continue
        prospect = prospect_of(world, deal, row, pair_of(world, deal, row))
        if can_pay(world, deal, row, prospect.value):
            found.append(float(would_buy(world, deal, row, prospect)))
    return found


def pairs_that_sign(world: World) -> list[float]:
    """Return the chance to sign, were it the end of a year, of every two cities across the boundary."""
    settings = world.settings[0]
    weight = prior(expected_a_quarter(settings), settings)
    peers = peers_of_pairs(world, weight)
    return [
        consent(world, here, there, peers, weight) * consent(world, there, here, peers, weight)
        for here in range(len(world.cities))
        for there in range(here + 1, len(world.cities))
        if across(world, here, there)
    ]


def mean_shares(base: Scenario, seeds: int) -> Numbers:
    """Return the mean share that goes away, over the decisions of the policy horizon, of every choice.

    Shares are read at the end of each quarter.
    """
    seen: dict[str, list[float]] = {}
    for seed in range(seeds):
        run = Run(base, seed)
        while not run.over:
            run.step()
            if run.quarter >= base.run.policy_quarter:
                for name, values in shares(run).items():
                    seen.setdefault(name, []).extend(values)
    return {name: float(np.mean(values)) for name, values in seen.items()}


def read(scenario: Scenario, seed: int) -> Numbers:
    """Run a scenario; return what a choice may move: counts, the wait, spreads over those who act, and patterns."""
    run = Run(scenario, seed).run()
    outcomes, world, deals = run.outcomes(), run.world, run.record().deals
    done = deals[(deals["status"] == Status.DELIVERED) & (deals["ended"] >= scenario.run.policy_quarter)]
    found = {name: outcomes[name] for name in ("transfers_delivered", *(f"transfers_{d.name}" for d in DIRECTIONS))}
    found["transfers_cross_jurisdiction"] = outcomes["transfers_cross_jurisdiction"]
    found["wait"] = outcomes["mean_office_wait_quarters"]
    organisations = run.record().organisations
    city = organisations["city"]
    held = world.history["shelf_classified"][scenario.run.policy_quarter :]
    found["classified technologies on shelves"] = float(held.mean())
    found["between cities"] = float((city[done["source"]] != city[done["recipient"]]).sum())
    ends = np.sort([city[done["source"]], city[done["recipient"]]], axis=0)[:, done["jurisdictions_differ"]]
    by_pair = np.bincount(ends[0] * len(world.cities) + ends[1])
    found["pairs of cities that exchange across the boundary"] = float((by_pair > 0).sum())
    found["part of it that is between the foremost pair"] = float(by_pair.max(initial=0) / max(1, by_pair.sum()))
    for name, kind in (("buyers", "military_enterprise"), ("firms", "private_firm"), ("universities", "university")):
        rows = np.flatnonzero(organisations["kind"] == KIND[kind])
        party = np.concatenate([done["source"], done["recipient"]])
        found[f"spread over {name}"] = gini(np.bincount(party, minlength=len(organisations))[rows])
    found["spread over cities"] = gini(np.bincount(city[done["source"]], minlength=len(world.cities)))
    return found | {name: value for name, value in measure(run).items() if TOLERANCES[name][0] != "I"}


class Move(NamedTuple):
    """What a constant moves of one number: the mean of both, their difference, its interval."""

    name: str
    chosen: float
    difference: float
    low: float
    high: float

    @property
    def clear(self) -> bool:
        """Whether luck is told apart."""
        return self.low > 0.0 or self.high < 0.0

    @property
    def large(self) -> bool:
        """Whether it is more than luck and a tenth of the mean, or a quarter of the pattern's tolerance."""
        if self.name in TOLERANCES:
            _, low, high, _ = TOLERANCES[self.name]
            width = high - low  # a tolerance without end, or of one value, has no quarter
            return self.clear and 0.0 < width < np.inf and abs(self.difference) >= QUARTER_OF_TOLERANCE * width
        return self.clear and abs(self.difference) >= LARGE * abs(self.chosen)


def moves(chosen: list[Numbers], constant: list[Numbers]) -> list[Move]:
    """Compare runs paired by seed: what the constant does less what the choice does."""
    found, pairs = [], Pairs.of_seeds(len(chosen))
    for name in chosen[0]:
        before, after = (np.array([run[name] for run in runs]) for runs in (chosen, constant))
        if np.isfinite(before).all() and np.isfinite(after).all() and (before != after).any():
            low, high = mean_interval(after - before, pairs)
            found.append(Move(name, float(before.mean()), float((after - before).mean()), low, high))
    return found


class Decides(NamedTuple):
    """What a choice must move by more than luck (A2): under habit a count and two patterns, under a coin a pattern.

    Args:
        counts: counts of deliveries, and the wait, that move by a tenth under habit.
        patterns: patterns that move by a quarter of their tolerance under habit.
        where: patterns, and spreads over who acts, that move so under the coin.
    """

    counts: tuple[str, ...]
    patterns: tuple[str, ...]
    where: tuple[str, ...]

    @property
    def by_habit(self) -> bool:
        """Whether it matters that the kind does not keep to its habit."""
        return bool(self.counts) and len(self.patterns) >= PATTERNS_UNDER_HABIT

    @property
    def by_coin(self) -> bool:
        """Whether it matters who chooses what, and not how much is chosen."""
        return bool(self.where)

    def __str__(self) -> str:
        """Say what was asked and what moved."""
        habit, coin = _met(self.by_habit), _met(self.by_coin)
        return (
            f"Against habit a count or the wait and {PATTERNS_UNDER_HABIT} patterns must move: {_list(self.counts)}; "
            f"{len(self.patterns)} patterns ({_list(self.patterns)}): {habit}. "
            f"Against the coin a pattern or a spread must: {_list(self.where)}: {coin}."
        )


def _list(names: tuple[str, ...]) -> str:
    return "; ".join(names) or "none"


def _met(yes: bool) -> str:
    return "met" if yes else "**not met**"


def decides(by_habit: list[Move], by_coin: list[Move]) -> Decides:
    """Hold what two constants move to what is asked of a kind that decides."""
    large = {one.name for one in by_habit if one.large}
    under_coin = {one.name for one in by_coin if one.large}
    return Decides(
        tuple(name for name in COUNTS if name in large),
        tuple(name for name in PATTERNS if name in large),
        tuple(name for name in (*PATTERNS, *SPREADS) if name in under_coin),
    )


def table(found: list[Move]) -> str:
    """Write the large moves as a Markdown table; counts first, then patterns."""
    head = ["| number | by choice | by the constant | difference | 95 % interval |", "| --- | --- | --- | --- | --- |"]
    lines = [
        f"| {one.name} | {one.chosen:.4g} | {one.chosen + one.difference:.4g} | {one.difference:+.3g} "
        f"({100 * one.difference / one.chosen if one.chosen else np.nan:+.0f} %) | {one.low:+.3g} to {one.high:+.3g} |"
        for one in found
        if one.large
    ]
    return "\n".join([*head, *lines]) if lines else "Nothing by a tenth, or by a quarter of a pattern's tolerance."


def keys_of(changes: Settings) -> Settings:
    """Return settings by their dotted keys."""
    return {f"parameters.{name}": value for name, value in changes.items()}


def with_settings(base: Scenario, changes: Settings) -> Scenario:
    """Return a scenario with other parameters."""
    return base.with_(**keys_of(changes))


class Answer(NamedTuple):
    """How much of what a lever brings is the choice's: its effect by choice, less its effect by the coin."""

    lever: str
    outcome: str
    by_choice: float
    difference: float
    low: float
    high: float
    chance: float


def answers(chosen: Mapping[str, NDArray[np.float64]], coin: Mapping[str, NDArray[np.float64]]) -> list[Answer]:
    """Compare what levers bring by choice and by the coin; chances are corrected for all that is asked (Holm)."""
    found = []
    for lever, own in chosen.items():
        for place, gain in enumerate(GAINS):
            differences = own[place] - coin[lever][place]
            if not (differences != 0).any():
                continue
            pairs = Pairs.of_seeds(len(differences))
            low, high = mean_interval(differences, pairs)
            means = float(own[place].mean()), float(differences.mean())
            found.append(Answer(lever, gain, *means, low, high, zero_chance(differences, pairs)))
    corrected = holm([one.chance for one in found])
    return [one._replace(chance=chance) for one, chance in zip(found, corrected, strict=True)]


def main_levers(seeds: int) -> None:
    """Print, for every kind, the levers whose effects hang on its choosing."""
    base = Scenario.load("baseline")
    seen = mean_shares(base, SEEDS_FOR_SHARES)
    chosen = added_by_levers({}, seeds, GAINS)
    for one in CONSTANTS:
        coin = added_by_levers(keys_of({**one.off, **one.coin(base, seen)}), seeds, GAINS)
        found = answers(chosen, coin)
        told = sorted((answer for answer in found if answer.chance < LUCK), key=lambda answer: answer.chance)
        print(f"## {one.kind[0].upper()}{one.kind[1:]}\n\n{len(told)} of {len(found)}, {seeds} pairs of runs.\n")
        print("| lever | outcome | brings by choice | of it the choice's | 95 % interval | chance |")
        print("| --- | --- | --- | --- | --- | --- |")
        for each in told:
            print(
                f"| `{each.lever}` | {each.outcome} | {each.by_choice:+.3g} | {each.difference:+.3g} | "
                f"{each.low:+.3g} to {each.high:+.3g} | {each.chance:.2g} |"
            )
        print(flush=True)


def replaced(base: Scenario, seeds: int) -> Iterator[tuple[Constant, str, Settings, list[Move]]]:
    """Replace every kind's choice by both constants; give the kind, the constant, its settings and what it moves."""
    seen = mean_shares(base, min(SEEDS_FOR_SHARES, seeds))
    chosen = [read(base, seed) for seed in range(seeds)]
    for one in CONSTANTS:
        for title, more in {HABIT: {}, COIN: one.coin(base, seen)}.items():
            changes = {**one.off, **more}
            other = with_settings(base, changes)
            yield one, title, changes, moves(chosen, [read(other, seed) for seed in range(seeds)])


def kinds_that_decide(base: Scenario, seeds: int) -> dict[str, Decides]:
    """Return what is asked of every kind that decides and what moved, by kind."""
    found: dict[str, list[list[Move]]] = {}
    for one, _, _, moved in replaced(base, seeds):
        found.setdefault(one.kind, []).append(moved)
    return {kind: decides(*both) for kind, both in found.items()}


def main_readings(readings: int, seeds: int) -> None:
    """Print what is asked of every kind in worlds of some readings of what is not known, spread over their table."""
    rows = table_of_draws(SHIPPED["posterior"])
    for place in range(readings):
        world = Scenario.load("baseline").with_(**rows[place * len(rows) // readings])
        for kind, one in kinds_that_decide(world, seeds).items():
            print(
                f"| {place + 1} | {kind} | {_list(one.counts)} | {_list(one.patterns)} | {_list(one.where)} |",
                flush=True,
            )


def main(seeds: int, settings: list[str]) -> None:
    """Print what every kind's choice moves."""
    base = Scenario.load("baseline").override_text(settings)
    seen = mean_shares(base, min(SEEDS_FOR_SHARES, seeds))
    print("Mean shares that go away: " + "; ".join(f"{name} {value:.3f}" for name, value in seen.items()) + ".\n")
    by_habit: list[Move] = []
    for one, title, changes, found in replaced(base, seeds):
        said = "; ".join(f"`{name}` {value:.4g}" for name, value in changes.items())
        print(f"## {one.kind[0].upper()}{one.kind[1:]}, {title}\n\n{said}. {seeds} pairs of runs.\n")
        print(table(found), end="\n\n", flush=True)
        if title == HABIT:
            by_habit = found
        else:
            print(f"{decides(by_habit, found)}\n")


if __name__ == "__main__":
    words = sys.argv[1:]
    if words[:1] == ["--levers"]:
        main_levers(int(words[1]) if len(words) > 1 else SEEDS_FOR_LEVERS)
        raise SystemExit
    if words[:1] == ["--readings"]:
        main_readings(int(words[1]) if len(words) > 1 else READINGS, SEEDS)
        raise SystemExit
    main(int(words[0]) if words else SEEDS, words[1:])
