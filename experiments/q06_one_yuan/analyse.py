"""One yuan: `python experiments/q06_one_yuan/analyse.py [RESULTS]`."""

from __future__ import annotations

from experiments.publish import markdown, publish, runs_of
from sim.analysis import cost_effectiveness, standing, verdicts
from sim.analysis.wording import counted
from sim.report.chapters.phrases import between, number, per_cent
from sim.report.figures.cost_plane import draw_cost_plane
from sim.report.figures.who_beats_whom import draw_who_beats_whom

TOTAL, DEADWEIGHT = "transfers_delivered", "fund_deadweight_share"


def main() -> None:
    """Answer the question."""
    results, runs = runs_of(__file__)
    runs = runs.astype({"arm": str})
    ranks = standing(runs, TOTAL)
    plane = cost_effectiveness(runs, TOTAL)
    best = ranks.iloc[0]
    dead = runs.groupby("arm")[DEADWEIGHT].mean()
    said = [
        f"{best['arm'].replace('_', ' ').capitalize()} brings most deliveries for the same money: it is the best of "
        f"{len(ranks)} in {counted(best['best_in'])} of {best['readings']} seeds (luck only).",
    ]
    table = plane.iloc[1:].assign(
        programme=plane["arm"].str.replace("_", " "),
        deliveries=[between(*row) for row in plane[["gain", "gain_low", "gain_high"]].iloc[1:].itertuples(index=False)],
        cost=[number(value) for value in plane["cost"].iloc[1:]],
        price=[
            between(*row, signed=False) if row[0] > 0 else "-"
            for row in plane[["cost_per_unit", "low", "high"]].iloc[1:].itertuples(index=False)
        ],
        deadweight=[per_cent(dead[arm]) for arm in plane["arm"].iloc[1:]],
    )[["programme", "deliveries", "cost", "price", "deadweight"]]
    table.columns = [
        "programme",
        "more deliveries",
        "cost (million yuan)",
        "cost of one more (million yuan)",
        "deadweight of the fund",
    ]
    figures = {
        "plane": draw_cost_plane(plane, TOTAL),
        "pairs": draw_who_beats_whom(verdicts(runs, TOTAL), TOTAL, "seeds"),
    }
    publish(__file__, results, said, figures, [markdown(table)])


if __name__ == "__main__":
    main()
