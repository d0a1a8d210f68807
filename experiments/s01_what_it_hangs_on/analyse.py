"""What the answer hangs on: `python experiments/s01_what_it_hangs_on/analyse.py [RESULTS]`."""

from __future__ import annotations

import pandas as pd

from experiments.publish import Brief, basis_of, markdown, publish, runs_of
from sim.analysis import explained_alone, sobol_indices
from sim.language import _, comma, term
from sim.report.chapters import Asked
from sim.report.chapters.phrases import between, factor_words, per_cent
from sim.report.figures.sensitivity import SHOWN, draw_sobol
from sim.store import Results

FIRST, TOTAL = ["first", "first_low", "first_high"], ["total", "total_low", "total_high"]
OUTCOMES = ("transfers_delivered", "transfers_military_to_civil", "transfers_civil_to_military")


def main() -> None:
    """Answer the question."""
    results, runs = runs_of(__file__)
    publish(__file__, lambda: brief(results, runs))


def brief(results: Results, runs: pd.DataFrame) -> Brief:
    """Say the answer."""
    problem = Asked(results).problem
    said, figures, tables = [], {}, []
    for outcome in OUTCOMES:
        table = sobol_indices(runs, problem, outcome, calc_second_order=False)
        table = table.sort_values("total", ascending=False, ignore_index=True)
        top = [
            _(
                "{name} {number}",
                name=factor_words(row.factor),
                number=between(row.total, row.total_low, row.total_high, signed=False),
            )
            for row in table.head(3).itertuples()
        ]
        alone, low, high = map(per_cent, explained_alone(table))
        said.append(
            _(
                "{outcome}: largest total indices {top}. All factors alone explain {alone} of the variance ({low} to "
                "{high}); {luck} of the variance of a single run is luck.",
                outcome=term(outcome).capitalize(),
                top=comma(top),
                alone=alone,
                low=low,
                high=high,
                luck=per_cent(table["seed_share"].iloc[0]),
            )
        )
        figures[outcome] = draw_sobol(table, outcome)
        if outcome == OUTCOMES[0]:
            shown = table.head(SHOWN).assign(
                factor=lambda rows: rows["factor"].map(factor_words),
                alone=lambda rows: [between(*row, signed=False) for row in rows[FIRST].to_numpy()],
                in_all=lambda rows: [between(*row, signed=False) for row in rows[TOTAL].to_numpy()],
            )[["factor", "alone", "in_all"]]
            shown.columns = [term("factor"), _("first-order index"), _("total index")]
            tables.append(markdown(shown))
    return Brief(said, figures, tables, basis_of(__file__, results))


if __name__ == "__main__":
    main()
