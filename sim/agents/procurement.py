"""Military buyers have a budget for what firms could make, and weigh every offer against making the thing themselves.

Demand that no money bounds makes offices the only scarcity. Buyers who know a field well make more of it themselves
("self-contained", seed 4.3); what they buy they pay for on delivery.
"""

from __future__ import annotations

from sim.rules import rule
from sim.scales import Settings, number, number_of, share, switch


class ProcurementSettings(Settings):
    """What military buyers may spend on the products of firms, and when they rather make them."""

    procurement_share: float = number(
        "money for parts and systems that private firms could make, over a military buyer's revenue",
        "share a year",
        0.3,
        (0.05, 0.4),
        allowed=(0.0, 1000.0),
        source="only the part that the sampled firms stand for may meet them",
    )
    procurement_carry: float = share(
        "unspent procurement money that is kept when the next budget is set", 0.0, (0.0, 0.9), source="fiscal years"
    )
    project_size: float = number(
        "what major projects add to the procurement money of buyers in their fields, over what those have",
        "share",
        0.0,
        (0.0, 1.0),
        allowed=(0.0, 1000.0),
        source="none unless the lever runs; those of 2013-2019 are left out, as no source dates them by field",
    )
    make_return: float = number(
        "expected yuan per yuan of own making at full expertise",
        "ratio",
        0.85,
        (0.75, 1.0),
        allowed=(0.0, 1000.0),
        source="tuned; steep: what buyers accept falls from 0.9 at 0.8 to a half at 1.0",
    )
    unweighed_purchases: float = share(
        "part of the supplies that it can pay which a buyer takes without weighing them against own making",
        0.0,
        (0.0, 0.6),
        source="supporting tasks that are assigned; 0: every supply is weighed",
    )
    price_share: float = share("price of a supply, over its value", 0.6, (0.4, 0.8))
    demand: int = switch(
        "what bounds the demand for supplies",
        {
            "budgets": "the yearly budget of each buyer, and its own making, against which it weighs every offer",
            "unlimited": "nothing: a buyer takes whatever is worth its cost; no price is paid",
        },
        source="seed 3.4 (traction of demand is lacking) and 4.3 (military enterprises are self-contained)",
    )


UNLIMITED = number_of(ProcurementSettings.demand, "unlimited")


@rule
def procurement_budget(revenue: float, sample: float, quarters: float, settings: ProcurementSettings) -> float:
    """Money of a buyer for the supplies of the firms in the model, million yuan until budgets are set again.

    Args:
        revenue: of the buyer, million yuan a year.
        sample: share of the firms that is in the model.
        quarters: for which the budget is set.
    """
    return settings.procurement_share * sample * revenue * 0.25 * quarters


@rule
def project_factor(running: bool, settings: ProcurementSettings) -> float:
    """Procurement money of a buyer over what it has without projects; `running` tells whether its field has some."""
    return 1.0 + settings.project_size if running else 1.0


@rule
def beyond(spent: float, granted: float, factor: float) -> float:
    """Part of what a buyer has spent of a budget that it could not have spent without projects, million yuan.

    Args:
        spent, granted: of its purse, million yuan.
        factor: see `project_factor`.
    """
    return max(0.0, spent - granted / factor) if factor > 1.0 else 0.0


@rule
def price_of(value: float, settings: ProcurementSettings) -> float:
    """Price of a supply, million yuan."""
    return settings.price_share * value


@rule
def better_than_making(gain: float, price: float, expertise: float, settings: ProcurementSettings) -> bool:
    """Tell whether a supply brings more per yuan than the same money spent on own making.

    Args:
        gain: perceived gain of the supply, million yuan.
        price: what it costs the buyer, million yuan.
        expertise: of the buyer in the field of the supply, 0..1.
    """
    return gain > price * settings.make_return * (0.4 + 0.6 * expertise)
