"""What the second version of the model must show, and what it shows: `python -m experiments.acceptance [SEEDS]`.

Each question has a number that was set before the model was built. What can be measured on runs in minutes is measured
here, at the shipped defaults and paired by seed, and printed as a table of docs/acceptance.md. What has a command of
its own, or can be proved instead of measured, stands in the page's second table.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from experiments import length_of_history
from experiments.lever_gains import added_by_levers
from experiments.patterns.table import rows
from experiments.patterns.validation_only import steadiness
from experiments.who_decides import SEEDS as SEEDS_OF_CHOICES
from experiments.who_decides import kinds_that_decide
from sim import CollaborationModel, Scenario
from sim.engine import Run
from sim.levers import LEVERS
from sim.mechanisms.finance import fund_share
from sim.phases.facts import pair_of
from sim.phases.finance import shut_out
from sim.phases.purses import purse_of_city, purse_of_jurisdiction, purse_of_organisation
from sim.scenario.settings import SETTING_BY_NAME
from sim.statistics import Pairs, mean_interval
from sim.tables import Stage, Status

SEEDS = 8
TENTH = 0.10
SUPPLIES, ACROSS, ALL = "transfers_civil_to_military", "transfers_cross_jurisdiction", "transfers_delivered"
STAFF = "clearance_staff"
BUDGET = "procurement_share"
UNLIMITED = {"structure.demand": "unlimited"}
NULL_FAILS = 6  # patterns that chance must fail, at least
ASKED_OF_FUND = (0.85, 1.0)
STEADY = 1.5  # deliveries of the last two years over the first two, at most


class Found(NamedTuple):
    """One row of the table."""

    question: str
    asked: str
    found: str
    verdict: str

    def __str__(self) -> str:
        """Write it."""
        return f"| {self.question} | {self.asked} | {self.found} | {self.verdict} |"


def verdict(met: bool) -> str:
    """Write whether what was asked is there."""
    return "met" if met else "**not met**"


class Paired(NamedTuple):
    """A mean paired difference over the mean before, with its 95 % interval; shares."""

    share: float
    low: float
    high: float

    @property
    def large(self) -> bool:
        """Whether it is a tenth or more, beyond luck."""
        return abs(self.share) >= TENTH and (self.low > 0.0 or self.high < 0.0)

    def __str__(self) -> str:
        """Write it."""
        return f"{self.share:+.0%} ({self.low:+.0%} to {self.high:+.0%})"


def paired(before: NDArray[np.float64], after: NDArray[np.float64]) -> Paired:
    """Compare runs seed by seed."""
    differences, mean = after - before, float(before.mean())
    low, high = mean_interval(differences, Pairs.of_seeds(len(differences)))
    return Paired(float(differences.mean()) / mean, low / mean, high / mean)


def outcome(name: str, seeds: int, changes: Mapping[str, object]) -> NDArray[np.float64]:
    """Return an outcome of the baseline under changes, [seeds]."""
    scenario = Scenario.load("baseline").with_(**changes)
    return np.array([CollaborationModel(scenario, seed=seed).run().outcomes()[name] for seed in range(seeds)])


def kinds(seeds: int) -> list[Found]:
    """A2: what is asked of each kind that decides."""
    del seeds
    asked = (
        "against habit a count by a tenth and two patterns by a quarter of their tolerance; against a coin a pattern"
    )
    return [
        Found(
            f"A2 {kind}, {SEEDS_OF_CHOICES} seeds",
            asked,
            f"habit: counts {len(one.counts)}, patterns {len(one.patterns)}; coin: patterns {len(one.where)}",
            "met" if one.by_habit and one.by_coin else "**not met** against habit" if one.by_coin else "**not met**",
        )
        for kind, one in kinds_that_decide(Scenario.load("baseline"), SEEDS_OF_CHOICES).items()
    ]


def buyers_budgets(seeds: int) -> list[Found]:
    """A3: what it matters that buyers have budgets, as they are shipped and at the least that is plausible."""
    least = SETTING_BY_NAME[BUDGET].plausible[0]
    found = []
    for words, own in (("as shipped", {}), (f"with `{BUDGET}` {least:g}", {f"parameters.{BUDGET}": least})):
        supplies = paired(*(outcome(SUPPLIES, seeds, {**own, **changes}) for changes in ({}, UNLIMITED)))
        ordered, returned, granted = np.sum([budget_use(seed, own) for seed in range(seeds)], axis=0)
        said = f"{supplies}; orders come to {ordered / granted:.1%} of budgets, {returned / granted:.1%} were cancelled"
        asked = "supplies differ by a tenth under `demand = unlimited`"
        found.append(Found(f"A3 buyers' budgets, {words}", asked, said, verdict(supplies.large)))
    places = [length_of_history.places(added_by_levers(changes, seeds))[STAFF] for changes in ({}, UNLIMITED)]
    said = f"{places[0]} of {len(LEVERS)} as shipped, {places[1]} under `demand = unlimited`"
    return [*found, Found("A3 place of clearance staff", "two places apart, or both are printed", said, "printed")]


def budget_use(seed: int, changes: Mapping[str, object]) -> NDArray[np.float64]:
    """Return what buyers ordered, had back and were newly granted in the years of policy, million yuan, [3]."""
    run = Run(Scenario.load("baseline").with_(**changes), seed)
    first = int(purse_of_organisation(run.world, 0))
    found = np.zeros(3)
    while not run.over:
        run.step()
        if ends_budget(run):
            found += [run.world.purses[name][first:].sum() for name in ("spent", "returned", "granted")]
    return found


def ends_budget(run: Run) -> bool:
    """Tell whether the quarter just run is the last of a budget in the years of policy."""
    return run.quarter > run.inputs.run.policy_quarter and run.quarter % int(run.world.settings[0].budget_quarters) == 0


def rivalry(seeds: int) -> Found:
    """A4: rivalry of cities from none to twice a share that is turned away."""
    moved = {name: moved_by("parameters.rivalry", (0.0, 2.0), name, seeds) for name in (ACROSS, ALL)}
    said = f"across the boundary {moved[ACROSS]}, all {moved[ALL]}"
    large = any(one.large for one in moved.values())
    return Found("A4 rivalry 0 to 2", "some deliveries move by a tenth", said, verdict(large))


def moved_by(key: str, ends: tuple[float, float], name: str, seeds: int) -> Paired:
    """Compare an outcome with a scenario key at one value and at another."""
    return paired(*(outcome(name, seeds, {key: end}) for end in ends))


def length_of_past(seeds: int) -> Found:
    """A6: levers whose place hangs on the length of the past."""
    found = {past: length_of_history.effects(past, seeds) for past in length_of_history.PASTS}
    names = next(iter(found.values())).gains
    moving = [name for name in names if length_of_history.moved(name, found.values()) == "moves"]
    places = [f"`{name}` {', '.join(str(one.ranks()[name]) for one in found.values())}" for name in moving]
    lengths = ", ".join(map(str, length_of_history.PASTS))
    asked = f"no lever's place changes by more than one beyond luck after {lengths} quarters"
    return Found("A6 length of the past", asked, f"move: {'; '.join(places) or 'none'}", verdict(not moving))


def steady_horizon(seeds: int) -> Found:
    """A7: deliveries without policy of the last two years over the first two."""
    ratios = [
        value for seed in range(seeds) for value in steadiness(Run(Scenario.load("baseline"), seed).run()).values()
    ]
    mean = float(np.mean(ratios))
    said = f"{mean:.2f} ({min(ratios):.2f} to {max(ratios):.2f} over {seeds} seeds)"
    return Found("A7 no transient", f"at most {STEADY}", said, verdict(mean <= STEADY))


def null_model(seeds: int) -> Found:
    """A8: patterns that the null model fails."""
    told = [row for row in rows(Scenario.load("baseline"), seeds, with_null=True) if row.kind != "I" and row.null]
    failed = sum(row.under_null == "fails" for row in told)
    asked = f"fails {NULL_FAILS} structural or quantitative patterns or more"
    return Found("A8 the null model", asked, f"fails {failed} of {len(told)}", verdict(failed >= NULL_FAILS))


def funds(seeds: int) -> Found:
    """R4: what is asked of public money, and spent of it, over what jurisdictions and their cities were granted."""
    asked, spent, granted = np.sum([fund_use(seed) for seed in range(seeds)], axis=0).T
    names = Scenario.load("baseline").region.jurisdictions
    each = ", ".join(f"{name} {share:.0%}" for name, share in zip(names, asked / granted, strict=True))
    whole = float(asked.sum() / granted.sum())
    said = f"{whole:.0%} is asked for ({each}), {float(spent.sum() / granted.sum()):.0%} is spent"
    least, most = ASKED_OF_FUND
    wanted = f"{least:.0%} to {most:.0%} of the money is asked for at the defaults"
    return Found("R4 the fund", wanted, said, verdict(least <= whole <= most))


def fund_use(seed: int) -> NDArray[np.float64]:
    """Return what is asked of public money, spent and newly granted from the policy year on, million yuan.

    A deal asks once, however many quarters it waits: for what it was paid, or would have been when it last asked. Money
    is that of a jurisdiction and its cities, by the payer's.

    Returns:
        [jurisdictions, 3].
    """
    run = Run(Scenario.load("baseline"), seed)
    cities = run.world.cities["jurisdiction"].astype(int)
    purses = [purse_of_jurisdiction(index) for index in range(len(run.world.offices))]
    purses += [int(purse_of_city(run.world, city)) for city in range(len(cities))]
    owner = np.array([*range(len(run.world.offices)), *cities])
    found = np.zeros((len(run.world.offices), 3))
    unserved: dict[int, float] = {}
    while not run.over:
        run.step()
        if run.quarter > run.inputs.run.policy_quarter:
            unserved |= refused_by_fund(run)
        if ends_budget(run):
            np.add.at(found[:, 2], owner, run.world.purses["granted"][purses])
    deals, payers = run.record().deals, run.record().organisations["jurisdiction"]
    paid = (deals["fund_paid"] > 0.0) & (deals["financed"] >= run.inputs.run.policy_quarter)
    np.add.at(found[:, 1], payers[deals["payer"][paid]], deals["fund_paid"][paid])
    found[:, 0] = found[:, 1]
    for row, need in unserved.items():
        if not deals["fund_paid"][row] > 0.0:
            found[payers[deals["payer"][row]], 0] += need
    return found


def refused_by_fund(run: Run) -> dict[int, float]:
    """Return what deals that found no money in the quarter just run had asked of public money, by their row."""
    world, deals = run.world, run.record().deals
    ended = (deals["status"] == Status.DEAD) & (deals["ended"] > run.quarter - 1)
    unpaid = (deals["stage"] == Stage.FINANCE) & ((deals["status"] == Status.OPEN) | ended)
    asking = {}
    for row in np.flatnonzero(unpaid).tolist():
        deal = world.deals[row]
        if shut_out(world, deal, pair_of(world, deal, deal.recipient)) == 0:
            asking[row] = float(fund_share(deal.need, world.settings[0]))
    return asking


MEASURED: tuple[Callable[[int], Found | list[Found]], ...] = (
    kinds,
    buyers_budgets,
    rivalry,
    length_of_past,
    steady_horizon,
    null_model,
    funds,
)


def main(seeds: int) -> None:
    """Print the table."""
    print("| question | asked | found | |\n| --- | --- | --- | --- |")
    for measure in MEASURED:
        found = measure(seeds)
        for one in [found] if isinstance(found, Found) else found:
            print(one, flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SEEDS)
