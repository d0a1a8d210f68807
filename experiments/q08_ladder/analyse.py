"""Up the ladder: `python experiments/q08_ladder/analyse.py [RESULTS]`."""

from __future__ import annotations

import pandas as pd

from experiments.over_readings import Study
from experiments.publish import Brief, markdown, publish
from sim.analysis import paired_differences
from sim.analysis.factorial import Factorial
from sim.analysis.shapley import shapley_values
from sim.analysis.wording import called
from sim.language import N_, _, comma
from sim.report.figures.forest import draw_forest

SUBSYSTEMS, MACHINES, NUMBER = "share_key_subsystems", "share_complete_machines", "transfers_civil_to_military"
SHORT = {
    "anchor_programme": N_("lead enterprises"),
    "anchor_slots": N_("places"),
    "licence_life": N_("licences"),
    "standards_convergence": N_("standards"),
}


def changes(arm: str) -> str:
    """Name what an arm changes, short enough to stand beside a figure."""
    settings = (setting.split("=") for setting in arm.split(", "))
    return comma([_(SHORT[name]) for name, value in settings if value not in ("0", "base")])


def main() -> None:
    """Answer the question."""
    study = Study(__file__)
    publish(__file__, lambda: brief(study))


def brief(study: Study) -> Brief:
    """Say the answer."""
    design = Factorial.of(study.paired)
    base = study.asked.plan.reference
    labels = {"anchor_slots": _("Supplier places of lead enterprises"), "licence_life": _("Life of a licence")}
    columns = {
        _("key subsystems, % of supplies"): (SUBSYSTEMS, 100.0),
        _("complete machines, % of supplies"): (MACHINES, 100.0),
        _("civil to military"): (NUMBER, 1.0),
    }
    rows: list[dict[str, str]] = [{_("change"): called(factor.split(".")[1], labels)} for factor in design.factors]
    for column, (outcome, times) in columns.items():
        values = study.paired.by_reading(shapley_values(study.paired, design, outcome, "adding")[0])
        for row, own in zip(rows, values, strict=True):
            row[column] = study.spread(times * own)
    said = [
        _(
            "In the baseline {subsystems} % of what private firms supply are key subsystems and {machines} % complete "
            "machines. What each change adds on average over all orders in which the four can be made (middle, nine "
            "readings in ten, readings in which it is more):",
            subsystems=study.spread(100 * study.values(base, SUBSYSTEMS), signed=False),
            machines=study.spread(100 * study.values(base, MACHINES), signed=False),
        ),
    ]
    table = paired_differences(study.runs, [SUBSYSTEMS])
    table["arm"] = table["arm"].map(changes)
    figures = {"subsystems": draw_forest(table, SUBSYSTEMS, _("the baseline"))}
    return Brief(said, figures, [markdown(pd.DataFrame(rows))], study.basis(__file__))


if __name__ == "__main__":
    main()
