"""Coordination net of displacement: `python experiments/q04_coordination_net_of_displacement/analyse.py [RESULTS]`."""

from __future__ import annotations

import numpy as np
import pandas as pd

from experiments.over_readings import COST, TOTAL, Study, above_in
from experiments.publish import Brief, markdown, publish
from sim.analysis.sentences import sentences
from sim.analysis.wording import amount, city_called
from sim.language import _, comma
from sim.report.chapters.phrases import per_cent
from sim.statistics import Numbers

BODY, STAFF = "levers.coordination_body.strength", "levers.clearance_staff.strength"
ACROSS = "transfers_cross_jurisdiction"
MOST_CITIES = 3


def main() -> None:
    """Answer the question."""
    study = Study(__file__)
    publish(__file__, lambda: brief(study))


def brief(study: Study) -> Brief:
    """Say the answer."""
    rows = []
    for staff, label in ((0.0, _("as they are")), (1.0, _("with the clerks of the lever"))):
        without, body = (study.arm(**{BODY: on, STAFF: staff}) for on in (0.0, 1.0))
        across, total = study.gap(body, without, ACROSS), study.gap(body, without, TOTAL)
        rows.append(
            {
                _("offices"): label,
                _("more across the boundary"): study.change(body, without, ACROSS),
                _("more in all"): study.change(body, without, TOTAL),
                _("of what crosses is displaced (of the middles)"): displaced(across, total),
                _("costs (million yuan)"): study.spread(study.gap(body, without, COST), signed=False),
            }
        )
    without, body, staff = (study.arm(**{BODY: on, STAFF: more}) for on, more in ((0, 0), (1, 0), (0, 1)))
    both = study.arm(**{BODY: 1.0, STAFF: 1.0})
    labels = {without: _("as it is"), body: _("a body"), staff: _("clerks"), both: _("a body and clerks")}
    answer = study.answer(TOTAL, [without, body, staff, both])
    said = [
        _("What a body adds to deliveries (middle, nine readings in ten, readings in which it is more):"),
        by_city(study, body, without),
        *sentences(answer, labels),
    ]
    figures = {"arms": study.figure(answer, labels)}
    tables = [markdown(pd.DataFrame(rows)), study.arms_table(answer, labels)]
    return Brief(said[:1], figures, [tables[0], *said[1:], tables[1]], study.basis(__file__))


def displaced(across: Numbers, total: Numbers) -> str:
    """Say which share of what crosses more is missing elsewhere; a dash where hardly anything crosses more."""
    more = float(np.median(across))
    return "-" if more < 1 else per_cent(1 - float(np.median(total)) / more)


def by_city(study: Study, body: str, without: str) -> str:
    """Say which cities receive more, and which less."""
    table = study.deliveries("recipient")
    gaps = table.loc[body] - table.loc[without]
    order = gaps.mean().sort_values(ascending=False)
    named = [*order.index[:MOST_CITIES], *order.index[-MOST_CITIES:]]
    parts = [
        _(
            "{city} {amount} (more in {readings})",
            city=city_called(city),
            amount=amount(order[city], signed=True),
            readings=above_in(gaps[city].to_numpy()),
        )
        for city in named
    ]
    return _(
        "Deliveries received, mean over readings, rise most in {ahead}, and least in {behind}.",
        ahead=comma(parts[:MOST_CITIES]),
        behind=comma(parts[MOST_CITIES:]),
    )


if __name__ == "__main__":
    main()
