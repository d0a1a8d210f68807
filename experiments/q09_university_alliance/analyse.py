"""The university alliance: `python experiments/q09_university_alliance/analyse.py [RESULTS]`."""

from __future__ import annotations

import pandas as pd

from experiments.publish import contrast, markdown, publish, runs_of
from sim.analysis import paired_differences
from sim.report.figures.forest import draw_forest

ALLIANCE, LOOKS, ROOM = (
    "levers.university_ip_alliance.strength",
    "parameters.candidates",
    "parameters.capacity_private",
)
OUTCOMES = (
    "transfers_university_to_civil",
    "transfers_university_to_military",
    "transfers_civil_to_military",
    "transfers_military_to_civil",
)


def main() -> None:
    """Answer the question."""
    results, runs = runs_of(__file__)
    rows = []
    for looks in sorted(runs[LOOKS].unique()):
        for room in sorted(runs[ROOM].unique()):
            without = {ALLIANCE: 0.0, LOOKS: looks, ROOM: room}
            rows.append(
                {"looks a quarter": looks, "deals a firm can carry": room}
                | {
                    outcome.removeprefix("transfers_").replace("_", " "): contrast(
                        runs, {**without, ALLIANCE: 1.0}, without, outcome
                    )
                    for outcome in OUTCOMES
                }
            )
    plain = runs[(runs[LOOKS] == 4) & (runs[ROOM] == 4)].astype({"arm": str})
    table = paired_differences(plain, list(OUTCOMES))
    table = table.assign(arm=table["outcome"].str.removeprefix("transfers_"), outcome="transfers_delivered")
    said = ["What the alliance adds to deliveries over ten years, by direction:"]
    figures = {"directions": draw_forest(table, "transfers_delivered", "no alliance, by direction")}
    publish(__file__, results, said, figures, [markdown(pd.DataFrame(rows))])


if __name__ == "__main__":
    main()
