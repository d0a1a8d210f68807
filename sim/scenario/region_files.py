"""Another region is a folder of tables like those of the shipped one; each is checked as the city file is.

| file | holds | if it is missing |
| --- | --- | --- |
| `cities.csv` | the cities (`CityFileRow`) | refused |
| `fields.csv` | fields of technology and the words for them (`FieldFileRow`) | the ten of the shipped region |
| `relatedness.csv` | how far knowledge of one field helps in another | that of the ten; needed beside `fields.csv` |
| `counts_by_year.csv` | counts of organisations in other years (`YearFileRow`) | counts are those of the city file |

A CSV file alone is a region too: its cities.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ValidationError

from sim.language import _
from sim.region import (
    COUNTS,
    RELATEDNESS,
    TEN_FIELDS,
    City,
    Dated,
    FieldCatalogue,
    Region,
    TechnologyField,
    build_region,
)
from sim.scenario.city_file import cities_of
from sim.scenario.city_row import CityFileRow, FieldFileRow, YearFileRow, columns_of, filled, in_cell, quoted
from sim.scenario.sheet import Sheet, file_bytes, read_sheet
from sim.scenario.wording import nearest, printable

OWN, PATENTS = "own", "patents"
MATRICES = (OWN, PATENTS)
CITIES, FIELDS, RELATED, YEARS = "cities.csv", "fields.csv", "relatedness.csv", "counts_by_year.csv"
MAX_CITIES, MAX_FIELDS, MAX_DATED = 1_000, 40, 20_000
WHOLE = 1.0


def shipped_regions() -> dict[str, Path]:
    """Return the folders of the regions that come with the laboratory, by name."""
    data = Path(str(resources.files("sim.region"))) / "data"
    return {folder.name.replace("_", "-"): folder for folder in sorted(data.iterdir()) if (folder / CITIES).is_file()}


def load_region(name: str, folder: Path | None = None, relatedness: str = OWN) -> Region:
    """Read a region.

    Args:
        name: a shipped one by name, otherwise the path of a folder, or of a CSV file of cities; every file of at most
            1 MiB, 1,000 cities of 16 jurisdictions and 40 fields.
        folder: folder a relative path starts from, that of the scenario; None for the current one.
        relatedness: "own", "patents", or the path of a CSV file: which matrix says how fields are related.

    Raises:
        ScenarioError: if a file cannot be read or anything in it is wrong; holds every problem found in it.
    """
    shipped = shipped_regions()
    place = shipped.get(name) or (folder or Path()) / name
    whole = _is_folder(place)
    said = name if name in shipped else printable(Path(name).name)
    files = _Files(place if whole else None, f"{said}/" if whole else "")
    fields = files.fields()
    cities_file = str(place / CITIES) if whole else name
    label = f"{said}/{CITIES}" if whole else name
    raw = file_bytes(cities_file, None if whole else folder, tuple(shipped), label)
    cities = cities_of(_sheet(label, raw, CityFileRow, MAX_CITIES), fields)
    matrix = files.relatedness(fields, relatedness, folder)
    return build_region(_named(name, shipped), cities, fields, matrix, files.by_year(cities))


def _named(name: str, shipped: Any) -> str:
    return name if name in shipped else printable(Path(name).stem)


def _is_folder(path: Path) -> bool:
    try:
        return (path / CITIES).is_file()
    except (OSError, ValueError):  # names that no system takes
        return False


class _Files:
    """The optional files of a region.

    Args:
        folder: where they are; None for a region that is a city file alone.
        label: what stands before their names in messages.
    """

    def __init__(self, folder: Path | None, label: str) -> None:
        self._folder, self._label = folder, label

    def _has(self, name: str) -> bool:
        return self._folder is not None and (self._folder / name).exists()

    def _read(self, name: str) -> bytes:
        assert self._folder is not None
        return file_bytes(str(self._folder / name), None, (), self._label + name)

    def fields(self) -> FieldCatalogue:
        """Read the fields of technology."""
        if not self._has(FIELDS):
            return TEN_FIELDS
        sheet = _sheet(self._label + FIELDS, self._read(FIELDS), FieldFileRow, MAX_FIELDS)
        return _catalogue(sheet, _rows(sheet, FieldFileRow))

    def relatedness(self, fields: FieldCatalogue, wanted: str, folder: Path | None) -> NDArray[np.float64]:
        """Read how the fields are related."""
        if wanted == PATENTS:
            raw = (shipped_regions()["chengdu-chongqing"] / "relatedness_patents.csv").read_bytes()
            return matrix_of("relatedness_patents.csv", raw, fields)
        if wanted != OWN:
            return matrix_of(wanted, file_bytes(wanted, folder, MATRICES), fields)
        if self._has(RELATED) or self._has(FIELDS):
            return matrix_of(self._label + RELATED, self._read(RELATED), fields)
        return RELATEDNESS

    def by_year(self, cities: Sequence[City]) -> list[Dated]:
        """Read the counts of other years."""
        if not self._has(YEARS):
            return []
        sheet = _sheet(self._label + YEARS, self._read(YEARS), YearFileRow, MAX_DATED)
        rows, found = _rows(sheet, YearFileRow), []
        places = dict.fromkeys([*(city.key for city in cities), *(city.jurisdiction for city in cities)])
        seen: dict[tuple[str, str, int], str] = {}
        for (line, _rest), row in zip(sheet.rows, rows, strict=True):
            if row.place not in places:
                hint = nearest(row.place, places)
                allowed = _("the id of a city of the region, or a jurisdiction")
                sheet.problems.add((line, "place"), quoted(row.place), allowed, quoted(hint) if hint else "")
            key = (row.place, row.count, row.year)
            if seen.setdefault(key, line) != line:
                sheet.problems.add(
                    (line, "year"),
                    _("{year} again, as in line {seen}", year=row.year, seen=seen[key]),
                    _("each year once"),
                )
            found.append(Dated(row.place, COUNTS[row.count], row.year, row.number))
        sheet.problems.refuse()
        return found


def _sheet(label: str, raw: bytes, row: type[BaseModel], most: int) -> Sheet:
    return read_sheet(label, raw, *columns_of(row), most)


def _rows(sheet: Sheet, row: type[Any]) -> list[Any]:
    """Hold every row to the columns' ranges, and refuse the file if any is beyond them."""
    found = []
    for line, cells in sheet.rows:
        try:
            found.append(row.model_validate(filled(cells, row)))
        except ValidationError as error:
            sheet.problems.refused(error, in_cell(cells, row), within=(line,))
    sheet.problems.refuse()
    return found


def _catalogue(sheet: Sheet, rows: Sequence[FieldFileRow]) -> FieldCatalogue:
    first: dict[str, str] = {}
    for (line, _rest), row in zip(sheet.rows, rows, strict=True):
        if first.setdefault(row.field_id, line) != line:
            found = _("{quoted} again, as in line {first}", quoted=quoted(row.field_id), first=first[row.field_id])
            sheet.problems.add((line, "field_id"), found, _("an id of its own for each field"))
    pillars, defence = (_coding(sheet, rows, column) for column in ("pillar_words", "defence_words"))
    sheet.problems.refuse()
    fields = [TechnologyField(row.field_id, row.label, row.label_zh or row.label, row.defence) for row in rows]
    shares, military = (np.array([getattr(row, name) for row in rows], np.float64) for name in ("share", "military"))
    return FieldCatalogue(fields, shares, military, pillars, defence)


def _coding(sheet: Sheet, rows: Sequence[FieldFileRow], column: str) -> Any:
    """Read "software; big data 0.5": word beginnings, each with the part of its weight that goes to the field."""
    coding: dict[str, dict[str, float]] = {}
    for (line, _rest), row in zip(sheet.rows, rows, strict=True):
        for entry in filter(None, (part.strip().casefold() for part in getattr(row, column).split(";"))):
            word, _rest, last = entry.rpartition(" ")
            try:
                word, weight = word.strip(), float(last)
            except ValueError:
                word, weight = entry, WHOLE
            if not word or not 0.0 < weight <= WHOLE:
                allowed = _("beginnings of words separated by semicolons, each alone or with a part, 0 to 1: radar 0.5")
                sheet.problems.add((line, column), quoted(entry), allowed)
                continue
            coding.setdefault(word, {})[row.field_id] = weight
    # Of two words that begin at one letter the longer is meant.
    return tuple(sorted(coding.items(), key=lambda item: (-len(item[0]), item[0])))


def matrix_of(label: str, raw: bytes, fields: FieldCatalogue) -> NDArray[np.float64]:
    """Read a matrix of relatedness: a column `field_id`, and a row and a column for each field.

    Args:
        label: file name as shown to the user.
        raw: contents.
        fields: the fields.

    Returns:
        Shape (fields, fields), symmetric, 1 on the diagonal, read-only.

    Raises:
        ScenarioError: if it is no such matrix; holds every problem found.
    """
    names = fields.names
    sheet = read_sheet(label, raw, ("field_id", *names), (), len(names) + 1)
    matrix, first = np.full((len(names), len(names)), np.nan), dict[str, str]()
    for line, cells in sheet.rows:
        here = cells.get("field_id", "")
        if here not in names or first.setdefault(here, line) != line:
            found = _("{quoted} again", quoted=quoted(here)) if here in first else quoted(here)
            hint = nearest(here, names) if here not in names else ""
            allowed = _("each field once: {join}", join=", ".join(names))
            sheet.problems.add((line, "field_id"), found, allowed, quoted(hint) if hint else "")
            continue
        for place, there in enumerate(names):
            text = cells.get(there, "")
            value = _part(text)
            if value is None or (here == there and value != WHOLE):
                allowed = _("1: a field is wholly related to itself") if here == there else _("a number, 0 to 1")
                sheet.problems.add((line, there), quoted(text), allowed)
            else:
                matrix[names.index(here), place] = value
    for missing in (name for name in names if name not in first):
        sheet.problems.add(("1", "field_id"), _("no row for {missing}", missing=missing), _("a row for each field"))
    for line, cells in sheet.rows:
        _same_both_ways(sheet, line, cells.get("field_id", ""), matrix, names)
    sheet.problems.refuse()
    matrix.flags.writeable = False
    return matrix


def _same_both_ways(sheet: Sheet, line: str, here: str, matrix: NDArray[np.float64], names: Sequence[str]) -> None:
    row = names.index(here) if here in names else 0
    for place, there in enumerate(names[:row]):
        one, other = matrix[row, place], matrix[place, row]
        if one != other and not np.isnan(one + other):
            found = _("{one:g} here, {other:g} from {there} to {here}", one=one, other=other, there=there, here=here)
            sheet.problems.add((line, there), found, _("the same both ways"))


def _part(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if 0.0 <= value <= WHOLE else None
