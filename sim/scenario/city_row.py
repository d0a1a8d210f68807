"""A row of each file of a region: every column once, with its meaning, its range and whether it must be filled.

To add a column, nothing but this is edited: what must be there, what is refused and in which words follows from it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from sim.language import _
from sim.region import COUNTS, CityGrade, Tier
from sim.scales import FINITE_MAX
from sim.scenario.problems import Refusal, Statement
from sim.scenario.text_table import decimal_point
from sim.scenario.wording import keys, nearest

MAX_COUNT = 1_000_000
MAX_NAME = 100
MAX_TEXT = 2_000
IDS = ("city_id", "field_id")
ID = r"^[a-z0-9_-]{1,40}$"
TIERS: tuple[Tier, ...] = ("core", "sub-centre", "other")
YES_NO: Mapping[str, bool] = {"yes": True, "no": False, "true": True, "false": False, "1": True, "0": False}

_DECIMAL = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)


def _number(text: object) -> object:
    """Take a decimal number; a whole one may be written 40.0, as spreadsheets do."""
    if not isinstance(text, str) or not _DECIMAL.fullmatch(text):
        raise ValueError(_("no decimal number"))
    value = float(text)
    return int(value) if value.is_integer() else value


def _yes_or_no(text: object) -> bool:
    if not isinstance(text, str) or text.casefold() not in YES_NO:
        raise ValueError(_("neither yes nor no"))
    return YES_NO[text.casefold()]


def _grade(text: str) -> CityGrade:
    """Read how well a figure is known from what a source column says."""
    source = text.casefold()
    if not source or source.startswith("assum"):
        return "assumption"
    return "derived" if source.startswith("derived") or "share x" in source else "sourced"


def _printable(text: str) -> str:
    if not text.isprintable():
        raise ValueError(_("not printable"))
    return text


def _text(words: str, least: int, most: int, default: Any = ...) -> Any:
    extra: dict[str, Any] = {"allowed": f"{least} to {most:,} printable characters"}
    return Field(default, min_length=least, max_length=most, description=words, json_schema_extra=extra)


def _id(words: str) -> Any:
    extra: dict[str, Any] = {"allowed": "1 to 40 of the characters a-z, 0-9, _ and -"}
    return Field(pattern=ID, description=words, json_schema_extra=extra)


def _listed(choices: Iterable[str]) -> dict[str, Any]:
    listed = list(choices)
    return {"allowed": f"one of {', '.join(listed)}", "choices": listed}


def _figure(words: str, unit: str, low: float, high: float, default: Any = ...) -> Any:
    return Field(default, ge=low, le=high, description=f"{words}, {unit}")


def _one_of(words: str, choices: Iterable[str], default: Any) -> Any:
    listed = list(choices)
    extra: dict[str, Any] = {"allowed": f"{', '.join(listed)}, or blank", "choices": listed}
    return Field(default, description=words, json_schema_extra=extra)


def _source(of: str) -> Any:
    return Field("assumption", description=f"where {of} comes from; blank for an assumption")


Text = Annotated[str, AfterValidator(_printable)]
Number = Annotated[float, BeforeValidator(_number)]
NumberOrBlank = Annotated[float | None, BeforeValidator(_number)]
Count = Annotated[int, BeforeValidator(_number)]
CountOrBlank = Annotated[int | None, BeforeValidator(_number)]
YesNo = Annotated[bool, BeforeValidator(_yes_or_no)]
Source = Annotated[CityGrade, BeforeValidator(_grade)]


class CityFileRow(BaseModel):
    """A city as its row says; blank cells of columns that need not be filled are left out."""

    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)

    city_id: str = _id("id in scenarios and results")
    city: Text = _text("name", 1, MAX_NAME)
    city_zh: Text = _text("name in Chinese", 0, MAX_TEXT, "")
    jurisdiction: Text = _text("province or municipality whose rules hold", 1, MAX_NAME)
    tier: Annotated[Tier, BeforeValidator(str.casefold)] = _one_of("place in the region", TIERS, "other")
    pillar_industries: Text = _text("industries, from which its fields follow", 0, MAX_TEXT, "")
    defence_science_presence: Text = _text("defence science, from which its fields follow", 0, MAX_TEXT, "")
    own_coordination_office: YesNo | None = _one_of("whether it has a coordination office", YES_NO, None)
    demonstration_base: YesNo = _one_of("whether it is a demonstration base", YES_NO, False)
    hightech_zone: YesNo = _one_of("whether it has a national high-tech zone", YES_NO, False)
    pilot_zone_fields: Text = _text("fields of technology of its pilot zone, by their ids", 0, MAX_TEXT, "")
    lat: Number = _figure("latitude", "degrees", -90, 90)
    lon: Number = _figure("longitude", "degrees", -180, 180)
    population: Number = _figure("residents", "persons", 1, FINITE_MAX)
    n_military_orgs: Count = _figure("military enterprises and institutes", "number", 0, MAX_COUNT)
    n_hightech_firms: Count = _figure("high-tech firms", "number", 0, MAX_COUNT)
    n_universities_institutes: Count = _figure("universities and institutes", "number", 0, MAX_COUNT)
    n_military_low: CountOrBlank = _figure(
        "the fewest military organisations it may have", "number", 1, MAX_COUNT, None
    )
    n_military_high: CountOrBlank = _figure("the most it may have", "number", 1, MAX_COUNT, None)
    gdp_100m_yuan: NumberOrBlank = _figure("GDP", "100 million yuan", 0.01, FINITE_MAX, None)
    rd_expenditure_bn_yuan: NumberOrBlank = _figure("spending on R&D", "billion yuan", 0, FINITE_MAX, None)
    rd_intensity_pct_gdp: NumberOrBlank = _figure("spending on R&D", "per cent of GDP", 0, 100, None)
    rd_share_enterprises: NumberOrBlank = _figure("part of its R&D that enterprises spend", "share", 0, 1, None)
    rd_share_institutes: NumberOrBlank = _figure("part of its R&D that institutes spend", "share", 0, 1, None)
    rd_share_universities: NumberOrBlank = _figure("part of its R&D that universities spend", "share", 0, 1, None)
    tier_source: Source = _source("the tier")
    coord_source: Source = _source("the position")
    population_source: Source = _source("the population")
    n_military_source: Source = _source("the number of military organisations")
    n_hightech_source: Source = _source("the number of high-tech firms")
    n_universities_source: Source = _source("the number of universities")
    gdp_source: Source = _source("the GDP")
    rd_source: Source = _source("the spending on R&D")
    hightech_zone_source: Source = _source("the zone")
    rd_share_source: Source = _source("who spends it")
    pillar_source: Source = _source("the list of industries")
    demonstration_base_source: Source = _source("that it is a demonstration base")


class FieldFileRow(BaseModel):
    """A field of technology as a row of `fields.csv` says."""

    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)

    field_id: str = _id("id in results")
    label: Text = _text("name", 1, MAX_NAME)
    label_zh: Text = _text("name in Chinese", 0, MAX_TEXT, "")
    defence: YesNo = _one_of("whether it is the core of a defence industry", YES_NO, False)
    share: Number = _figure("its part of an average city, before parts are made to sum to 1", "parts", 1e-6, 1e6)
    military: Number = _figure(
        "how many times more frequent it is among military organisations", "factor", 0.01, 100, 1
    )
    pillar_words: Text = _text("beginnings of words for it in a pillar industry", 0, MAX_TEXT, "")
    defence_words: Text = _text("beginnings of words for it in a city's defence science", 0, MAX_TEXT, "")


class YearFileRow(BaseModel):
    """A count of another year, as a row of `counts_by_year.csv` says."""

    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)

    place: Text = _text("a city by its id, or a jurisdiction", 1, MAX_NAME)
    count: str = Field(description="which count", pattern=f"^({'|'.join(COUNTS)})$", json_schema_extra=_listed(COUNTS))
    year: Count = _figure("year", "year", 1900, 2200)
    number: Number = _figure("organisations there were", "number", 1, MAX_COUNT)
    source: str = Field("", description="where it comes from; blank for an assumption")


def columns_of(row: type[BaseModel]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the columns that a file of such rows must have, and those that it may have."""
    required = tuple(name for name, column in row.model_fields.items() if column.is_required())
    return required, tuple(name for name in row.model_fields if name not in required)


REQUIRED_COLUMNS, OPTIONAL_COLUMNS = columns_of(CityFileRow)


def filled(cells: Mapping[str, str], row: type[BaseModel] = CityFileRow) -> dict[str, str]:
    """Leave out the blank cells of columns that need not be filled."""
    required, _optional = columns_of(row)
    return {name: text for name, text in cells.items() if text or name in required}


def in_cell(cells: Mapping[str, str], row: type[BaseModel] = CityFileRow) -> Callable[[Refusal], Statement | None]:
    """Return what puts a refused cell in words; that a column is missing is said once, of the first line."""
    return lambda refusal: None if refusal.kind == "missing" else _stated(refusal, cells, row)


def _stated(refusal: Refusal, cells: Mapping[str, str], row: type[BaseModel]) -> Statement:
    name = refusal.path[0]
    key, text = keys(row)[name], cells[name]
    long = refusal.kind == "string_too_long"
    needed = key.low is None or row.model_fields[name].is_required()
    allowed = key.allowed if needed else _("{allowed}, or blank", allowed=key.allowed)
    found = _("{count:,} characters", count=len(text)) if long else quoted(text)
    return Statement(found, allowed, _hint(name, text, row), key.words)


def _hint(name: str, text: str, row: type[BaseModel]) -> str:
    """Say what was probably meant: an id without capitals, a decimal point, a choice that is spelt nearly so."""
    if name in IDS:
        meant = re.sub(r"[^a-z0-9_-]+", "_", text.casefold()).strip("_")[:40]
        return quoted(meant) if meant else ""
    extra: Any = row.model_fields[name].json_schema_extra or {}
    if "choices" in extra:
        near = nearest(text.casefold(), extra["choices"])
        return f"'{near}'" if near else ""
    return "" if "allowed" in extra else decimal_point(text)


def quoted(text: str) -> str:
    """Quote a cell so that it fits one line of a message."""
    return repr(text[:60]) if text else _("blank")
