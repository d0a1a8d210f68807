"""What a sweep says: tables with intervals, read off its runs; nothing here runs the model.

Each function takes runs, one row per run: columns arm (the first to appear is the baseline), draw (number of the
parameter draw, 0 if there are none), seed, the factors by their scenario keys, and outcomes. All arms have the same
pairs of draw and seed. What does not fit is refused with a ValueError; nothing is filled in.
"""

from sim.analysis.cases import cases
from sim.analysis.convergence import convergence
from sim.analysis.cost import cost_effectiveness
from sim.analysis.deaths import proximate_deaths
from sim.analysis.discovery import discover
from sim.analysis.dose import dose_response, pivot, surface
from sim.analysis.exchange import exchange
from sim.analysis.interactions import log_interaction_of_arms, log_interactions, log_shortfall
from sim.analysis.morris import morris_effects
from sim.analysis.paired import paired_differences
from sim.analysis.paired_runs import complete
from sim.analysis.removal import single_removals
from sim.analysis.robust import robustness
from sim.analysis.shapley import shapley
from sim.analysis.sobol import explained_alone, sobol_indices, sobol_second_order
from sim.analysis.standing import standing, verdicts
from sim.analysis.three_tables import side_by_side, three_tables

__all__ = [
    "cases",
    "complete",
    "convergence",
    "cost_effectiveness",
    "discover",
    "dose_response",
    "exchange",
    "explained_alone",
    "log_interaction_of_arms",
    "log_interactions",
    "log_shortfall",
    "morris_effects",
    "paired_differences",
    "pivot",
    "proximate_deaths",
    "robustness",
    "shapley",
    "side_by_side",
    "single_removals",
    "sobol_indices",
    "sobol_second_order",
    "standing",
    "surface",
    "three_tables",
    "verdicts",
]
