"""Which of many numbers matter at all: the mean size and the spread of the effects of small steps."""

from __future__ import annotations

from sim.analysis import morris_effects
from sim.analysis.wording import too_few
from sim.language import _
from sim.report.chapters.chapter import Asked, Chapter, Picture, ReportSection, Table, by_outcome
from sim.report.chapters.phrases import between, factor_words, joined, outcome_label, unit_of
from sim.report.figures.sensitivity import draw_morris

FEWEST_TRAJECTORIES = 6
"""With five, the larger of two equal effects is the larger in all by luck alone in one study of sixteen."""


def fits(asked: Asked) -> bool:
    """Tell whether the arms are Morris trajectories."""
    return asked.kind == "morris" and bool(asked.outcomes)


def write(asked: Asked) -> ReportSection:
    """Give elementary effects by outcome."""
    section = ReportSection(_("What matters at all"))
    section.text.append(
        _(
            "An elementary effect is the change of the outcome when one factor moves, scaled to its "
            "whole range. Their mean size says how much a factor matters; their spread says how much "
            "that depends on the others."
        )
    )
    few = too_few(int(asked.design["samples"]), "trajectories", FEWEST_TRAJECTORIES)

    def one(outcome: str) -> None:
        table = morris_effects(asked.runs, asked.problem, outcome)
        top = table.iloc[0]
        moved = joined([factor_words(key) for key in table["factor"][:3]])
        sentence = (
            _("Which factors move {outcome} most is {few}.", outcome=outcome_label(outcome), few=few)
            if few
            else _(
                "{factors} move {outcome} most; the first by {effect} over its range.",
                factors=moved.capitalize(),
                outcome=outcome_label(outcome),
                effect=between(top["mu_star"], top["mu_star_low"], top["mu_star_high"], signed=False)
                + unit_of(outcome),
            )
        )
        section.answer = section.answer or sentence
        name, caption = f"morris_{outcome}", _("Elementary effects on {outcome}.", outcome=outcome_label(outcome))
        section.pictures.append(Picture(name, caption, draw_morris(table, outcome), table))
        section.tables.append(Table(name, _("{caption} Intervals hold 95 %.", caption=caption), table))

    by_outcome(section, asked.outcomes, one)
    section.sources.append(
        "Morris, M. D. (1991). Factorial sampling plans for preliminary computational "
        "experiments. Technometrics 33, 161-174."
    )
    return section


CHAPTER = Chapter("screen", fits, write)
