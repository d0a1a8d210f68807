"""Private firms take part in the military market as far as it has paid, for them and their peers, and climb its ladder.

ODD, entry and exit and licences. Imitation feeds on what deliveries brought, not on entries: a blocked pipeline chokes
diffusion. A licence is applied for ahead of a deal if it is worth more than it costs.
"""

from __future__ import annotations

from sim.agents.kind import Kind
from sim.elementary import exp
from sim.rules import rule
from sim.scales import Settings, number, share
from sim.tables import Side


class FirmSettings(Settings):
    """When private firms enter and leave, how much they offer, and when they climb."""

    enter_pace: float = number(
        "pace at which dormant firms decide whether to take part",
        "per quarter",
        0.16,
        (0.15, 1.2),
        allowed=(0.0, 100.0),
        source="tuned to licence growth",
    )
    exit_pace: float = number(
        "pace at which firms without a deal or application decide whether to stay",
        "per quarter",
        0.11,
        (0.08, 0.25),
        allowed=(0.0, 100.0),
        source="tuned; vendors of the US defence base leave at 13-16 % a year (NDIA Vital Signs)",
    )
    habit_across: float = share(
        "firms that would take part in the other side's market at equal returns", 0.16, (0.1, 0.45), source="tuned"
    )
    sharpness_firms: float = number(
        "how strongly taking part follows what it has returned",
        "exponent",
        1.0,
        (0.5, 2.0),
        allowed=(0.0, 16.0),
        source="1 is matching (Herrnstein 1961)",
    )
    stay_cost: float = number(
        "cost of standing ready for the other side's market, as a firm counts it",
        "million yuan a quarter",
        0.1,
        (0.03, 0.3),
        allowed=(0.0, 1e6),
    )
    effort_private: float = share(
        "chance that an active private firm opens a deal", 0.12, (0.05, 1.0), source="tuned; one try a quarter"
    )
    capacity_private: float = number(
        "open deals of a private firm", "number", 4, (2, 8), allowed=(0, 10_000), whole=True
    )
    initially_active: float = share("firms that take part at the start, elsewhere", 0.018, (0.0, 0.2))
    initially_active_core: float = share(
        "the same in cities with 25 or more military organisations", 0.11, (0.0, 0.4), source="tuned"
    )
    initially_licensed: float = share("active firms licensed at the start", 0.15, (0.0, 1.0), source="tuned")
    climb_after: float = number(
        "supplies after which a firm aims one rung higher",
        "number",
        1,
        (1, 6),
        allowed=(1, 10_000),
        whole=True,
        source="tuned",
    )
    climb_expertise: float = share("expertise in its field that a firm needs to aim higher", 0.11, (0.1, 0.6))


@rule
def entry_hazard(across: float, barriers: float, settings: FirmSettings) -> float:
    """Hazard of a dormant firm entering the other side's market, per quarter.

    Args:
        across: share of its choice that goes across, 0..1.
        barriers: what the barriers leave of it, 0..1.
    """
    return settings.enter_pace * across * barriers


@rule
def exit_hazard(across: float, settings: FirmSettings) -> float:
    """Hazard of a firm without a deal or application leaving the other side's market, per quarter."""
    return settings.exit_pace * (1.0 - across)


@rule
def chance_within_quarter(hazard: float) -> float:
    """Chance that an event of this hazard happens within a quarter."""
    return 1.0 - exp(-hazard)


@rule
def licence_worth(
    perceived: float, a_quarter: float, life: float, granted: float, wait: float, discount_rate: float
) -> float:
    """What a firm expects of a licence that it applies for ahead of a deal, million yuan.

    Args:
        perceived: return of the other side's market, got out per put in.
        a_quarter: what the firm puts in a quarter, million yuan.
        life: of a licence, quarters.
        granted: share of applications that its office granted, as published.
        wait: at its office, as published, quarters.
        discount_rate: per quarter.
    """
    return max(0.0, perceived - 1.0) * a_quarter * life * granted * exp(-discount_rate * wait)


@rule
def climbs_ladder(supplies: int, expertise: float, settings: FirmSettings) -> bool:
    """Whether a delivered supply makes the firm aim one rung higher."""
    return supplies % int(settings.climb_after) == 0 and expertise > settings.climb_expertise


KIND = Kind(
    name="private_firm",
    label="Private firm",
    label_zh="民营企业",
    words="High-tech firm that may take up defence technology and supply the military side.",
    side=Side.CIVIL,
    count="hightech_firms",
    sample="private_sample",
    revenue_median=10.0,
    revenue_spread=1.4,
    expertise_level=0.38,
    tries=1,
    effort="effort_private",
    capacity="capacity_private",
    distance_factor="distance_weight_firms",
    performer=("enterprises",),
    disadvantaged=True,
    enters=True,
    habit="habit_across",
    sharpness="sharpness_firms",
    outlay="stay_cost",
)
