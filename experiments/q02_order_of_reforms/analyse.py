"""In what order: `python experiments/q02_order_of_reforms/analyse.py [RESULTS]`."""

from __future__ import annotations

import pandas as pd

from experiments.publish import markdown, publish, runs_of
from sim.analysis import paired_differences, standing
from sim.analysis.wording import counted
from sim.report.chapters.phrases import number
from sim.report.figures.forest import draw_forest

TOTAL = "transfers_delivered"


def main() -> None:
    """Answer the question."""
    results, runs = runs_of(__file__)
    orders = runs[runs["arm"] != "none"].astype({"arm": str})
    ranks = standing(orders, TOTAL)
    best, worst = ranks.iloc[0], ranks.iloc[-1]
    effects = paired_differences(runs.astype({"arm": str}), [TOTAL])
    first = effects.assign(first=effects["arm"].str.partition("-")[0], last=effects["arm"].str.rpartition("-")[2])
    means = pd.DataFrame({"begun with": first.groupby("first")["difference"].mean()})
    means["ended with"] = first.groupby("last")["difference"].mean()
    cost = orders.groupby("arm")["programme_cost_million_yuan"].mean()
    said = [
        f"Best on the mean is {best['arm']}, the best of 24 in {counted(best['best_in'])} of {best['readings']} seeds "
        f"(luck only). Worst is "
        f"{worst['arm']}, "
        f"with a mean regret of {number(worst['expected_regret'])} (in 19 of 20 seeds at most "
        f"{number(worst['regret_worst'])}) "
        f"deliveries. All programmes cost {number(cost.min())} to {number(cost.max())} million yuan.",
        f"Without any reform {number(effects['baseline_mean'].iloc[0])} deals are delivered in fifteen years; the "
        "orders add "
        f"{number(effects['difference'].min(), True)} to {number(effects['difference'].max(), True)}. Mean gain "
        "of the six "
        "orders that begin, and that end, with each reform:",
    ]
    table = means.map(lambda value: number(value, True)).rename_axis("reform").reset_index()
    publish(__file__, results, said, {"orders": draw_forest(effects, TOTAL, "no reform")}, [markdown(table)])


if __name__ == "__main__":
    main()
