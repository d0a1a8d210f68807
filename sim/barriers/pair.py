"""What a barrier's rule is given: an intensity, what it may know of a deal and its parties, and its settings."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Never


class Pair(NamedTuple):
    """What a barrier's rule may know about a deal and its two parties."""

    sides_differ: bool  # the deal crosses between the military and the civilian side
    outward: bool  # military technology leaves the military side
    classified: bool  # what moves is classified
    jurisdictions_differ: bool  # the two parties sit in different jurisdictions
    disadvantaged_payer: bool  # the payer is of a kind that unequal treatment falls on
    rung: int  # 1 parts, 2 key subsystems, 3 complete machines
    licence_class: int  # class of the licence that the supplier needs, 0 for none
    waiver: float  # share of the boundary waived for this direction, 0..1
    trust: float  # mean trust of the two parties, 0..1
    protection: float  # stance of the source's city towards the recipient's, 0..1
    harmonised: float  # share of the field's standards harmonised by use, 0..1
    gap_exponent: float  # how strongly the direction meets the standards gap
    agreement: float  # how far the two cities have agreed to coordinate, 0..1


BarrierRule = Callable[[float, Pair, Never], float]  # Never: each takes the settings of its own barrier alone
