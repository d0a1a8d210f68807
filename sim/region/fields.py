"""Cities resemble one another in technology because their pillar industries do.

Ten technology fields, how far knowledge of one helps in another, and the coding of a city's pillar industries and
defence science, as published, into a mix of fields. The fields are the defence industries and civil targets of Gu & Li
section 2.4 and the fields private firms enter, their section 2.3.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Coding = tuple[tuple[str, Mapping[str, float]], ...]


@dataclass(frozen=True, slots=True)
class TechnologyField:
    """One field of technology; its number is its position in `FIELDS`.

    Args:
        name: key used in tables and scenarios.
        label: English words for readers.
        label_zh: Chinese words for readers.
        defence: whether the field is the core of a defence industry (nuclear, space, aviation,
            shipbuilding, electronics: Gu & Li section 2.4; ordnance: defence groups named in the city file).
    """

    name: str
    label: str
    label_zh: str
    defence: bool


FIELDS: tuple[TechnologyField, ...] = (
    TechnologyField("electronics_communications", "electronics and communications", "电子与通信", True),
    TechnologyField("software_information_security", "software and information security", "软件与信息安全", False),
    TechnologyField("aviation", "aviation", "航空", True),
    TechnologyField("space", "space", "航天", True),
    TechnologyField("nuclear_energy", "nuclear and energy", "核与能源", True),
    TechnologyField("shipbuilding_marine", "shipbuilding and marine", "船舶与海洋", True),
    TechnologyField("materials_chemicals", "materials and chemicals", "材料与化工", False),
    TechnologyField("machinery_equipment", "machinery and equipment", "机械与装备", False),
    TechnologyField("vehicles_ordnance", "vehicles and ordnance", "车辆与兵器", True),
    TechnologyField("instruments_sensors", "instruments and sensors", "仪器与传感器", False),
)
FIELD_NAMES: tuple[str, ...] = tuple(field.name for field in FIELDS)

BASE_WEIGHT = 0.4
PILLAR_WEIGHT = 0.4
DEFENCE_TEXT_WEIGHT = 0.2

BASE_MIX: Mapping[str, float] = {
    "electronics_communications": 0.22,
    "software_information_security": 0.22,
    "aviation": 0.03,
    "space": 0.02,
    "nuclear_energy": 0.08,
    "shipbuilding_marine": 0.02,
    "materials_chemicals": 0.14,
    "machinery_equipment": 0.13,
    "vehicles_ordnance": 0.05,
    "instruments_sensors": 0.09,
}
"""Field shares of an average city (coded).

Sichuan's high-tech enterprises of 2022 are 33 % electronic information, 25 % high-tech services, 17 %
advanced manufacturing and 25 % others (Sichuan Daily, 22 December 2022). The first is halved between
electronics and software; how the rest is spread over fields is assumed.
"""

PILLAR_CODING: Coding = (
    ("electronic", {"electronics_communications": 0.7, "software_information_security": 0.3}),
    ("smart terminal", {"electronics_communications": 1.0}),
    ("communication", {"electronics_communications": 1.0}),
    ("semiconductor", {"electronics_communications": 1.0}),
    ("software", {"software_information_security": 1.0}),
    ("big data", {"software_information_security": 1.0}),
    ("aviation", {"aviation": 1.0}),
    ("uav", {"aviation": 0.7, "electronics_communications": 0.3}),
    ("aerospace", {"aviation": 0.5, "space": 0.5}),
    ("ship", {"shipbuilding_marine": 1.0}),
    ("nuclear", {"nuclear_energy": 1.0}),
    ("energy", {"nuclear_energy": 1.0}),
    ("natural gas", {"nuclear_energy": 1.0}),
    ("natural-gas", {"nuclear_energy": 1.0}),
    ("shale gas", {"nuclear_energy": 1.0}),
    ("oil-gas", {"nuclear_energy": 1.0}),
    ("photovoltaic", {"nuclear_energy": 0.6, "electronics_communications": 0.4}),
    ("power batter", {"nuclear_energy": 0.5, "materials_chemicals": 0.5}),
    ("lithium", {"materials_chemicals": 0.7, "nuclear_energy": 0.3}),
    ("polysilicon", {"materials_chemicals": 0.8, "electronics_communications": 0.2}),
    ("chemical", {"materials_chemicals": 1.0}),
    ("chemistry", {"materials_chemicals": 1.0}),
    ("material", {"materials_chemicals": 1.0}),
    ("metallurgy", {"materials_chemicals": 1.0}),
    ("steel", {"materials_chemicals": 1.0}),
    ("vanadium", {"materials_chemicals": 1.0}),
    ("medicine", {"materials_chemicals": 0.6, "instruments_sensors": 0.4}),
    ("medical", {"instruments_sensors": 0.7, "materials_chemicals": 0.3}),
    ("instrument", {"instruments_sensors": 1.0}),
    ("sensor", {"instruments_sensors": 1.0}),
    ("equipment", {"machinery_equipment": 1.0}),
    ("machinery", {"machinery_equipment": 1.0}),
    ("automobile", {"vehicles_ordnance": 1.0}),
    ("motorcycle", {"vehicles_ordnance": 1.0}),
    ("locomotive", {"vehicles_ordnance": 1.0}),
    ("rail", {"vehicles_ordnance": 1.0}),
    # Industries outside the ten fields leave their weight to the average city.
    ("services", {}),
    ("logistics", {}),
    ("transport", {}),
    ("liquor", {}),
    ("food", {}),
    ("textile", {}),
    ("silk", {}),
    # The fields of Mianyang's military-civil industry stand in its defence text.
    ("military-civil", {}),
)
"""Word beginnings looked for in a pillar industry, and the fields they stand for (coded)."""

DEFENCE_CODING: Coding = (
    ("electronics", {"electronics_communications": 1.0}),
    ("cetc", {"electronics_communications": 0.6, "software_information_security": 0.4}),
    ("information-security", {"software_information_security": 1.0}),
    ("aircraft", {"aviation": 1.0}),
    ("aviation", {"aviation": 1.0}),
    ("uav", {"aviation": 1.0}),
    ("gas-turbine", {"aviation": 0.8, "machinery_equipment": 0.2}),
    ("aerodynamics", {"aviation": 0.6, "space": 0.4}),
    ("aerospace", {"space": 1.0}),
    ("engineering physics", {"nuclear_energy": 0.6, "instruments_sensors": 0.2, "materials_chemicals": 0.2}),
    ("caep", {"nuclear_energy": 0.6, "instruments_sensors": 0.2, "materials_chemicals": 0.2}),
    ("nuclear", {"nuclear_energy": 1.0}),
    ("shipbuilding", {"shipbuilding_marine": 1.0}),
    ("ordnance", {"vehicles_ordnance": 1.0}),
    ("chemical", {"materials_chemicals": 1.0}),
    ("basalt fibre", {"materials_chemicals": 1.0}),
    ("heavy equipment", {"machinery_equipment": 1.0}),
    ("machinery", {"machinery_equipment": 1.0}),
)
"""Word beginnings looked for in a city's defence science, and the fields they stand for (coded)."""


def _read_only(array: NDArray[np.float64]) -> NDArray[np.float64]:
    array.flags.writeable = False
    return array


def _normalised(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    shares: NDArray[np.float64] = weights / weights.sum()
    return shares


class _Coder:
    """Finds the words of a coding in a text, in one pass however long the coding is."""

    def __init__(self, coding: Coding, names: Sequence[str]) -> None:
        self._vectors = {keyword: vector(weights, names) for keyword, weights in coding}
        words = "|".join(re.escape(keyword) for keyword in self._vectors)
        self._pattern = re.compile(rf"\b(?:{words})", re.IGNORECASE | re.ASCII) if words else None

    def found(self, text: str) -> list[NDArray[np.float64]]:
        if self._pattern is None:
            return []
        keywords = dict.fromkeys(word.casefold() for word in self._pattern.findall(text))
        return [self._vectors[keyword] for keyword in keywords]


def vector(weights: Mapping[str, float], names: Sequence[str] = FIELD_NAMES) -> NDArray[np.float64]:
    """Write weights by name of field as an array, 0 where none is given.

    Args:
        weights: by name of field.
        names: the fields.

    Returns:
        Shape (fields,).
    """
    return np.array([weights.get(name, 0.0) for name in names], dtype=np.float64)


def _phrases(pillars: str) -> list[str]:
    return [phrase.strip() for phrase in pillars.split(";") if phrase.strip()]


class FieldCatalogue:
    """The fields of technology of a region, and the words by which a city's industries are read as fields.

    Args:
        fields: the fields, in the order of every array over fields.
        shares: of the fields in an average city, shape (fields,), above 0; made to sum to 1.
        military: how many times more frequent a field is among military organisations, shape (fields,), above 0.
        pillar_coding: word beginnings looked for in a pillar industry; of two at one letter the first counts.
        defence_coding: word beginnings looked for in a city's defence science.
    """

    def __init__(
        self,
        fields: Sequence[TechnologyField],
        shares: NDArray[np.float64],
        military: NDArray[np.float64],
        pillar_coding: Coding,
        defence_coding: Coding,
    ) -> None:
        self.fields = tuple(fields)
        self.names = tuple(field.name for field in fields)
        self.shares, self.military = _read_only(_normalised(shares)), _read_only(military.astype(np.float64))
        self._pillars, self._defence = _Coder(pillar_coding, self.names), _Coder(defence_coding, self.names)

    def mix(self, pillars: str, defence_text: str) -> NDArray[np.float64]:
        """Give a city the fields of its pillar industries and defence science on top of those all cities have.

        Each pillar industry has the same weight, shared equally by the words recognised in it; so has each word
        recognised in the defence text, however often it occurs. Weight on nothing recognised goes to the average city.

        Args:
            pillars: English names of industries separated by semicolons, may be empty.
            defence_text: English description of the city's defence science, may be empty.

        Returns:
            Shares of the fields, shape (fields,), all above 0, sum 1.
        """
        mix: NDArray[np.float64] = BASE_WEIGHT * self.shares
        phrases = _phrases(pillars)
        for phrase in phrases:
            words = self._pillars.found(phrase)
            for weights in words:
                mix += PILLAR_WEIGHT / (len(phrases) * len(words)) * weights
        mentions = self._defence.found(defence_text)
        for weights in mentions:
            mix += DEFENCE_TEXT_WEIGHT / len(mentions) * weights
        return _normalised(mix)

    def military_mix(self, mix: NDArray[np.float64]) -> NDArray[np.float64]:
        """Shift a city's mix towards the defence fields, for its military enterprises and institutes.

        Args:
            mix: shares of the fields, shape (fields,), sum 1.

        Returns:
            Shares of the fields, shape (fields,), sum 1.
        """
        return _normalised(mix * self.military)

    def uncoded(self, pillars: str) -> tuple[str, ...]:
        """Name the pillar industries, separated by semicolons, in which no word is recognised; they give no field."""
        return tuple(phrase for phrase in _phrases(pillars) if not self._pillars.found(phrase))


DEFENCE_UPWEIGHT: NDArray[np.float64] = _read_only(
    vector(
        dict.fromkeys(FIELD_NAMES, 1.0)
        | {"electronics_communications": 1.5, "vehicles_ordnance": 2.0}
        | dict.fromkeys(("aviation", "space", "nuclear_energy", "shipbuilding_marine"), 3.0)
    )
)
"""How many times more frequent a field is among military organisations of a city, shape (10,); assumption.

Electronics and vehicles carry less than the other defence fields because their civil markets are large.
"""

TEN_FIELDS = FieldCatalogue(FIELDS, vector(BASE_MIX), DEFENCE_UPWEIGHT, PILLAR_CODING, DEFENCE_CODING)
"""The fields of every region that does not bring its own."""


def _relatedness() -> NDArray[np.float64]:
    upper = (
        (0.60, 0.35, 0.40, 0.20, 0.20, 0.30, 0.30, 0.30, 0.60),
        (0.25, 0.30, 0.15, 0.15, 0.10, 0.25, 0.25, 0.40),
        (0.60, 0.15, 0.25, 0.40, 0.45, 0.40, 0.40),
        (0.25, 0.20, 0.40, 0.35, 0.25, 0.45),
        (0.30, 0.40, 0.40, 0.15, 0.35),
        (0.30, 0.50, 0.40, 0.30),
        (0.40, 0.35, 0.30),
        (0.55, 0.40),
        (0.30,),
    )
    matrix = np.eye(len(FIELDS))
    for row, values in enumerate(upper):
        matrix[row, row + 1 :] = values
        matrix[row + 1 :, row] = values
    return matrix


RELATEDNESS: NDArray[np.float64] = _read_only(_relatedness())
"""How far knowledge of one field helps in another, 0 (nothing) to 1 (the same); assumption.

Shape (10, 10), symmetric, rows in the order of `FIELDS`. Highest (0.5-0.6) where people, parts or methods are
commonly shared: electronics with software and with instruments, aviation with space, machinery with vehicles
and with ships. Middling (0.3-0.45) where one supplies the other: materials or machinery with what is built of
or by them. Lowest (0.1-0.25) where neither holds: software with materials, nuclear with vehicles. Counts of patents
classified in two fields at once give another matrix, `region.relatedness = "patents"`.
"""
