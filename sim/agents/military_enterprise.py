"""Military enterprises and defence institutes offer technology, much of it classified, and buy private products."""

from __future__ import annotations

from sim.agents.kind import Kind
from sim.scales import Settings, number, share
from sim.tables import Side


class MilitarySettings(Settings):
    """How much military enterprises offer, carry and are lent."""

    effort_military: float = share(
        "chance per try that a military organisation opens a deal",
        0.75,
        (0.05, 1.0),
        source="tuned; two tries a quarter",
    )
    capacity_military: float = number(
        "open deals of a military organisation", "number", 12, (6, 24), allowed=(0, 10_000), whole=True
    )
    arrival_military: float = number(
        "transferable technologies of a military organisation of median size",
        "per quarter",
        0.26,
        (0.1, 0.6),
        allowed=(0.0, 20.0),
        source="tuned",
    )
    classified_share: float = share("military technologies that are classified", 0.55, (0.3, 0.8))
    bank_approval_military: float = share("share of military payers' requests a bank approves", 0.70, (0.1, 0.9))


KIND = Kind(
    name="military_enterprise",
    label="Military enterprise or institute",
    label_zh="军工企业与院所",
    words="Enterprise or institute of the defence groups: offers technology and buys private products.",
    side=Side.MILITARY,
    count="military_organisations",
    sample="military_sample",
    revenue_median=600.0,
    revenue_spread=1.2,
    expertise_level=0.62,
    tries=2,
    effort="effort_military",
    capacity="capacity_military",
    bank="bank_approval_military",
    distance_factor="distance_weight_firms",
    performer=("enterprises",),
    arrival="arrival_military",
    classified_share="classified_share",
    leads=True,
)
