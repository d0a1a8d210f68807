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

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from experiments.calibration.forms import form_of, names_of
from experiments.calibration.kept import EXPECTED, keep_polynomial, polynomial_of, population_of
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
from sim.experiment.designs.forms import Form
from sim.experiment.reading.draws import FITS, SHIPPED, table_of_form

Numbers = NDArray[np.float64]

RUNS, FIRST, DRAWS = 20_000, 2_000, 1_000
RUNS_OF_FORM, FIRST_OF_FORM, DRAWS_OF_FORM = 1_200, 400, 400
KEPT, KEPT_OF_FORM = 200, 64
LEAST_ROWS = 32
"""Rows without which a form is no reading: fewer could not fill one set of readings."""
SURELY_OFF = 0.99
"""A form whose median misfit is beyond this share of what facts, discrepancies and luck would make cannot fit."""
SUMMARY = Path(__file__).with_name("posterior_summary.csv")
SEED_PRIOR, SEED_MOVES, SEED_KEPT = 31, 32, 33


@dataclass(frozen=True, eq=False)
class Fitted:
    """A form with its population.

    Args:
        form: words that are not as shipped, by dotted key; none for the shipped form.
        name: of the form.
        inputs: what is free.
        found: draws of the posterior.
        runs: [draws] rows of the draws' own runs, with every outcome and pattern.
        not_ruled_out: share of the worlds of the prior that were run that no fact rules out.
    """

    form: Form
    name: str
    inputs: tuple[Uncertain, ...]
    found: Population
    runs: pd.DataFrame
    not_ruled_out: float

    @property
    def values(self) -> Numbers:
        """[draws, inputs] values of the draws."""
        return unit_to_values(self.inputs, self.found.at)


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
) -> Fitted:
    """Find the posterior of a form; the shipped one must have been found before any other."""
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
        return Fitted(form, name, inputs, found, runner.table().iloc[found.run].reset_index(drop=True), share)


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
    """Choose draws that their own runs do not rule out, all as likely."""
    number = KEPT if fitted.name == SHIPPED_FORM else KEPT_OF_FORM
    places = np.flatnonzero(not_ruled_out(fitted.found.seen))
    return np.random.default_rng(SEED_KEPT).permutation(places)[:number]


def how_well(fitted: Fitted, rows: int) -> dict[str, float | int | str]:
    """Return how well a form fits."""
    found, runs = fitted.found, fitted.runs
    misfit = squares(found.seen, facts(), widths(), found.polynomial.left)
    met = [t.low <= runs[t.name].mean() <= t.high for t in TARGETS]
    met += [TOLERANCES[name][1] <= runs[name].mean() <= TOLERANCES[name][2] for name in ONE_SIDED]
    return {
        "form": fitted.name,
        "fits": fits(rows, len(misfit), float(np.median(misfit))),
        "rows": rows,
        "runs": found.waves[-1].runs,
        "draws": len(misfit),
        "explained": found.waves[-1].explained,
        "misfit": float(np.median(misfit)),
        "facts": len(TARGETS),
        "not_ruled_out": float(not_ruled_out(found.seen).mean()),
        "prior_not_ruled_out": fitted.not_ruled_out,
        "met": int(sum(met)),
        "of": len(met),
        "inputs": len(fitted.inputs),
        "model": model_version()[:12],
    }


def fits(rows: int, draws: int, misfit: float) -> str:
    """Say whether a form fits: "yes", "no", or "untold" if runs were too few to know.

    Args:
        rows: draws that no fact rules out.
        draws: all draws.
        misfit: their median squared distance from the facts, see `squares`.
    """
    if draws < LEAST_ROWS:
        return "untold"
    return "yes" if rows >= LEAST_ROWS and misfit <= stats.chi2.ppf(SURELY_OFF, len(TARGETS)) else "no"


def summary(fitted: Fitted) -> pd.DataFrame:
    """Return by input: prior, default, posterior, and the part of the prior's variance that the facts remove."""
    own = shipped(fitted.inputs)
    rows = []
    for place, one in enumerate(fitted.inputs):
        column = fitted.found.at[:, place]
        low, middle, high = one.quantile(np.quantile(column, [0.05, 0.5, 0.95]))
        prior_low, prior_high = one.quantile(np.array([0.025, 0.975]))
        rows.append(
            {
                "name": one.name, "prior_low": prior_low, "prior_high": prior_high, "shipped": own[place],
                "low": low, "median": middle, "high": high,
                "shipped_at": float((column < one.share_below(own[place : place + 1])[0]).mean()),
                "contraction": 1.0 - 12.0 * float(column.var()),
            }
        )  # fmt: skip
    return pd.DataFrame(rows).sort_values("contraction", ascending=False)


def keep(fitted: Fitted, folder: Path = FOLDER) -> Path:
    """Keep draws, their values and the patterns of their runs, for the checks."""
    file = folder / f"population-{fitted.name}.parquet"
    values = pd.DataFrame(fitted.values, columns=[one.key for one in fitted.inputs])
    expected = pd.DataFrame(fitted.found.expected, columns=[EXPECTED + one.name for one in TARGETS])
    table = pd.concat([pd.DataFrame({"run": fitted.found.run}), values, expected, fitted.runs], axis=1)
    table.to_parquet(file, index=False)
    keep_polynomial(fitted.found.polynomial, fitted.name, folder)
    return file


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
    parser.add_argument("--ship", action="store_true", help="put the draws where readings take them")
    given = parser.parse_args(arguments)
    inputs = free()
    for name in names_of(given.forms):
        usual = (RUNS, FIRST, DRAWS) if name == SHIPPED_FORM else (RUNS_OF_FORM, FIRST_OF_FORM, DRAWS_OF_FORM)
        asked = (given.runs, given.first, given.draws)
        runs, first, draws = (own if one is None else one for one, own in zip(asked, usual, strict=True))
        fitted = fit(name, inputs, runs, first, draws, given.jobs)
        how = how_well(fitted, len(draws_of(fitted)))
        print(f"kept in {keep(fitted)}\n" + "\n".join(f"  {key}: {value}" for key, value in how.items()), flush=True)
        with_row(FOLDER / "fits.csv", how).to_csv(FOLDER / "fits.csv", index=False)
        if name == SHIPPED_FORM:
            summary(fitted).to_csv(SUMMARY, index=False, float_format="%.4g")
        if given.ship:
            ship(fitted, how)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
