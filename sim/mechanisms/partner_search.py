"""Partners are sought by a few looks a quarter: at past partners, near places and related fields (ODD, search).

Technological proximity matters more than distance, and distance matters more for firms than for public
research (Scherngell & Barber 2009, 2011); past partners come back (Gulati & Gargiulo 1999).
"""

from __future__ import annotations

from sim.elementary import power
from sim.rules import rule
from sim.scales import Settings, number, number_of, share, switch


class SearchSettings(Settings):
    """How many partners are looked at, how far away and how long."""

    candidates: float = number(
        "partners looked at per deal and quarter", "number", 4, (3, 12), allowed=(0, 100), whole=True, source="tuned"
    )
    patience: float = number(
        "how long a deal searches before it is given up",
        "quarters",
        8,
        (3, 10),
        allowed=(1, 400),
        whole=True,
        source="tuned",
    )
    distance_decay: float = number(
        "how fast attention falls with distance, firms",
        "exponent",
        1.1,
        (0.5, 2.0),
        allowed=(0.0, 10.0),
        source="order of magnitude from gravity studies (Scherngell & Barber); tuned",
    )
    distance_scale: float = number(
        "distance at which attention has fallen to 2^-decay", "km", 50.0, (25.0, 100.0), allowed=(0.1, 10000.0)
    )
    tie_memory: float = share(
        "chance that a look goes to a past partner, if there is one",
        0.3,
        (0.0, 0.7),
        source="after Gulati & Gargiulo 1999, tuned",
    )
    preferential_attachment: float = share(
        "chance that of two organisations found the better connected is kept", 0.5, (0.0, 1.0)
    )
    search_focus: float = number(
        "how strongly a look keeps to fields related to its own",
        "exponent",
        3.0,
        (1.0, 5.0),
        allowed=(0.0, 100.0),
        source="chosen; the order of related fields is that of co-classified patents",
    )
    city_choice: int = switch(
        "what draws a look to a city",
        {
            "related": "the organisations there, each counted by how related its field is to that of the deal",
            "mass": "the number of organisations there; only then a field, by its relatedness as it is",
        },
        source="co-classified patents and joint patents cluster by field more than by size of place",
    )


MASS = number_of(SearchSettings.city_choice, "mass")


@rule
def nearness(distance: float, factor: float, settings: SearchSettings) -> float:
    """Share of attention that is left at a distance: a power law, 1 at home.

    Args:
        distance: km from the searching organisation's city.
        factor: multiplies the decay; half for universities.
    """
    return power(1.0 + distance / settings.distance_scale, -settings.distance_decay * factor)


@rule
def closeness(related: float, settings: SearchSettings) -> float:
    """Weight of a field in a search, 0..1: how related it is to the deal's, sharpened by the focus of searches.

    Args:
        related: relatedness of the two fields, 0..1.
    """
    return related if settings.city_choice == MASS else power(related, settings.search_focus)


@rule
def pull_of_field(members: int, close: float, settings: SearchSettings) -> float:
    """What the organisations of one field add to the pull of their city.

    Args:
        members: how many they are.
        close: see `closeness`.
    """
    return float(members) if settings.city_choice == MASS else members * close


@rule
def pull_within_city(members: int, close: float, settings: SearchSettings) -> float:
    """Weight of a field within its city: of its members, or, if cities are chosen by mass, as long as it has any.

    Args:
        members, close: as for `pull_of_field`.
    """
    if settings.city_choice == MASS:
        return close if members > 0 else 0.0
    return members * close
