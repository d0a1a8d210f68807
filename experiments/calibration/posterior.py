"""Which parameters does the region hold, and how likely is each? Posterior draws, checked and shipped.

`python -m experiments.calibration.posterior [JOBS]`, after the waves. The model itself is too dear for the tens of
thousands of runs that a posterior takes, so the emulator stands in for it, with the error that it showed on runs held
out (luck of a run included). Two ways to the posterior: importance sampling with the likelihood that the emulator and
its error imply, and, as a rough check, pyABC with adaptive distance and no likelihood. Draws are then made with the
real model, and those are shipped whose own run is not ruled out.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats
from scipy.stats import qmc

from experiments.calibration.prior import Uncertain, shipped, unit_to_values
from experiments.calibration.runs import FOLDER, at_points
from experiments.calibration.targets import CUT, ONE_SIDED, TARGETS, statistics
from experiments.calibration.waves import HERE, Region, implausibility, region, second_largest, unit_of, usable
from sim.experiment.reading.draws import SHIPPED

Numbers = NDArray[np.float64]

FIRST, REFERENCE = 1 << 13, 1 << 17  # points to begin with, and to rank in
ROUNDS = (4000, 4000, 8000, 8000, 8000, 8000, 8000, 8000)  # points of the proposals that follow one another
POPULATION, ACCEPTED = 200, 0.02
TRIED = 300  # posterior draws that are run with the real model
KEPT = 200
WIDER, FROM_PRIOR, EDGE = 1.3, 0.1, 1e-6  # of the proposal
PSEUDO = 200  # sets of pretended facts for simulation-based calibration


@dataclass(frozen=True, eq=False)
class Reference:
    """Points of the region with what the emulator expects there.

    Args:
        points: [points, inputs] in the unit cube, even over the part that is not ruled out.
        means: [points, targets].
        misfit: [targets, targets] covariance of a run about its emulated expectation.
    """

    points: Numbers
    means: Numbers
    misfit: Numbers

    @classmethod
    def of(cls, found: Region, number: int) -> Reference:
        """Spread points evenly over the part of the prior that is not ruled out."""
        cube = qmc.Sobol(d=len(found.inputs), rng=3).random(number)
        means = np.concatenate([found.emulator.mean(part) for part in np.array_split(cube, 50)])
        doubt = found.emulator.variance(cube[:2000]).max(axis=0)
        facts = np.array([target.middle for target in TARGETS])
        spread = np.array([target.sd for target in TARGETS]) ** 2 + found.luck + doubt
        hopeful = second_largest(np.abs(means - facts) / np.sqrt(spread)) < CUT
        cube, means = cube[hopeful], means[hopeful]
        inside = second_largest(implausibility(found.emulator, cube, found.luck)) < CUT
        return cls(cube[inside], means[inside], found.misfit)

    def weights(self, facts: Numbers) -> Numbers:
        """Return how likely each point is, given statistics that were observed with the facts' own uncertainty."""
        return shares_of(log_likelihood(self.means, self.misfit, facts))

    def observe(self, place: int, random: np.random.Generator) -> Numbers:
        """Make up the facts that one would see if a point were the truth."""
        own = random.multivariate_normal(self.means[place], self.misfit)
        return np.asarray(own + random.normal(0.0, [target.sd for target in TARGETS]))


def shares_of(log: Numbers) -> Numbers:
    """Return weights that add up to one from their logarithms."""
    found = np.exp(log - log.max())
    return np.asarray(found / found.sum())


def worth(weights: Numbers) -> float:
    """Return how many equally weighted draws weights are worth."""
    return float(1 / (weights**2).sum())


def log_likelihood(means: Numbers, misfit: Numbers, seen: Numbers) -> Numbers:
    """Return how likely facts are at points of which the emulator expects means, up to a constant, [points]."""
    cover = misfit + np.diag([target.sd**2 for target in TARGETS])
    gap = np.linalg.solve(np.linalg.cholesky(cover), (seen - means).T)
    return np.asarray(-0.5 * (gap**2).sum(axis=0))


def refined(found: Region, reference: Reference) -> tuple[Numbers, Numbers]:
    """Return points of the posterior and their weights: importance sampling whose proposals learn.

    On the scale of normal quantiles the prior is a standard normal distribution. Each proposal is a normal distribution
    fitted to all rounds before, somewhat wider; every point is weighed against the mixture of all proposals and the
    prior, in proportion to the points they gave (Cornuet et al. 2012).
    """
    random = np.random.default_rng(9)
    prior = stats.multivariate_normal(np.zeros(len(found.inputs)))
    at = stats.norm.ppf(np.clip(reference.points, EDGE, 1 - EDGE))
    weights = reference.weights(facts())
    all_at, all_log, proposals = np.empty((0, len(found.inputs))), np.empty(0), []
    for number in ROUNDS:
        middle, few = weights @ at, worth(weights)
        own = few / (few + len(found.inputs))  # a covariance from few draws is drawn towards the prior's
        cover = own * np.cov(at.T, aweights=weights) + (1 - own) * np.eye(len(middle))
        near = stats.multivariate_normal(middle, WIDER * cover)
        proposals.append(near)
        chosen = random.random(number) < FROM_PRIOR
        draws = np.where(chosen[:, None], prior.rvs(number, random), near.rvs(number, random))
        means = np.concatenate([found.emulator.mean(part) for part in np.array_split(stats.norm.cdf(draws), 4)])
        all_at = np.vstack([all_at, draws])
        all_log = np.concatenate([all_log, log_likelihood(means, found.misfit, facts()) + prior.logpdf(draws)])
        sizes = np.array(ROUNDS[: len(proposals)]) * (1 - FROM_PRIOR) / len(all_at)
        parts = [np.log(FROM_PRIOR) + prior.logpdf(all_at)]
        parts += [np.log(size) + one.logpdf(all_at) for size, one in zip(sizes, proposals, strict=True)]
        at, weights = all_at, shares_of(all_log - np.logaddexp.reduce(parts, axis=0))
    return np.asarray(stats.norm.cdf(at)), weights


def facts() -> Numbers:
    """Return the observed statistics, [targets]."""
    return np.array([target.middle for target in TARGETS])


def ranks(reference: Reference, truth: Numbers, seen: Numbers) -> Numbers:
    """Return where the truth lies in the posterior of what was seen, 0..1 by input: even if all is well."""
    weights = reference.weights(seen)
    below = (reference.points < truth) + 0.5 * (reference.points == truth)
    return np.asarray(weights @ below)


def simulation_based(reference: Reference, number: int = PSEUDO) -> pd.DataFrame:
    """Rank points of the region in the posteriors of facts that the emulator made up, [number, inputs]."""
    random = np.random.default_rng(4)
    places = random.integers(len(reference.points), size=number)
    return pd.DataFrame([ranks(reference, reference.points[at], reference.observe(at, random)) for at in places])


def simulation_based_with_model(found: Region, reference: Reference) -> pd.DataFrame:
    """The same with facts that real runs made up: those held out, as far as they lie in the region."""
    random = np.random.default_rng(5)
    held = found.held & (found.wave > 1)
    points, seen = found.points[held], found.values[held]
    inside = second_largest(implausibility(found.emulator, points, found.luck)) < CUT
    noise = random.normal(0.0, [target.sd for target in TARGETS], (int(inside.sum()), len(TARGETS)))
    return pd.DataFrame(
        [ranks(reference, at, run) for at, run in zip(points[inside], seen[inside] + noise, strict=True)]
    )


def by_abc(found: Region) -> tuple[Numbers, Numbers, int]:
    """Return the posterior by pyABC: points [particles, inputs], weights, and the number of emulated runs.

    One population, the nearest 2 % of the prior by pyABC's adaptive distance. Moving on from it, as ABC-SMC does,
    leaves the weight on two to four of 250 particles: its kernel is lost in so many directions.
    """
    import pyabc

    random = np.random.default_rng(6)
    names = [f"x{place:02d}" for place in range(len(found.inputs))]
    root = np.linalg.cholesky(found.misfit)
    noise = np.array([target.sd for target in TARGETS])

    def emulated(point: dict[str, float]) -> dict[str, float]:
        mean = found.emulator.mean(stats.norm.cdf([[point[name] for name in names]]))[0]
        seen = mean + root @ random.normal(size=len(TARGETS)) + noise * random.normal(size=len(TARGETS))
        return {target.name: float(value) for target, value in zip(TARGETS, seen, strict=True)}

    # On normal quantiles, or else most steps of its random walk in so many directions would leave the unit cube.
    prior = pyabc.Distribution(**{name: pyabc.RV("norm", 0.0, 1.0) for name in names})
    np.random.seed(8)  # noqa: NPY002  # what pyABC draws from
    task = pyabc.ABCSMC(
        emulated,
        prior,
        pyabc.AdaptivePNormDistance(p=2),
        population_size=POPULATION,
        eps=pyabc.QuantileEpsilon("from_sample", alpha=ACCEPTED),
        sampler=pyabc.sampler.SingleCoreSampler(),
    )
    with tempfile.TemporaryDirectory() as folder:
        task.new(f"sqlite:///{folder}/abc.db", dict(zip([t.name for t in TARGETS], facts(), strict=True)))
        history = task.run(max_nr_populations=1)
        table, weights = history.get_distribution()
        return stats.norm.cdf(table[names].to_numpy()), np.asarray(weights), int(history.total_nr_simulations)


def acceptable(runs: pd.DataFrame, luck: Numbers) -> NDArray[np.bool_]:
    """Tell which runs are not ruled out themselves: second largest distance below 3, and every ordering as observed."""
    spread = np.sqrt(np.array([target.sd for target in TARGETS]) ** 2 + luck)
    gap = second_largest(np.abs(statistics(runs) - facts()) / spread)
    ordered = (runs[list(ONE_SIDED)].to_numpy() > 0).sum(axis=1) >= len(ONE_SIDED) - 1
    return np.asarray((gap < CUT) & ordered)


def main() -> None:
    """Make the posterior, check it, run it, ship it."""
    jobs = int(sys.argv[1]) if len(sys.argv) > 1 else 2
    found = region(jobs)
    keys = [one.key for one in found.inputs]
    names = [one.name for one in found.inputs]
    points, weights = refined(found, Reference.of(found, FIRST))
    print(f"{len(points)} points of all proposals, worth {worth(weights):.0f} draws", flush=True)

    random = np.random.default_rng(7)
    chosen = points[random.choice(len(points), 2 * TRIED, replace=False, p=weights)]
    inside = second_largest(implausibility(found.emulator, chosen, found.luck)) < CUT
    print(f"{inside.mean():.2f} of the posterior lies in the region that the waves left")
    values = unit_to_values(found.inputs, chosen[inside][:TRIED])
    runs = usable(at_points("posterior", keys, values, 0, jobs)).join(pd.DataFrame(values, columns=keys), on="draw")
    good = acceptable(runs, found.luck)
    print(f"{int(good.sum())} of {TRIED} posterior draws have a run that is not ruled out")
    best = runs[good].head(KEPT)
    ship(best[keys].to_numpy(float), found.inputs)
    runs.assign(kept=runs.index.isin(best.index)).to_parquet(FOLDER.parent / "calibration-posterior.parquet")

    reference = Reference.of(found, REFERENCE)
    few = worth(reference.weights(facts()))
    print(f"{len(reference.points)} of {REFERENCE} points in the region, worth {few:.0f} draws of the posterior")
    by_emulator, by_model = simulation_based(reference), simulation_based_with_model(found, reference)
    for label, table in (("emulator", by_emulator), ("model", by_model)):
        table.columns = names
        table.to_csv(FOLDER / f"../calibration-ranks-{label}.csv", index=False)

    particles, loads, emulated = by_abc(found)
    print(f"pyABC: {emulated} emulated runs, {len(particles)} particles, worth {worth(loads):.0f}")
    table = _summary(found, points, weights, particles, loads, unit_of(found.inputs, best[keys].to_numpy()))
    table["sbc_emulator"] = [stats.kstest(by_emulator[name], "uniform").pvalue for name in names]
    table["sbc_model"] = [stats.kstest(by_model[name], "uniform").pvalue for name in names]
    table.to_csv(HERE / "posterior_summary.csv", index=False, float_format="%.4g")
    print(table.round(3).to_string())
    print(f"ranks: {len(by_emulator)} sets of facts by the emulator, {len(by_model)} by the model")


def ship(draws: Numbers, inputs: tuple[Uncertain, ...]) -> None:
    """Write the draws that travel with the package, [draws, inputs]: whole numbers whole, the rest with five digits."""
    text = pd.DataFrame(
        {
            one.key: [f"{value:.0f}" if one.whole else f"{value:.5g}" for value in draws[:, place]]
            for place, one in enumerate(inputs)
        }
    )
    text.to_csv(SHIPPED["posterior"], index=False, lineterminator="\n")


def _summary(
    found: Region, points: Numbers, weights: Numbers, particles: Numbers, loads: Numbers, chosen: Numbers
) -> pd.DataFrame:
    """Return by input: shipped value, quantiles, and the part of the prior's variance that the patterns remove."""
    rows = []
    own = shipped(found.inputs)
    for place, one in enumerate(found.inputs):
        column = chosen[:, place]
        low, middle, high = one.quantile(np.quantile(column, [0.05, 0.5, 0.95]))
        mean = float(weights @ points[:, place])
        abc = float(loads @ particles[:, place])
        rows.append(
            {
                "name": one.name,
                "prior_low": float(one.quantile(np.array([0.025]))[0]),
                "prior_high": float(one.quantile(np.array([0.975]))[0]),
                "shipped": own[place],
                "low": low,
                "median": middle,
                "high": high,
                "shipped_at": float((column < one.share_below(own[place : place + 1])[0]).mean()),
                "contraction": 1 - 12 * float(weights @ (points[:, place] - mean) ** 2),
                "contraction_kept": 1 - 12 * float(column.var()),
                "contraction_abc": 1 - 12 * float(loads @ (particles[:, place] - abc) ** 2),
                "mean_share": mean,
                "mean_share_abc": abc,
            }
        )
    return pd.DataFrame(rows)


if __name__ == "__main__":
    main()
