"""How far to declassify: `python experiments/q05_declassification/analyse.py [RESULTS]`."""

from __future__ import annotations

import pandas as pd

from experiments.publish import contrast_row, markdown, publish, runs_of
from sim.analysis import dose_response
from sim.report.chapters.phrases import between, number
from sim.report.figures.dose_response import draw_dose_response

RATE, DOSE = "parameters.leak_rate", "levers.graded_declassification.strength"
GAIN, LEAKS, VALUE = "transfers_military_to_civil", "leaks", "value_delivered_million_yuan"


def main() -> None:
    """Answer the question."""
    results, runs = runs_of(__file__)
    rows = []
    for rate in sorted(runs[RATE].unique()):
        for dose in sorted(runs[DOSE].unique())[1:]:
            none, some = {RATE: rate, DOSE: 0.0}, {RATE: rate, DOSE: dose}
            gain, leaks, value = (contrast_row(runs, some, none, outcome) for outcome in (GAIN, LEAKS, VALUE))
            price = value["difference"] / leaks["difference"] if leaks["low"] > 0 else float("nan")
            rows.append(
                {
                    "leak rate": rate,
                    "declassification": dose,
                    "more military to civil": between(gain["difference"], gain["low"], gain["high"]),
                    "more leaks": between(leaks["difference"], leaks["low"], leaks["high"]),
                    "more value (million yuan)": between(value["difference"], value["low"], value["high"]),
                    "break-even price of a leak (million yuan)": number(price),
                }
            )
    lowest = runs[runs[RATE] == runs[RATE].min()]
    table = pd.concat([dose_response(lowest, DOSE, outcome).assign(outcome=outcome) for outcome in (GAIN, LEAKS)])
    figures = {
        "transfers": draw_dose_response(table[table["outcome"] == GAIN], GAIN),
        "leaks": draw_dose_response(table[table["outcome"] == LEAKS], LEAKS),
    }
    said = [
        "What declassification brings and what it leaks, against none; the break-even price is the value gained "
        "over the "
        "leaks added, and a dash where it is not sure that leaks rise:"
    ]
    publish(__file__, results, said, figures, [markdown(pd.DataFrame(rows))])


if __name__ == "__main__":
    main()
