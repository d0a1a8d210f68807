"""Which barrier binds: `python experiments/q01_binding_barrier/analyse.py [RESULTS]`."""

from __future__ import annotations

import pandas as pd

from experiments.publish import markdown, publish, runs_of
from sim.analysis import log_interactions, log_shortfall, side_by_side, three_tables
from sim.report.chapters.interactions import verdict
from sim.report.chapters.phrases import between, number, per_cent
from sim.report.figures.barrier_tables import draw_barrier_tables

TOTAL = "transfers_delivered"


def row_of(runs: pd.DataFrame, outcome: str) -> dict[str, str]:
    """Say by which barrier an outcome is held back most, by either measure of removal."""
    wide = side_by_side(three_tables(runs, outcome))
    first = {name: wide.loc[wide[f"{name}_rank"] == 1].iloc[0] for name in ("removal", "shapley")}
    top = first["shapley"]
    return {
        "direction": outcome.removeprefix("transfers_").replace("_", " "),
        "best removal alone": first["removal"]["barrier"].replace("_", " "),
        "largest Shapley value": top["barrier"].replace("_", " "),
        "deliveries it brings back": between(top["shapley"], top["shapley_low"], top["shapley_high"]),
    }


def main() -> None:
    """Answer the question."""
    results, runs = runs_of(__file__)
    tables = three_tables(runs, TOTAL)
    wide = side_by_side(tables)
    parts = [
        f"{row['barrier'].replace('_', ' ')} {between(row['shapley'], row['shapley_low'], row['shapley_high'])}"
        for _, row in wide.iterrows()
    ]
    whole = log_shortfall(runs, TOTAL).iloc[0]
    deaths = ", ".join(f"{row['deaths_rank']} ({per_cent(row['deaths'])})" for _, row in wide.iterrows())
    said = [
        f"By Shapley value, deliveries over ten years that the removal of each barrier brings on average over all "
        "orders "
        f"of removal: {'; '.join(parts)}.",
        f"Ranks by what deals die of, all directions together, in the same order: {deaths}.",
        f"Changed from the baseline, {verdict(log_interactions(runs, TOTAL), '')} Removing "
        f"all five brings {number(whole['ratio'])} times the product of removing each alone. (Put back into a world "
        f"without any, they come to {number(whole['far_ratio'])} times.)",
    ]
    by_direction = pd.DataFrame([row_of(runs, outcome) for outcome in results.plan.about["outcomes"]])
    publish(__file__, results, said, {"barriers": draw_barrier_tables(tables, TOTAL)}, [markdown(by_direction)])


if __name__ == "__main__":
    main()
