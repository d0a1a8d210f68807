"""Lead enterprises and demonstration bases draw deals, and what they draw is missing elsewhere (ODD, lead enterprises).

A lead enterprise has only so many places a year for suppliers of key subsystems and complete machines; this,
not a bonus, is what carries a lead-enterprise programme (Agrawal & Cockburn 2003; seed 4.1).
"""

from __future__ import annotations

from sim.rules import rule
from sim.scales import Settings, number, share


class ClusteringSettings(Settings):
    """What lead enterprises and demonstration bases draw and offer."""

    anchor_slots: float = number(
        "supplier places per lead enterprise and year for subsystems and machines",
        "number",
        18,
        (0, 20),
        allowed=(0, 100_000),
        whole=True,
        source="seed 4.1, tuned",
    )
    anchor_contact: float = number(
        "extra contact with a lead enterprise",
        "factor",
        0.25,
        (0.0, 0.5),
        allowed=(0.0, 100.0),
        source="seed 2.4, 4.1; Agrawal & Cockburn 2003",
    )
    anchors_added: float = number(
        "lead enterprises beyond the founding ones",
        "number",
        0,
        (0, 12),
        allowed=(0, 100_000),
        source="none unless a lever adds them",
    )
    demonstration_base_contact: float = number(
        "extra contact in a demonstration base", "factor", 0.35, (0.0, 0.5), allowed=(0.0, 100.0), source="seed 2.4"
    )
    demonstration_base_search: float = number(
        "extra attention to a city with a demonstration base",
        "factor",
        0.35,
        (0.0, 0.5),
        allowed=(0.0, 100.0),
        source="seed 2.4",
    )
    demonstration_base_strength: float = share(
        "how far the demonstration bases are in force in the chosen cities",
        0.0,
        (0.0, 1.0),
        source="none unless a lever sets them up",
    )
    pilot_zone_strength: float = share(
        "how far pilot zones are in force, each one more demonstration base, for deals of its fields alone",
        0.0,
        (0.0, 1.0),
        source="seed 2.4: the pilot zone is upcoming; a dated change or a scenario opens it",
    )


@rule
def base_level(founded: bool, chosen: bool, own: float, settings: ClusteringSettings) -> float:
    """How far a demonstration base is in force in a city, 0..1: the most of what founders, a programme and it keep up.

    Args:
        own: what the city's own money keeps up, 0..1.
    """
    if founded:
        return 1.0
    return max(own, settings.demonstration_base_strength if chosen else 0.0)


@rule
def base_for_field(base: float, pilot_fields: int, field: int, settings: ClusteringSettings) -> float:
    """How far a city is a demonstration base for deals of a field, 0..2: a pilot zone is one more beside what is there.

    Args:
        base: see `base_level`.
        pilot_fields: fields of its pilot zone, a bit each.
    """
    if (pilot_fields >> field) & 1 == 0:
        return base
    return base + settings.pilot_zone_strength
