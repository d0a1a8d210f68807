"""The posterior by a synthetic likelihood: what a run shows is learned from real runs, wave by wave.

Each statistic of a run is taken for a polynomial of the free numbers plus luck: straight and square terms of all,
products of the most important ones, by ridge regression; what it leaves over on runs that it was not fitted to, luck
and its own error together, is normal with their covariance (synthetic likelihood: Wood 2010, Nature 466; as regression:
Price et al. 2018). To that the doubt of facts and the discrepancies are added. Chances of the facts cost nothing then,
so that the posterior is sampled to the end, by elliptical slice sampling, which is exact for a normal prior (Murray,
Adams & MacKay 2010) and does not hang on how many numbers are free. Every wave runs draws of the posterior with the
real model and learns anew from all runs. How much is left over is asked of that half of them which the last wave took
for the likelier one, as luck is larger in worlds that no fact resembles.

A form of the model is much like the shipped one: what differs from it is learned, by the same terms, from fewer runs.

A population that is moved by real runs alone, as it was before, comes to the facts by ten thousand runs too, but as
descendants of a handful of the first: with 78 numbers free it took rivalry for known, on which no fact says anything.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr
from scipy.stats import qmc

from experiments.calibration.targets import CUT

Numbers = NDArray[np.float64]
Indices = NDArray[np.int64]
Truths = NDArray[np.bool_]
Simulate = Callable[[Numbers, int], Numbers]
"""Runs points of the unit cube, [points, inputs], of a wave with a number; returns statistics, [points, targets]."""

PRODUCTS = 20
"""Inputs whose products are terms: those with the largest straight effects."""
PENALTIES = np.logspace(-2.0, 4.0, 13)
FOLDS = 5
STEPS = 400
"""Steps of a chain before its point is taken."""
LEAST = 100
"""First runs from which something can be learned."""


@dataclass(frozen=True, eq=False)
class Polynomial:
    """What runs show, by straight lines, squares and some products of the free numbers, each -1 to 1 over its prior.

    Args:
        level: [targets].
        slopes, squares: [targets, inputs].
        products: [targets, some] places of inputs whose products are terms, by target.
        weights: [targets, some, some] of their products, above the diagonal.
        left: [targets, targets] what is left over on runs that were not fitted, squared, in the mean: the luck of runs
            and the polynomial's own error, a bias where the facts are included.
        explained: [targets] share of the variance explained on such runs.
    """

    level: Numbers
    slopes: Numbers
    squares: Numbers
    products: Indices
    weights: Numbers
    left: Numbers
    explained: Numbers

    @classmethod
    def of(
        cls, unit: Numbers, seen: Numbers, seed: int = 0, near: Truths | None = None, base: Polynomial | None = None
    ) -> Polynomial:
        """Fit to runs.

        Args:
            unit: [runs, inputs] points of the unit cube.
            seen: [runs, targets] their statistics; runs in which one cannot be read are left out.
            seed: which runs are tried in which fold.
            near: [runs] of which what is left over counts; all if None.
            base: what is known of a model much like this one: what differs from it is learned, and added to it.
        """
        good = np.isfinite(seen).all(axis=1)
        near = (np.ones(len(unit), dtype=np.bool_) if near is None else near)[good]
        unit, seen = unit[good], seen[good]
        learned = seen if base is None else seen - base.mean(unit)
        fold = np.random.default_rng(seed).permutation(len(unit)) % FOLDS
        straight = 2.0 * unit - 1.0
        inputs, targets = unit.shape[1], seen.shape[1]
        most = min(PRODUCTS, inputs)
        level, left = np.empty(targets), np.empty((targets, len(unit)))
        slopes, squares = np.empty((2, targets, inputs))
        products, weights = np.empty((targets, most), dtype=np.int64), np.zeros((targets, most, most))
        pairs = np.triu_indices(most, 1)
        for place, column in enumerate(learned.T):
            first = _ridge(np.column_stack([np.ones(len(unit)), straight]), column, np.ones(1))[0, 1:]
            own = np.argsort(-np.abs(first))[:most]
            terms = _terms(straight, own)
            tried = _left_over(terms, column, fold)
            best = int(np.argmin((tried**2).mean(axis=1)))
            line = _ridge(terms, column, PENALTIES[best : best + 1])[0]
            left[place], products[place], level[place] = tried[best], own, line[0]
            slopes[place], squares[place] = line[1 : inputs + 1], line[inputs + 1 : 2 * inputs + 1]
            weights[place][pairs] = line[2 * inputs + 1 :]
        over = left[:, near]
        explained = 1.0 - (over**2).mean(axis=1) / seen[near].var(axis=0)
        found = cls(level, slopes, squares, products, weights, over @ over.T / over.shape[1], explained)
        return found if base is None else found.added_to(base)

    def added_to(self, base: Polynomial) -> Polynomial:
        """Return the sum of another polynomial and this one; what is left over is this one's."""
        mine, other = self.weights, base.weights
        weights = np.zeros((len(mine), mine.shape[1] + other.shape[1], mine.shape[1] + other.shape[1]))
        weights[:, : mine.shape[1], : mine.shape[1]], weights[:, mine.shape[1] :, mine.shape[1] :] = mine, other
        products = np.hstack([self.products, base.products])
        sums = (self.level + base.level, self.slopes + base.slopes, self.squares + base.squares)
        return Polynomial(*sums, products, weights, self.left, self.explained)

    def mean(self, unit: Numbers) -> Numbers:
        """Return the expected statistics, [points, targets], of points of the unit cube."""
        straight = 2.0 * unit - 1.0
        found = self.level + straight @ self.slopes.T + straight**2 @ self.squares.T
        for place, (own, weights) in enumerate(zip(self.products, self.weights, strict=True)):
            some = straight[:, own]
            found[:, place] += ((some @ weights) * some).sum(axis=1)
        return np.asarray(found)


def _terms(straight: Numbers, own: Indices) -> Numbers:
    some = straight[:, own]
    first, second = np.triu_indices(len(own), 1)
    ones = np.ones((len(straight), 1))
    return np.hstack([ones, straight, straight**2, some[:, first] * some[:, second]])


def _ridge(terms: Numbers, column: Numbers, penalties: Numbers) -> Numbers:
    """Return the coefficients of ridge regression, [penalties, terms]; the first term, which is 1, is not punished."""
    middle, height = terms[:, 1:].mean(axis=0), column.mean()
    inner = terms[:, 1:] - middle
    square, across = inner.T @ inner, inner.T @ (column - height)
    slopes = np.array([np.linalg.solve(square + one * np.eye(len(square)), across) for one in penalties])
    return np.column_stack([height - slopes @ middle, slopes])


def _left_over(terms: Numbers, column: Numbers, fold: Indices) -> Numbers:
    """Return what is left over of every run by lines that were fitted without its fold, [penalties, runs]."""
    over = np.empty((len(PENALTIES), len(column)))
    for one in range(FOLDS):
        tried = fold == one
        lines = _ridge(terms[~tried], column[~tried], PENALTIES)
        over[:, tried] = column[tried] - lines @ terms[tried].T
    return over


@dataclass(frozen=True)
class Wave:
    """One round of runs.

    Args:
        runs: made so far, in all.
        explained: share of the variance of the least explained statistic, on runs that were not fitted.
        inside: share of the wave's runs that are within CUT widths of every fact.
    """

    runs: int
    explained: float
    inside: float


@dataclass(frozen=True, eq=False)
class Population:
    """Draws of the posterior, each with a run of its own.

    Args:
        at: [draws, inputs] in the unit cube.
        seen: [draws, targets] statistics of their runs.
        run: [draws] which of all runs, counted in the order in which they were made.
        expected: [draws, targets] what was expected of them.
        polynomial: what was learned from all runs before theirs: they were drawn by it.
        waves: rounds of runs.
    """

    at: Numbers
    seen: Numbers
    run: Indices
    expected: Numbers
    polynomial: Polynomial
    waves: tuple[Wave, ...]


def squares(seen: Numbers, facts: Numbers, widths: Numbers, luck: Numbers) -> Numbers:
    """Return squared distances from the facts, [points], in standard deviations of facts, discrepancies and luck.

    They are infinite where a statistic cannot be read.

    Args:
        seen: [points, targets].
        facts, widths: [targets].
        luck: [targets, targets] covariance of single runs.
    """
    root = np.linalg.inv(np.linalg.cholesky(luck + np.diag(widths**2)))
    far = (((seen - facts) @ root.T) ** 2).sum(axis=1)
    return np.asarray(np.nan_to_num(far, nan=np.inf, posinf=np.inf))


def worth(weights: Numbers) -> float:
    """Return how many equally weighted draws weights are worth."""
    total = float(weights.sum())
    return 0.0 if total <= 0.0 else total**2 / float((weights**2).sum())


def from_prior(inputs: int, number: int, seed: int) -> Numbers:
    """Return points of the prior, [number, inputs] in the unit cube, spread evenly."""
    return np.asarray(qmc.LatinHypercube(d=inputs, rng=seed).random(number))


def log_chance(polynomial: Polynomial, unit: Numbers, facts: Numbers, widths: Numbers) -> Numbers:
    """Return the logarithm of the chance of facts at points, [points], up to a constant; arguments as of `draws`."""
    return -0.5 * squares(polynomial.mean(unit), facts, widths, polynomial.left)


def draws(
    polynomial: Polynomial,
    facts: Numbers,
    widths: Numbers,
    inputs: int,
    number: int,
    random: np.random.Generator,
    more: Numbers | None = None,
) -> Numbers:
    """Return draws of the posterior of a polynomial, [number, inputs] in the unit cube.

    Args:
        polynomial: what runs show.
        facts: [targets], or [number, targets] if every draw has facts of its own.
        widths: [targets] standard deviations of facts and discrepancies together.
        inputs: how many numbers are free.
        number: draws; each is the end of a chain of its own.
        random: the luck of the chains.
        more: [number, targets] facts of a second run of the same world, if there are any.
    """
    held = [np.broadcast_to(one, (number, len(widths))) for one in (facts, more) if one is not None]

    def log(at: Numbers, rows: Indices) -> Numbers:
        mean = polynomial.mean(ndtr(at))
        return -0.5 * np.sum([squares(mean, own[rows], widths, polynomial.left) for own in held], axis=0)

    at = random.normal(size=(number, inputs))
    here = log(at, np.arange(number))
    for _ in range(STEPS):
        at, here = _slice(at, here, log, random)
    return np.asarray(ndtr(at))


def _slice(
    at: Numbers, here: Numbers, log: Callable[[Numbers, Indices], Numbers], random: np.random.Generator
) -> tuple[Numbers, Numbers]:
    """Move every point on an ellipse through it and a draw of the prior, to where the chance is above a slice."""
    other, level = random.normal(size=at.shape), here + np.log(random.random(len(at)))
    angle = random.uniform(0.0, 2.0 * np.pi, len(at))
    low, high = angle - 2.0 * np.pi, angle.copy()
    new, chance, left = at.copy(), here.copy(), np.arange(len(at))
    while len(left):
        tried = at[left] * np.cos(angle[left, None]) + other[left] * np.sin(angle[left, None])
        found = log(tried, left)
        good = found > level[left]
        new[left[good]], chance[left[good]] = tried[good], found[good]
        left = left[~good]
        low[left] = np.where(angle[left] < 0.0, angle[left], low[left])
        high[left] = np.where(angle[left] >= 0.0, angle[left], high[left])
        angle[left] = random.uniform(low[left], high[left])
    return new, chance


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
    base: Polynomial | None = None,
) -> Population:
    """Learn what runs show, wave by wave, and return draws of the posterior.

    Args:
        simulate: makes runs.
        first: [points, inputs] of the unit cube: of the prior, or wherever a model much like this one was tried.
        seen: [points, targets] statistics of their runs.
        facts: [targets].
        widths: [targets] standard deviations of fact and discrepancy together.
        size: draws of a wave.
        budget: runs, those of the first points included; no wave is begun that would go beyond, but the first.
        seed: of the chains' luck.
        told: called after every wave.
        base: what was learned of a model much like this one.

    Raises:
        ValueError: if too few runs of the first points can be read.
    """
    if np.isfinite(seen).all(axis=1).sum() < LEAST:
        raise ValueError(f"in fewer than {LEAST} of the first {len(first)} worlds can all patterns be read")
    random, unit, waves = np.random.default_rng(seed), first, []
    near: Truths = np.ones(len(first), dtype=np.bool_)
    while True:
        polynomial = Polynomial.of(unit, seen, seed, near, base)
        at = draws(polynomial, facts, widths, unit.shape[1], size, random)
        new = simulate(at, len(waves) + 1)
        unit, seen = np.vstack([unit, at]), np.vstack([seen, new])
        chance = log_chance(polynomial, unit, facts, widths)
        near = chance >= np.median(chance)
        inside = float((np.abs(new - facts) / widths < CUT).all(axis=1).mean())
        waves.append(Wave(len(unit), float(polynomial.explained.min()), inside))
        if told is not None:
            told(waves[-1])
        if len(unit) + size > budget:
            own = np.arange(len(unit) - size, len(unit))
            return Population(at, new, own, polynomial.mean(at), polynomial, tuple(waves))
