"""Programmes of levers as points of a space: how strong each is, from when, and where; and back to numbers in 0..1.

A programme is *canonical*: strengths and starts stand on a grid, a lever that is off is not in it, and cities stand in
the order of their names. Two genomes that mean the same are one programme, and one run.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

OFF = 0.5
"""Share of a strength's range that means off: without it, hardly a genome would leave a lever out."""
Genes = NDArray[np.float64]


class Part(NamedTuple):
    """One lever of a programme: its strength, its first quarter and, if it works in cities, where."""

    strength: float
    start: int
    cities: tuple[str, ...] = ()


Programme = Mapping[str, Part]
"""Parts by lever, in the order of the space."""


@dataclass(frozen=True)
class ProgrammeSpace:
    """All programmes that a search may propose.

    Args:
        levers: their names; of each, whether it works in cities that are to be named.
        strengths: that a lever in force may have, each above 0, ascending.
        starts: first quarters, ascending.
        cities: that may be named.
        most_cities: of one lever.
    """

    levers: Mapping[str, bool]
    strengths: tuple[float, ...]
    starts: tuple[int, ...]
    cities: tuple[str, ...] = ()
    most_cities: int = 0

    @property
    def genes(self) -> int:
        """Length of a genome: strengths, then starts, then places for cities."""
        return 2 * len(self.levers) + self.most_cities * sum(self.levers.values())

    @property
    def size(self) -> float:
        """How many programmes there are, roughly if levers work in cities."""
        plain = 1.0 + len(self.strengths) * len(self.starts)
        placed = 1.0 + len(self.strengths) * len(self.starts) * len(self.cities) ** max(1, self.most_cities)
        with_cities = sum(self.levers.values())
        return float(plain ** (len(self.levers) - with_cities) * placed**with_cities)

    def programme(self, genes: Sequence[float]) -> dict[str, Part]:
        """Return the programme that a genome means.

        Args:
            genes: numbers 0..1, as many as `genes`.
        """
        count, found = len(self.levers), {}
        places = self._places(genes[2 * count :])
        for index, (lever, placed) in enumerate(self.levers.items()):
            strong = (genes[index] - OFF) / (1.0 - OFF)
            if strong < 0.0 or (placed and not places[lever]):
                continue
            strength, start = _at(self.strengths, strong), _at(self.starts, genes[count + index])
            found[lever] = Part(strength, start, places.get(lever, ()))
        return found

    def genome(self, programme: Programme) -> Genes:
        """Return a genome that means a programme, or the nearest to it that the space holds."""
        count = len(self.levers)
        genes = np.zeros(self.genes)
        genes[:count] = OFF / 2
        first = 2 * count
        for index, (lever, placed) in enumerate(self.levers.items()):
            part = programme.get(lever)
            if part is not None:
                genes[index] = OFF + (1.0 - OFF) * _middle(self.strengths, part.strength)
                genes[count + index] = _middle(self.starts, part.start)
                for slot, city in enumerate(city for city in part.cities[: self.most_cities] if city in self.cities):
                    genes[first + slot] = (self.cities.index(city) + 1.5) / (len(self.cities) + 1)
            first += self.most_cities if placed else 0
        return genes

    def single(self, lever: str, cities: Sequence[str] = ()) -> dict[str, Part]:
        """Return the programme of one lever alone, at its strongest from the earliest start.

        Args:
            lever: its name.
            cities: where, if it works in cities; the first that there are if none is given.
        """
        where = tuple(sorted(city for city in cities if city in self.cities)[: self.most_cities])
        placed = where or tuple(sorted(self.cities[: self.most_cities])) if self.levers[lever] else ()
        return {lever: Part(self.strengths[-1], self.starts[0], placed)}

    def _places(self, genes: Sequence[float]) -> dict[str, tuple[str, ...]]:
        """Return the cities of every lever that works in cities."""
        found: dict[str, tuple[str, ...]] = {}
        for number, lever in enumerate(lever for lever, placed in self.levers.items() if placed):
            own = genes[number * self.most_cities : (number + 1) * self.most_cities]
            slots = [min(len(self.cities), int(gene * (len(self.cities) + 1))) for gene in own]
            found[lever] = tuple(sorted({self.cities[slot - 1] for slot in slots if slot}))
        return found


def settings_of(programme: Programme) -> dict[str, Any]:
    """Return what a programme sets, by dotted key of a scenario."""
    found: dict[str, Any] = {}
    for lever, part in programme.items():
        found[f"levers.{lever}.strength"] = part.strength
        found[f"levers.{lever}.start_quarter"] = part.start
        if part.cities:
            found[f"levers.{lever}.cities"] = list(part.cities)
    return found


def programme_of(settings: Mapping[str, Any]) -> dict[str, Part]:
    """Return the programme of settings by dotted key; keys of other sections are left out."""
    levers: dict[str, dict[str, Any]] = {}
    for key, value in settings.items():
        section, _, rest = key.partition(".")
        lever, _, name = rest.partition(".")
        if section == "levers":
            levers.setdefault(lever, {})[name] = value
    return {
        lever: Part(float(own["strength"]), int(own["start_quarter"]), tuple(own.get("cities") or ()))
        for lever, own in levers.items()
        if own.get("strength")
    }


def key_of(programme: Programme) -> str:
    """Return a text that is equal for equal programmes only."""
    return json.dumps({lever: list(part) for lever, part in programme.items()}, sort_keys=True)


def grid(low: float, high: float, step: float) -> tuple[float, ...]:
    """Return the numbers from low to high in steps, each rounded as it is written, high included if a step meets it."""
    count = int((high - low) / step + 1e-9)
    return tuple(round(low + index * step, 10) for index in range(count + 1))


def _at(values: Sequence[Any], share: float) -> Any:
    """Return the value at a share of a list."""
    return values[min(len(values) - 1, max(0, int(share * len(values))))]


def _middle(values: Iterable[float], wanted: float) -> float:
    """Return the share of a list at whose middle the value nearest to a number stands."""
    held = list(values)
    nearest = min(range(len(held)), key=lambda index: (abs(held[index] - wanted), index))
    return (nearest + 0.5) / len(held)
