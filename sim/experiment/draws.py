"""Parameters that are not known for sure are drawn together, and every arm is run with the same draws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sim.experiment.designs import Factor
from sim.experiment.designs.design import Options, spread_out
from sim.experiment.designs.latin_hypercube import unit


def draw_together(drawn: Sequence[Factor], number: int, seed: int) -> tuple[Mapping[str, Any], ...]:
    """Return draws that cover every spread evenly: a Latin hypercube, independent between parameters.

    Args:
        drawn: the parameters, each with a spread.
        number: how many draws.
        seed: seed of the draws.
    """
    return tuple(spread_out(drawn, unit(len(drawn), Options(samples=number, seed=seed))))
