"""Technology can move in four directions; a direction says who offers, who pays and what lies in between."""

from __future__ import annotations

from dataclasses import dataclass

from sim.scales import Settings, number, share


class DirectionSettings(Settings):
    """Where universities offer, what is seen of it, and how distance weighs."""

    university_military_share: float = share(
        "share of university offers that go to the military side",
        0.19,
        (0.1, 0.4),
        source="the seed names both, without shares; the mean of universities that learned what either side had "
        "returned (docs/who_decides.md)",
    )
    university_visibility: float = share(
        "share of university technology that a given partner sees",
        0.15,
        (0.15, 0.6),
        source="tuned to 3.8-11.3 % industrialisation of patents",
    )
    boundary_waiver: float = share(
        "share of the boundary between jurisdictions that is waived for universities",
        0.0,
        (0.0, 1.0),
        source="none unless an alliance waives it",
    )
    distance_weight_firms: float = number(
        "weight of distance for firms and military enterprises",
        "factor",
        1.0,
        (0.5, 1.5),
        allowed=(0.0, 10.0),
        source="1 by definition: distance_decay is stated for firms",
    )
    distance_weight_universities: float = number(
        "weight of distance for universities, over firms",
        "factor",
        0.5,
        (0.3, 1.0),
        allowed=(0.0, 10.0),
        source="Scherngell & Barber 2011: distance matters less for public research",
    )


@dataclass(frozen=True, slots=True)
class Direction:
    """One direction of transfer.

    Args:
        name: word used in outcomes, "<from>_to_<to>".
        label: words for tables and figures.
        words: what it is, for a policy reader.
        source, partner: kinds of the organisation that offers and of the one it seeks.
        source_pays: whether the offering party pays, else the recipient does.
        licence_class: class the civilian party needs, 0 none, -1 that of the deal's rung.
        steps: readiness steps still to climb, lowest and highest; on the ladder the rung is added.
        gap_exponent: how strongly it meets the standards gap; 1 is the full gap, more is milder.
        climbs: whether it is a supply on the ladder parts - subsystems - complete machines.
        needs_shelf: whether a technology must lie on the shelf.
        chance: setting with the chance that an offer of this kind goes this way; empty: what is left,
            in just one direction of each kind that offers.
        seen: setting with the chance that its technology is seen at all; empty: always.
        waiver: setting with the share of the boundary waived; empty: none.
    """

    name: str
    label: str
    words: str
    source: str
    partner: str
    source_pays: bool
    licence_class: int
    steps: tuple[int, int]
    gap_exponent: float = 1.0
    climbs: bool = False
    needs_shelf: bool = True
    chance: str = ""
    seen: str = ""
    waiver: str = ""


DIRECTIONS: tuple[Direction, ...] = (
    Direction(
        name="military_to_civil",
        label="military to civil",
        words="Transformation of defence technology by a private firm (spin-off).",
        source="military_enterprise",
        partner="private_firm",
        source_pays=False,
        licence_class=0,
        steps=(2, 3),
    ),
    Direction(
        name="civil_to_military",
        label="civil to military",
        words="Supply of a private product to a military buyer (spin-on), from parts to complete machines.",
        source="private_firm",
        partner="military_enterprise",
        source_pays=True,
        licence_class=-1,
        steps=(1, 1),
        climbs=True,
        needs_shelf=False,
    ),
    Direction(
        name="university_to_military",
        label="university to military",
        words="Technology of a university or research institute used by a military enterprise.",
        source="university",
        partner="military_enterprise",
        source_pays=False,
        licence_class=1,
        steps=(4, 5),
        gap_exponent=1.4,
        chance="university_military_share",
        seen="university_visibility",
        waiver="boundary_waiver",
    ),
    Direction(
        name="university_to_civil",
        label="university to civil",
        words="Technology of a university or research institute used by a private firm.",
        source="university",
        partner="private_firm",
        source_pays=False,
        licence_class=0,
        steps=(4, 5),
        seen="university_visibility",
        waiver="boundary_waiver",
    ),
)
