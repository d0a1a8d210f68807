"""Which barrier binds: `python experiments/q01_binding_barrier/analyse.py [RESULTS]`."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from experiments.over_readings import TOTAL, Study, best_in
from experiments.publish import Brief, markdown, publish
from sim.analysis import log_shortfall, side_by_side, three_tables
from sim.analysis.factorial import Factorial
from sim.analysis.removal import removals
from sim.analysis.shapley import shapley_values
from sim.language import _, comma, semicolon, term
from sim.report.chapters.phrases import number, per_cent
from sim.report.figures.barrier_tables import draw_barrier_tables
from sim.statistics import Numbers


def gains(study: Study, outcome: str) -> tuple[Mapping[str, Numbers], Mapping[str, Numbers]]:
    """Return by barrier, [readings], its Shapley value and what its removal alone brings."""
    design = Factorial.of(study.paired)
    names = [term(name.rpartition(".")[2]) for name in design.factors]
    own = shapley_values(study.paired, design, outcome, "removing")[0]
    alone = removals(study.paired, design, outcome, "all present")
    return (dict(zip(names, study.paired.by_reading(values), strict=True)) for values in (own, alone))  # type: ignore[return-value]


def firsts(values: Mapping[str, Numbers], readings: int) -> str:
    """Say which barriers come first, and in how many readings."""
    counts = [_("{name} {number}", name=name, number=count) for name, count in best_in(values).items() if count]
    return _("{counts} of {readings}", counts=comma(counts), readings=readings)


def main() -> None:
    """Answer the question."""
    study = Study(__file__)
    publish(__file__, lambda: brief(study))


def brief(study: Study) -> Brief:
    """Say the answer."""
    tables = three_tables(study.runs, TOTAL)
    wide = side_by_side(tables)
    rows, orders = [], []
    for outcome in study.asked.plan.about["outcomes"]:
        own, alone = gains(study, outcome)
        ranks = np.argsort(-np.array(list(own.values())), axis=0)
        orders.append(len(np.unique(ranks, axis=1).T))
        top = max(own, key=lambda name: float(np.median(own[name])))
        rows.append(
            {
                _("direction"): term(outcome.removeprefix("transfers_")),
                _("largest Shapley value, in readings"): firsts(own, study.readings),
                _("best single removal, in readings"): firsts(alone, study.readings),
                _("the first brings back"): _("{name} {number}", name=top, number=study.spread(own[top], signed=False)),
            }
        )
    own, _alone = gains(study, TOTAL)
    order = sorted(own, key=lambda name: -float(np.median(own[name])))
    parts = [_("{name} {number}", name=name, number=study.spread(own[name])) for name in order]
    whole = log_shortfall(study.runs, TOTAL).iloc[0]
    deaths = [
        _("{name} {rank} ({share})", name=term(row["barrier"]), rank=row["deaths_rank"], share=per_cent(row["deaths"]))
        for row in wide.sort_values("deaths_rank").to_dict("records")
    ]
    said = [
        _(
            "What the removal of each barrier brings in deliveries over ten years, on average over all orders of "
            "removal (Shapley value; middle, nine readings in ten, readings above zero): {parts}.",
            parts=semicolon(parts),
        ),
        _(
            "{orders} different orders of the five barriers occur in {readings} readings.",
            orders=orders[0],
            readings=study.readings,
        ),
        _("Ranks by what deals die of, all directions together: {deaths}.", deaths=comma(deaths)),
        _("Removing all five brings {ratio} times the product of removing each alone.", ratio=number(whole["ratio"])),
    ]
    figures = {"barriers": draw_barrier_tables(tables, TOTAL)}
    return Brief(said, figures, [markdown(pd.DataFrame(rows))], study.basis(__file__))


if __name__ == "__main__":
    main()
