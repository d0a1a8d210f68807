"""Under which conditions an outcome is among the best: boxes in the space of the factors."""

from __future__ import annotations

from sim.analysis import cases, discover
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
    section = ReportSection("Under which conditions")
    section.text.append(
        "A tree proposes boxes on one half of the points and is judged on the other; a box that chance would bring as "
        "often is left out."
    )

    def one(outcome: str) -> None:
        means = asked.runs.groupby("arm", sort=False)[outcome].mean()
        high = BETTER[outcome] == "higher"
        edge = float(means.quantile(1 - SHARE if high else SHARE))
        boxes = discover(cases(asked.runs, outcome, above=edge if high else None, below=None if high else edge))
        what = f"{outcome_label(outcome)} {'above' if high else 'below'} {number(edge)}"
        if boxes.empty:
            section.text.append(f"No conditions under which {what} is more common held up.")
            return
        top = boxes.iloc[0]
        sentence = (
            f"In the densest box {per_cent(top['density'])} of the points have {what} "
            f"({between(top['density'], top['density_low'], top['density_high'], signed=False)}), against "
            f"{per_cent(top['base_rate'])} of all; it holds {per_cent(top['coverage'])} of all such points."
        )
        section.answer = section.answer or sentence
        section.text.append(sentence)
        section.pictures.append(
            Picture(f"boxes_{outcome}", f"Where {what}.", draw_discovered_boxes(boxes, what), boxes)
        )
        section.tables.append(Table(f"boxes_{outcome}", f"Where {what}; intervals hold 95 %.", boxes))

    by_outcome(section, asked.ranked, one)
    return section


CHAPTER = Chapter("discovery", fits, write)
