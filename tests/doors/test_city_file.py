"""A city file is read, or refused with every problem, its line, its column and what was probably meant."""

from __future__ import annotations

import csv
import io
import os
from importlib import resources
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.region import TEN_FIELDS
from sim.scenario.city_row import REQUIRED_COLUMNS, CityFileRow
from sim.scenario.errors import Problem, ScenarioError
from sim.scenario.region_files import load_region

DATA = Path(__file__).parent.parent / "data"
GOOD = {
    "city_id": "alpha",
    "city": "Alpha",
    "jurisdiction": "Westland",
    "lat": "10.5",
    "lon": "-20",
    "population": "1e6",
    "n_military_orgs": "3",
    "n_hightech_firms": "40.0",
    "n_universities_institutes": "2",
    "gdp_100m_yuan": "500",
}


def table(*rows: dict[str, str]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def refused(folder: Path, content: str | bytes) -> tuple[Problem, ...]:
    raw = content.encode() if isinstance(content, str) else content
    (folder / "cities.csv").write_bytes(raw)
    with pytest.raises(ScenarioError) as caught:
        load_region("cities.csv", folder)
    return caught.value.problems


class TestGoodFiles:
    def test_second_region(self) -> None:
        region = load_region("second_region.csv", DATA)
        harbour, bridge, lake, hill = region.cities
        assert region.name == "second_region"
        assert region.jurisdictions == ("Westland", "Eastland")
        assert region.distance_km[0, 1] == pytest.approx(10_007.557, abs=0.001)
        assert harbour.gdp_billion_yuan == 400.0
        assert lake.gdp_billion_yuan == pytest.approx(550 / 6.5)
        assert bridge.rd_billion_yuan == pytest.approx(1.0)
        assert lake.rd_intensity == hill.rd_intensity == pytest.approx((0.03 + 0.01) / 2)
        assert [city.tier for city in region.cities] == ["core", "core", "other", "other"]
        assert [city.demonstration_base for city in region.cities] == [False, False, True, False]
        assert set(lake.grades.values()) == {"assumption", "coded"}

    def test_a_stated_office_outweighs_the_words(self) -> None:
        offices = [city.own_coordination_office for city in load_region("second_region.csv", DATA).cities]
        assert offices == [False, True, True, False]

    def test_required_columns_suffice_beside_one_gdp(self, tmp_path: Path) -> None:
        (tmp_path / "cities.csv").write_text(table(GOOD), encoding="utf-8")
        (city,) = load_region(str(tmp_path / "cities.csv")).cities
        assert (city.name_zh, city.tier, city.pillars) == ("Alpha", "other", "")
        assert np.array_equal(city.field_mix, TEN_FIELDS.mix("", ""))
        assert city.hightech_firms == 40
        assert city.rd_intensity == pytest.approx(0.022)
        assert not city.own_coordination_office

    def test_byte_order_mark_windows_lines_blank_lines_and_extra_columns(self, tmp_path: Path) -> None:
        text = table(GOOD | {"note": "a, b"}).replace("\n", "\r\n\r\n")
        (tmp_path / "cities.csv").write_bytes(b"\xef\xbb\xbf" + text.encode())
        assert load_region("cities.csv", tmp_path).cities[0].key == "alpha"

    def test_copy_of_the_shipped_table_is_the_shipped_region(self, tmp_path: Path) -> None:
        shipped = resources.files("sim.region") / "data" / "chengdu_chongqing" / "cities.csv"
        (tmp_path / "cities.csv").write_bytes(shipped.read_bytes())
        copy, original = load_region("cities.csv", tmp_path), load_region("chengdu-chongqing")
        assert np.array_equal(copy.distance_km, original.distance_km)
        for ours, theirs in zip(copy.cities, original.cities, strict=True):
            assert np.array_equal(ours.field_mix, theirs.field_mix)
            assert ours.rd_billion_yuan == theirs.rd_billion_yuan

    def test_a_thousand_cities_of_sixteen_jurisdictions_are_allowed(self, tmp_path: Path) -> None:
        rows = [GOOD | {"city_id": f"c{number}", "jurisdiction": f"J{number % 16}"} for number in range(1000)]
        (tmp_path / "cities.csv").write_text(table(*rows), encoding="utf-8")
        region = load_region("cities.csv", tmp_path)
        assert (len(region.cities), len(region.jurisdictions)) == (1000, 16)


class TestWrongCells:
    @pytest.mark.parametrize(
        ("column", "text"),
        [
            *((column, "") for column in REQUIRED_COLUMNS),
            *((column, "nan") for column in ("lat", "population", "n_military_orgs", "gdp_100m_yuan")),
            *((column, "1e400") for column in ("lon", "population", "n_hightech_firms", "gdp_100m_yuan")),
            ("lat", "90.01"),
            ("lat", "-91"),
            ("lon", "180.5"),
            ("lon", "inf"),
            ("lat", "１０"),
            ("population", "-5"),
            ("population", "0"),
            ("population", "1_000"),
            ("population", "many"),
            ("population", "1" * 5000 + "x"),
            ("n_military_orgs", "2.5"),
            ("n_military_orgs", "-1"),
            ("n_hightech_firms", "1000001"),
            ("n_universities_institutes", "0x10"),
            ("gdp_100m_yuan", "0"),
            ("city_id", "Alpha City"),
            ("city_id", "a" * 41),
            ("city", "x" * 101),
            ("city", "two\nlines"),
            ("jurisdiction", "bell\a"),
        ],
    )
    def test_is_named_with_its_line_and_column(self, tmp_path: Path, column: str, text: str) -> None:
        problems = refused(tmp_path, table(GOOD | {"city_id": "beta"}, GOOD | {column: text}))
        assert [problem.location for problem in problems] == [f"cities.csv:3, column {column}"]
        assert problems[0].allowed
        assert len(problems[0].found) < 80
        assert problems[0].found.isprintable()

    @pytest.mark.parametrize(
        ("column", "text", "hint"),
        [
            ("tier", "subcentre", "'sub-centre'"),
            ("own_coordination_office", "yess", "'yes'"),
            ("demonstration_base", "maybe", ""),
            ("rd_intensity_pct_gdp", "101", ""),
            ("rd_expenditure_bn_yuan", "-1", ""),
            ("pillar_industries", "steel;" * 400, ""),
        ],
    )
    def test_optional_columns_are_checked_too(self, tmp_path: Path, column: str, text: str, hint: str) -> None:
        (problem,) = refused(tmp_path, table(GOOD | {column: text}))
        assert problem.location == f"cities.csv:2, column {column}"
        assert problem.hint == hint

    def test_all_problems_come_at_once_in_the_order_of_the_file(self, tmp_path: Path) -> None:
        rows = [GOOD | {"lat": "x"}, GOOD | {"city_id": "beta", "lon": "y", "population": ""}]
        places = [problem.location.removeprefix("cities.csv:") for problem in refused(tmp_path, table(*rows))]
        assert places == ["2, column lat", "3, column lon", "3, column population"]

    def test_what_the_column_means_is_said_and_the_cell_is_quoted_as_it_stands(self, tmp_path: Path) -> None:
        latitude, tier = refused(tmp_path, table(GOOD | {"lat": "10,5", "tier": "CORES"}))[::-1]
        assert (latitude.words, latitude.hint) == ("latitude, degrees", "10.5")
        assert (tier.found, tier.hint) == ("'CORES'", "'core'")

    @pytest.mark.parametrize("column", CityFileRow.model_fields)
    def test_every_column_has_words(self, column: str) -> None:
        assert CityFileRow.model_fields[column].description

    def test_id_in_capitals_is_corrected_in_the_hint(self, tmp_path: Path) -> None:
        (problem,) = refused(tmp_path, table(GOOD | {"city_id": "Guang'an"}))
        assert problem.hint == "'guang_an'"
        assert "did you mean 'guang_an'?" in str(problem)

    def test_line_of_a_row_after_a_cell_of_two_lines(self, tmp_path: Path) -> None:
        rows = [GOOD | {"note": "two\nlines"}, GOOD | {"city_id": "beta", "lat": "?", "note": ""}]
        (problem,) = refused(tmp_path, table(*rows))
        assert problem.location == "cities.csv:4, column lat"


class TestWrongTables:
    @pytest.mark.parametrize("column", REQUIRED_COLUMNS)
    def test_missing_column(self, tmp_path: Path, column: str) -> None:
        (problem,) = refused(tmp_path, table({name: text for name, text in GOOD.items() if name != column}))
        assert problem.location == f"cities.csv:1, column {column}"
        assert problem.found == "no such column"

    @pytest.mark.parametrize(
        ("column", "written"),
        [("lat", "latitude"), ("lon", "longitude"), ("population", "Populatoin"), ("city_id", "City_ID")],
    )
    def test_misspelt_column(self, tmp_path: Path, column: str, written: str) -> None:
        row = {written if name == column else name: text for name, text in GOOD.items()}
        (problem,) = refused(tmp_path, table(row))
        assert problem.hint == f"'{column}' for '{written}'"

    def test_a_known_optional_column_is_no_misspelling(self, tmp_path: Path) -> None:
        row = {"city_zh" if name == "city" else name: text for name, text in GOOD.items()}
        (problem,) = refused(tmp_path, table(row))
        assert problem.hint == ""

    def test_column_twice(self, tmp_path: Path) -> None:
        (problem,) = refused(tmp_path, table(GOOD | {"again": "1"}).replace("again", "population"))
        assert (problem.location, problem.found) == ("cities.csv:1, column population", "2 columns of this name")

    def test_a_source_twice_is_refused_as_any_column_twice(self, tmp_path: Path) -> None:
        row = GOOD | {"gdp_source": "yearbook", "again": "guess"}
        (problem,) = refused(tmp_path, table(row).replace("again", "gdp_source"))
        assert (problem.location, problem.found) == ("cities.csv:1, column gdp_source", "2 columns of this name")

    def test_duplicate_ids_name_the_first_line(self, tmp_path: Path) -> None:
        problems = refused(tmp_path, table(GOOD, GOOD | {"city_id": "beta"}, GOOD))
        assert [problem.location for problem in problems] == ["cities.csv:4, column city_id"]
        assert "line 2" in problems[0].found

    def test_two_spellings_of_a_jurisdiction(self, tmp_path: Path) -> None:
        (problem,) = refused(tmp_path, table(GOOD, GOOD | {"city_id": "beta", "jurisdiction": "westland"}))
        assert problem.hint == "'Westland'"

    def test_seventeen_jurisdictions(self, tmp_path: Path) -> None:
        rows = [GOOD | {"city_id": f"c{number}", "jurisdiction": f"J{number}"} for number in range(17)]
        (problem,) = refused(tmp_path, table(*rows))
        assert (problem.found, problem.allowed) == ("17 jurisdictions", "at most 16")

    def test_more_than_a_thousand_cities(self, tmp_path: Path) -> None:
        rows = [GOOD | {"city_id": f"c{number}"} for number in range(1005)]
        (problem,) = refused(tmp_path, table(*rows))
        assert problem.location == "cities.csv:1002"
        assert "1,000" in problem.allowed

    def test_no_gdp_anywhere(self, tmp_path: Path) -> None:
        (problem,) = refused(tmp_path, table(GOOD | {"gdp_100m_yuan": ""}))
        assert problem.location == "cities.csv:1, column gdp_100m_yuan"

    def test_who_performs_research_is_stated_whole_or_not_at_all(self, tmp_path: Path) -> None:
        shares = {"rd_share_enterprises": "0.6", "rd_share_institutes": "0.2", "rd_share_universities": ""}
        (problem,) = refused(tmp_path, table(GOOD | shares))
        assert problem.location == "cities.csv:2, column rd_share_universities"
        assert problem.allowed == "all three parts, or none of them"

    @pytest.mark.parametrize(("universities", "total"), [("0.4", "0.6 + 0.2 + 0.4 = 1.2"), ("60", None)])
    def test_parts_of_research_are_no_more_than_all_of_it(
        self, tmp_path: Path, universities: str, total: str | None
    ) -> None:
        shares = {"rd_share_enterprises": "0.6", "rd_share_institutes": "0.2", "rd_share_universities": universities}
        problems = refused(tmp_path, table(GOOD | shares))
        assert (problems[-1].found == total) if total else "0 to 1" in problems[0].allowed

    def test_parts_of_research_are_read(self, tmp_path: Path) -> None:
        shares = {"rd_share_enterprises": "0.6", "rd_share_institutes": "0.2", "rd_share_universities": "0"}
        (tmp_path / "cities.csv").write_text(table(GOOD | shares), encoding="utf-8")
        (city,) = load_region("cities.csv", tmp_path).cities
        assert list(city.performer_shares.values()) == pytest.approx([0.75, 0.25, 0.0])

    def test_research_above_the_gdp(self, tmp_path: Path) -> None:
        (problem,) = refused(tmp_path, table(GOOD | {"rd_expenditure_bn_yuan": "51"}))
        assert problem.found == "1.02 times the GDP"

    @pytest.mark.parametrize(("change", "cells"), [("\n", 9), (",500,1,2\n", 12)])
    def test_ragged_row(self, tmp_path: Path, change: str, cells: int) -> None:
        (problem,) = refused(tmp_path, table(GOOD).replace(",500\n", change))
        assert (problem.location, problem.found) == ("cities.csv:2", f"{cells} cells")

    @pytest.mark.parametrize(
        ("content", "found"),
        [
            (b"", "empty"),
            (b"\n \n", "empty"),
            (table(GOOD).splitlines()[0].encode(), "no rows"),
            (table(GOOD).encode() + b"\0", "NUL"),
            (table(GOOD | {"city": "绵阳"}).encode("gbk"), "not UTF-8"),
            (table(GOOD).encode("utf-16"), "not UTF-8"),
            (table(GOOD).encode() + b'"open', "not readable as CSV"),
            (b"a" + b",a" * 300 + b"\n1", "301 columns"),
            (b"a" * 200_000 + b"\n1", "not readable as CSV"),
            (b"x" * (1024 * 1024 + 1), "larger than 1 MiB"),
        ],
    )
    def test_not_a_table(self, tmp_path: Path, content: bytes, found: str) -> None:
        assert any(found in problem.found for problem in refused(tmp_path, content))

    def test_encoding_fault_is_named_with_its_line(self, tmp_path: Path) -> None:
        (problem,) = refused(tmp_path, table(GOOD).encode() + b"caf\xe9")
        assert (problem.location, problem.found) == ("cities.csv:3", "byte 0xe9 is not UTF-8")


class TestNoFile:
    def refusal(self, name: str, folder: Path) -> Problem:
        with pytest.raises(ScenarioError) as caught:
            load_region(name, folder)
        (problem,) = caught.value.problems
        return problem

    @pytest.mark.parametrize("name", ["absent.csv", "a\0b", "caf\udce9.csv", "absent/../../x", "x" * 5000])
    def test_absent(self, tmp_path: Path, name: str) -> None:
        problem = self.refusal(name, tmp_path)
        assert problem.found in ("no such file", "cannot be read (File name too long)")
        assert str(problem).encode()

    def test_near_the_shipped_name(self, tmp_path: Path) -> None:
        assert self.refusal("Chengdu_Chonqing", tmp_path).hint == "'chengdu-chongqing'"

    @pytest.mark.parametrize("name", ["", "."])
    def test_folder(self, tmp_path: Path, name: str) -> None:
        assert self.refusal(name, tmp_path).found == "a folder without cities.csv"

    def test_pipe_is_not_waited_for(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe.csv")
        assert self.refusal("pipe.csv", tmp_path).found == "not a regular file"

    def test_unreadable(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "cities.csv").write_text(table(GOOD), encoding="utf-8")

        def forbid(*_: object, **__: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "open", forbid)
        assert self.refusal("cities.csv", tmp_path).found == "cannot be read (Permission denied)"


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=12), st.integers(0, 220), st.integers(0, 12))
def test_a_damaged_file_is_read_or_refused_and_nothing_else(
    tmp_path: Path, inserted: bytes, start: int, removed: int
) -> None:
    raw = table(GOOD, GOOD | {"city_id": "beta"}).encode()
    (tmp_path / "cities.csv").write_bytes(raw[:start] + inserted + raw[start + removed :])
    problems: tuple[Problem, ...] = ()
    cities = 0
    try:
        cities = len(load_region("cities.csv", tmp_path).cities)
    except ScenarioError as error:
        problems = error.problems
    assert bool(problems) != bool(cities)
    assert all(problem.location.startswith("cities.csv") for problem in problems)
