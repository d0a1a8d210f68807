"""Clerks for market opening: `python experiments/q03_clerks_for_market_opening/analyse.py [RESULTS]`."""

from __future__ import annotations

import pandas as pd

from experiments.over_readings import COST, TOTAL, Study
from experiments.publish import Brief, markdown, publish
from sim.analysis import surface
from sim.language import _
from sim.report.figures.surface import draw_surface

STAFF, OPENING = "levers.clearance_staff.strength", "levers.market_opening.strength"
SPIN_ON, SPIN_OFF, WAIT = "transfers_civil_to_military", "transfers_military_to_civil", "mean_office_wait_quarters"


def main() -> None:
    """Answer the question."""
    study = Study(__file__)
    publish(__file__, lambda: brief(study))


def brief(study: Study) -> Brief:
    """Say the answer."""
    doses = sorted(study.runs[STAFF].unique())
    base = study.arm(**{STAFF: 0.0, OPENING: 0.0})
    opening, staffing = [], []
    for staff in doses:
        closed, opened = (study.arm(**{STAFF: staff, OPENING: dose}) for dose in (0.0, 1.0))
        opening.append(
            {
                _("clerks added (share of the lever)"): f"{staff:g}",
                _("opening adds to the wait (quarters)"): study.change(opened, closed, WAIT),
                _("to civil to military"): study.change(opened, closed, SPIN_ON),
                _("to military to civil"): study.change(opened, closed, SPIN_OFF),
                _("in all"): study.change(opened, closed, TOTAL),
            }
        )
        staffing.append(
            {
                _("opened whole, with clerks"): f"{staff:g}",
                _("wait against today (quarters)"): study.change(opened, base, WAIT),
                _("military to civil against today"): study.change(opened, base, SPIN_OFF),
                _("in all against today"): study.change(opened, base, TOTAL),
                _("costs (million yuan)"): study.spread(study.gap(opened, base, COST), signed=False),
            }
        )
    figures = {
        "spin_on": draw_surface(surface(study.runs, OPENING, STAFF, SPIN_ON), OPENING, STAFF, SPIN_ON),
        "wait": draw_surface(surface(study.runs, OPENING, STAFF, WAIT), OPENING, STAFF, WAIT),
    }
    said = [
        _(
            "What opening the market whole changes, by how many clerks are added (middle, nine readings in ten, "
            "readings in which it is more), and what both together change against today:"
        )
    ]
    tables = [markdown(pd.DataFrame(opening)), markdown(pd.DataFrame(staffing))]
    return Brief(said, figures, tables, study.basis(__file__))


if __name__ == "__main__":
    main()
