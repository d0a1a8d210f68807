"""Named worlds side by side; with factors, each world at every combination of their levels."""

from __future__ import annotations

from sim.experiment.designs.design import Design
from sim.experiment.designs.factorial import combinations

DESIGN = Design("arms", "named worlds side by side", "levels", combinations, least=0)
