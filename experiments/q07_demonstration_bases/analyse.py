"""Demonstration bases: `python experiments/q07_demonstration_bases/analyse.py [RESULTS]`."""

from __future__ import annotations

import pandas as pd

from experiments.over_readings import TOTAL, Study
from experiments.publish import Brief, markdown, publish
from sim.analysis.wording import city_called
from sim.language import _

DECAY, GINI = "parameters.distance_decay", "delivery_gini_cities"
BASES = ("mianyang", "deyang", "yibin")
NONE, ALL = "none", "all_three"


def arm_of(study: Study, base: str, far: bool) -> str:
    """Return the arm with a base in a city, where distance matters (or does not)."""
    found = [one.name for one in study.asked.plan.arms if one.name.partition(",")[0] == base
             and (one.factors[DECAY] == 0.0) is far]  # fmt: skip
    if len(found) != 1:
        raise ValueError(f"{base} has {len(found)} arms, not one")
    return found[0]


def main() -> None:
    """Answer the question."""
    study = Study(__file__)
    publish(__file__, lambda: brief(study))


def brief(study: Study) -> Brief:
    """Say the answer."""
    rows, cities = [], []
    into = study.deliveries("recipient")
    for far, distance in ((False, _("as it is")), (True, _("does not matter"))):
        none = arm_of(study, NONE, far)
        for base in (*BASES, ALL):
            arm = arm_of(study, base, far)
            own = list(BASES) if base == ALL else [base]
            gaps = (into.loc[arm] - into.loc[none]).to_numpy()
            there = into.columns.isin(own)
            rows.append(
                {
                    _("distance"): distance,
                    _("base in"): _("all three") if base == ALL else city_called(base),
                    _("more in all"): study.change(arm, none, TOTAL),
                    _("in the cities with a base"): study.spread(gaps[:, there].sum(axis=1)),
                    _("in the others"): study.spread(gaps[:, ~there].sum(axis=1)),
                    _("Gini of cities, hundredths"): study.spread(100 * study.gap(arm, none, GINI)),
                }
            )
            if base == ALL and not far:
                cities = [
                    {_("city"): city_called(city), _("receives more"): study.spread(gaps[:, place])}
                    for place, city in enumerate(into)
                ]
    said = [
        _(
            "What bases change in deliveries over ten years, against none (middle, nine readings in ten, readings in "
            "which it is more); below, all three bases by city of the recipient:"
        )
    ]
    return Brief(said, {}, [markdown(pd.DataFrame(rows)), markdown(pd.DataFrame(cities))], study.basis(__file__))


if __name__ == "__main__":
    main()
