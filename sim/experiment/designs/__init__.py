"""The designs of experiments, one file each.

To add one, write its file and list it in DESIGNS.
"""

from __future__ import annotations

from sim.experiment.designs import (
    arms,
    factorial,
    grid,
    latin_hypercube,
    morris,
    one_at_a_time,
    orthogonal_array,
    sobol,
)
from sim.experiment.designs.design import BASE, Design, Factor, Options, Point
from sim.experiment.designs.searches import SEARCHES

DESIGNS: tuple[Design, ...] = (
    arms.DESIGN,
    factorial.DESIGN,
    grid.DESIGN,
    one_at_a_time.DESIGN,
    orthogonal_array.DESIGN,
    latin_hypercube.DESIGN,
    sobol.DESIGN,
    morris.DESIGN,
    *SEARCHES,
)

__all__ = ["BASE", "DESIGNS", "SEARCHES", "Design", "Factor", "Options", "Point"]
