"""What the answer hangs on: `python experiments/s01_what_it_hangs_on/analyse.py [RESULTS]`."""

from __future__ import annotations

from experiments.publish import markdown, publish, runs_of
from sim.analysis import explained_alone, sobol_indices
from sim.report.chapters import Asked
from sim.report.chapters.phrases import between, factor_words, per_cent
from sim.report.figures.sensitivity import draw_sobol

OUTCOMES = ("transfers_delivered", "transfers_military_to_civil", "transfers_civil_to_military")


def main() -> None:
    """Answer the question."""
    results, runs = runs_of(__file__)
    problem = Asked(results).problem
    said, figures, tables = [], {}, []
    for outcome in OUTCOMES:
        table = sobol_indices(runs, problem, outcome, calc_second_order=False)
        table = table.sort_values("total", ascending=False, ignore_index=True)
        top = [f"{factor_words(row.factor)} {row.total:.2f}" for row in table.head(3).itertuples()]
        said.append(
            f"{outcome.replace('_', ' ').capitalize()}: largest total indices {', '.join(top)}. All factors alone "
            "explain "
            f"{per_cent(explained_alone(table))} of the variance; "
            f"{per_cent(table['seed_share'].iloc[0])} of the "
            "variance of a single run is luck."
        )
        figures[outcome] = draw_sobol(table, outcome)
        if outcome == OUTCOMES[0]:
            shown = table.assign(
                factor=table["factor"].map(factor_words),
                alone=[between(*row, signed=False) for row in table[["first", "first_low", "first_high"]].to_numpy()],
                in_all=[between(*row, signed=False) for row in table[["total", "total_low", "total_high"]].to_numpy()],
            )[["factor", "alone", "in_all"]]
            shown.columns = ["factor", "first-order index", "total index"]
            tables.append(markdown(shown))
    publish(__file__, results, said, figures, tables)


if __name__ == "__main__":
    main()
