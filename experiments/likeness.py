"""Does likeness draw partners to one another, or does competition keep them apart? `python -m experiments.likeness`.

Deals between different cities that were matched in the policy horizon are fitted in two ways. By choice: of the cities
where a partner could be, which one was it, by the organisations of the sought kind there, how related they are to the
technology, the distance and the boundary. By pair: of all deals, between which two cities, by their likeness and
distance, with an effect of each city in place of its mass; where one of two jurisdictions is one city, its effect is
that of the boundary. Both are fits of Poisson counts, zeros included: the first has an effect of every city, kind and
field that a partner is sought from. `python -m experiments.likeness [SEEDS]` prints both as shipped, with cities chosen
by mass alone, without and with twice the competition of cities, and deals across the boundary. See docs/patterns.md.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from experiments.patterns.finished import Finished, flows
from sim import Scenario
from sim.agents import KINDS
from sim.engine import Run
from sim.statistics import Pairs, mean_interval
from sim.tables import DISTANCE, SIMILARITY

Numbers = NDArray[np.float64]
SEEDS = 30
MASS = {"structure.city_choice": "mass"}
ARMS: Mapping[str, Mapping[str, object]] = {
    "as shipped": {},
    "cities chosen by mass": MASS,
    "no competition of cities": {"parameters.rivalry": 0.0},
    "twice the competition": {"parameters.rivalry": 1.8},
}
STEPS = 200
FLAT = 1e-9  # of the slope of the likelihood over the deals: where the fit ends


class Choices(NamedTuple):
    """Which cities partners were found in.

    Args:
        found: [places sought from, cities] deals.
        features: [places sought from, cities, 4] logarithms of organisations of the sought kind, of their mean
            relatedness to the technology and of km; 1 if the boundary lies between.
        open: [places sought from, cities] whether somebody of the sought kind is there, and not in the own city.
    """

    found: Numbers
    features: Numbers
    open: NDArray[np.bool_]


def fitted(found: Numbers, features: Numbers, there: NDArray[np.bool_]) -> Numbers:
    """Fit the weights of features by which one of several is chosen: that is Poisson with an effect of every row.

    Args:
        found: [rows, options] how often each was chosen.
        features: [rows, options, features].
        there: [rows, options] which there are.

    Returns:
        A weight for every feature; of features that say the same, the smallest ones.
    """
    features = np.where(there[:, :, None], features, 0.0)
    weight, of_row = np.zeros(features.shape[2]), found.sum(axis=1)
    for _ in range(STEPS):
        pull = np.where(there, features @ weight, -np.inf)
        chance = np.exp(pull - pull.max(axis=1, keepdims=True))
        chance /= chance.sum(axis=1, keepdims=True)
        mean = np.einsum("ro,rof->rf", chance, features)
        slope = np.einsum("ro,rof->f", found - of_row[:, None] * chance, features)
        if np.abs(slope).max() < FLAT * of_row.sum():
            break
        bend = np.einsum("r,ro,rof,rog->fg", of_row, chance, features, features)
        step = np.linalg.lstsq(bend - np.einsum("r,rf,rg->fg", of_row, mean, mean), slope, rcond=None)[0]
        weight = weight + step / max(1.0, float(np.abs(step).max()))
    return weight


def choices(run: Finished) -> Choices:
    """Read in which cities the partners of other cities were found, by where, what kind and for which field."""
    world, record = run.world, run.record()
    organisations, deals = record.organisations, record.deals
    kinds, cities, fields = len(KINDS), len(world.cities), len(world.relatedness)
    living = organisations[organisations["alive"]]
    members = np.zeros((kinds, cities, fields))
    np.add.at(members, (living["kind"], living["city"], living["field"]), 1.0)
    matched = deals[deals["matched"] >= run.inputs.run.policy_quarter]
    here, partner = organisations["city"][matched["source"]], organisations[matched["recipient"]]
    away = here != partner["city"]
    found = np.zeros((cities, kinds, fields, cities))
    np.add.at(found, (here[away], partner["kind"][away], matched["field"][away], partner["city"][away]), 1.0)
    here, kind, field = np.nonzero(found.sum(axis=3))
    mass = members[kind].sum(axis=2)
    there = (mass > 0.0) & (np.arange(cities) != here[:, None])
    related = np.einsum("rcg,rg->rc", members[kind], world.relatedness[field] ** run.inputs.parameters["search_focus"])
    with np.errstate(divide="ignore", invalid="ignore"):
        features = np.stack(
            [np.log(mass), np.log(related / mass), np.log(world.city_pair[DISTANCE][here]), boundary(run)[here]], axis=2
        )
    return Choices(found[here, kind, field], features, there)


def boundary(run: Finished) -> Numbers:
    """Return 1 for every two cities of different jurisdictions, else 0."""
    own = run.world.cities["jurisdiction"]
    return np.asarray(own[:, None] != own[None, :], float)


def by_choice(run: Finished) -> dict[str, float]:
    """Fit the cities that partners were found in: exponents, and the logarithm of what the boundary leaves."""
    weights = fitted(*choices(run))
    return dict(zip(("organisations", "relatedness", "distance", "boundary"), weights.tolist(), strict=True))


def alike(run: Finished) -> dict[str, Numbers]:
    """Return how alike cities are: by what competition reads, and by what search reads; a standard deviation is 1."""
    world, organisations = run.world, run.record().organisations
    living = organisations[organisations["alive"]]
    mix = np.zeros((len(world.cities), len(world.relatedness)))
    np.add.at(mix, (living["city"], living["field"]), 1.0)
    mix /= mix.sum(axis=1, keepdims=True)
    related = np.log(mix @ world.relatedness ** run.inputs.parameters["search_focus"] @ mix.T)
    upper = np.triu_indices(len(mix), 1)
    of_pairs = {"similarity of two cities": world.city_pair[SIMILARITY], "relatedness of two cities": related}
    return {name: table[upper] / table[upper].std() for name, table in of_pairs.items()}


def by_pair(run: Finished) -> dict[str, float]:
    """Fit deals of two cities, an effect of each city taken out: what a standard deviation of each likeness adds."""
    table = flows(run)
    upper = np.triu_indices(len(table), 1)
    of_city = np.eye(len(table))[upper[0]] + np.eye(len(table))[upper[1]]
    beside = np.column_stack([np.log(run.world.city_pair[DISTANCE][upper]), of_city])
    found, there = table[upper][None], np.ones((1, len(beside)), bool)
    return {
        name: float(fitted(found, np.column_stack([likeness, beside])[None], there)[0])
        for name, likeness in alike(run).items()
    }


def across(run: Finished) -> dict[str, float]:
    """Count deals between the two cores, and between other cities across the boundary."""
    table = flows(run) * boundary(run)
    cores = [place for place, city in enumerate(run.region.cities) if city.tier == "core"][:2]
    between = float(table[min(cores), max(cores)])
    return {"deals of the two cores": between, "other deals across the boundary": float(table.sum()) - between}


def read(scenario: Scenario, seed: int) -> dict[str, float]:
    """Run once and measure all of it."""
    run = Run(scenario, seed, threads=1).finish()
    return {**by_choice(run), **by_pair(run), **across(run)}


def main(seeds: int) -> None:
    """Print every number in every arm with its 95 % interval, and its difference from the shipped, seed by seed."""
    base = Scenario.load("baseline")
    found = {name: [read(base.with_(**keys), seed) for seed in range(seeds)] for name, keys in ARMS.items()}
    pairs = Pairs.of_seeds(seeds)
    print("| number | " + " | ".join(found) + " |\n| --- |" + " --- |" * len(found))
    for name in found["as shipped"][0]:
        cells = []
        for arm, runs in found.items():
            values = np.array([one[name] for one in runs])
            own = np.array([one[name] for one in found["as shipped"]])
            low, high = mean_interval(values, pairs)
            cell = f"{values.mean():.3g} ({low:.3g} to {high:.3g})"
            if arm != "as shipped":
                low, high = mean_interval(values - own, pairs)
                cell += f"; {(values - own).mean():+.3g} ({low:+.3g} to {high:+.3g})"
            cells.append(cell)
        print(f"| {name} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SEEDS)
