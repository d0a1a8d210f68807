"""Private firms enter the military market on seeing peers succeed, leave it discouraged, and climb its ladder.

ODD, entry and exit and licences. Imitation feeds on deliveries, not on entries: a blocked pipeline chokes diffusion.
Without barriers and exit, and with peers counted as entrants, this is the Bass (1969) model.
"""

from __future__ import annotations

from sim.agents.kind import Kind
from sim.elementary import exp
from sim.rules import rule
from sim.scales import Settings, number, share
from sim.tables import Side


class FirmSettings(Settings):
    """When private firms enter and leave, how much they offer, and when they climb."""

    p_enter: float = number(
        "spontaneous entry of dormant private firms",
        "per quarter",
        0.008,
        (0.002, 0.02),
        allowed=(0.0, 10.0),
        source="tuned to licence growth (sourced target); about 0.03 a year, cf. Bass p about 0.03 a year",
    )
    q_enter: float = number(
        "entry induced by successful peers",
        "per quarter",
        0.36,
        (0.02, 0.4),
        allowed=(0.0, 100.0),
        source="tuned; 1.4 a year, 0.7 after the barriers' damping, cf. Bass q typically 0.3-0.5",
    )
    exit_rate: float = share("exit of discouraged firms", 0.09, (0.02, 0.1), source="tuned; per quarter")
    exit_below: float = share("perceived success below which a firm without deals is discouraged", 0.08, (0.04, 0.15))
    peer_memory: float = number(
        "how long a peer's delivery is seen", "quarters", 8, (4, 12), allowed=(1, 400), whole=True
    )
    effort_private: float = share(
        "chance that an active private firm opens a deal", 0.12, (0.05, 1.0), source="tuned; one try a quarter"
    )
    capacity_private: float = number(
        "open deals of a private firm", "number", 4, (2, 8), allowed=(0, 10_000), whole=True
    )
    bank_approval_private: float = share(
        "share of private payers' requests a bank approves, before unequal treatment",
        0.32,
        (0.1, 0.9),
        source="low by seed 3.3, 4.3",
    )
    initially_active: float = share("firms that take part at the start, elsewhere", 0.04, (0.0, 0.2))
    initially_active_core: float = share(
        "the same in cities with 25 or more military organisations", 0.12, (0.0, 0.4), source="tuned"
    )
    initially_licensed: float = share("active firms licensed at the start", 0.4, (0.0, 1.0), source="tuned")
    climb_after: float = number(
        "supplies after which a firm aims one rung higher",
        "number",
        1,
        (1, 6),
        allowed=(1, 10_000),
        whole=True,
        source="tuned",
    )
    climb_expertise: float = share("expertise in its field that a firm needs to aim higher", 0.25, (0.1, 0.6))


@rule
def entry_hazard(peers: float, barriers: float, settings: FirmSettings) -> float:
    """Hazard of a dormant firm entering the other side's market, per quarter.

    Args:
        peers: share of the city's private firms with a recent delivery, 0..1.
        barriers: what the barriers leave of it, 0..1.
    """
    return (settings.p_enter + settings.q_enter * peers) * barriers


@rule
def chance_within_quarter(hazard: float) -> float:
    """Chance that an event of this hazard happens within a quarter."""
    return 1.0 - exp(-hazard)


@rule
def discouraged(success: float, open_deals: int, settings: FirmSettings) -> bool:
    """Whether a firm is discouraged enough to leave."""
    return open_deals == 0 and success < settings.exit_below


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
    bank="bank_approval_private",
    distance_factor="distance_weight_firms",
    performer=("enterprises",),
    disadvantaged=True,
    enters=True,
)
