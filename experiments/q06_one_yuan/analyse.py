"""One yuan: `python experiments/q06_one_yuan/analyse.py [RESULTS]`."""

from __future__ import annotations

from experiments.over_readings import TOTAL, Study
from experiments.publish import Brief, publish
from sim.analysis.sentences import sentences
from sim.analysis.wording import named
from sim.language import _, comma
from sim.report.chapters.phrases import per_cent

DEADWEIGHT = "fund_deadweight_share"


def main() -> None:
    """Answer the question."""
    study = Study(__file__)
    publish(__file__, lambda: brief(study))


def brief(study: Study) -> Brief:
    """Say the answer."""
    answer = study.answer(TOTAL)
    labels = {
        "none": _("Doing nothing"),
        "fund_and_credit": _("Fund and credit guarantee"),
        "equal_treatment_and_credit": _("Equal treatment and credit guarantee"),
    }
    dead = {row.arm: float(study.values(row.arm, DEADWEIGHT).mean()) for row in answer.arms}
    shares = [_("{name} {number}", name=named(arm, labels), number=per_cent(share)) for arm, share in dead.items()]
    said = [
        *sentences(answer, labels),
        _(
            "Share of the public fund's money that went to deals which could pay themselves: {shares}.",
            shares=comma(shares),
        ),
    ]
    figures = {"arms": study.figure(answer, labels)}
    return Brief(said, figures, [study.arms_table(answer, labels)], study.basis(__file__))


if __name__ == "__main__":
    main()
