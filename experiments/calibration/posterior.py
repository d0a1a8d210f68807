"""How likely are the free numbers, given the facts? `python -m experiments.calibration.posterior`, after the screen.

Form by form (`synthetic.py`): a first wave from the prior, of which what is ruled out is counted, then waves of draws
of the posterior, each with a real run; the draws are those of the last wave. The shipped form comes first; of another
only what differs from it is learned, from fewer runs: the first are half of the prior, half of the shipped form's
posterior. `--runs` is what each form may cost. `--ship` puts the draws where readings take them
(`sim/experiment/reading/posterior*.csv`), and how well each form fits beside them; one that cannot fit is no reading.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from experiments.calibration.forms import form_of, names_of
from experiments.calibration.kept import (
    EXPECTED,
    about,
    keep_about,
    keep_polynomial,
    polynomial_of,
    population_file,
    population_of,
)
from experiments.calibration.numbers import free
from experiments.calibration.prior import Uncertain, shipped, unit_of, unit_to_values
from experiments.calibration.runs import FOLDER, Keeper, frame_of, points_of
from experiments.calibration.synthetic import Population, Wave, from_prior, posterior, squares
from experiments.calibration.targets import (
    ONE_SIDED,
    TARGETS,
    alive,
    facts,
    not_ruled_out,
    statistics,
    widths,
)
from experiments.patterns.tolerances import TOLERANCES
from sim.engine import model_version
from sim.experiment.designs.forms import SHIPPED as SHIPPED_FORM
from sim.experiment.reading.draws import FITS, SHIPPED, table_of_form

Numbers = NDArray[np.float64]

RUNS, FIRST, DRAWS = 20_000, 2_000, 1_000
RUNS_OF_FORM, FIRST_OF_FORM, DRAWS_OF_FORM = 800, 300, 250
KEPT, KEPT_OF_FORM = 256, 64
LEAST_ROWS = 32
"""Rows without which a form is no reading: fewer could not fill one set of readings."""
SURELY_OFF = 0.99
MOST_OFF = 0.5
EDGE = 0.05
EVEN = (np.arange(1_000) + 0.5) / 1_000
"""Places of the prior, by which its own variance is told."""
SUMMARY = Path(__file__).with_name("posterior_summary.csv")
SEED_PRIOR, SEED_MOVES, SEED_KEPT = 31, 32, 33


@dataclass(frozen=True, eq=False)
class Fitted:
    """A form with its draws.

    Args:
        name: of the form.
        inputs: what is free.
        values: [draws, inputs] of the draws.
        seen, expected: [draws, targets] statistics of the draws' own runs, and what was expected of them before.
        left: [targets, targets] what runs are expected to be off by, squared.
        runs: [draws] rows of the draws' own runs, with every outcome and pattern.
        how: runs made, share explained of what is explained least, share of the prior that no fact rules out.
    """

    name: str
    inputs: tuple[Uncertain, ...]
    values: Numbers
    seen: Numbers
    expected: Numbers
    left: Numbers
    runs: pd.DataFrame
    how: Mapping[str, Any]

    @classmethod
    def kept(cls, name: str, inputs: tuple[Uncertain, ...], folder: Path = FOLDER) -> Fitted:
        """Return what was kept of a form.

        Raises:
            SystemExit: if there is nothing, or it is of other rules or free numbers.
        """
        table = population_of(name, folder)
        expected = table[[EXPECTED + target.name for target in TARGETS]].to_numpy(float)
        values = table[[one.key for one in inputs]].to_numpy(float)
        left = polynomial_of(name, folder).left
        return cls(name, inputs, values, statistics(table), expected, left, table, about(name, folder))


class Runner:
    """Makes the runs of a form and keeps their rows in the order in which they were made.

    Args:
        keeper: makes and keeps runs.
        inputs: what is free.
        form: words that are not as shipped.
    """

    def __init__(self, keeper: Keeper, inputs: tuple[Uncertain, ...], form: Mapping[str, str]) -> None:
        self.keeper, self.inputs, self.form = keeper, inputs, form
        self.keys = [one.key for one in inputs]
        self.frames: list[pd.DataFrame] = []
        self.count = 0

    def __call__(self, unit: Numbers, wave: int) -> Numbers:
        """Run points of the unit cube, each with a seed that no other has; return statistics, [points, targets]."""
        seeds = range(self.count, self.count + len(unit))
        self.count += len(unit)
        points = points_of(self.keys, unit_to_values(self.inputs, unit), seeds, self.form)
        self.frames.append(frame_of(self.keeper.rows(points)))
        return statistics(self.frames[-1])

    def table(self) -> pd.DataFrame:
        """Return the rows of all runs, in order."""
        return pd.concat(self.frames, ignore_index=True)


def fit(
    name: str, inputs: tuple[Uncertain, ...], runs: int, first: int, number: int, jobs: int, folder: Path = FOLDER
) -> None:
    """Find the posterior of a form and keep it; the shipped one must have been found before any other."""
    form = form_of(name)
    base = None if name == SHIPPED_FORM else polynomial_of(SHIPPED_FORM, folder)
    with Keeper(f"posterior-{name}", jobs=jobs, folder=folder) as keeper:
        runner = Runner(keeper, inputs, form)
        begun = min(first, runs)
        own = begun if base is None else begun // 2
        unit = from_prior(len(inputs), own, SEED_PRIOR)
        if base is not None:
            unit = np.vstack([unit, known(inputs, begun - own, folder)])
        seen = runner(unit, 0)
        share = float(not_ruled_out(seen[:own]).mean())
        print(
            f"{name}: {share:.3f} of the prior is not ruled out, {alive(runner.frames[0]).mean():.2f} can be read",
            flush=True,
        )
        found = posterior(
            runner, unit, seen, facts(), widths(), number, runs, SEED_MOVES, lambda wave: told(name, wave), base
        )
    keep(name, inputs, found, runner.table().iloc[found.run].reset_index(drop=True), share, folder)


def keep(
    name: str, inputs: Sequence[Uncertain], found: Population, runs: pd.DataFrame, share: float, folder: Path = FOLDER
) -> None:
    """Keep draws, their values, what was expected of them, and the patterns of their runs, for all that reads them."""
    values = pd.DataFrame(unit_to_values(inputs, found.at), columns=[one.key for one in inputs])
    expected = pd.DataFrame(found.expected, columns=[EXPECTED + one.name for one in TARGETS])
    table = pd.concat([pd.DataFrame({"run": found.run}), values, expected, runs], axis=1)
    table.to_parquet(population_file(name, folder), index=False)
    keep_polynomial(found.polynomial, name, folder)
    last = found.waves[-1]
    keep_about(name, folder, runs=last.runs, explained=last.explained, prior_not_ruled_out=share)


def known(inputs: Sequence[Uncertain], number: int, folder: Path = FOLDER) -> Numbers:
    """Return draws of the shipped form's posterior, [number, inputs] in the unit cube."""
    values = population_of(SHIPPED_FORM, folder)[[one.key for one in inputs]].to_numpy(float)
    chosen = np.random.default_rng(SEED_PRIOR).permutation(len(values))[:number]
    return unit_of(inputs, values[chosen])


def told(name: str, wave: Wave) -> None:
    """Print a wave."""
    print(
        f"{name}: {wave.runs} runs, {wave.inside:.2f} of the wave within reach of every fact, "
        f"{wave.explained:.2f} explained of what is explained least",
        flush=True,
    )


def draws_of(fitted: Fitted) -> NDArray[np.int64]:
    """Choose draws by lot: what their own runs came to by luck is no reason to leave one out."""
    number = KEPT if fitted.name == SHIPPED_FORM else KEPT_OF_FORM
    return np.random.default_rng(SEED_KEPT).permutation(len(fitted.values))[:number]


def how_well(fitted: Fitted, rows: int) -> dict[str, float | int | str]:
    """Return how well a form fits.

    Args:
        fitted: the form.
        rows: draws that are to be shipped.
    """
    runs = fitted.runs
    misfit = float(np.median(squares(fitted.expected, facts(), widths(), fitted.left)))
    off = float(np.abs((fitted.seen - fitted.expected).mean(axis=0) / np.sqrt(np.diag(fitted.left))).max())
    met = [t.low <= runs[t.name].mean() <= t.high for t in TARGETS]
    met += [TOLERANCES[name][1] <= runs[name].mean() <= TOLERANCES[name][2] for name in ONE_SIDED]
    return {
        "form": fitted.name,
        "fits": fits(len(runs), misfit, off),
        "rows": rows,
        "runs": fitted.how["runs"],
        "draws": len(runs),
        "explained": fitted.how["explained"],
        "misfit": misfit,
        "facts": len(TARGETS),
        "off": off,
        "not_ruled_out": float(not_ruled_out(fitted.seen).mean()),
        "prior_not_ruled_out": fitted.how["prior_not_ruled_out"],
        "met": int(sum(met)),
        "of": len(met),
        "inputs": len(fitted.inputs),
        "model": model_version()[:12],
    }


def fits(draws: int, misfit: float, off: float) -> str:
    """Say whether a form fits in its box: "yes", "no", or "untold" if runs were too few to know.

    Args:
        draws: of the last wave.
        misfit: median squared distance from the facts of what draws are expected to show, see `squares`: beyond what
            facts, discrepancies and luck make once in a hundred cases no draw fits (Johnson 2004, the pivotal chi
            square).
        off: by how much the last wave's runs were off what was expected of them, in the mean, in standard deviations of
            single runs, where they were most.
    """
    if draws < LEAST_ROWS or not off <= MOST_OFF:
        return "untold"
    return "yes" if misfit <= stats.chi2.ppf(SURELY_OFF, len(TARGETS)) else "no"


def summary(fitted: Fitted) -> pd.DataFrame:
    """Return by input: prior, default, posterior, and the part of the prior's variance that the facts remove.

    `edge` is the share of draws in the outer twentieth of the prior at that end where there are more; of whole numbers,
    whose draws stand on few values, nothing is said of edges.
    """
    own, at = shipped(fitted.inputs), unit_of(fitted.inputs, fitted.values)
    rows = []
    for place, one in enumerate(fitted.inputs):
        column, before = at[:, place], EVEN
        if one.whole:
            before = unit_of([one], np.rint(one.quantile(EVEN))[:, None])[:, 0]
        low, middle, high = one.quantile(np.quantile(column, [0.05, 0.5, 0.95]))
        prior_low, prior_high = one.quantile(np.array([0.025, 0.975]))
        rows.append(
            {
                "name": one.name, "prior_low": prior_low, "prior_high": prior_high, "shipped": own[place],
                "low": low, "median": middle, "high": high,
                "shipped_at": float((column < one.share_below(own[place : place + 1])[0]).mean()),
                "contraction": 1.0 - float(column.var() / before.var()),
                "edge": np.nan if one.whole else _at_an_edge(column),
            }
        )  # fmt: skip
    return pd.DataFrame(rows).sort_values("contraction", ascending=False)


def _at_an_edge(column: Numbers) -> float:
    return max(float((column < EDGE).mean()), float((column > 1.0 - EDGE).mean()))


def as_text(values: Numbers, inputs: Sequence[Uncertain]) -> pd.DataFrame:
    """Write draws, [draws, inputs]: whole numbers whole, the rest with five digits."""
    return pd.DataFrame(
        {
            one.key: [f"{value:.0f}" if one.whole else f"{value:.5g}" for value in values[:, place]]
            for place, one in enumerate(inputs)
        }
    )


def ship(fitted: Fitted, how: Mapping[str, float | int | str]) -> None:
    """Put the draws of a form where readings take them, or take them away if it does not fit."""
    place = table_of_form(SHIPPED["posterior"], fitted.name)
    chosen = draws_of(fitted)
    if how["fits"] == "yes":
        as_text(fitted.values[chosen], fitted.inputs).to_csv(place, index=False, lineterminator="\n")
    elif fitted.name != SHIPPED_FORM:
        place.unlink(missing_ok=True)
    else:
        print("the shipped form is not shown to fit: the rows that were there stay, and are to be doubted")
    with_row(FITS, how).to_csv(FITS, index=False, float_format="%.4g", lineterminator="\n")


def with_row(file: Path, row: Mapping[str, float | int | str]) -> pd.DataFrame:
    """Return the table of a file with the row of a form put in the place of its own, the shipped form first."""
    new = pd.DataFrame([dict(row)])
    old = pd.read_csv(file) if file.is_file() else new[:0]
    old = old[old["form"] != row["form"]]
    both = pd.concat([old, new], ignore_index=True) if len(old) else new
    return both.sort_values("form", key=lambda form: form != SHIPPED_FORM, kind="stable")


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit forms one after the other."""
    parser = argparse.ArgumentParser(prog="python -m experiments.calibration.posterior", description=__doc__)
    parser.add_argument("forms", nargs="*", default=[SHIPPED_FORM], help='"shipped", "all", or names of forms')
    for option, said, shipped_has, others_have in (
        ("runs", "runs of a form", RUNS, RUNS_OF_FORM),
        ("first", "of these not drawn from its posterior", FIRST, FIRST_OF_FORM),
        ("draws", "draws of a wave", DRAWS, DRAWS_OF_FORM),
    ):
        told_ = f"{said} ({shipped_has:,} of the shipped form, {others_have:,} of another)"
        parser.add_argument(f"--{option}", type=int, default=None, help=told_)
    parser.add_argument("--jobs", type=int, default=2, help="processes (2)")
    parser.add_argument("--kept", action="store_true", help="fit nothing: read what was kept of each form")
    parser.add_argument("--ship", action="store_true", help="put the draws where readings take them")
    given = parser.parse_args(arguments)
    inputs = free()
    for name in names_of(given.forms):
        usual = (RUNS, FIRST, DRAWS) if name == SHIPPED_FORM else (RUNS_OF_FORM, FIRST_OF_FORM, DRAWS_OF_FORM)
        asked = (given.runs, given.first, given.draws)
        runs, first, draws = (own if one is None else one for one, own in zip(asked, usual, strict=True))
        if not given.kept:
            fit(name, inputs, runs, first, draws, given.jobs)
        fitted = Fitted.kept(name, inputs)
        how = how_well(fitted, len(draws_of(fitted)))
        print("\n".join(f"  {key}: {value}" for key, value in how.items()), flush=True)
        if name == SHIPPED_FORM:
            summary(fitted).to_csv(SUMMARY, index=False, float_format="%.4g")
        if given.ship:
            ship(fitted, how)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
