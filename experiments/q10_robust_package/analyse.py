"""Robust to the coding: `python experiments/q10_robust_package/analyse.py [RESULTS]`."""

from __future__ import annotations

from experiments.publish import markdown, publish, runs_of
from sim.analysis import paired_differences, robustness, verdicts
from sim.analysis.wording import counted
from sim.report.chapters.phrases import between, number
from sim.report.chapters.robustness import verdict
from sim.report.figures.forest import draw_forest
from sim.report.figures.who_beats_whom import draw_who_beats_whom

TOTAL, COST = "transfers_delivered", "programme_cost_million_yuan"
SINGLE_LEVERS = 8


def main() -> None:
    """Answer the question."""
    results, runs = runs_of(__file__)
    runs = runs.astype({"arm": str})
    regrets = robustness(runs, TOTAL)
    cost = runs.groupby("arm")[COST].mean()
    regrets.insert(1, "cost", regrets["arm"].map(cost))
    singles = [arm.name for arm in results.plan.arms[: 1 + SINGLE_LEVERS]]
    alone = robustness(runs[runs["arm"].isin(singles)], TOTAL)
    lever = alone.iloc[0]
    said = [
        f"Over {len(results.plan.draws)} codings. {verdict(regrets, TOTAL, '')}",
        f"Among single levers {lever['arm'].replace('_', ' ')} is regretted least: it is best in "
        f"{counted(round(lever['best_in'], 1))} of {lever['draws']} codings, with an expected regret of "
        f"{between(lever['expected_regret'], lever['expected_regret_low'], lever['expected_regret_high'], False)} "
        "deliveries. Single levers, and what each costs over ten years:",
    ]
    table = alone.assign(
        lever=alone["arm"].str.replace("_", " "),
        best=alone["best_in"].round(1).map(counted),
        regret=[
            between(*row, signed=False)
            for row in alone[["expected_regret", "expected_regret_low", "expected_regret_high"]].itertuples(index=False)
        ],
        worst=[f"{value:,.0f}" for value in alone["maximal_regret"]],
        price=[number(cost[arm]) for arm in alone["arm"]],
    )[["lever", "best", "regret", "worst", "price"]]
    table.columns = ["lever", "best in", "expected regret", "largest regret", "cost (million yuan)"]
    figures = {
        "effects": draw_forest(paired_differences(runs, [TOTAL]), TOTAL, "the baseline, over codings and seeds"),
        "pairs": draw_who_beats_whom(verdicts(runs[runs["arm"].isin(singles)], TOTAL), TOTAL, "codings"),
    }
    publish(__file__, results, said, figures, [markdown(table)])


if __name__ == "__main__":
    main()
