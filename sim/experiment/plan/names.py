"""Arms are called by what they change: short keys and few digits, as long as that keeps them apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sim.experiment.reading import ExperimentError
from sim.language import _
from sim.scenario import Problem

SHORT, EXACT = 6, 17  # digits of a level in the name of an arm; with 17 no two numbers read alike


def refuse_equal_names(names: Sequence[str]) -> None:
    """Raise ExperimentError if two arms have one name, by which no result could tell them apart."""
    given: set[str] = set()
    for name in names:
        if name in given:
            raise ExperimentError(
                [Problem("arms", _("two arms are called {name!r:.80}", name=name), _("every arm has its own name"))]
            )
        given.add(name)


def short_keys(keys: Sequence[str]) -> dict[str, str]:
    """Return short words for dotted keys, the whole key where two would be alike."""
    short = {key: key.removesuffix(".strength").split(".", 1)[-1] for key in keys}
    alike = list(short.values())
    return {key: key if alike.count(word) > 1 else word for key, word in short.items()}


def level_texts(levels: Sequence[Any]) -> Callable[[Any], str]:
    """Return how to write the levels of a factor: six digits, or the fewest more that keep them apart."""

    def text(level: Any, digits: int) -> str:
        return f"{level:.{digits}g}" if isinstance(level, float) else str(level)

    apart = len({text(level, EXACT) for level in levels})
    digits = next(few for few in range(SHORT, EXACT + 1) if len({text(level, few) for level in levels}) == apart)
    return lambda level: text(level, digits)
