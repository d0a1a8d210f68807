"""A table of cities that anyone can replace; a wrong one is refused with all its faults at once.

Its columns are those of `CityFileRow`; blanks are filled. A figure counts as sourced or derived if its source column
says so, and as an assumption if that column is blank.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from pydantic import ValidationError

from sim.language import N_, _, listed
from sim.region import (
    COUNTS,
    PERFORMERS,
    Accounts,
    City,
    CityGrade,
    FieldCatalogue,
    FilledAccounts,
    fill_accounts,
    fill_performers,
)
from sim.scenario.city_row import CityFileRow, filled, in_cell, quoted
from sim.scenario.problems import Fault, Statement
from sim.scenario.sheet import Sheet
from sim.scenario.wording import nearest

MAX_JURISDICTIONS = 16
ROUNDING = 0.005  # of parts that are published in per cent with one decimal or none
PILOT = "pilot_zone_fields"
GDP, RD = "gdp_100m_yuan", "rd_expenditure_bn_yuan"
LOW, MILITARY, HIGH = "n_military_low", "n_military_orgs", "n_military_high"
RD_SHARES = tuple(f"rd_share_{performer}" for performer in PERFORMERS)


def cities_of(sheet: Sheet, fields: FieldCatalogue) -> list[City]:
    """Make the cities of a city file.

    Args:
        sheet: its rows as text.
        fields: the fields of technology of the region.

    Raises:
        ScenarioError: if anything in it is wrong; holds every problem found.
    """
    rows = _checked(sheet)
    sheet.problems.add_all(_contradictions(sheet))
    sheet.problems.add_all(_pilot_zones(sheet, fields))
    sheet.problems.refuse()
    known = fill_accounts([_accounts(row) for row in rows])
    performers = fill_performers([_performers(row) for row in rows], [account.rd_billion_yuan for account in known])
    for (line, _rest), account in zip(sheet.rows, known, strict=True):
        if account.rd_intensity > 1.0:
            sheet.problems.add(
                (line, RD),
                _("{rd_intensity:.4g} times the GDP", rd_intensity=account.rd_intensity),
                _("at most the city's GDP"),
            )
    sheet.problems.refuse()
    return [_city(*of_city, fields) for of_city in zip(rows, known, performers, strict=True)]


def _checked(sheet: Sheet) -> list[CityFileRow]:
    """Hold every row to the columns' ranges; what is refused is noted, and its row left out."""
    rows = []
    for line, cells in sheet.rows:
        try:
            rows.append(CityFileRow.model_validate(filled(cells)))
        except ValidationError as error:
            sheet.problems.refused(error, in_cell(cells), within=(line,))
    return rows


def _contradictions(sheet: Sheet) -> Iterator[Fault]:
    """Find rows that are right one by one and wrong together."""
    yield from _same_ids(sheet)
    yield from _spellings(sheet)
    yield from _rd_shares(sheet)
    yield from _ranges(sheet)
    if sheet.rows and not any(cells.get(GDP) for _rest, cells in sheet.rows):
        yield (
            ("1", GDP),
            Statement(_("blank in every city"), _("at least one city with its GDP, from which the others are filled")),
        )


def _same_ids(sheet: Sheet) -> Iterator[Fault]:
    first_line: dict[str, str] = {}
    for line, cells in sheet.rows:
        key = cells.get("city_id", "")
        if key and first_line.setdefault(key, line) != line:
            found = _("{quoted} again, as in line {first_line}", quoted=quoted(key), first_line=first_line[key])
            yield (line, "city_id"), Statement(found, _("an id of its own for each city"))


def _spellings(sheet: Sheet) -> Iterator[Fault]:
    spelling: dict[str, str] = {}
    for line, cells in sheet.rows:
        jurisdiction = cells.get("jurisdiction", "")
        usual = spelling.setdefault(jurisdiction.casefold(), jurisdiction)
        if jurisdiction != usual:
            found = _("{one} beside {other}", one=quoted(jurisdiction), other=quoted(usual))
            yield (line, "jurisdiction"), Statement(found, _("one spelling for one jurisdiction"), quoted(usual))
    if len(spelling) > MAX_JURISDICTIONS:
        yield (
            ("1", "jurisdiction"),
            Statement(
                _("{spelling} jurisdictions", spelling=len(spelling)),
                _("at most {max_jurisdictions}", max_jurisdictions=MAX_JURISDICTIONS),
            ),
        )


def _rd_shares(sheet: Sheet) -> Iterator[Fault]:
    for line, cells in sheet.rows:
        given = {name: cells[name] for name in RD_SHARES if cells.get(name)}
        if given and len(given) < len(RD_SHARES):
            blank = next(name for name in RD_SHARES if name not in given)
            yield (
                (line, blank),
                Statement(_("blank beside {given}", given=listed(list(given))), _("all three parts, or none of them")),
            )
        try:
            total = math.fsum(float(text) for text in given.values())
        except (ValueError, OverflowError):  # said of the cell itself
            continue
        if len(given) == len(RD_SHARES) and not 0.0 < total <= 1.0 + ROUNDING:
            found = f"{' + '.join(given.values())} = {total:g}"
            yield (
                (line, RD_SHARES[0]),
                Statement(found, _("parts of the city's R&D that sum to more than 0 and at most 1")),
            )


def _ranges(sheet: Sheet) -> Iterator[Fault]:
    for line, cells in sheet.rows:
        texts = [cells.get(name, "") for name in (LOW, MILITARY, HIGH)]
        if bool(texts[0]) != bool(texts[2]):
            blank = HIGH if texts[0] else LOW
            yield (
                (line, blank),
                Statement(_("blank beside {low}", low=LOW if texts[0] else HIGH), _("both ends of a range, or none")),
            )
        try:
            numbers = [float(text) for text in texts if text]
        except ValueError:  # said of the cell itself
            continue
        if len(numbers) == len(texts) and numbers != sorted(numbers):
            text = N_("{low} to {high} beside {military} = {count}")
            found = _(text, low=texts[0], high=texts[2], military=MILITARY, count=texts[1])
            yield (
                (line, LOW),
                Statement(found, _("a range with {military} in it, its lower end first", military=MILITARY)),
            )


def _ids(text: str) -> list[str]:
    return [name.strip().casefold() for name in text.split(";") if name.strip()]


def _pilot_zones(sheet: Sheet, fields: FieldCatalogue) -> Iterator[Fault]:
    for line, cells in sheet.rows:
        for name in _ids(cells.get(PILOT, "")):
            if name not in fields.names:
                near = nearest(name, fields.names)
                allowed = _("ids of fields, separated by semicolons: {join}", join=", ".join(fields.names))
                yield (line, PILOT), Statement(quoted(name), allowed, quoted(near) if near else "")


def _performers(row: CityFileRow) -> tuple[float, ...] | None:
    parts = [getattr(row, name) for name in RD_SHARES]
    return None if parts[0] is None else tuple(parts)


def _accounts(row: CityFileRow) -> Accounts:
    gdp, intensity = row.gdp_100m_yuan, row.rd_intensity_pct_gdp
    return Accounts(
        key=row.city_id,
        population=row.population,
        gdp_billion_yuan=None if gdp is None else gdp / 10,
        rd_billion_yuan=row.rd_expenditure_bn_yuan,
        rd_intensity=None if intensity is None else intensity / 100,
        gdp_grade=row.gdp_source,
        rd_grade=row.rd_source,
    )


def _city(row: CityFileRow, account: FilledAccounts, performers: Mapping[str, float], fields: FieldCatalogue) -> City:
    mix = fields.mix(row.pillar_industries, row.defence_science_presence)
    military_mix = fields.military_mix(mix)
    mix.flags.writeable = military_mix.flags.writeable = False
    office, named = row.own_coordination_office, "coordination office" in row.defence_science_presence.casefold()
    return City(
        key=row.city_id,
        name=row.city,
        name_zh=row.city_zh or row.city,
        jurisdiction=row.jurisdiction,
        tier=row.tier,
        latitude=row.lat,
        longitude=row.lon,
        population=row.population,
        gdp_billion_yuan=account.gdp_billion_yuan,
        rd_billion_yuan=account.rd_billion_yuan,
        rd_intensity=account.rd_intensity,
        performer_shares=performers,
        military_organisations=row.n_military_orgs,
        hightech_firms=row.n_hightech_firms,
        universities=row.n_universities_institutes,
        pillars=row.pillar_industries,
        field_mix=mix,
        military_field_mix=military_mix,
        own_coordination_office=named if office is None else office,
        demonstration_base=row.demonstration_base,
        hightech_zone=row.hightech_zone,
        pilot_zone_fields=tuple(sorted({fields.names.index(name) for name in _ids(row.pilot_zone_fields)})),
        grades=_grades(row, account),
        ranges={}
        if row.n_military_low is None or row.n_military_high is None
        else {COUNTS[MILITARY]: (row.n_military_low, row.n_military_high)},
    )


def _grades(row: CityFileRow, account: FilledAccounts) -> dict[str, CityGrade]:
    return {
        "tier": row.tier_source,
        "latitude": row.coord_source,
        "longitude": row.coord_source,
        "population": row.population_source,
        "gdp_billion_yuan": account.gdp_grade,
        "rd_billion_yuan": account.rd_grade,
        "rd_intensity": account.rd_grade,
        "performer_shares": row.rd_share_source if row.rd_share_enterprises is not None else "assumption",
        "military_organisations": row.n_military_source,
        "hightech_firms": row.n_hightech_source,
        "universities": row.n_universities_source,
        "pillars": row.pillar_source,
        "field_mix": "coded",
        "military_field_mix": "coded",
        "own_coordination_office": "coded",
        "demonstration_base": row.demonstration_base_source,
        "hightech_zone": row.hightech_zone_source,
        "pilot_zone_fields": "coded",
    }
