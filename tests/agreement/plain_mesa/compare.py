"""Lay the plain model beside the compiled one and name the first difference."""

from __future__ import annotations

import math
from collections.abc import Iterator

from sim import CollaborationModel, Scenario
from tests.agreement.plain_mesa.barriers import BARRIERS
from tests.agreement.plain_mesa.model import PlainModel
from tests.agreement.plain_mesa.observe import lost_to

TOLERANCE = 1e-9
IDENTITY = ("initiator", "opened", "slot", "direction", "field", "rung", "steps", "classified", "controlled", "listed")
DECISIONS = (
    "recipient",
    "stage",
    "status",
    "cause",
    "shut",
    "money",
    "jurisdictions_differ",
    "deadweight",
    "class_held",
    "brokered",
)
MOMENTS = ("matched", "filed", "cleared", "converted", "financed", "ended")
AMOUNTS = ("office_wait", "quality", "distance", "value", "cost", "price", "capital", "need", "fund_paid")
REFUSED = ("refused_value", "refused_cost", "refused_score", *(f"refused_burden_{b.name}" for b in BARRIERS))
ENTRIES = (*IDENTITY, *DECISIONS, *MOMENTS, *AMOUNTS)
WHO = ("refused_by", "refused_quarter")
ALL = (*ENTRIES, *WHO, *REFUSED)
STATE = (
    "field",
    "revenue",
    "research_million_yuan",
    "research_relative",
    "cash",
    "perceived_success",
    "trust",
    "open_shelf",
    "classified_shelf",
    "open_deals",
    "licence_class",
    "licence_expiry",
    "applications",
    "rung",
    "supplies",
    "deliveries",
    "last_delivery",
    "partner_count",
    "places_used",
    "active",
    "anchor",
    "founding_anchor",
)
CITY_STATE = ("kept_base", "kept_office")


def plain_deal(deal) -> dict[str, object]:
    """Write a plain deal in the words of the compiled model's table."""
    row = {name: getattr(deal, name) for name in ENTRIES if name != "initiator"}
    row["initiator"] = deal.source.key
    row["direction"] = deal.direction.name
    row["shut"] = sum(1 << barrier.place for barrier in deal.model.barriers if barrier.name in deal.shut)
    row["recipient"] = -1 if deal.recipient is None else deal.recipient.key
    return row


def best_refused(deal, compiled: dict[str, object]) -> dict[str, object]:
    """Return the first of the best offers refused; of those that only rounding tells apart, the compiled model's."""
    if not deal.refused:
        return {"refused_by": -1, "refused_quarter": -1, **dict.fromkeys(REFUSED, math.nan)}
    best = max(deal.refused, key=lambda offer: offer["refused_score"])
    alike = [offer for offer in deal.refused if same(offer["refused_score"], best["refused_score"])]
    chosen = [offer for offer in alike if all(offer[name] == compiled[name] for name in WHO)]
    return (chosen or [best])[0]


def compiled_deals(model: CollaborationModel) -> list[dict[str, object]]:
    """List the compiled model's deals in the same words."""
    frame = model.deals()
    frame["shut"] = model.record().deals["shut"]
    frame["field"] = [list(model.field_names).index(name) for name in frame["field"]]
    return frame[list(ALL)].astype(object).to_dict("records")


def same(one: object, other: object) -> bool:
    """Say whether two entries agree: words and whole numbers exactly, floats within the tolerance."""
    if not (isinstance(one, float) or isinstance(other, float)):
        return one == other
    if math.isnan(one) or math.isnan(other):
        return math.isnan(one) and math.isnan(other)
    return one == other or math.isclose(one, other, rel_tol=TOLERANCE, abs_tol=TOLERANCE)


def quarter_of(deal: dict[str, object], entry: str) -> float:
    """Say in which quarter an entry was made, as far as the deal tells."""
    if entry in IDENTITY:
        return deal["opened"]
    if entry in (*WHO, *REFUSED):
        return max(deal["opened"], deal["refused_quarter"])
    if entry in MOMENTS and not math.isnan(deal[entry]):
        return math.floor(deal[entry])
    return max([deal["opened"], *(math.floor(deal[moment]) for moment in MOMENTS if not math.isnan(deal[moment]))])


def in_words(entry: str, plain: object, compiled: object) -> str:
    """Say what differs."""
    return f"{entry} is {plain} in the plain model, {compiled} in the compiled one"


def different_deals(plain: PlainModel, compiled: CollaborationModel) -> Iterator[tuple[float, str]]:
    """Yield where deals differ, with the quarter."""
    theirs = compiled_deals(compiled)
    ours = [plain_deal(deal) for deal in plain.deals]
    for deal, row, other in zip(plain.deals, ours, theirs, strict=False):
        row |= best_refused(deal, other)
    if len(ours) != len(theirs):
        yield math.inf, in_words("the number of deals", len(ours), len(theirs))
    for number, (one, other) in enumerate(zip(ours, theirs, strict=False)):
        for entry in ALL:
            if not same(one[entry], other[entry]):
                quarter = min(quarter_of(one, entry), quarter_of(other, entry))
                name = f"initiator {other['initiator']}, opened {other['opened']}, slot {other['slot']}"
                place = f"quarter {quarter}, deal {number} ({name}, {other['direction']})"
                yield quarter, f"{place}: {in_words(entry, one[entry], other[entry])}"


def different_history(plain: PlainModel, compiled: CollaborationModel) -> Iterator[tuple[float, str]]:
    """Yield where the quarterly histories differ."""
    history = compiled.history()
    for quarter, row in enumerate(plain.history):
        for name, value in row.items():
            other = float(history[name].iloc[quarter])
            if not same(float(value), other):
                yield quarter, f"quarter {quarter}: {in_words(name, value, other)}"


def different_organisations(plain: PlainModel, compiled: CollaborationModel) -> Iterator[tuple[float, str]]:
    """Yield where the organisations differ at the end."""
    table, known = compiled.world.organisations, compiled.world.expertise
    for one in plain.organisations:
        for name in STATE:
            value, other = float(getattr(one, name)), float(table[name][one.key])
            if not same(value, other):
                yield math.inf, f"at the end, organisation {one.key}: {in_words(name, value, other)}"
        for field, value in enumerate(one.expertise):
            if not same(value, float(known[one.key, field])):
                yield math.inf, f"at the end, organisation {one.key}: {in_words('expertise', value, known[one.key])}"


def different_blame(plain: PlainModel, compiled: CollaborationModel) -> Iterator[tuple[float, str]]:
    """Yield where barriers are charged with other deals."""
    outcomes = compiled.outcomes()
    for name, value in lost_to(plain).items():
        if not same(value, float(outcomes[f"deaths_by_{name}"])):
            yield math.inf, f"at the end: {in_words(f'deals lost to {name}', value, outcomes[f'deaths_by_{name}'])}"


def different_ledgers(plain: PlainModel, compiled: CollaborationModel) -> Iterator[tuple[float, str]]:
    """Yield where ledgers, and what cities keep up, differ at the end."""
    table = compiled.world.ledger
    for row, owner in enumerate(plain.organisations):
        for name in ("put_in", "got_out"):
            value, other = getattr(owner.ledger, name), float(table[name][row])
            if not same(value, other):
                yield math.inf, f"at the end, ledger {row}: {in_words(name, value, other)}"
    for city in plain.cities:
        for name in CITY_STATE:
            value, other = getattr(city, name), float(compiled.world.cities[name][city.place])
            if not same(value, other):
                yield math.inf, f"at the end, city {city.key}: {in_words(name, value, other)}"


def differences(plain: PlainModel, compiled: CollaborationModel) -> list[str]:
    """List where two runs differ, the earliest quarter first; empty if they made the same decisions."""
    found = [
        *different_deals(plain, compiled),
        *different_history(plain, compiled),
        *different_blame(plain, compiled),
        *different_organisations(plain, compiled),
        *different_ledgers(plain, compiled),
    ]
    return [text for _, text in sorted(found, key=lambda item: item[0])]


def run_both(scenario: Scenario, seed: int) -> tuple[PlainModel, CollaborationModel]:
    """Run a scenario with both models."""
    return PlainModel(scenario, seed).run(), CollaborationModel(scenario, seed).run()
