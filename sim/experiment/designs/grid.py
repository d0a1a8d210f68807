"""A grid is a factorial of evenly spaced levels, for curves and contours over one or two factors."""

from __future__ import annotations

from sim.experiment.designs.design import Design
from sim.experiment.designs.factorial import combinations

DESIGN = Design("grid", "every combination of lists of levels, for curves and contours", "levels", combinations)
