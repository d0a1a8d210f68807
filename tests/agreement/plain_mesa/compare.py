"""Lay the plain model beside the compiled one, deal by deal, and name the first difference."""

from __future__ import annotations

import math

from sim import CollaborationModel
from tests.agreement.plain_mesa.model import PlainModel

IDENTITY = ("initiator", "opened", "slot", "direction", "field", "rung", "steps", "classified")
DECISIONS = (
    "recipient",
    "stage",
    "status",
    "cause",
    "money",
    "jurisdictions_differ",
    "deadweight",
    "class_held",
)
TIMES = ("matched", "filed", "cleared", "converted", "financed", "ended", "office_wait")
AMOUNTS = ("quality", "distance", "value", "cost", "fund_paid")
TOLERANCE = 1e-9


def plain_deal(deal) -> dict[str, object]:
    """Write a plain deal with the names of the compiled model's table."""
    row = {name: getattr(deal, name) for name in (*TIMES, *AMOUNTS, *IDENTITY, *DECISIONS) if name != "initiator"}
    row["initiator"] = deal.source.key
    row["direction"] = deal.direction.name
    row["recipient"] = -1 if deal.recipient is None else deal.recipient.key
    return row


def compiled_deals(model: CollaborationModel) -> list[dict[str, object]]:
    """List the compiled model's deals in the same words."""
    frame = model.deals()
    names = list(model.field_names)
    frame["field"] = [names.index(name) for name in frame["field"]]
    return frame[[*IDENTITY, *DECISIONS, *TIMES, *AMOUNTS]].astype(object).to_dict("records")


def same(one: object, other: object) -> bool:
    """Say whether two entries agree: words and numbers of things exactly, floats within the tolerance."""
    if isinstance(one, float) or isinstance(other, float):
        both_missing = math.isnan(one) and math.isnan(other)
        return both_missing or one == other or math.isclose(one, other, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
    return one == other


def quarter_of(deal: dict[str, object], name: str) -> float:
    """Say in which quarter an entry of a deal was made, as far as the deal tells."""
    reached = [deal[time] for time in TIMES[:-1] if not math.isnan(deal[time])]
    if name in TIMES[:-1] and not math.isnan(deal[name]):
        return math.floor(deal[name])
    return math.floor(max([float(deal["opened"]), *reached]))


def differences(plain: PlainModel, compiled: CollaborationModel) -> list[str]:
    """List where two runs differ, the earliest quarter first; empty if they made the same decisions."""
    found = []
    theirs = compiled_deals(compiled)
    ours = [plain_deal(deal) for deal in plain.deals]
    if len(ours) != len(theirs):
        found.append((math.inf, f"{len(ours)} deals in the plain model, {len(theirs)} in the compiled one"))
    for number, (one, other) in enumerate(zip(ours, theirs, strict=False)):
        for name in (*IDENTITY, *DECISIONS, *TIMES, *AMOUNTS):
            if not same(one[name], other[name]):
                quarter = min(quarter_of(one, name), quarter_of(other, name))
                found.append(
                    (
                        quarter,
                        f"quarter {quarter}, deal {number} ({label(other)}): {name} is {one[name]} in the"
                        f" plain model, {other[name]} in the compiled one",
                    )
                )
    history = compiled.history()
    for row in plain.history:
        quarter = plain.history.index(row)
        for name, value in row.items():
            other = float(history[name].iloc[quarter])
            if not same(float(value), other):
                found.append(
                    (quarter, f"quarter {quarter}: {name} is {value} in the plain model, {other} in the compiled one")
                )
    return [text for _, text in sorted(found, key=lambda item: item[0])]


def label(deal: dict[str, object]) -> str:
    """Name a deal by what is the same in every scenario."""
    return f"initiator {deal['initiator']}, opened {deal['opened']}, slot {deal['slot']}, {deal['direction']}"


def run_both(scenario, seed: int) -> list[str]:
    """Run a scenario with both models and list the differences."""
    return differences(PlainModel(scenario, seed).run(), CollaborationModel(scenario, seed).run())
