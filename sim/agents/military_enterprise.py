"""Military enterprises and defence institutes offer technology, much of it classified, and buy private products.

What is classified lies on a shelf of its own until it is released; some of it is offered under contract.
"""

from __future__ import annotations

from sim.agents.kind import Kind
from sim.rules import rule
from sim.scales import Settings, number, number_of, share, switch
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
    release_rate: float = share(
        "chance that a classified technology is released, without any secrecy",
        0.0021,
        (0.0005, 0.01),
        source="per quarter; of US secrecy orders 0 to 0.6 % of the stock is rescinded a year, which bounds it below; "
        "the mean of holders that learned what release had returned (docs/who_decides.md)",
    )
    classified_offers: float = share(
        "chance to offer a classified technology under contract, over that of an open one", 0.1, (0.05, 0.3)
    )
    shelf: int = switch(
        "what a holder of classified technology offers",
        {
            "released": "what is open or was released; if nothing is, seldom, a classified item under contract",
            "open": "open and classified technology alike, as they lie on the shelves; nothing is released",
        },
        source="what is classified is not on offer: a stock of it is what declassification speaks of",
    )


OPEN = number_of(MilitarySettings.shelf, "open")


@rule
def release_chance(barriers: float, settings: MilitarySettings) -> float:
    """Chance that a classified technology is released in a quarter; `barriers` is what they leave of it."""
    if settings.shelf == OPEN:
        return 0.0
    return min(1.0, settings.release_rate * barriers)


@rule
def offer_chance(effort: float, open_items: int, settings: MilitarySettings) -> float:
    """Chance per try that a holder of technology offers an item: an open one, or else one under contract.

    Args:
        effort: chance per try with an open item.
        open_items: open technologies on the shelf.
    """
    if settings.shelf == OPEN or open_items > 0:
        return effort
    return effort * settings.classified_offers


@rule
def is_classified(chance: float, open_items: int, classified_items: int, settings: MilitarySettings) -> bool:
    """Tell whether the item that is offered is a classified one.

    Args:
        chance: uniform in (0, 1).
        open_items, classified_items: technologies on the two shelves, together at least one.
    """
    if settings.shelf == OPEN:
        return chance * (open_items + classified_items) < classified_items
    return open_items <= 0


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
    distance_factor="distance_weight_firms",
    performer=("enterprises",),
    arrival="arrival_military",
    classified_share="classified_share",
    leads=True,
)
