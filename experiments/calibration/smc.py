"""Approximate Bayesian computation by real runs: a population that is moved towards the facts, width by width.

A run counts by how near its statistics are to the facts: exp(-d^2 / (2 width^2)), d being the distance in standard
deviations of fact and discrepancy together. At width 1 that is the very chance of the facts, given what the run gave,
so that the posterior is that of the model with its discrepancy and the luck of single runs, and nothing is approximated
but by the number of runs (Wilkinson 2013, Statistical Applications in Genetics and Molecular Biology 12). The way there
is the sequential Monte Carlo of Del Moral, Doucet & Jasra (2012, Statistics and Computing 22): widths fall as fast as
the population bears it, and between two widths every particle makes steps of Metropolis and Hastings, each by one new
run, kept only if the prior and the kernel say so.

Points are on the scale of normal quantiles, on which the prior is a standard normal distribution.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats
from scipy.stats import qmc

Numbers = NDArray[np.float64]
Indices = NDArray[np.int64]
Simulate = Callable[[Numbers, int], Numbers]
"""Runs points of the unit cube, [points, inputs], of a wave with a number; returns statistics, [points, targets]."""

KEEP = 0.6
"""Share of the particles that a fall of the width leaves, counted as equally weighted ones."""
DISTINCT = 0.5
"""Share of different particles below which the width does not fall, but another step is made."""
WANTED = 0.25  # share of steps that are kept
LEAST_WIDTH = 1.0
EDGE = 1e-9


@dataclass(frozen=True)
class Wave:
    """One round of runs.

    Args:
        width: under which the population stands after it.
        runs: made so far, in all.
        moved: share of the steps that were kept; NaN of the first wave, which comes from the prior.
        distinct: different particles after it.
    """

    width: float
    runs: int
    moved: float
    distinct: int


@dataclass(frozen=True, eq=False)
class Population:
    """Where the runs ended.

    Args:
        at: [particles, inputs] in the unit cube.
        seen: [particles, targets] statistics of the particles' own runs.
        run: [particles] which of all runs, counted in the order in which they were made.
        log_evidence: logarithm of the chance of the facts under the model, up to a constant that all forms share;
            comparable only at width 1.
        waves: rounds of runs.
    """

    at: Numbers
    seen: Numbers
    run: Indices
    log_evidence: float
    waves: tuple[Wave, ...]

    @property
    def width(self) -> float:
        """The last width: 1 if the posterior is whole, more if runs ran out before."""
        return self.waves[-1].width

    @property
    def distinct(self) -> Indices:
        """Places of the particles that differ, one of each."""
        return np.unique(self.run, return_index=True)[1]

    @property
    def left(self) -> Indices:
        """Places of the particles that differ, in an order that hangs on nothing but their runs."""
        return np.asarray(self.distinct[np.argsort(self.run[self.distinct])])


def squares(seen: Numbers, facts: Numbers, widths: Numbers) -> Numbers:
    """Return squared distances from the facts, [points]; infinite where a statistic cannot be read."""
    return np.asarray(np.nan_to_num((((seen - facts) / widths) ** 2).sum(axis=1), nan=np.inf, posinf=np.inf))


def worth(weights: Numbers) -> float:
    """Return how many equally weighted particles weights are worth."""
    total = float(weights.sum())
    return 0.0 if total <= 0.0 else total**2 / float((weights**2).sum())


def kernel(square: Numbers, width: float, before: float = np.inf) -> Numbers:
    """Return the weights of particles when the width falls, up to a factor; the nearest has 1."""
    rate = 0.5 / width**2 - (0.0 if np.isinf(before) else 0.5 / before**2)
    return np.asarray(np.exp(-rate * (square - square.min())))


def next_width(square: Numbers, before: float, wanted: float) -> float:
    """Return the least width at which weights are worth so many particles, but not below LEAST_WIDTH."""
    if worth(kernel(square, LEAST_WIDTH, before)) >= wanted:
        return LEAST_WIDTH
    low, high = LEAST_WIDTH, min(before, 1e3 * max(1.0, float(np.sqrt(np.median(square[np.isfinite(square)])))))
    for _ in range(60):
        middle = float(np.sqrt(low * high))
        low, high = (low, middle) if worth(kernel(square, middle, before)) >= wanted else (middle, high)
    return high


def chosen(weights: Numbers, size: int, random: np.random.Generator) -> Indices:
    """Choose particles by weight, evenly: systematic resampling."""
    ends = np.cumsum(weights) / weights.sum()
    return np.minimum(np.searchsorted(ends, (random.random() + np.arange(size)) / size), len(weights) - 1)


class _Search:
    """A population under way; see `posterior`."""

    def __init__(self, simulate: Simulate, facts: Numbers, widths: Numbers, random: np.random.Generator) -> None:
        self.simulate, self.facts, self.widths, self.random = simulate, facts, widths, random
        self.waves: list[Wave] = []
        self.runs, self.width, self.log_evidence, self.scale = 0, np.inf, 0.0, 1.0
        self.at, self.seen = np.empty((0, 0)), np.empty((0, 0))
        self.square, self.run = np.empty(0), np.empty(0, dtype=np.int64)

    def run_points(self, at: Numbers) -> tuple[Numbers, Numbers, Indices]:
        """Run points on the scale of normal quantiles; return statistics, squared distances and numbers of runs."""
        seen = self.simulate(stats.norm.cdf(at), len(self.waves))
        runs = np.arange(self.runs, self.runs + len(at))
        self.runs += len(at)
        return seen, squares(seen, self.facts, self.widths), runs

    def begin(self, at: Numbers, seen: Numbers) -> None:
        """Take points of the prior, whose runs were made, for the population."""
        self.at, self.seen, self.runs = at, seen, len(at)
        self.square, self.run = squares(seen, self.facts, self.widths), np.arange(len(at))

    def fall(self, size: int, wanted: float) -> None:
        """Let the width fall as far as the population bears it, and choose anew."""
        width = next_width(self.square, self.width, wanted)
        if width < self.width:
            weights = kernel(self.square, width, self.width)
            rate = 0.5 / width**2 - (0.0 if np.isinf(self.width) else 0.5 / self.width**2)
            self.log_evidence += float(np.log(weights.mean()) - rate * self.square.min())
            place = chosen(weights, size, self.random)
            self.at, self.seen, self.square, self.run = (
                one[place] for one in (self.at, self.seen, self.square, self.run)
            )
            self.width = width

    def step(self) -> float:
        """Let every particle try a step, by one run each; return the share that was kept."""
        size, inputs = self.at.shape
        own = size / (size + 5.0 * inputs)  # a covariance from few particles is drawn towards its diagonal
        cover = np.atleast_2d(np.cov(self.at.T))
        cover = own * cover + (1.0 - own) * np.diag(np.diag(cover)) + EDGE * np.eye(inputs)
        root = np.linalg.cholesky(cover) * 2.38 / np.sqrt(inputs) * self.scale
        near = self.at + self.random.normal(size=self.at.shape) @ root.T
        seen, square, run = self.run_points(near)
        log = 0.5 * ((self.at**2).sum(axis=1) - (near**2).sum(axis=1)) - 0.5 * (square - self.square) / self.width**2
        kept = np.log(self.random.random(size)) < log
        for old, new in ((self.at, near), (self.seen, seen), (self.square, square), (self.run, run)):
            old[kept] = new[kept]
        moved = float(kept.mean())
        self.scale = float(np.clip(self.scale * np.exp(moved - WANTED), 0.05, 2.0))
        return moved

    def note(self, moved: float) -> None:
        self.waves.append(Wave(self.width, self.runs, moved, len(np.unique(self.run))))


def from_prior(inputs: int, number: int, seed: int) -> Numbers:
    """Return points of the prior, [number, inputs] in the unit cube, spread evenly."""
    return np.asarray(qmc.LatinHypercube(d=inputs, rng=seed).random(number))


def posterior(
    simulate: Simulate,
    first: Numbers,
    seen: Numbers,
    facts: Numbers,
    widths: Numbers,
    size: int,
    budget: int,
    seed: int,
    told: Callable[[Wave], None] | None = None,
) -> Population:
    """Move a population from the prior to the facts.

    Args:
        simulate: makes runs.
        first: [points, inputs] of the prior in the unit cube, of which the population is taken.
        seen: [points, targets] statistics of their runs.
        facts: [targets].
        widths: [targets] standard deviations of fact and discrepancy together.
        size: particles.
        budget: runs, those of the first points included; no wave is begun that would go beyond.
        seed: of the population's own luck.
        told: called after every wave.

    Raises:
        ValueError: if no run of the first points can be read.
    """
    search = _Search(simulate, facts, widths, np.random.default_rng(seed))
    search.begin(stats.norm.ppf(np.clip(first, EDGE, 1.0 - EDGE)), seen)
    if not np.isfinite(search.square).any():
        raise ValueError(f"in none of {len(first)} worlds of the prior can all patterns be read")
    search.fall(size, min(0.5 * size, 0.5 * np.isfinite(search.square).sum()))
    moved = np.nan
    while True:
        search.note(moved)
        if told is not None:
            told(search.waves[-1])
        if search.runs + size > budget:
            break
        if search.width > LEAST_WIDTH and search.waves[-1].distinct >= DISTINCT * size:
            search.fall(size, KEEP * size)
        moved = search.step()
    at = stats.norm.cdf(search.at)
    return Population(at, search.seen, search.run, search.log_evidence, tuple(search.waves))
