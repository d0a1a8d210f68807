"""Whether there were runs enough: the headline difference by the number of replications."""

from __future__ import annotations

import numpy as np

from sim.analysis import convergence, paired_differences
from sim.report.chapters.chapter import Asked, Chapter, Picture, ReportSection
from sim.report.chapters.phrases import arm_words, outcome_label, per_cent
from sim.report.figures.convergence import draw_convergence
from sim.statistics import FEWEST


def fits(asked: Asked) -> bool:
    """Tell whether there are arms to compare and seeds to count."""
    few = 2 <= len(asked.plan.arms) <= 100 and not asked.sampled
    return few and asked.pairs.units >= FEWEST and bool(asked.outcomes)


def write(asked: Asked) -> ReportSection:
    """Show the largest difference by the number of replications."""
    outcome, runs = asked.outcomes[0], asked.settings[0].runs
    table = paired_differences(runs, [outcome])
    arm = str(table["arm"].iloc[int(table["difference"].abs().to_numpy().argmax())])
    steps = convergence(runs, arm, outcome)
    last = steps.iloc[-1]
    enough = (steps["relative_half_width"] <= 0.05) & (steps["replications"] >= FEWEST)
    reached = steps.loc[enough, "replications"]
    section = ReportSection("Were there runs enough?")
    share = float(last["relative_half_width"])
    section.text.append(
        f"{arm_words(arm).capitalize()} differs most in {outcome_label(outcome)}. After {int(last['replications'])} "
        f"replications its difference is known to {per_cent(share) if np.isfinite(share) else 'no share'} of the "
        "baseline; " + (f"5 % was reached after {int(reached.min())}." if len(reached) else "5 % has not been reached.")
    )
    figure = draw_convergence(steps, arm, outcome)
    caption = f"Difference in {outcome_label(outcome)} by the number of replications."
    section.pictures.append(Picture("convergence", caption, figure, steps))
    return section


CHAPTER = Chapter("convergence", fits, write)
