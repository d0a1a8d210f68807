"""In what order: `python experiments/q02_order_of_reforms/analyse.py [RESULTS]`."""

from __future__ import annotations

import numpy as np
import pandas as pd

from experiments.over_readings import COST, TOTAL, Study, above_in, best_in
from experiments.publish import Brief, markdown, publish
from sim.analysis import paired_differences
from sim.analysis.wording import amount, called, verdict_words
from sim.language import _, _c
from sim.report.chapters.phrases import paid
from sim.report.figures.forest import draw_forest
from sim.statistics import Numbers

NONE = "none"
REFORMS = {
    "clerks": "clearance_staff",
    "market": "market_opening",
    "secrecy": "graded_declassification",
    "standards": "standards_convergence",
}
"""The lever of each reform, by the word for it in the names of the arms."""


def order_called(arm: str) -> str:
    """Return what to call an order of reforms."""
    words = {
        "clerks": _c("in the name of an order", "clerks"),
        "market": _c("in the name of an order", "market"),
        "secrecy": _c("in the name of an order", "secrecy"),
        "standards": _c("in the name of an order", "standards"),
    }
    return "-".join(words[reform] for reform in arm.split("-"))


def main() -> None:
    """Answer the question."""
    study = Study(__file__)
    publish(__file__, lambda: brief(study))


def brief(study: Study) -> Brief:
    """Say the answer."""
    orders = [arm for arm in study.paired.arms if arm != NONE]
    gain = {arm: study.gap(arm, NONE, TOTAL) for arm in orders}
    firsts = best_in(gain)
    best = max(gain, key=lambda arm: float(gain[arm].mean()))
    worst = min(gain, key=lambda arm: float(gain[arm].mean()))
    spread = np.array([np.ptp([gain[arm][reading] for arm in orders]) for reading in range(study.readings)])
    price = np.concatenate([study.gap(arm, NONE, COST) for arm in orders])
    (pair,) = study.answer(TOTAL, [worst, best]).pairs
    middles = [float(np.median(one)) for one in gain.values()]
    low, high = (float(np.percentile(price, share)) for share in (5, 95))
    said = [
        _(
            "Against no reform the 24 orders add {least} to {most} deliveries in fifteen years (middles); between "
            "the best and the worst order of a reading lie {spread}.",
            least=amount(min(middles)),
            most=amount(max(middles)),
            spread=study.spread(spread, signed=False),
        ),
        _(
            "Best on the mean is {best}: the best of 24 in {firsts} of {readings} readings. Between it and the worst "
            "on the mean, {worst}, lie {more}: {verdict} (the first is ahead in {ahead}). {ever} orders are the best "
            "in some reading. Strengths are scaled until all cost the same; nine in ten of the bills are {low} to "
            "{high}.",
            best=order_called(best),
            firsts=firsts[best],
            readings=study.readings,
            worst=order_called(worst),
            more=study.spread(study.gap(best, worst, TOTAL), signed=False),
            verdict=verdict_words(pair.verdict),
            ahead=above_in(study.gap(best, worst, TOTAL)),
            ever=sum(count > 0 for count in firsts.values()),
            low=paid(low, last=False),
            high=paid(high),
        ),
        _("The six orders that begin, and that end, with each reform, against the mean of all 24:"),
    ]
    table = by_reform(study, gain)
    effects = paired_differences(study.runs, [TOTAL])
    effects["arm"] = effects["arm"].map(order_called)
    figures = {"orders": draw_forest(effects, TOTAL, _("no reform"))}
    return Brief(said, figures, [markdown(table)], study.basis(__file__))


def by_reform(study: Study, gain: dict[str, Numbers]) -> pd.DataFrame:
    """Return what beginning and ending with each reform brings, against the mean of all orders, in words."""
    mean = np.mean(list(gain.values()), axis=0)
    rows = []
    for reform, lever in REFORMS.items():
        first = np.mean([own for arm, own in gain.items() if arm.partition("-")[0] == reform], axis=0) - mean
        last = np.mean([own for arm, own in gain.items() if arm.rpartition("-")[2] == reform], axis=0) - mean
        rows.append(
            {_("reform"): called(lever, {}), _("begun with"): study.spread(first), _("ended with"): study.spread(last)}
        )
    return pd.DataFrame(rows)


if __name__ == "__main__":
    main()
