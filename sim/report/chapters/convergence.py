"""Whether there were runs enough: the headline difference by the number of replications."""

from __future__ import annotations

import numpy as np

from sim.analysis import convergence, paired_differences
from sim.language import N_, _
from sim.report.chapters.chapter import Asked, Chapter, Picture, ReportSection
from sim.report.chapters.phrases import arm_words, outcome_label, per_cent
from sim.report.figures.convergence import draw_convergence
from sim.statistics import FEWEST


def fits(asked: Asked) -> bool:
    """Tell whether there are arms to compare and seeds to count."""
    few = 2 <= len(asked.plan.arms) <= 100 and not asked.sampled
    return few and asked.pairs.units >= FEWEST and bool(asked.outcomes)


REACHED = {
    True: N_(
        "{arm} differs most in {outcome}. After {replications} replications its difference is known to {share} of the "
        "baseline; 5 % was reached after {least}."
    ),
    False: N_(
        "{arm} differs most in {outcome}. After {replications} replications its difference is known to {share} of the "
        "baseline; 5 % has not been reached."
    ),
}
"""How well the largest difference is known, by whether it is known well enough; messages."""


def write(asked: Asked) -> ReportSection:
    """Show the largest difference by the number of replications."""
    outcome, runs = asked.outcomes[0], asked.settings[0].runs
    table = paired_differences(runs, [outcome])
    arm = str(table["arm"].iloc[int(table["difference"].abs().to_numpy().argmax())])
    steps = convergence(runs, arm, outcome)
    last = steps.iloc[-1]
    enough = (steps["relative_half_width"] <= 0.05) & (steps["replications"] >= FEWEST)
    reached = steps.loc[enough, "replications"]
    section = ReportSection(_("Were there runs enough?"))
    share = float(last["relative_half_width"])
    section.text.append(
        _(
            REACHED[bool(len(reached))],
            arm=arm_words(arm).capitalize(),
            outcome=outcome_label(outcome),
            replications=int(last["replications"]),
            share=per_cent(share) if np.isfinite(share) else _("no share"),
            least=int(reached.min()) if len(reached) else 0,
        )
    )
    figure = draw_convergence(steps, arm, outcome)
    caption = _("Difference in {outcome} by the number of replications.", outcome=outcome_label(outcome))
    section.pictures.append(Picture("convergence", caption, figure, steps))
    return section


CHAPTER = Chapter("convergence", fits, write)
