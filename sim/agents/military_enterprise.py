"""Military enterprises and defence institutes offer technology, much of it classified, and buy private products."""

from __future__ import annotations

from sim.agents.kind import Kind
from sim.scales import number, share
from sim.tables import Side

SETTINGS = (
    share(
        "effort_military",
        "chance per try that a military organisation opens a deal",
        0.75,
        (0.05, 1.0),
        "assumption",
        "assumption, tuned; two tries a quarter",
    ),
    number(
        "capacity_military",
        "open deals of a military organisation",
        "number",
        12,
        (6, 24),
        "assumption",
        "assumption",
        allowed=(0, 10_000),
        whole=True,
    ),
    number(
        "arrival_military",
        "transferable technologies of a military organisation of median size",
        "per quarter",
        0.26,
        (0.1, 0.6),
        "assumption",
        "assumption, tuned",
        allowed=(0.0, 20.0),
    ),
    share(
        "classified_share",
        "military technologies that are classified",
        0.55,
        (0.3, 0.8),
        "assumption",
        "assumption",
    ),
    share(
        "bank_military",
        "share of military payers' requests a bank approves",
        0.70,
        (0.1, 0.9),
        "assumption",
        "assumption",
    ),
)

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
    bank="bank_military",
    distance_factor="decay_firms",
    performer=("enterprises",),
    arrival="arrival_military",
    classified_share="classified_share",
    leads=True,
)
