"""Private firms pay more, borrow less and are funded less than military enterprises for the same thing.

Acts when a deal is priced (a private payer's costs are higher), at finance (bank approval and eligibility for
the public fund) and on the entry of dormant private firms. Frictional even when complete: it blocks nothing.
"""

from __future__ import annotations

from sim.barriers import points
from sim.barriers.barrier import Act, Barrier
from sim.barriers.pair import Pair
from sim.rules import rule
from sim.scales import Settings, share


class TreatmentSettings(Settings):
    """What unequal treatment costs a private firm."""

    handicap: float = share(
        "cost and credit disadvantage of private firms at full unequal treatment",
        0.45,
        (0.2, 0.8),
        source="VAT alone is 13-17 % of sales, plus interest and land (seed 4.3)",
    )
    fund_exclusion: float = share(
        "share of private payers shut out of the public fund at full unequal treatment",
        0.5,
        (0.2, 0.8),
        source="seed 4.3: support that military enterprises enjoy is not open to civilian ones",
    )


@rule
def markup(intensity: float, pair: Pair, settings: TreatmentSettings) -> float:
    """Cost of a private payer, as a multiple (ODD, value and acceptance)."""
    return 1.0 + settings.handicap * intensity if pair.disadvantaged_payer else 1.0


@rule
def bank(intensity: float, pair: Pair, settings: TreatmentSettings) -> float:
    """Approval of bank credit of a private payer, as a multiple (ODD, finance)."""
    return 1.0 - settings.handicap * intensity if pair.disadvantaged_payer else 1.0


@rule
def fund(intensity: float, pair: Pair, settings: TreatmentSettings) -> float:
    """Chance that a private payer is eligible for the public fund (ODD, finance)."""
    return 1.0 - settings.fund_exclusion * intensity if pair.disadvantaged_payer else 1.0


@rule
def entry(intensity: float, pair: Pair, settings: TreatmentSettings) -> float:
    """Hazard of entry of dormant private firms, as a multiple (ODD, entry and exit)."""
    return 1.0 - settings.handicap * intensity


BARRIER = Barrier(
    name="unequal_policy_treatment",
    label="Unequal policy treatment",
    label_zh="政策待遇不平等",
    words="How much worse private firms are treated in tax, credit, land and public funds than military ones.",
    default=0.50,
    source="seed 4.3: supporting policies 'lagged behind seriously'",
    acts=(
        Act(points.MARKUP, markup, "raises the costs of a private payer"),
        Act(points.BANK, bank, "lowers the bank's approval of a private payer"),
        Act(points.FUND, fund, "shuts private payers out of the public fund"),
        Act(points.ENTRY, entry, "dampens the entry of private firms"),
    ),
    settings=TreatmentSettings,
)
