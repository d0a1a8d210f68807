"""One yuan: `python experiments/q06_one_yuan/analyse.py [RESULTS]`."""

from __future__ import annotations

from experiments.over_readings import TOTAL, Study
from experiments.publish import Brief, publish
from sim.analysis.sentences import sentences
from sim.analysis.wording import called
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
    dead = {row.arm: float(study.values(row.arm, DEADWEIGHT).mean()) for row in answer.arms}
    shares = [_("{name} {number}", name=called(arm, {}), number=per_cent(share)) for arm, share in dead.items()]
    said = [
        *sentences(answer),
        _(
            "Share of the public fund's money that went to deals which could pay themselves: {shares}.",
            shares=comma(shares),
        ),
    ]
    return Brief(said, {"arms": study.figure(answer)}, [study.arms_table(answer)], study.basis(__file__))


if __name__ == "__main__":
    main()
