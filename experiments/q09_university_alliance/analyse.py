"""The university alliance: `python experiments/q09_university_alliance/analyse.py [RESULTS]`."""

from __future__ import annotations

import pandas as pd

from experiments.over_readings import COST, TOTAL, Study
from experiments.publish import Brief, markdown, publish
from sim.analysis import paired_differences
from sim.language import _, term
from sim.report.figures.forest import draw_forest

ALLIANCE, LOOKS, ROOM = "levers.university_ip_alliance.strength", "parameters.candidates", "parameters.capacity_private"
OUTCOMES = (
    "transfers_university_to_civil",
    "transfers_university_to_military",
    "transfers_civil_to_military",
    "transfers_military_to_civil",
)


def main() -> None:
    """Answer the question."""
    study = Study(__file__)
    publish(__file__, lambda: brief(study))


def brief(study: Study) -> Brief:
    """Say the answer."""
    settings = sorted({(arm.factors[LOOKS], arm.factors[ROOM]) for arm in study.asked.plan.arms})
    rows = []
    own = {arm.name: arm.factors for arm in study.asked.plan.arms}[study.asked.plan.reference]
    for looks, room in settings:
        without, alliance = (study.arm(**{ALLIANCE: on, LOOKS: looks, ROOM: room}) for on in (0.0, 1.0))
        outcomes = {term(name.removeprefix("transfers_")): study.change(alliance, without, name) for name in OUTCOMES}
        rows.append(
            {_("looks a quarter"): said_of(looks, own[LOOKS]), _("deals a firm can carry"): said_of(room, own[ROOM])}
            | outcomes
            | {
                _("in all"): study.change(alliance, without, TOTAL),
                _("costs (million yuan)"): study.spread(study.gap(alliance, without, COST), signed=False),
            }
        )
    looks, room = settings[0]
    plain = study.runs[(study.runs[LOOKS] == looks) & (study.runs[ROOM] == room)]
    table = paired_differences(plain, list(OUTCOMES))
    table = table.assign(arm=table["outcome"].str.removeprefix("transfers_"), outcome=TOTAL)
    said = [
        _(
            "What the alliance adds to deliveries over ten years, by direction (middle, nine readings in ten, "
            "readings in which it is more):"
        )
    ]
    figures = {"directions": draw_forest(table, TOTAL, _("no alliance, by direction"))}
    return Brief(said, figures, [markdown(pd.DataFrame(rows))], study.basis(__file__))


def said_of(value: float, base: float) -> str:
    """Write a level; the base is not one number, but what each reading has."""
    return _("as read") if value == base else f"{value:g}"


if __name__ == "__main__":
    main()
