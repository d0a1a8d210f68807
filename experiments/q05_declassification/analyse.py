"""How far to declassify: `python experiments/q05_declassification/analyse.py [RESULTS]`."""

from __future__ import annotations

import numpy as np
import pandas as pd

from experiments.over_readings import Study
from experiments.publish import Brief, markdown, publish
from sim.analysis import dose_response
from sim.language import _
from sim.report.figures.dose_response import draw_dose_response

RATE, DOSE = "parameters.leak_rate", "levers.graded_declassification.strength"
GAIN, LEAKS, VALUE = "transfers_military_to_civil", "leaks", "value_delivered_million_yuan"
SURE = 0.8  # share of readings in which leaks must rise for a break-even price to be given


def main() -> None:
    """Answer the question."""
    study = Study(__file__)
    publish(__file__, lambda: brief(study))


def brief(study: Study) -> Brief:
    """Say the answer."""
    rows = []
    for rate in sorted(study.runs[RATE].unique()):
        for dose in sorted(study.runs[DOSE].unique())[1:]:
            none, some = study.arm(**{RATE: rate, DOSE: 0.0}), study.arm(**{RATE: rate, DOSE: dose})
            leaks, value = study.gap(some, none, LEAKS), study.gap(some, none, VALUE)
            rises = (leaks > 0).mean() >= SURE
            rows.append(
                {
                    _("leak rate"): f"{rate:g}",
                    _("declassification"): f"{dose:g}",
                    _("more military to civil"): study.change(some, none, GAIN),
                    _("more leaks"): study.change(some, none, LEAKS),
                    _("more value (million yuan)"): study.change(some, none, VALUE),
                    _("break-even price of a leak (million yuan)"): f"{np.mean(value) / np.mean(leaks):,.0f}"
                    if rises
                    else "-",
                }
            )
    lowest = study.runs[study.runs[RATE] == study.runs[RATE].min()]
    table = pd.concat([dose_response(lowest, DOSE, outcome).assign(outcome=outcome) for outcome in (GAIN, LEAKS)])
    figures = {
        "transfers": draw_dose_response(table[table["outcome"] == GAIN], GAIN),
        "leaks": draw_dose_response(table[table["outcome"] == LEAKS], LEAKS),
    }
    said = [
        _(
            "What declassification brings and what it leaks, against none (middle, nine readings in ten, readings in "
            "which it is more). The break-even price is the mean value gained over the mean of leaks added, and a "
            "dash where leaks rise in fewer than four of five readings; a tie is no rise, though the counts shown give "
            "it half:"
        )
    ]
    return Brief(said, figures, [markdown(pd.DataFrame(rows))], study.basis(__file__))


if __name__ == "__main__":
    main()
