"""What never changes in a run: kinds of organisation and directions of transfer, as numbers.

A column that names a setting holds its index in the vector of settings, -1 for none.
"""

from __future__ import annotations

from sim.tables.column import Int8, Int16, TableRow, column


class KindRow(TableRow, table="kinds"):
    """One kind of organisation."""

    size_reference: float = column("median revenue", "million yuan a year")
    sample: float = column("share of its organisations that is in the model, at scale 1", "share")
    effort: Int16 = column("setting: chance per try that it opens a deal")
    capacity: Int16 = column("setting: open deals it can carry")
    arrival: Int16 = column("setting: technologies that arrive in a quarter, -1 if it has no shelf")
    classified_share: Int16 = column("setting: share of its technologies that are classified")
    distance_factor: Int16 = column("setting: weight of distance in its search")
    habit: Int16 = column("setting: share of its choices that go away if both options return alike, -1: none to make")
    sharpness: Int16 = column("setting: how strongly its choice follows return")
    outlay: Int16 = column("setting: what going away costs at a time, at least")
    tries: Int8 = column("deals it may open in a quarter")
    side: Int8 = column("innovation system: 0 civil, 1 military")
    disadvantaged: bool = column("unequal policy treatment falls on it")
    enters: bool = column("is dormant until it enters the other side's market")
    leads: bool = column("its largest can be lead enterprises")


class DirectionRow(TableRow, table="directions"):
    """One direction of transfer."""

    gap_exponent: float = column("how strongly it meets the standards gap", "exponent")
    chance: Int16 = column("setting: chance that an opened deal goes this way, -1: always")
    seen: Int16 = column("setting: chance that its technology is seen at all, -1: always")
    waiver: Int16 = column("setting: share of the boundary that is waived, -1: none")
    source_kind: Int8 = column("kind that offers")
    partner_kind: Int8 = column("kind that it seeks")
    licence_class: Int8 = column("class needed by the civilian party: 0 none, -1 the deal's rung")
    steps_low: Int8 = column("readiness steps, lowest")
    steps_high: Int8 = column("readiness steps, highest")
    sides_differ: bool = column("it crosses between the military and the civilian side")
    outward: bool = column("military technology leaves the military side")
    climbs: bool = column("a supply on the ladder parts - subsystems - machines")
    needs_shelf: bool = column("a technology must lie on the shelf")
    source_pays: bool = column("the offering party pays, else the recipient does")
