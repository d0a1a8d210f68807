"""Clerks for market opening: `python experiments/q03_clerks_for_market_opening/analyse.py [RESULTS]`."""

from __future__ import annotations

import pandas as pd

from experiments.publish import contrast, markdown, publish, runs_of
from sim.analysis import surface
from sim.report.chapters.phrases import number
from sim.report.figures.surface import draw_surface

CLERKS, OPENING = "parameters.clerks", "levers.market_opening.strength"
SPIN_ON, SPIN_OFF, WAIT = "transfers_civil_to_military", "transfers_military_to_civil", "mean_office_wait_quarters"


def main() -> None:
    """Answer the question."""
    results, runs = runs_of(__file__)
    rows = []
    for clerks in sorted(runs[CLERKS].unique()):
        closed, opened = {CLERKS: clerks, OPENING: 0.0}, {CLERKS: clerks, OPENING: 1.0}
        wait = runs[(runs[CLERKS] == clerks) & (runs[OPENING] == 0.0)][WAIT].mean()
        rows.append(
            {
                "clerks": clerks,
                "wait, market closed (quarters)": number(wait),
                "opening adds to the wait": contrast(runs, opened, closed, WAIT),
                "to civil to military": contrast(runs, opened, closed, SPIN_ON),
                "to military to civil": contrast(runs, opened, closed, SPIN_OFF),
            }
        )
    figures = {
        "spin_on": draw_surface(surface(runs, OPENING, CLERKS, SPIN_ON), OPENING, CLERKS, SPIN_ON),
        "wait": draw_surface(surface(runs, OPENING, CLERKS, WAIT), OPENING, CLERKS, WAIT),
    }
    said = ["What opening the market fully changes, by the number of clerks (87 in the baseline):"]
    publish(__file__, results, said, figures, [markdown(pd.DataFrame(rows))])


if __name__ == "__main__":
    main()
