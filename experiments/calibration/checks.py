"""Can the posterior be trusted? `python -m experiments.calibration.checks sbc`, `predictive` or `left-out`.

`sbc`: worlds of the prior are taken for the truth, facts are made up from their runs, and the truth is ranked in the
posterior of those facts, found as the posterior is; ranks are to be even (Talts et al. 2018), and 90 % intervals of the
patterns that were kept from the fitting are to hold what the true world shows in nine cases of ten. `predictive`: what
runs of the posterior give on every pattern. `left-out`: policy contrasts over draws of the posterior, weighed anew with
each pattern left out in turn: which pattern carries which answer. The last two read what `posterior` has kept.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from experiments.calibration.carried import left_out
from experiments.calibration.kept import population_of, stale
from experiments.calibration.numbers import free
from experiments.calibration.posterior import FIRST, SEED_PRIOR, Runner, names_of, told
from experiments.calibration.prior import Uncertain
from experiments.calibration.runs import FOLDER, Keeper
from experiments.calibration.smc import LEAST_WIDTH, Population, Simulate, from_prior, posterior
from experiments.calibration.targets import VALIDATION_ONLY, widths
from experiments.patterns.tolerances import TOLERANCES
from sim.engine import model_version
from sim.experiment.designs.forms import SHIPPED

Numbers = NDArray[np.float64]

HERE = Path(__file__).parent
SBC, COVERAGE, PREDICTIVE = (HERE / f"{name}.csv" for name in ("sbc", "coverage", "predictive"))
SETS, RUNS, PARTICLES, DRAWS = 40, 1_500, 200, 100
APART = 1_000_000  # seeds of a set lie so far from those of the one before
FIRST_OF_SET = 2_000
"""Runs of the prior that a set begins from: those of the posterior's first wave, made once for all sets."""
INTERVAL = (0.05, 0.95)
CHANCE = 0.05


def of_set(
    simulate: Simulate, unit: Numbers, seen: Numbers, truth: int, scale: Numbers, size: int, runs: int
) -> Population:
    """Return the posterior of facts that one point of the prior made up, which is left out of the first wave.

    Args:
        simulate: makes runs.
        unit: [points, inputs] of the prior in the unit cube.
        seen: [points, targets] statistics of their runs.
        truth: the point that is taken for the truth.
        scale: [targets] standard deviations of what stands between a run and a fact.
        size: particles.
        runs: that may be made.
    """
    random = np.random.default_rng(truth)
    own = seen[truth] + random.normal(0.0, scale)
    left = np.arange(len(unit)) != truth
    return posterior(simulate, unit[left], seen[left], own, scale, size, int(left.sum()) + runs, truth)


def ranks_of(population: Population, truth: Numbers) -> Numbers:
    """Return where the truth lies among the particles, 0..1 by input: even if all is well."""
    below = (population.at < truth) + 0.5 * (population.at == truth)
    return np.asarray(below.mean(axis=0))


def rejections(ranks: Numbers, chance: float = CHANCE) -> tuple[Numbers, int, int]:
    """Return the p value of every input's ranks, how many are refused, and how many chance would refuse at most.

    Args:
        ranks: [sets, inputs].
        chance: level of each test; at most so many are refused by chance in 95 % of cases.
    """
    values = np.array([float(stats.kstest(column, "uniform").pvalue) for column in ranks.T])
    most = int(stats.binom.ppf(0.95, ranks.shape[1], chance))
    return values, int((values < chance).sum()), most


def held(inside: pd.DataFrame, true: pd.Series, names: Sequence[str]) -> dict[str, bool]:
    """Tell of every pattern that both can show whether the particles' 90 % interval holds what the true run shows."""
    found = {}
    for name in names:
        values = inside[name].to_numpy(float)
        values = values[np.isfinite(values)]
        if len(values) and np.isfinite(true[name]):
            low, high = np.quantile(values, INTERVAL)
            found[name] = bool(low <= true[name] <= high)
    return found


def moving(runs: pd.DataFrame, names: Sequence[str] = VALIDATION_ONLY) -> list[str]:
    """Return the patterns kept for validation that differ from world to world."""
    return [name for name in names if name in runs and runs[name].nunique() > 1]


def sbc(sets: int, runs: int, particles: int, jobs: int, folder: Path = FOLDER) -> None:
    """Make up facts, find their posteriors, write ranks and coverage."""
    inputs = free()
    with Keeper(f"posterior-{SHIPPED}", jobs=jobs, folder=folder) as keeper:
        runner = Runner(keeper, inputs, {})
        unit = from_prior(len(inputs), FIRST, SEED_PRIOR)[:FIRST_OF_SET]
        seen = runner(unit, 0)
    table = runner.table()
    truths = np.flatnonzero(np.isfinite(seen).all(axis=1))[:sets]
    ranks, inside, whole = [], [], 0
    for number, truth in enumerate(truths):
        with Keeper(f"sbc-{truth}", jobs=jobs, folder=folder) as keeper:
            own = Runner(keeper, inputs, {})
            own.count = APART * (int(truth) + 1)
            found = of_set(own, unit, seen, int(truth), widths(), particles, runs)
        told(f"set {number + 1} of {len(truths)}", found.waves[-1])
        whole += found.width <= LEAST_WIDTH
        ranks.append(ranks_of(found, unit[truth]))
        inside.append(held(rows_of(found, table, truth, own), table.iloc[truth], moving(table)))
    write_sbc(inputs, np.array(ranks), pd.DataFrame(inside), whole)


def rows_of(found: Population, table: pd.DataFrame, truth: int, own: Runner) -> pd.DataFrame:
    """Return the rows of the particles' own runs: of the first wave without the truth, then of the set's own."""
    return pd.concat([table.drop(index=truth), *own.frames], ignore_index=True).iloc[found.run]


def write_sbc(inputs: Sequence[Uncertain], ranks: Numbers, inside: pd.DataFrame, whole: int) -> None:
    """Write what the sets say, and print it in a line."""
    chances, refused, most = rejections(ranks)
    model = model_version()[:12]
    said = {"sets": len(ranks), "whole": whole, "refused": refused, "most": most, "model": model}
    pd.DataFrame({"name": [one.name for one in inputs], "chance": chances}).assign(**said).to_csv(
        SBC, index=False, float_format="%.4g"
    )
    shares = pd.DataFrame({"pattern": inside.columns, "held": inside.mean().to_numpy(float), "sets": inside.count()})
    shares.assign(model=model).to_csv(COVERAGE, index=False, float_format="%.4g")
    print("\n".join(sbc_lines()))


def sbc_lines() -> list[str]:
    """Say what simulation-based calibration and coverage found."""
    if not SBC.is_file():
        return ["simulation-based calibration: not made yet (python -m experiments.calibration.checks sbc)"]
    table, covered = pd.read_csv(SBC), pd.read_csv(COVERAGE)
    one = table.iloc[0]
    share = float(np.average(covered["held"], weights=covered["sets"]))
    word = "passes" if one["refused"] <= one["most"] else "FAILS"
    return [
        f"simulation-based calibration {word}: {one['refused']} of {len(table)} inputs refused at 5 %, at most "
        f"{one['most']} by chance; {one['sets']} sets of facts, {one['whole']} of them at width 1{stale(one['model'])}",
        f"90 % intervals hold {share:.1%} of {int(covered['sets'].sum())} held-out synthetic facts (85 to 95 % asked)",
    ]


def predictive(name: str, folder: Path = FOLDER) -> None:
    """Write what the runs of the posterior give on every pattern."""
    runs, rows = population_of(name, folder), []
    for pattern, (kind, low, high, calibrated) in TOLERANCES.items():
        if kind == "I" or pattern not in runs:
            continue
        values = runs[pattern].dropna()
        ends = values.quantile([0.05, 0.5, 0.95]).to_numpy()
        rows.append({
            "pattern": pattern, "use": "calibrated" if calibrated else "validation only", "low": low, "high": high,
            "median": ends[1], "low_90": ends[0], "high_90": ends[2],
            "inside": float(((values >= low) & (values <= high)).mean()),
            "mean_met": bool(low <= values.mean() <= high), "model": model_version()[:12],
        })  # fmt: skip
    pd.DataFrame(rows).to_csv(PREDICTIVE, index=False, float_format="%.4g")
    print("\n".join(predictive_lines()))


def predictive_lines() -> list[str]:
    """Say how many patterns the posterior meets."""
    if not PREDICTIVE.is_file():
        return ["posterior predictive: not made yet (python -m experiments.calibration.checks predictive)"]
    table, said = pd.read_csv(PREDICTIVE), []
    for use, own in table.groupby("use"):
        out = own[~own["mean_met"]]["pattern"]
        said.append(
            f"posterior predictive, {use}: {int(own['mean_met'].sum())} of {len(own)} met by the mean, "
            f"{own['inside'].mean():.0%} of single runs inside; not met: {', '.join(out) or 'none'}"
        )
    return [f"{said[0]}{stale(table['model'].iloc[0])}", *said[1:]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Make one check."""
    parser = argparse.ArgumentParser(prog="python -m experiments.calibration.checks", description=__doc__)
    parts = parser.add_subparsers(dest="what", required=True)
    one = parts.add_parser("sbc", help="simulation-based calibration and coverage")
    one.add_argument("--sets", type=int, default=SETS, help=f"worlds taken for the truth ({SETS})")
    one.add_argument("--runs", type=int, default=RUNS, help=f"runs of a set, beside those of the prior ({RUNS:,})")
    one.add_argument("--particles", type=int, default=PARTICLES, help=f"particles of a set ({PARTICLES})")
    two = parts.add_parser("predictive", help="what runs of the posterior give on every pattern")
    three = parts.add_parser("left-out", help="which pattern carries which answer")
    three.add_argument("--draws", type=int, default=DRAWS, help=f"draws whose contrasts are run ({DRAWS})")
    two.add_argument("--form", default=SHIPPED, help="form of the model")
    three.add_argument("forms", nargs="*", default=[SHIPPED], help='"shipped", "all", or names of forms')
    for part in (one, three):
        part.add_argument("--jobs", type=int, default=2, help="processes (2)")
    given = parser.parse_args(arguments)
    if given.what == "sbc":
        sbc(given.sets, given.runs, given.particles, given.jobs)
    elif given.what == "predictive":
        predictive(given.form)
    else:
        for name in names_of(given.forms):
            left_out(name, given.draws, given.jobs)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
