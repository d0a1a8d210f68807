"""What a kind of organisation is, in numbers: its side, its habits and the names of the settings it lives by."""

from __future__ import annotations

from dataclasses import dataclass

from sim.tables import Side


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of organisation that takes part in deals.

    Args:
        name: word used in scenarios and results.
        label, label_zh: words for tables and figures.
        words: what it is, for a policy reader.
        side: the innovation system it belongs to.
        count: column of the city file that counts it ("military_organisations", ...).
        sample: key of [population] that says which part of the count is represented.
        revenue_median: million yuan a year; research income for universities.
        revenue_spread: log standard deviation of revenue.
        expertise_level: mean expertise in the own field at the start, 0..1.
        tries: deals it may open in a quarter.
        effort, capacity, distance_factor: names of settings.
        arrival, classified_share: names of settings, empty if it has no shelf.
        performer: R&D performers of the statistics it stands for.
        habit, sharpness, outlay: names of settings: the share of its choices that go away (to the other side, or out
            of the house) if both options return alike, how strongly the choice follows return, and what going away
            costs at a time, million yuan; empty if it has no choice of the kind to make.
        disadvantaged: whether unequal policy treatment falls on it.
        enters: whether it is dormant until it enters the other side's market.
        leads: whether its largest members can be lead enterprises.
    """

    name: str
    label: str
    label_zh: str
    words: str
    side: Side
    count: str
    sample: str
    revenue_median: float
    revenue_spread: float
    expertise_level: float
    tries: int
    effort: str
    capacity: str
    distance_factor: str
    performer: tuple[str, ...]
    arrival: str = ""
    classified_share: str = ""
    habit: str = ""
    sharpness: str = ""
    outlay: str = ""
    disadvantaged: bool = False
    enters: bool = False
    leads: bool = False


EXPERTISE_SPREAD = 0.12  # standard deviation of expertise at the start; assumption
