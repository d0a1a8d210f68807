"""Under which conditions an outcome is among the best: boxes in the space of the factors."""

from __future__ import annotations

from sim.analysis import cases, discover
from sim.language import N_, _
from sim.report.chapters.chapter import BETTER, Asked, Chapter, Picture, ReportSection, Table, by_outcome
from sim.report.chapters.phrases import between, number, outcome_label, per_cent
from sim.report.figures.discovered_boxes import draw_discovered_boxes

SHARE = 0.25
FEWEST = 100


def fits(asked: Asked) -> bool:
    """Tell whether the arms are independent points of a sample, and enough of them."""
    return asked.kind == "latin_hypercube" and len(asked.plan.arms) >= FEWEST and bool(asked.ranked)


def write(asked: Asked) -> ReportSection:
    """Give boxes in which the best quarter of the outcome is dense."""
    section = ReportSection(_("Under which conditions"))
    section.text.append(
        _(
            "A tree proposes boxes on one half of the points and is judged on the other; a box that "
            "chance would bring as often is left out."
        )
    )

    def one(outcome: str) -> None:
        means = asked.runs.groupby("arm", sort=False)[outcome].mean()
        high = BETTER[outcome] == "higher"
        edge = float(means.quantile(1 - SHARE if high else SHARE))
        boxes = discover(cases(asked.runs, outcome, above=edge if high else None, below=None if high else edge))
        text = N_("{outcome} above {edge}") if high else N_("{outcome} below {edge}")
        what = _(text, outcome=outcome_label(outcome), edge=number(edge))
        if boxes.empty:
            section.text.append(_("No conditions under which {what} is more common held up.", what=what))
            return
        top = boxes.iloc[0]
        sentence = _(
            "In the densest box {density} of the points have {what} ({interval}), against {base_rate} "
            "of all; it holds {coverage} of all such points.",
            density=per_cent(top["density"]),
            what=what,
            interval=between(top["density"], top["density_low"], top["density_high"], signed=False),
            base_rate=per_cent(top["base_rate"]),
            coverage=per_cent(top["coverage"]),
        )
        section.answer = section.answer or sentence
        section.text.append(sentence)
        section.pictures.append(
            Picture(f"boxes_{outcome}", _("Where {what}.", what=what), draw_discovered_boxes(boxes, what), boxes)
        )
        section.tables.append(Table(f"boxes_{outcome}", _("Where {what}; intervals hold 95 %.", what=what), boxes))

    by_outcome(section, asked.ranked, one)
    return section


CHAPTER = Chapter("discovery", fits, write)
