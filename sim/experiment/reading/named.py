"""Keys of sections that a file names itself, such as [arms.openness]: known once the file is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.experiment.reading.schema import ArmSection, ExperimentContent
from sim.experiment.reading.schema_search import GoalSection, LimitSection, MapAxis
from sim.language import _
from sim.scenario.schema import FileSection
from sim.scenario.wording import FULL_STOPS, Key, keys

NAMED: Mapping[tuple[str, ...], type[FileSection]] = {
    ("arms",): ArmSection,
    ("search", "best"): GoalSection,
    ("search", "limits"): LimitSection,
    ("variety", "map"): MapAxis,
}
"""What stands in each section whose parts have names of the file's own."""


def keys_in(data: Mapping[str, Any]) -> dict[str, Key]:
    """Return every key that an experiment file may have, those below names of its own included.

    Args:
        data: what the file says.
    """
    found = dict(keys(ExperimentContent))
    for path, section in NAMED.items():
        inside: Any = data
        for part in path:
            inside = inside.get(part) if isinstance(inside, Mapping) else None
        for name in inside if isinstance(inside, Mapping) else ():
            dotted = ".".join((*path, name))
            english = section.__doc__ or ""
            words = _(english).rstrip(FULL_STOPS)
            found[dotted] = Key(dotted, words, _("a section headed [{dotted}]", dotted=dotted), section=True)
            found |= keys(section, f"{dotted}.")
    return found
