"""Private firms pay more interest, tax and land, borrow less and are funded less than military enterprises.

Acts when a deal is priced and paid (interest and land cost a private payer more, tax takes part of its price) and at
finance (credit, and eligibility for the public fund). Frictional even when complete: it blocks nothing.
"""

from __future__ import annotations

from sim.barriers import points
from sim.barriers.barrier import Act, Barrier
from sim.barriers.pair import Pair
from sim.rules import rule
from sim.scales import Settings, number, share


class TreatmentSettings(Settings):
    """What unequal treatment costs a private firm."""

    tax_gap: float = share(
        "share of a price that tax takes from private firms alone, at full unequal treatment",
        0.13,
        (0.0, 0.17),
        grade="sourced",
        source="VAT of 13-17 %, from which military products are exempt (seed 4.3)",
    )
    interest_gap: float = number(
        "interest that private firms pay beyond others, at full unequal treatment",
        "share a year",
        0.03,
        (0.01, 0.06),
        allowed=(0.0, 10.0),
        source="seed 4.3: low interest rates are not for private firms",
    )
    land_gap: float = number(
        "what land costs private firms beyond others, at full unequal treatment",
        "share of capital need",
        0.3,
        (0.1, 0.6),
        allowed=(0.0, 10.0),
        source="seed 4.3: land use",
    )
    credit_gap: float = share(
        "share of credit approvals that private firms lose at full unequal treatment",
        0.45,
        (0.2, 0.8),
        source="seed 4.3: financial support is not for private firms",
    )
    fund_exclusion: float = share(
        "share of private payers shut out of the public fund at full unequal treatment",
        0.5,
        (0.2, 0.8),
        source="seed 4.3: support that military enterprises enjoy is not open to civilian ones",
    )


@rule
def handicap(intensity: float, pair: Pair, settings: TreatmentSettings) -> float:
    """Disadvantage of a private payer in cost, and of private firms that enter, as a share (ODD, finance)."""
    return settings.credit_gap * intensity if pair.disadvantaged_payer else 0.0


@rule
def interest(intensity: float, pair: Pair, settings: TreatmentSettings) -> float:
    """Interest that a private payer pays beyond others, a year (ODD, value and acceptance)."""
    return settings.interest_gap * intensity if pair.disadvantaged_payer else 0.0


@rule
def land(intensity: float, pair: Pair, settings: TreatmentSettings) -> float:
    """Capital need of a private payer, as a multiple (ODD, value and acceptance)."""
    return 1.0 + settings.land_gap * intensity if pair.disadvantaged_payer else 1.0


@rule
def tax(intensity: float, pair: Pair, settings: TreatmentSettings) -> float:
    """Part of its price that reaches a private supplier (ODD, delivery)."""
    return 1.0 - settings.tax_gap * intensity if pair.disadvantaged_payer else 1.0


@rule
def bank(intensity: float, pair: Pair, settings: TreatmentSettings) -> float:
    """Approval of credit of a private payer, as a multiple (ODD, finance)."""
    return 1.0 - settings.credit_gap * intensity if pair.disadvantaged_payer else 1.0


@rule
def fund(intensity: float, pair: Pair, settings: TreatmentSettings) -> float:
    """Chance that a private payer is eligible for the public fund (ODD, finance)."""
    return 1.0 - settings.fund_exclusion * intensity if pair.disadvantaged_payer else 1.0


BARRIER = Barrier(
    name="unequal_policy_treatment",
    label="Unequal policy treatment",
    label_zh="政策待遇不平等",
    words="How much worse private firms are treated in tax, credit, land and public funds than military ones.",
    default=0.50,
    source="seed 4.3: supporting policies 'lagged behind seriously'",
    acts=(
        Act(points.INTEREST, interest, "makes a private payer pay more interest"),
        Act(points.LAND, land, "makes land dearer for a private payer"),
        Act(points.TAX, tax, "taxes the price of what a private firm supplies"),
        Act(points.HANDICAP, handicap, "raises the costs of a private payer and dampens the entry of private firms"),
        Act(points.BANK, bank, "lowers the approval of credit of a private payer"),
        Act(points.FUND, fund, "shuts private payers out of the public fund"),
    ),
    settings=TreatmentSettings,
)
