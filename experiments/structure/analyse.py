"""What holds over forms of the model: `python experiments/structure/analyse.py [RESULTS]`."""

from __future__ import annotations

import pandas as pd

from experiments.publish import Brief, basis_of, markdown, publish, runs_of
from sim.analysis.over_forms import SORTS, OverForms
from sim.language import term
from sim.report.chapters.over_forms import answer, basis, directions, order_table, signs
from sim.report.figures.over_forms import draw_form_effects, draw_over_forms
from sim.store import Results


def main() -> None:
    """Answer the question."""
    results, runs = runs_of(__file__)
    publish(__file__, lambda: brief(results, runs))


def brief(results: Results, runs: pd.DataFrame) -> Brief:
    """Say the answer."""
    over, outcomes = OverForms(results.plan, runs), results.plan.about["outcomes"]
    first = outcomes[0]
    said = [answer(over, first), signs(over, first), directions(over, outcomes), basis(over)]
    tables = [markdown(order_table(over, first, sort).rename(columns=term)) for sort in SORTS if over.of(sort)]
    by_form = over.by_form(first).assign(
        **{"order of levers as shipped": lambda table: table["order of levers as shipped"].map("{:.2f}".format)}
    )
    figures = {
        "over_forms": draw_over_forms(over, first),
        "form_effects": draw_form_effects(over.effects(first), first),
    }
    return Brief(
        said, figures, [*tables, markdown(by_form.rename(columns=term))], basis_of(__file__, results, brackets=False)
    )


if __name__ == "__main__":
    main()
