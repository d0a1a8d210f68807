"""One yuan: `python experiments/q06_one_yuan/analyse.py [RESULTS]`."""

from __future__ import annotations

from experiments.over_readings import TOTAL, Study, said_of
from experiments.publish import write_answer
from sim.analysis.wording import called
from sim.report.chapters.phrases import per_cent

DEADWEIGHT = "fund_deadweight_share"


def main() -> None:
    """Answer the question."""
    study = Study(__file__)
    answer = study.answer(TOTAL)
    dead = {row.arm: float(study.values(row.arm, DEADWEIGHT).mean()) for row in answer.arms}
    with_fund = ", ".join(f"{called(arm, {})} {per_cent(share)}" for arm, share in dead.items())
    said = [
        *said_of(answer),
        f"Share of the public fund's money that went to deals which could pay themselves: {with_fund}.",
    ]
    write_answer(__file__, said, {"arms": study.figure(answer)}, [study.arms_table(answer)], study.basis(__file__))


if __name__ == "__main__":
    main()
