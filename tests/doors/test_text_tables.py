"""Tables as spreadsheets write them: cities and draws are read alike, or refused with the way out."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest

from sim.experiment.reading.draws import table_of_draws
from sim.scenario.errors import ScenarioError
from sim.scenario.region_files import load_region
from sim.scenario.text_table import SAVE_AS, TableNotice

DRAWS = "barriers.secrecy,barriers.market_separation\n0.5,0.6\n0.7,0.8\n"
CITIES = (
    "city_id,city,jurisdiction,lat,lon,population,n_military_orgs,n_hightech_firms,n_universities_institutes,"
    "gdp_100m_yuan\nalpha,Alpha,Westland,10.5,-20,1e6,3,40,2,500\nbeta,绵阳,Westland,11,-20,1e6,3,40,2,500\n"
)


def read(kind: str, folder: Path, raw: bytes) -> object:
    file = folder / "table.csv"
    file.write_bytes(raw)
    if kind == "draws":
        return table_of_draws(file)
    return [
        (city.key, city.name, city.latitude, city.gdp_billion_yuan) for city in load_region("table.csv", folder).cities
    ]


def refusal(kind: str, folder: Path, raw: bytes) -> str:
    with pytest.raises(ScenarioError if kind == "cities" else ValueError) as refused:
        read(kind, folder, raw)
    return str(refused.value)


KINDS = pytest.mark.parametrize(("kind", "text"), [("draws", DRAWS), ("cities", CITIES)])


@KINDS
@pytest.mark.parametrize(
    "written",
    [
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.replace(",", " , ").encode(),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", ",,\n").encode() + b",,,,,\n , \n\n",
        lambda text: "\n".join(f'"{line}"'.replace(",", '","') for line in text.splitlines()).encode(),
    ],
    ids=["mark", "blanks", "windows", "empty rows and columns at the end", "quotes"],
)
def test_what_is_harmless_is_read_without_a_word(kind: str, text: str, written: object, tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert read(kind, tmp_path, written(text)) == read(kind, tmp_path, text.encode())  # type: ignore[operator]


@KINDS
@pytest.mark.parametrize(
    ("mark", "name", "said"),
    [
        (";", "semicolons", True),
        (";", "semicolons", False),
        ("\t", "tabs", True),
        ("\t", "tabs", False),
        ("|", "bars", True),
    ],
)
def test_other_separators_are_recognised_and_said(
    kind: str, text: str, mark: str, name: str, said: bool, tmp_path: Path
) -> None:
    plain = read(kind, tmp_path, text.encode())
    raw = (f"sep={mark}\n" if said else "").encode() + text.replace(",", mark).encode()
    with pytest.warns(TableNotice, match=f"table.csv: cells are read as separated by {name}"):
        assert read(kind, tmp_path, raw) == plain


@KINDS
def test_a_line_is_counted_as_an_editor_counts_it(kind: str, text: str, tmp_path: Path) -> None:
    lines = text.splitlines()
    wrong = "\n".join(["sep=,", lines[0], "", lines[1].replace(".5", ".5x"), lines[2]])
    assert "4" in refusal(kind, tmp_path, wrong.encode()).split("column")[0]


@KINDS
@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("gbk", "GBK or GB18030"),
        ("gb18030", "GBK or GB18030"),
    ],
)
def test_other_encodings_are_named_with_what_to_do(
    kind: str, text: str, encoding: str, said: str, tmp_path: Path
) -> None:
    message = refusal(kind, tmp_path, text.replace("0.5,", "0.5成都,").encode(encoding))
    assert said in message
    assert SAVE_AS in message


@KINDS
def test_a_separator_that_is_none_is_refused(kind: str, text: str, tmp_path: Path) -> None:
    assert "sep= followed by , ; | or a tab" in refusal(kind, tmp_path, f"sep=x\n{text}".encode())


def test_a_decimal_comma_is_told_as_one(tmp_path: Path) -> None:
    semicolons = CITIES.replace(",", ";").replace("10.5", "10,5")
    with pytest.warns(TableNotice):
        assert "did you mean 10.5?" in refusal("cities", tmp_path, semicolons.encode())
