"""Organisations one can ask: what state they are in, with whom they work, and what they would accept and why not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.agents import DIRECTIONS, KINDS
from sim.app.words import label
from sim.model import CollaborationModel
from sim.tables import Stage, Status

OFFERS = 8
SORTS = ("number", "deliveries", "open_deals", "revenue", "perceived_success", "trust", "licence_class")
STATES = ("all", "active", "licensed", "lead", "dormant")


@dataclass(frozen=True, slots=True)
class Question:
    """Which organisations are wanted, sorted by what, and which page of them."""

    text: str = ""
    kind: str = "all"
    city: str = "all"
    field: str = "all"
    state: str = "all"
    sort: str = "deliveries"
    page: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Offer:
    """A deal that looks for a partner of this kind, and the organisation's answer."""

    deal: int
    direction: str
    field: str
    accepted: bool
    why: str


@dataclass(frozen=True, slots=True, eq=False)
class Portrait:
    """One organisation.

    Args:
        facts: of its state, by name.
        partners: rows of the last partners it remembers.
        deals: every deal it was ever a party of.
        offers: deals open now, and whether it would accept them.
        entry_chance: chance that a dormant firm enters in the next quarter, NaN for others.
        expertise: by field, 0..1.
    """

    row: int
    facts: dict[str, object]
    partners: tuple[int, ...]
    deals: pd.DataFrame
    offers: tuple[Offer, ...]
    entry_chance: float
    expertise: dict[str, float]


def register(model: CollaborationModel) -> pd.DataFrame:
    """Return all living organisations, one a row, in words."""
    table = model.world.organisations
    rows = np.flatnonzero(table["alive"])
    one = table[rows]
    cities, kinds = np.array([city.key for city in model.region.cities]), np.array([kind.name for kind in KINDS])
    frame = pd.DataFrame(
        {
            "number": rows,
            "kind": kinds[one["kind"]],
            "city": cities[one["city"]],
            "field": np.array(model.region.fields.names)[one["field"]],
            "active": one["active"],
            "licence_class": np.where(one["licence_expiry"] >= model.quarter + 1, one["licence_class"], 0),
            "anchor": one["anchor"],
        }
    )
    for name in ("open_deals", "deliveries", "revenue", "perceived_success", "trust"):
        frame[name] = one[name]
    return frame


def search(register: pd.DataFrame, question: Question) -> pd.DataFrame:
    """Return the organisations that are wanted, sorted; the largest first, but numbers from the first on."""
    fits = np.ones(len(register), dtype=np.bool_)
    for column in ("kind", "city", "field"):
        wanted = getattr(question, column)
        if wanted != "all":
            fits &= (register[column] == wanted).to_numpy()
    states = {
        "active": register["active"],
        "licensed": register["licence_class"] > 0,
        "lead": register["anchor"],
        "dormant": ~register["active"].astype(bool),
    }
    if question.state in states:
        fits &= states[question.state].to_numpy(dtype=np.bool_)
    for word in question.text.casefold().split()[:8]:
        fits &= _mentions(register, word.lstrip("#"))
    found = register[fits]
    sort = question.sort if question.sort in SORTS else "number"
    return found.sort_values([sort, "number"], ascending=[sort == "number", True], kind="stable")


def _mentions(register: pd.DataFrame, word: str) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    if word.isdecimal():
        return (register["number"].astype(str) == word).to_numpy()
    found = np.zeros(len(register), dtype=np.bool_)
    for column in ("kind", "city", "field"):
        names = [
            name
            for name in register[column].unique()
            if word in name.replace("_", " ") or word in label(name).casefold() or word in label(name, "zh")
        ]
        found |= register[column].isin(names).to_numpy()
    return found


def portrait(model: CollaborationModel, row: int) -> Portrait:
    """Return all that is known of one organisation.

    Raises:
        KeyError: if there is no such organisation, or it has closed.
    """
    one, run = model.organisation(row), model.inputs.run
    facts = {
        "kind": one.kind,
        "city": one.city,
        "jurisdiction": one.jurisdiction,
        "field": one.field,
        "active": one.active,
        "licence_class": one.licence_class if one.licensed else 0,
        "licence_until": run.calendar.name(int(one.licence_expiry)) if one.licensed else None,
        "anchor": one.anchor,
        "rung": one.rung,
        **{name: getattr(one, name) for name in ("revenue", "cash", "perceived_success", "trust")},
        **{name: getattr(one, name) for name in ("open_shelf", "classified_shelf", "open_deals", "deliveries")},
    }
    dormant = KINDS[[kind.name for kind in KINDS].index(one.kind)].enters and not one.active
    return Portrait(
        row=row,
        facts=facts,
        partners=tuple(partner.row for partner in one.partners),
        deals=one.deals.iloc[::-1],
        offers=tuple(_offers(model, row, one.kind)),
        entry_chance=float(one.entry_chance()) if dormant else float("nan"),
        expertise=dict(zip(model.region.fields.names, (float(level) for level in one.expertise), strict=True)),
    )


def _offers(model: CollaborationModel, row: int, kind: str) -> list[Offer]:
    """Ask it about the latest deals that look for a partner of its kind, those of its own field first."""
    ways = [place for place, direction in enumerate(DIRECTIONS) if direction.partner == kind]
    deals = model.record().deals
    searching = (deals["status"] == Status.OPEN) & (deals["stage"] <= Stage.MATCH) & np.isin(deals["direction"], ways)
    numbers = np.flatnonzero(searching)[::-1]
    mine = deals["field"][numbers] == model.world.organisations["field"][row]
    chosen = [*numbers[mine][:OFFERS].tolist(), *numbers[~mine].tolist()][:OFFERS]
    offers = []
    for number in chosen:
        answer = model.judge(number, row)
        direction, field = (
            DIRECTIONS[deals["direction"][number]].name,
            model.region.fields.names[deals["field"][number]],
        )
        offers.append(Offer(number, direction, field, answer.accepted, answer.why))
    return offers
