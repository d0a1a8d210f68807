"""Up the ladder: `python experiments/q08_ladder/analyse.py [RESULTS]`."""

from __future__ import annotations

import pandas as pd

from experiments.publish import markdown, publish, runs_of
from sim.analysis import paired_differences, shapley
from sim.report.chapters.phrases import between, factor_words, per_cent
from sim.report.figures.forest import draw_forest

SHARES = ("share_key_subsystems", "share_complete_machines")
NUMBER = "transfers_civil_to_military"
SHORT = {
    "anchor_programme": "lead enterprises",
    "anchor_slots": "places",
    "licence_life": "licences",
    "standards_convergence": "standards",
}


def changes(arm: str) -> str:
    """Name what an arm changes, short enough to stand beside a figure."""
    settings = (setting.split("=") for setting in arm.split(", "))
    return ", ".join(SHORT[name] for name, value in settings if value != "0")


def main() -> None:
    """Answer the question."""
    results, runs = runs_of(__file__)
    runs = runs.astype({"arm": str})
    base = runs[runs["arm"] == runs["arm"].iloc[0]]
    values = shapley(runs, [*SHARES, NUMBER])
    rows = [
        {"change": factor_words(factor)}
        | {
            outcome.replace("_", " "): between(row["value"], row["low"], row["high"])
            for outcome in (*SHARES, NUMBER)
            for _, row in part[part["outcome"] == outcome].iterrows()
        }
        for factor, part in values.groupby("factor", sort=False)
    ]
    said = [
        f"In the baseline {per_cent(base[SHARES[0]].mean())} of what private firms supply are key subsystems and "
        f"{100 * base[SHARES[1]].mean():.1f} % complete machines. What each change adds on average over all "
        "orders in which "
        "the four can be made (shares from 0 to 1; deliveries over ten years):",
    ]
    table = paired_differences(runs, [SHARES[0]])
    table["arm"] = table["arm"].map(changes)
    figures = {"subsystems": draw_forest(table, SHARES[0], "the baseline")}
    publish(__file__, results, said, figures, [markdown(pd.DataFrame(rows))])


if __name__ == "__main__":
    main()
