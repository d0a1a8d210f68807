"""Can the posterior be trusted? `python -m experiments.calibration.checks sbc`, `predictive` or `left-out`.

`sbc`: worlds of the prior are taken for the truth, facts are made up from their real runs, and the truth is ranked in
the posterior of those facts, found as the first wave of the posterior is; ranks are to be even (Talts et al. 2018), and
90 % intervals of the patterns that were kept from the fitting are to hold what the true world shows in nine cases of
ten. So once more about the facts: draws of the last wave are the truths, and both the facts and those made up from
their own runs are given. As no fact speaks of most inputs, those of which one does, and the truth's chance, are told
apart. `predictive`: what runs of the posterior give on every pattern. `left-out`: policy contrasts over draws of the
posterior, weighed anew with each pattern left out in turn: which pattern carries which answer. The last two read what
`posterior` has kept.
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
from experiments.calibration.kept import polynomial_of, population_of, stale
from experiments.calibration.numbers import free
from experiments.calibration.posterior import FIRST, SEED_PRIOR, SUMMARY, Fitted, Runner, names_of
from experiments.calibration.prior import Uncertain, unit_of
from experiments.calibration.runs import FOLDER, Keeper
from experiments.calibration.synthetic import Polynomial, draws, from_prior, log_chance
from experiments.calibration.targets import VALIDATION_ONLY, facts, widths
from experiments.patterns.tolerances import TOLERANCES, USES, use_of
from sim.engine import model_version
from sim.experiment.designs.forms import SHIPPED

Numbers = NDArray[np.float64]
Indices = NDArray[np.int64]

HERE = Path(__file__).parent
SBC, COVERAGE, PREDICTIVE = (HERE / f"{name}.csv" for name in ("sbc", "coverage", "predictive"))
SETS, NUMBER, DRAWS = 100, 100, 100
SEED_SETS = 51
INTERVAL = (0.05, 0.95)
CHANCE = 0.05
SPOKEN = 0.1
"""Contraction from which the facts are said to speak of an input."""
CHANCE_ITSELF = "(the truth's chance)"


def ranks_of(at: Numbers, truth: Numbers) -> Numbers:
    """Return where the truth lies among draws, [draws, inputs], 0..1 by input: even if all is well."""
    return np.asarray((at < truth).mean(axis=0))


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


def sets_of(
    unit: Numbers, seen: Numbers, scale: Numbers, sets: int, number: int
) -> tuple[Indices, Numbers, Numbers, Polynomial]:
    """Take worlds for the truth and find the posterior of the facts that each makes up, as the shipped one is found.

    Truths are of one half of the runs, and what runs show is learned from the other half.

    Args:
        unit: [points, inputs] of the prior in the unit cube.
        seen: [points, targets] statistics of their runs.
        scale: [targets] standard deviations of what stands between a run and a fact.
        sets: worlds.
        number: draws of each posterior.

    Returns:
        Places of the truths; draws, [sets, draws, inputs]; the facts made up, [sets, targets]; what was learned.
    """
    half, random = len(unit) // 2, np.random.default_rng(SEED_SETS)
    truths = half + np.flatnonzero(np.isfinite(seen[half:]).all(axis=1))[:sets]
    own = seen[truths] + random.normal(0.0, scale, (len(truths), len(scale)))
    polynomial = Polynomial.of(unit[:half], seen[:half])
    at = draws(polynomial, np.repeat(own, number, axis=0), scale, unit.shape[1], number * len(truths), random)
    return truths, at.reshape(len(truths), number, unit.shape[1]), own, polynomial


def sets_about_the_facts(
    found: Fitted, polynomial: Polynomial, scale: Numbers, sets: int, number: int
) -> tuple[Numbers, Numbers, Numbers]:
    """Take draws of the last wave for the truth; the facts, and those that their own runs make up, are given.

    Args:
        found: the form with its draws.
        polynomial: what runs show, learned without the runs of the draws.
        scale: [targets] standard deviations of what stands between a run and a fact.
        sets: draws taken for the truth.
        number: draws of each posterior.

    Returns:
        Truths, [sets, inputs]; draws, [sets, draws, inputs]; the facts made up, [sets, targets].
    """
    random = np.random.default_rng(SEED_SETS + 1)
    chosen = random.permutation(np.flatnonzero(np.isfinite(found.seen).all(axis=1)))[:sets]
    truths = unit_of(found.inputs, found.values[chosen])
    own = found.seen[chosen] + random.normal(0.0, scale, (len(chosen), len(scale)))
    every = np.repeat(own, number, axis=0)
    at = draws(polynomial, facts(), scale, truths.shape[1], len(every), random, more=every)
    return truths, at.reshape(len(chosen), number, -1), own


def chance_ranks(polynomial: Polynomial, truths: Numbers, at: Numbers, own: Numbers, scale: Numbers) -> Numbers:
    """Return where the chance of the facts made up stands at the truth among that at draws, [sets, 1], 0..1."""
    return np.array([
        [(log_chance(polynomial, drawn, facts_, scale) < log_chance(polynomial, truth[None], facts_, scale)).mean()]
        for truth, drawn, facts_ in zip(truths, at, own, strict=True)
    ])  # fmt: skip


def sbc(sets: int, number: int, jobs: int, folder: Path = FOLDER) -> None:
    """Make up facts, find their posteriors, write ranks and coverage."""
    inputs, scale = free(), widths()
    with Keeper(f"posterior-{SHIPPED}", jobs=jobs, folder=folder) as keeper:
        runner = Runner(keeper, inputs, {})
        unit = from_prior(len(inputs), FIRST, SEED_PRIOR)
        seen = runner(unit, 0)
    truths, at, own, polynomial = sets_of(unit, seen, scale, sets, number)
    ranks = np.array([ranks_of(drawn, unit[truth]) for drawn, truth in zip(at, truths, strict=True)])
    wide = np.hstack([ranks, chance_ranks(polynomial, unit[truths], at, own, scale)])
    found, last = Fitted.kept(SHIPPED, inputs, folder), polynomial_of(SHIPPED, folder)
    near, drawn, made_up = sets_about_the_facts(found, last, scale, sets, number)
    about = np.array([ranks_of(one, truth) for one, truth in zip(drawn, near, strict=True)])
    about = np.hstack([about, chance_ranks(last, near, drawn, made_up, scale)])
    write_sbc(inputs, wide, about, shown_in_sets(unit, runner.table(), truths, at))


def shown_in_sets(unit: Numbers, table: pd.DataFrame, truths: Indices, at: Numbers) -> pd.DataFrame:
    """Tell, by set and pattern that was kept from the fitting, whether its 90 % interval holds what the truth shows.

    What draws show is learned from the half of the runs that has no truths, with the luck that is left over there.
    """
    half, names = len(unit) // 2, moving(table)
    patterns = table[names].to_numpy(float)
    random, found = np.random.default_rng(SEED_SETS), [dict[str, bool]() for _ in truths]
    for place, name in enumerate(names):
        column = patterns[:, [place]]
        if not np.isfinite(column[:half]).all():
            continue
        polynomial = Polynomial.of(unit[:half], column[:half])
        luck = float(np.sqrt(polynomial.left[0, 0]))
        for own, truth, told in zip(at, truths, found, strict=True):
            drawn = polynomial.mean(own)[:, 0] + luck * random.normal(size=len(own))
            told |= held(pd.DataFrame({name: drawn}), table.iloc[truth], [name])
    return pd.DataFrame(found)


def write_sbc(inputs: Sequence[Uncertain], wide: Numbers, about: Numbers, inside: pd.DataFrame) -> None:
    """Write what the sets say, and print it.

    Args:
        inputs: what is free.
        wide, about: [sets, inputs + 1] ranks of truths of the prior, and about the facts; last that of their chance.
        inside: [sets, patterns] whether intervals hold what was not fitted.
    """
    model, names = model_version()[:12], [*(one.name for one in inputs), CHANCE_ITSELF]
    spoken_of = pd.read_csv(SUMMARY).set_index("name")["contraction"].reindex(names).fillna(0.0) > SPOKEN
    rows = {"name": names, "spoken_of": spoken_of.to_numpy(bool)}
    for label, ranks in (("prior", wide), ("facts", about)):
        rows |= {label: rejections(ranks)[0], f"sets_{label}": [len(ranks)] * len(names)}
    pd.DataFrame(rows).assign(model=model).to_csv(SBC, index=False, float_format="%.4g")
    shares = pd.DataFrame({"pattern": inside.columns, "held": inside.mean().to_numpy(float), "sets": inside.count()})
    shares.assign(model=model).to_csv(COVERAGE, index=False, float_format="%.4g")
    print("\n".join(sbc_lines()))


def sbc_lines() -> list[str]:
    """Say what simulation-based calibration and coverage found."""
    if not SBC.is_file():
        return ["simulation-based calibration: not made yet (python -m experiments.calibration.checks sbc)"]
    table, covered, said = pd.read_csv(SBC), pd.read_csv(COVERAGE), []
    own = table[table["name"] != CHANCE_ITSELF]
    for label, words in (("prior", "truths of the prior"), ("facts", "truths about the facts")):
        parts, good = [], True
        for what, some in (("inputs", own), ("inputs that the facts speak of", own[own["spoken_of"]])):
            refused, most = int((some[label] < CHANCE).sum()), int(stats.binom.ppf(0.95, len(some), CHANCE))
            good &= refused <= most
            parts.append(f"{refused} of {len(some)} {what} refused at 5 %, at most {most} by chance")
        chance = float(table.loc[table["name"] == CHANCE_ITSELF, label].iloc[0])
        word = "passes" if good else "FAILS"
        said.append(
            f"simulation-based calibration, {words}, {word}: {', '.join(parts)}; rank of the truth's chance p = "
            f"{chance:.2g}; {table[f'sets_{label}'].iloc[0]} sets of facts{stale(table['model'].iloc[0])}"
        )
    share = float(np.average(covered["held"], weights=covered["sets"]))
    held = f"90 % intervals hold {share:.1%} of {int(covered['sets'].sum())} held-out synthetic facts"
    return [*said, f"{held} (85 to 95 % asked)"]


def predictive(name: str, folder: Path = FOLDER) -> None:
    """Write what the runs of the posterior give on every pattern."""
    runs, rows = population_of(name, folder), []
    for pattern, (kind, low, high, calibrated) in TOLERANCES.items():
        if kind == "I" or pattern not in runs:
            continue
        values = runs[pattern].dropna()
        ends = values.quantile([0.05, 0.5, 0.95]).to_numpy()
        rows.append({
            "pattern": pattern, "use": use_of(pattern, calibrated), "low": low, "high": high,
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
    for use in [use for use in USES if use in set(table["use"])]:
        own = table[table["use"] == use]
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
    one.add_argument("--number", type=int, default=NUMBER, help=f"draws of each posterior ({NUMBER})")
    two = parts.add_parser("predictive", help="what runs of the posterior give on every pattern")
    three = parts.add_parser("left-out", help="which pattern carries which answer")
    three.add_argument("--draws", type=int, default=DRAWS, help=f"draws whose contrasts are run ({DRAWS})")
    two.add_argument("--form", default=SHIPPED, help="form of the model")
    three.add_argument("forms", nargs="*", default=[SHIPPED], help='"shipped", "all", or names of forms')
    for part in (one, three):
        part.add_argument("--jobs", type=int, default=2, help="processes (2)")
    given = parser.parse_args(arguments)
    if given.what == "sbc":
        sbc(given.sets, given.number, given.jobs)
    elif given.what == "predictive":
        predictive(given.form)
    else:
        for name in names_of(given.forms):
            left_out(name, given.draws, given.jobs)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
