"""A region is a table of cities that anyone can replace; a wrong one is refused with all its faults at once.

Reads the shipped Chengdu-Chongqing table, or a CSV file of the same columns, and has blanks filled. A figure
counts as sourced or derived if its source column says so, and as an assumption if that column is blank.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from sim.region import (
    Accounts,
    City,
    CityGrade,
    FilledAccounts,
    Region,
    Tier,
    build_region,
    field_mix,
    fill_circle,
    fill_elsewhere,
    military_field_mix,
)
from sim.scales import FINITE_MAX
from sim.scenario.sheet import NumberColumn, Row, Sheet, file_bytes, printable, quoted, read_sheet

SHIPPED = "chengdu-chongqing"
MAX_CITIES = 1_000
MAX_JURISDICTIONS = 16
MAX_COUNT = 1_000_000

TIERS: Mapping[str, Tier] = {"core": "core", "sub-centre": "sub-centre", "other": "other"}
YES_NO: Mapping[str, bool] = {"yes": True, "no": False, "true": True, "false": False, "1": True, "0": False}

LATITUDE = NumberColumn("lat", -90.0, 90.0)
LONGITUDE = NumberColumn("lon", -180.0, 180.0)
POPULATION = NumberColumn("population", 1.0, FINITE_MAX)
MILITARY = NumberColumn("n_military_orgs", 0.0, MAX_COUNT, whole=True)
HIGHTECH = NumberColumn("n_hightech_firms", 0.0, MAX_COUNT, whole=True)
UNIVERSITIES = NumberColumn("n_universities_institutes", 0.0, MAX_COUNT, whole=True)
GDP = NumberColumn("gdp_100m_yuan", 0.01, FINITE_MAX, required=False)
RD = NumberColumn("rd_expenditure_bn_yuan", 0.0, FINITE_MAX, required=False)
RD_INTENSITY = NumberColumn("rd_intensity_pct_gdp", 0.0, 100.0, required=False)
NUMBERS = (LATITUDE, LONGITUDE, POPULATION, MILITARY, HIGHTECH, UNIVERSITIES, GDP, RD, RD_INTENSITY)
REQUIRED_COLUMNS = (
    "city_id",
    "city",
    "jurisdiction",
    *(column.name for column in NUMBERS if column.required),
)
OPTIONAL_COLUMNS = (
    "city_zh",
    "tier",
    "pillar_industries",
    "defence_science_presence",
    "own_coordination_office",
    "demonstration_base",
    *(column.name for column in NUMBERS if not column.required),
)

_KEY = re.compile(r"[a-z0-9_-]{1,40}")


def load_region(name: str, folder: Path | None = None) -> Region:
    """Read a region.

    A path to a copy of the shipped table is a region like any other: its blanks are filled by the rules for
    other regions, not from what is published on the circle.

    Args:
        name: "chengdu-chongqing" for the shipped one, otherwise the path of a CSV file of at most 1 MiB,
            1,000 cities and 16 jurisdictions.
        folder: folder a relative path starts from, that of the scenario; None for the current one.

    Raises:
        ScenarioError: if the file cannot be read or anything in it is wrong; holds every problem found.
    """
    shipped = name == SHIPPED
    raw = _shipped_bytes() if shipped else file_bytes(name, folder, SHIPPED)
    sheet = read_sheet(name, raw, REQUIRED_COLUMNS, OPTIONAL_COLUMNS, MAX_CITIES)
    readings = [_Reading.of(row) for row in sheet.rows]
    _check_keys(readings)
    _check_jurisdictions(sheet, readings)
    _check_gdp(sheet, readings)
    sheet.refuse_if_wrong()
    accounts = [reading.accounts() for reading in readings]
    filled = fill_circle(accounts) if shipped else fill_elsewhere(accounts)
    for reading, account in zip(readings, filled, strict=True):
        if account.rd_intensity > 1.0:
            reading.row.report(RD.name, f"{account.rd_intensity:.4g} times the GDP", "at most the city's GDP")
    sheet.refuse_if_wrong()
    cities = [reading.city(account) for reading, account in zip(readings, filled, strict=True)]
    return build_region(SHIPPED if shipped else printable(Path(name).stem), cities)


def _shipped_bytes() -> bytes:
    return (resources.files("sim.region") / "data" / "chengdu_chongqing.csv").read_bytes()


def _check_keys(readings: Sequence[_Reading]) -> None:
    first_line: dict[str, int] = {}
    for reading in readings:
        line = first_line.setdefault(reading.key, reading.row.line)
        if reading.key and line != reading.row.line:
            found = f"{quoted(reading.key)} again, as in line {line}"
            reading.row.report("city_id", found, "an id of its own for each city")


def _check_jurisdictions(sheet: Sheet, readings: Sequence[_Reading]) -> None:
    spelling: dict[str, str] = {}
    for reading in readings:
        usual = spelling.setdefault(reading.jurisdiction.casefold(), reading.jurisdiction)
        if reading.jurisdiction != usual:
            found = f"{quoted(reading.jurisdiction)} beside {quoted(usual)}"
            reading.row.report("jurisdiction", found, "one spelling for one jurisdiction", quoted(usual))
    if len(spelling) > MAX_JURISDICTIONS:
        sheet.report(1, "jurisdiction", f"{len(spelling)} jurisdictions", f"at most {MAX_JURISDICTIONS}")


def _check_gdp(sheet: Sheet, readings: Sequence[_Reading]) -> None:
    if readings and not any(reading.row.cells.get(GDP.name) for reading in readings):
        allowed = "at least one city with its GDP, from which the others are filled"
        sheet.report(1, GDP.name, "blank in every city", allowed)


@dataclass(frozen=True, slots=True)
class _Reading:
    """One row as read; where anything in the sheet was wrong, it must not be used."""

    row: Row
    key: str
    name: str
    name_zh: str
    jurisdiction: str
    tier: Tier
    pillars: str
    defence_text: str
    office: bool
    base: bool
    numbers: Mapping[str, float | None]

    @classmethod
    def of(cls, row: Row) -> _Reading:
        defence_text = row.words("defence_science_presence", required=False)
        named_office = "coordination office" in defence_text.casefold()
        return cls(
            row=row,
            key=_key(row),
            name=row.words("city"),
            name_zh=row.words("city_zh", required=False),
            jurisdiction=row.words("jurisdiction"),
            tier=row.choice("tier", TIERS, "other"),
            pillars=row.words("pillar_industries", required=False),
            defence_text=defence_text,
            office=row.choice("own_coordination_office", YES_NO, named_office),
            base=row.choice("demonstration_base", YES_NO, False),
            numbers={column.name: row.number(column) for column in NUMBERS},
        )

    def accounts(self) -> Accounts:
        gdp, intensity = self.numbers[GDP.name], self.numbers[RD_INTENSITY.name]
        return Accounts(
            key=self.key,
            population=self._stated(POPULATION),
            gdp_billion_yuan=None if gdp is None else gdp / 10,
            rd_billion_yuan=self.numbers[RD.name],
            rd_intensity=None if intensity is None else intensity / 100,
            gdp_grade=_grade(self.row, "gdp_source"),
            rd_grade=_grade(self.row, "rd_source"),
        )

    def city(self, account: FilledAccounts) -> City:
        mix = field_mix(self.pillars, self.defence_text)
        military_mix = military_field_mix(mix)
        mix.flags.writeable = military_mix.flags.writeable = False
        return City(
            key=self.key,
            name=self.name,
            name_zh=self.name_zh or self.name,
            jurisdiction=self.jurisdiction,
            tier=self.tier,
            latitude=self._stated(LATITUDE),
            longitude=self._stated(LONGITUDE),
            population=self._stated(POPULATION),
            gdp_billion_yuan=account.gdp_billion_yuan,
            rd_billion_yuan=account.rd_billion_yuan,
            rd_intensity=account.rd_intensity,
            military_organisations=int(self._stated(MILITARY)),
            hightech_firms=int(self._stated(HIGHTECH)),
            universities=int(self._stated(UNIVERSITIES)),
            pillars=self.pillars,
            field_mix=mix,
            military_field_mix=military_mix,
            own_coordination_office=self.office,
            demonstration_base=self.base,
            grades=_grades(self.row, account),
        )

    def _stated(self, column: NumberColumn) -> float:
        value = self.numbers[column.name]
        if value is None:
            raise ValueError(f"{column.name} of {self.key} is blank")
        return value


def _key(row: Row) -> str:
    key = row.cells.get("city_id", "")
    if "city_id" in row.cells and not _KEY.fullmatch(key):
        guess = re.sub(r"[^a-z0-9_-]+", "_", key.casefold()).strip("_")[:40]
        allowed = "1 to 40 of the characters a-z, 0-9, _ and -"
        row.report("city_id", quoted(key), allowed, quoted(guess) if guess else "")
    return key


def _grade(row: Row, source_column: str) -> CityGrade:
    source = row.cells.get(source_column, "").casefold()
    if not source or source.startswith("assum"):
        return "assumption"
    return "derived" if source.startswith("derived") or "share x" in source else "sourced"


def _grades(row: Row, account: FilledAccounts) -> dict[str, CityGrade]:
    return {
        "tier": _grade(row, "tier_source"),
        "latitude": _grade(row, "coord_source"),
        "longitude": _grade(row, "coord_source"),
        "population": _grade(row, "population_source"),
        "gdp_billion_yuan": account.gdp_grade,
        "rd_billion_yuan": account.rd_grade,
        "rd_intensity": account.rd_grade,
        "military_organisations": _grade(row, "n_military_source"),
        "hightech_firms": _grade(row, "n_hightech_source"),
        "universities": _grade(row, "n_universities_source"),
        "pillars": _grade(row, "pillar_source"),
        "field_mix": "coded",
        "military_field_mix": "coded",
        "own_coordination_office": "coded",
        "demonstration_base": "assumption",
    }
