"""Every headline outcome of a comparison, arm by arm, in tables; and how arms are not like with like."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.cli.talk import number, signed, table
from sim.language import N_, _

if TYPE_CHECKING:
    from sim.experiment import Comparison
    from sim.outcomes import Outcome

TOTAL = "transfers_delivered"


def outcome_named(name: str) -> Outcome:
    """Return an outcome by its name."""
    from sim.outcomes import OUTCOMES

    return next(outcome for outcome in OUTCOMES if outcome.name == name)


def show_differences(result: Comparison) -> None:
    """Print, outcome by outcome, the mean differences of every arm from the first, paired by reading."""
    from sim.outcomes import HEADLINE

    first = str(result.runs["arm"].iloc[0])
    head = (_("scenario"), _("mean"), _("difference"), _("95 % interval of the mean"), _("better in"))
    for name in HEADLINE:
        outcome, rows = outcome_named(name), result.table[result.table["outcome"] == name]
        cells = [
            (
                row["arm"],
                number(row["mean"]),
                signed(row["difference"]),
                span(row["low"], row["high"]),
                better_in(row["share_better"], int(row["readings"])),
            )
            for _place, row in rows.iterrows()
        ]
        text = {
            "higher": N_("{outcome} ({unit}; higher is better)"),
            "lower": N_("{outcome} ({unit}; lower is better)"),
            "neither": N_("{outcome} ({unit}; neither is better)"),
        }[outcome.better]
        if not result.subtracted(name):
            text = {
                "higher": N_("{outcome} ({unit}; higher is better; not subtracted: counted over {horizons})"),
                "lower": N_("{outcome} ({unit}; lower is better; not subtracted: counted over {horizons})"),
                "neither": N_("{outcome} ({unit}; neither is better; not subtracted: counted over {horizons})"),
            }[outcome.better]
        title = _(text, outcome=_(outcome.label), unit=_(outcome.unit), horizons=horizons_words(result))
        table(title, head, [(first, number(float(rows["baseline_mean"].iloc[0])), "-", "-", "-"), *cells])


def span(low: float, high: float) -> str:
    """Write an interval; a dash where there is none."""
    return _("{low} to {high}", low=signed(low), high=signed(high)) if math.isfinite(low) else "-"


def better_in(share: float, readings: int) -> str:
    """Write in how many readings an arm is better; a dash where neither way is."""
    return _("{count} of {readings}", count=round(share * readings), readings=readings) if math.isfinite(share) else "-"


def unlike_words(result: Comparison) -> str:
    """Say in which keys of run, region and population arms differ, and what follows."""
    from sim.scenario import unlike_in_words

    text = N_("the arms differ in {keys}: what differs between them is not the policy alone")
    if not result.subtracted(TOTAL):
        text = N_(
            "the arms differ in {keys}: what differs between them is not the policy alone; totals are not subtracted, "
            "for they count over other horizons"
        )
    return _(text, keys=unlike_in_words(result.unlike))


def horizons_words(result: Comparison) -> str:
    """Say over how many quarters outcomes count: "16 quarters in tiny, 40 in baseline and 1 more"."""
    from sim.scenario.alike import QUARTERS, values_in_words

    return values_in_words(result.horizons, QUARTERS)
