"""Which barrier binds: `python experiments/q01_binding_barrier/analyse.py [RESULTS]`."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from experiments.over_readings import TOTAL, Study, best_in
from experiments.publish import markdown, write_answer
from sim.analysis import log_shortfall, side_by_side, three_tables
from sim.analysis.factorial import Factorial
from sim.analysis.removal import removals
from sim.analysis.shapley import shapley_values
from sim.report.chapters.phrases import number, per_cent
from sim.report.figures.barrier_tables import draw_barrier_tables
from sim.statistics import Numbers


def gains(study: Study, outcome: str) -> tuple[Mapping[str, Numbers], Mapping[str, Numbers]]:
    """Return by barrier, [readings], its Shapley value and what its removal alone brings."""
    design = Factorial.of(study.paired)
    names = [name.rpartition(".")[2].replace("_", " ") for name in design.factors]
    own = shapley_values(study.paired, design, outcome, "removing")[0]
    alone = removals(study.paired, design, outcome, "all present")
    return (dict(zip(names, study.paired.by_reading(values), strict=True)) for values in (own, alone))  # type: ignore[return-value]


def firsts(values: Mapping[str, Numbers], readings: int) -> str:
    """Say which barriers come first, and in how many readings."""
    return ", ".join(f"{name} {count}" for name, count in best_in(values).items() if count) + f" of {readings}"


def main() -> None:
    """Answer the question."""
    study = Study(__file__)
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
                "direction": outcome.removeprefix("transfers_").replace("_", " "),
                "largest Shapley value, in readings": firsts(own, study.readings),
                "best single removal, in readings": firsts(alone, study.readings),
                "the first brings back": f"{top} {study.spread(own[top], signed=False)}",
            }
        )
    own, _ = gains(study, TOTAL)
    parts = [f"{name} {study.spread(own[name])}" for name in sorted(own, key=lambda name: -float(np.median(own[name])))]
    whole = log_shortfall(study.runs, TOTAL).iloc[0]
    deaths = ", ".join(
        f"{row['barrier'].replace('_', ' ')} {row['deaths_rank']} ({per_cent(row['deaths'])})"
        for _, row in wide.sort_values("deaths_rank").iterrows()
    )
    said = [
        "What the removal of each barrier brings in deliveries over ten years, on average over all orders of removal "
        f"(Shapley value; middle, nine readings in ten, readings above zero): {'; '.join(parts)}.",
        f"{orders[0]} different orders of the five barriers occur in {study.readings} readings.",
        f"Ranks by what deals die of, all directions together: {deaths}.",
        f"Removing all five brings {number(whole['ratio'])} times the product of removing each alone.",
    ]
    figures = {"barriers": draw_barrier_tables(tables, TOTAL)}
    write_answer(__file__, said, figures, [markdown(pd.DataFrame(rows))], study.basis(__file__))


if __name__ == "__main__":
    main()
