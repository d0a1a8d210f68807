"""The figures that every run has, from its tables alone. To add one, write its file and list its picture here."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sim.report.figures import city_map, deaths, deliveries, ladder, office_wait, pipeline
from sim.report.figures.style import FinishedRun, RunFigure, save

FIGURES: tuple[RunFigure, ...] = (
    deliveries.PICTURE,
    pipeline.PICTURE,
    deaths.PICTURE,
    office_wait.PICTURE,
    city_map.PICTURE,
    ladder.PICTURE,
)


def draw_all(model: FinishedRun, folder: Path | str) -> list[Path]:
    """Draw all figures of a run as PNG files.

    Args:
        model: the run, read only.
        folder: where the files go; made if it does not exist.

    Returns:
        The files, in the order of FIGURES.
    """
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    read = _ReadOnce(model)
    return [save(picture.plot(read), target / f"{picture.name}.png") for picture in FIGURES]


class _ReadOnce:
    """A run whose frames are made once for all figures, which only read them.

    Args:
        run: the run.
    """

    def __init__(self, run: FinishedRun) -> None:
        self.inputs, self.region = run.inputs, run.region
        self.run_seed = getattr(run, "run_seed", None)
        self.deals, self.history = cache(run.deals), cache(run.history)
