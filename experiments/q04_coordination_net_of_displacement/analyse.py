"""Coordination net of displacement: `python experiments/q04_coordination_net_of_displacement/analyse.py [RESULTS]`."""

from __future__ import annotations

import pandas as pd

from experiments.publish import contrast_row, markdown, publish, runs_of
from sim.analysis import paired_differences
from sim.report.chapters.phrases import between, number, per_cent
from sim.report.figures.forest import draw_forest
from sim.store import Results

BODY, CLERKS, SCALE = (
    "levers.coordination_body.strength",
    "parameters.clerks",
    "parameters.comprehension_scale",
)
ACROSS, TOTAL = "transfers_cross_jurisdiction", "transfers_delivered"
BURN_IN = 20


def by_city(results: Results, runs: pd.DataFrame) -> pd.DataFrame:
    """Return one row per run and city: deliveries to the city's organisations in the policy horizon, as arms."""
    arms = runs[(runs[CLERKS] == 87) & (runs[SCALE] == 0.55)][["run", "arm", "draw", "seed", BODY]]
    deals = results.kept("deals")
    done = deals[(deals["status"] == "delivered") & (deals["ended"] >= BURN_IN) & deals["run"].isin(arms["run"])]
    counts = done.groupby(["run", "recipient_city"]).size().unstack(fill_value=0)
    return arms.merge(counts, left_on="run", right_index=True).sort_values([BODY, "seed"]).astype({"arm": str})


def main() -> None:
    """Answer the question."""
    results, runs = runs_of(__file__)
    rows = []
    for clerks in sorted(runs[CLERKS].unique()):
        for scale in sorted(runs[SCALE].unique()):
            without = {BODY: 0.0, CLERKS: clerks, SCALE: scale}
            across = contrast_row(runs, {**without, BODY: 1.0}, without, ACROSS)
            total = contrast_row(runs, {**without, BODY: 1.0}, without, TOTAL)
            rows.append(
                {
                    "clerks": clerks,
                    "comprehension scale": scale,
                    "more across the boundary": between(across["difference"], across["low"], across["high"]),
                    "more in all": between(total["difference"], total["low"], total["high"]),
                    "displaced": per_cent(1 - total["difference"] / across["difference"]),
                }
            )
    cities = by_city(results, runs)
    names = [str(name) for name in cities.columns[5:]]
    table = paired_differences(cities, names)
    table = table.assign(arm=table["outcome"], outcome=TOTAL)
    gain = table.sort_values("difference", ascending=False)
    ahead = ", ".join(f"{row.arm} {number(row.difference, True)}" for row in gain.head(3).itertuples())
    behind = ", ".join(f"{row.arm} {number(row.difference, True)}" for row in gain.tail(3).itertuples())
    said = [
        "What the body adds, by clerks and by how far partners understand one another:",
        f"In the baseline's world, deliveries received rise most in {ahead}, and least in {behind}.",
    ]
    figure = draw_forest(table, TOTAL, "no coordination body, by city of the recipient")
    publish(__file__, results, [said[0]], {"cities": figure}, [markdown(pd.DataFrame(rows)), said[1]])


if __name__ == "__main__":
    main()
