"""Designs whose runs hang on what earlier runs found: they begin with the base, and an engine proposes the rest."""

from __future__ import annotations

from collections.abc import Sequence

from sim.experiment.designs.design import Design, Factor, Options, Point

ASKS = "asks"
"""What such a design takes: neither levels nor spreads, but a section of its own."""


def base_alone(factors: Sequence[Factor], options: Options) -> list[Point]:
    """Return the base: what is set beside it is not known beforehand."""
    return [{}]


SEARCH = Design("search", "the best programmes of levers, by several aims", ASKS, base_alone, least=0)
OVERTURN = Design("overturn", "the readings in which a claim fails", ASKS, base_alone, least=0)
VARIETY = Design("variety", "which combinations of outcomes can happen at all", ASKS, base_alone, least=0)
SEARCHES = (SEARCH, OVERTURN, VARIETY)
