"""The figures of a run, one file each.

To add one, write its file and list its picture in FIGURES.
"""

from __future__ import annotations

from pathlib import Path

from sim.report.figures import city_map, deaths, deliveries, ladder, office_wait, pipeline
from sim.report.figures.forest import draw_forest
from sim.report.figures.paper import Picture, Results, save

FIGURES: tuple[Picture, ...] = (
    deliveries.PICTURE,
    pipeline.PICTURE,
    deaths.PICTURE,
    office_wait.PICTURE,
    city_map.PICTURE,
    ladder.PICTURE,
)


def draw_all(model: Results, folder: Path | str) -> list[Path]:
    """Draw all figures of a run as PNG files.

    Args:
        model: the run, read only.
        folder: where the files go; made if it does not exist.

    Returns:
        The files, in the order of FIGURES.
    """
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    return [save(picture.draw(model), place / f"{picture.name}.png") for picture in FIGURES]


__all__ = ["FIGURES", "Picture", "Results", "draw_all", "draw_forest"]
