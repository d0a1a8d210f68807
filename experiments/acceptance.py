"""What the second version of the model must show, and what it shows: `python -m experiments.acceptance [SEEDS]`.

Each question has a number that was set before the model was built. What can be measured on runs is measured here, at
the shipped defaults and paired by seed, and printed as a table of docs/acceptance.md; tests hold the same functions to
what they gave. What can be proved instead of measured is left to the tests that the page names.
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
from experiments.what_acts import ACTS_BESIDE, IDLE, barriers, idle, levers, parameters
from experiments.who_decides import gates
from sim import CollaborationModel, Scenario
from sim.engine import Run
from sim.levers import LEVERS
from sim.phases.purses import purse_of_jurisdiction
from sim.scenario.settings import SETTING_BY_NAME
from sim.statistics import Pairs, mean_interval

SEEDS = 8
TENTH = 0.10
SUPPLIES, ACROSS, ALL = "transfers_civil_to_military", "transfers_cross_jurisdiction", "transfers_delivered"
STAFF = "clearance_staff"
BUDGET = "procurement_share"
UNLIMITED = {"structure.demand": "unlimited"}
NULL_FAILS = 6  # patterns that chance must fail, at least
STEADY = 1.5  # deliveries of the last two years over the first two, at most


class Found(NamedTuple):
    """One row of the table."""

    question: str
    asked: str
    found: str
    met: bool

    def __str__(self) -> str:
        """Write it."""
        return f"| {self.question} | {self.asked} | {self.found} | {'met' if self.met else '**not met**'} |"


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


def everything_acts(seeds: int) -> Found:
    """A1: what changes no deal of seed 0, to the last bit, over its whole plausible range."""
    del seeds
    base = Scenario.load("baseline")
    everything = [*parameters(base), *barriers(base), *levers(base)]
    dead = idle(everything)
    said = f"{len(everything) - len(dead)} of {len(everything)} change deals; explained: {', '.join(sorted(dead))}"
    asked = "every parameter, barrier and lever changes an outcome, or is explained"
    return Found("A1 everything acts", asked, said, dead <= IDLE.keys() | ACTS_BESIDE.keys())


def agents_decide(seeds: int) -> list[Found]:
    """A2: what is asked of each kind that decides."""
    return [
        Found(
            f"A2 {kind}",
            "against habit a count and two patterns, against a coin a pattern or a spread",
            f"habit {'met' if one.by_habit else 'not met'} ({len(one.counts)} counts, {len(one.patterns)} patterns); "
            f"coin {'met' if one.by_coin else 'not met'} ({len(one.where)})",
            one.by_habit and one.by_coin,
        )
        for kind, one in gates(Scenario.load("baseline"), seeds).items()
    ]


def budgets_bind(seeds: int) -> list[Found]:
    """A3: what it matters that buyers have budgets, as they are shipped and at the least that is plausible."""
    least = SETTING_BY_NAME[BUDGET].plausible[0]
    found = []
    for words, own in (("as shipped", {}), (f"with `{BUDGET}` {least:g}", {f"parameters.{BUDGET}": least})):
        supplies = paired(*(outcome(SUPPLIES, seeds, {**own, **changes}) for changes in ({}, UNLIMITED)))
        asked = "supplies differ by a tenth without budgets"
        found.append(Found(f"A3 buyers' budgets, {words}", asked, str(supplies), supplies.large))
    places = [_place(added_by_levers(changes, seeds), STAFF) for changes in ({}, UNLIMITED)]
    said = f"{places[0]} of {len(LEVERS)} with budgets, {places[1]} without"
    return [*found, Found("A3 place of clearance staff", "two places apart, or both are printed", said, True)]


def _place(gains: Mapping[str, NDArray[np.float64]], lever: str) -> int:
    return sorted(gains, key=lambda name: -gains[name].mean()).index(lever) + 1


def rivalry_is_felt(seeds: int) -> Found:
    """A4: rivalry of cities from none to twice a share that is turned away."""
    moved = {
        name: paired(*(outcome(name, seeds, {"parameters.rivalry": value}) for value in (0.0, 2.0)))
        for name in (ACROSS, ALL)
    }
    said = f"across the boundary {moved[ACROSS]}, all {moved[ALL]}"
    return Found("A4 rivalry 0 to 2", "some deliveries move by a tenth", said, any(one.large for one in moved.values()))


def past_matters_not(seeds: int) -> Found:
    """A6: levers whose place hangs on the length of the past."""
    found = {past: length_of_history.effects(past, seeds) for past in length_of_history.PASTS}
    names = next(iter(found.values())).gains
    moving = [name for name in names if length_of_history.moved(name, found.values()) == "moves"]
    places = [f"`{name}` {', '.join(str(one.ranks()[name]) for one in found.values())}" for name in moving]
    asked = f"no lever's place changes by more than one beyond luck after {_and(length_of_history.PASTS)} quarters"
    return Found("A6 length of the past", asked, f"move: {'; '.join(places) or 'none'}", not moving)


def _and(numbers: tuple[int, ...]) -> str:
    return f"{', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"


def horizon_is_steady(seeds: int) -> Found:
    """A7: deliveries without policy of the last two years over the first two."""
    ratios = [
        value for seed in range(seeds) for value in steadiness(Run(Scenario.load("baseline"), seed).run()).values()
    ]
    mean = float(np.mean(ratios))
    said = f"{mean:.2f} ({min(ratios):.2f} to {max(ratios):.2f} over seeds)"
    return Found("A7 no transient", f"at most {STEADY}", said, mean <= STEADY)


def chance_fails(seeds: int) -> Found:
    """A8: patterns that the null model fails."""
    told = [row for row in rows(Scenario.load("baseline"), seeds, with_null=True) if row.kind != "I" and row.null]
    failed = sum(row.under_null == "fails" for row in told)
    asked = f"fails {NULL_FAILS} structural or quantitative patterns or more"
    return Found("A8 the null model", asked, f"fails {failed} of {len(told)}", failed >= NULL_FAILS)


def fund_is_used(seeds: int) -> Found:
    """R4: what is spent of what jurisdictions' funds were granted, from the policy year on."""
    spent = np.array([fund_use(seed) for seed in range(seeds)])
    names = Scenario.load("baseline").region.jurisdictions
    shares = spent[..., 0].sum(axis=0) / spent[..., 1].sum(axis=0)
    each = ", ".join(f"{name} {share:.0%}" for name, share in zip(names, shares, strict=True))
    whole = float(spent[..., 0].sum() / spent[..., 1].sum())
    return Found(
        "R4 the fund", "85 to 100 % is asked for at the defaults", f"{whole:.0%} is spent: {each}", whole >= 0.85
    )


def fund_use(seed: int) -> NDArray[np.float64]:
    """Return what the fund of every jurisdiction spent and was newly granted, million yuan, [jurisdictions, 2]."""
    scenario = Scenario.load("baseline")
    run = Run(scenario, seed)
    found = np.zeros((len(run.world.offices), 2))
    while not run.over:
        run.step()
        ends = run.quarter % int(scenario.parameters["budget_quarters"]) == 0
        if run.quarter > scenario.run.policy_quarter and ends:
            for index in range(len(found)):
                purse = purse_of_jurisdiction(index)
                found[index] += [float(run.world.purses[name][purse]) for name in ("spent", "granted")]
    return found


MEASURED: tuple[Callable[[int], Found | list[Found]], ...] = (
    everything_acts,
    agents_decide,
    budgets_bind,
    rivalry_is_felt,
    past_matters_not,
    horizon_is_steady,
    chance_fails,
    fund_is_used,
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
