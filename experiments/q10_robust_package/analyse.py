"""Robust to what is not known: `python experiments/q10_robust_package/analyse.py [RESULTS]`."""

from __future__ import annotations

from experiments.over_readings import TOTAL, Study
from experiments.publish import Brief, publish
from sim.analysis.sentences import sentences
from sim.language import _
from sim.levers import LEVERS

SINGLE = {lever.name for lever in LEVERS}


def main() -> None:
    """Answer the question."""
    study = Study(__file__)
    publish(__file__, lambda: brief(study))


def brief(study: Study) -> Brief:
    """Say the answer."""
    base = study.asked.plan.reference
    singles = [base, *(arm for arm in study.paired.arms if arm in SINGLE)]
    packages = [base, *(arm for arm in study.paired.arms if arm not in SINGLE and arm != base)]
    one, other = study.answer(TOTAL, packages), study.answer(TOTAL, singles)
    parts = [_("**Packages.**"), study.arms_table(one), *sentences(one), _("**Single levers, each at full strength.**"),
             study.arms_table(other), *sentences(other)]  # fmt: skip
    figures = {"packages": study.figure(one), "levers": study.figure(other)}
    return Brief([], figures, parts, study.basis(__file__))


if __name__ == "__main__":
    main()
