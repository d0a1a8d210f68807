"""The figures, one file each: those of a run, and those of a study, which take a table of its analysis.

To add a figure of a run, see `of_a_run`; for one of a study, write its file and name its function here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.later import loads

if TYPE_CHECKING:
    from sim.report.figures.answer import draw_answer
    from sim.report.figures.barrier_tables import draw_barrier_tables
    from sim.report.figures.convergence import draw_convergence
    from sim.report.figures.cost_plane import draw_cost_plane
    from sim.report.figures.discovered_boxes import draw_discovered_boxes
    from sim.report.figures.dose_response import draw_dose_response
    from sim.report.figures.endings import draw_endings
    from sim.report.figures.forest import draw_forest
    from sim.report.figures.interaction_matrix import draw_interaction_matrix
    from sim.report.figures.of_a_run import FIGURES, draw_all
    from sim.report.figures.over_time import draw_over_time
    from sim.report.figures.sensitivity import draw_morris, draw_sobol
    from sim.report.figures.style import FinishedRun, RunFigure, save
    from sim.report.figures.surface import draw_surface
    from sim.report.figures.who_beats_whom import draw_who_beats_whom

__all__ = [
    "FIGURES",
    "FinishedRun",
    "RunFigure",
    "draw_all",
    "draw_answer",
    "draw_barrier_tables",
    "draw_convergence",
    "draw_cost_plane",
    "draw_discovered_boxes",
    "draw_dose_response",
    "draw_endings",
    "draw_forest",
    "draw_interaction_matrix",
    "draw_morris",
    "draw_over_time",
    "draw_sobol",
    "draw_surface",
    "draw_who_beats_whom",
    "save",
]
OTHERS = {
    **dict.fromkeys(("FIGURES", "draw_all"), "of_a_run"),
    **dict.fromkeys(("FinishedRun", "RunFigure", "save"), "style"),
    **dict.fromkeys(("draw_morris", "draw_sobol"), "sensitivity"),
}
__getattr__ = loads(
    __name__,
    {name: f"{__name__}.{OTHERS.get(name, name.removeprefix('draw_'))}" for name in __all__},
)
