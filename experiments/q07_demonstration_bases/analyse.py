"""Demonstration bases: `python experiments/q07_demonstration_bases/analyse.py [RESULTS]`."""

from __future__ import annotations

import pandas as pd

from experiments.publish import markdown, publish, runs_of
from sim.analysis import paired_differences
from sim.report.chapters.phrases import between
from sim.report.figures.forest import draw_forest
from sim.store import Results

DECAY, TOTAL, GINI = "parameters.distance_decay", "transfers_delivered", "delivery_gini_cities"
BASES = ("mianyang", "deyang", "yibin")
BURN_IN = 20


def by_city(results: Results, runs: pd.DataFrame) -> pd.DataFrame:
    """Return one row per run with the deliveries to every city's organisations in the policy horizon."""
    deals = results.kept("deals")
    done = deals[(deals["status"] == "delivered") & (deals["ended"] >= BURN_IN) & deals["run"].isin(runs["run"])]
    counts = done.groupby(["run", "recipient_city"]).size().unstack(fill_value=0)
    found: pd.DataFrame = runs[["run", "arm", "draw", "seed"]].merge(counts, left_on="run", right_index=True)
    return found


def main() -> None:
    """Answer the question."""
    results, runs = runs_of(__file__)
    near = runs[runs[DECAY] > 0].assign(arm=lambda table: table["arm"].astype(str).str.partition(",")[0])
    cities = by_city(results, near)
    names = [str(name) for name in cities.columns[4:]]
    changes = paired_differences(cities, names)
    rows = []
    for distance, part in (("as it is", near), ("does not matter", runs[runs[DECAY] == 0])):
        part = part.assign(arm=part["arm"].astype(str).str.partition(",")[0])
        table = paired_differences(part, [TOTAL, GINI])
        for arm in table["arm"].unique():
            total, gini = (table[(table["arm"] == arm) & (table["outcome"] == name)].iloc[0] for name in (TOTAL, GINI))
            own, others = own_and_others(by_city(results, part), arm)
            rows.append(
                {
                    "distance": distance,
                    "base in": arm.replace("_", " "),
                    "more in all": between(total["difference"], total["low"], total["high"]),
                    "in the cities with a base": own,
                    "in the others": others,
                    "Gini of cities": between(gini["difference"], gini["low"], gini["high"]),
                }
            )
    chosen = changes[changes["arm"] == "all_three"].assign(arm=lambda table: table["outcome"], outcome=TOTAL)
    said = ["What bases change in deliveries over ten years, against none:"]
    publish(
        __file__,
        results,
        said,
        {"cities": draw_forest(chosen, TOTAL, "no bases, by city of the recipient")},
        [markdown(pd.DataFrame(rows))],
    )


def own_and_others(cities: pd.DataFrame, arm: str) -> tuple[str, str]:
    """Return in words what the cities with a base gain, and what the others do."""
    names = [str(name) for name in cities.columns[4:]]
    own = [arm] if arm in BASES else list(BASES)
    sums = cities.assign(own=cities[own].sum(axis=1), others=cities[names].sum(axis=1) - cities[own].sum(axis=1))
    table = paired_differences(sums[sums["arm"].isin(["none", arm])], ["own", "others"])
    one, two = (between(row["difference"], row["low"], row["high"]) for _, row in table.iterrows())
    return one, two


if __name__ == "__main__":
    main()
