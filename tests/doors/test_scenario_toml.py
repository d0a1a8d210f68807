"""Files are read with a guard: hostile, broken and foreign files get an answer, and get it soon."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest

from sim.scenario import Scenario, ScenarioError
from sim.scenario.toml_file import TomlNotice, parse_toml, read_toml
from sim.scenario.toml_lines import find_lines


def refusal(folder: Path, content: str | bytes) -> str:
    file = folder / "world.toml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(ScenarioError) as caught:
        Scenario.load(file)
    assert len(caught.value.problems) == 1
    return str(caught.value)


HOSTILE: dict[str, tuple[str | bytes, str]] = {
    "larger than 1 MiB": ("#" * (1 << 20) + "\n", "larger than 1 MiB"),
    "nested lists": ("x = " + "[" * 600 + "]" * 600, ":1: too deeply nested; at most 64 levels"),
    "nested tables": ("x = " + "{a=" * 100 + "1" + "}" * 100, ":1: too deeply nested"),
    "unclosed lists": ("\nx = " + "[" * 100_000, ":2: too deeply nested"),
    "nested by header and key": (f"[{'.'.join('a' * 60)}]\n{'.'.join('b' * 60)} = 1", "too deeply nested"),
    "long dotted key": (".".join("a" * 20_000) + " = 1", ":1: a key with too many parts; at most 64 parts"),
    "long dotted key in quotes": (".".join(['"a"'] * 20_000) + " = 1", ":1: a key with too many parts"),
    "long header": (f"[{'.'.join('a' * 20_000)}]", ":1: a key with too many parts"),
    "5,000 digits": ("[run]\nquarters = " + "9" * 5000, "whole numbers have at most 19 digits"),
    "4,000 digits": (
        "[run]\nquarters = " + "9" * 4000,
        ":2: run.quarters = a whole number of about 4000 digits",
    ),
    "hexadecimal digits": ("[run]\nquarters = 0x" + "f" * 200_000, "of about 240824 digits is not allowed"),
    "long key": ("a" * 500_000 + " = 1", ":1: unknown setting aaaaaa"),
    "zero byte": (b"\x00", ":1: not TOML: Invalid statement"),
    "latin-1": ("title = 'é'".encode("latin-1"), ":1: not UTF-8 text; save the file with the encoding UTF-8"),
    "UTF-16": ("title = 'x'".encode("utf-16"), ":1: not UTF-8 text"),
    "not UTF-8 further down": (b"title = 'x'\n# \xff", ":2: not UTF-8 text"),
    "open quotes": ('x = """' + '"" ' * 100_000, "not TOML: Unterminated string"),
    "escaped quotes": ('"""\\' * 100_000, ":1: not TOML"),
    "surrogate": ('title = "\\ud800"', ":1: not TOML"),
    "date that does not exist": ("x = 2026-02-30", "not TOML"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_files_are_refused(tmp_path: Path, case: str) -> None:
    content, found = HOSTILE[case]
    message = refusal(tmp_path, content)
    assert found in message
    assert len(message) < 1500


SLIPS = {
    "title = The Circle": 'text is written in quotes: key = "text"',
    "[barriers]\nsecrecy = 0,5": "decimals are written with a point: 0.5",
    "[barriers]\nsecrecy = .5": "write the 0 before the decimal point: 0.5",
    "[barriers]\nsecrecy = 1.": "write a digit after the decimal point: 1.0",
    "[barriers]\nsecrecy = 50%": "shares are written from 0 to 1: 0.9 for 90 per cent",
    "[barriers]\nsecrecy: 0.5": "a setting is written with an equals sign: key = value",
    "[barriers]\nsecrecy": "a setting is written as key = value",
    "[barriers]\nsecrecy = True": "write a number, or text in quotes",
    "[barriers\nsecrecy = 0.5": "a section name ends with a bracket: [section]",
    "[run]\n[run]": "a key or section stands only once",
    "title = 'a'\ntitle = 'b'": "a key or section stands only once",
}


@pytest.mark.parametrize("text", SLIPS)
def test_the_usual_slips_are_recognised(tmp_path: Path, text: str) -> None:
    message = refusal(tmp_path, text)
    assert "world.toml:" in message
    assert ": not TOML: " in message
    assert message.endswith(f"\n  {SLIPS[text]}")


def test_a_list_left_open_is_given_no_wrong_advice(tmp_path: Path) -> None:
    assert refusal(tmp_path, "x = [1,\n2").endswith("not TOML: Unclosed array\n    2")


def test_a_folder_is_no_scenario(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"is a folder; a scenario file is wanted$"):
        Scenario.load(tmp_path)


@pytest.mark.parametrize("name", ["a" * 5000, "a\0b"])
def test_a_file_that_no_system_can_open(name: str) -> None:
    with pytest.raises(ScenarioError, match=r"cannot be read \(.*\); a readable scenario file is wanted"):
        read_toml(Path(name))
    with pytest.raises(ScenarioError, match="no such scenario file"):
        Scenario.load(name)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="no such experiment file"):
        read_toml(tmp_path / "nothing.toml", "experiment file")


def test_an_endless_device_ends() -> None:
    with pytest.raises(ScenarioError, match="larger than 1 MiB"):
        read_toml(Path("/dev/zero"))


def test_foreign_line_ends_marks_and_first_lines_are_fine(tmp_path: Path) -> None:
    file = tmp_path / "world.toml"
    text = "#!/usr/bin/env -S sim run\r\ntitle = 'x'\r\n[barriers]\r\nsecrecy = 0.5\r\n"
    file.write_bytes(b"\xef\xbb\xbf" + text.encode())
    scenario = Scenario.load(file)
    assert (scenario.title, scenario.barriers["secrecy"]) == ("x", 0.5)


LINES = '''# a [comment] = with "quotes
title = "say \\"x = 1\\" # twice"
why = """
[barriers]
secrecy = 3
"""
[ levers . "market_opening" ] # and a comment
strength = 1
a.b = { c = 1, d = [
  2,
] }
'quoted key' = 2026-01-01
[[shocks]]
quarter = 1
[[shocks]]
quarter = 2
'''


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("title", 2),
        ("why", 3),
        ("barriers", 0),
        ("levers", 7),
        ("levers.market_opening", 7),
        ("levers.market_opening.strength", 8),
        ("levers.market_opening.a", 9),
        ("levers.market_opening.a.b.d", 9),
        ("levers.market_opening.quoted key", 12),
        ("shocks", 13),
        ("shocks.0.quarter", 14),
        ("shocks.1", 15),
        ("shocks.1.quarter", 16),
        ("shocks.1.key", 15),
        ("nothing", 0),
    ],
)
def test_every_key_is_found_on_its_line(key: str, line: int) -> None:
    _, lines = parse_toml(LINES, "x")
    assert lines.number(tuple(key.split("."))) == line


def test_text_that_is_not_toml_has_lines_as_far_as_they_go() -> None:
    lines = find_lines("a = 1\n= = =\nb = 'open\nc = 1", "x")
    assert [lines.number((key,)) for key in "abc"] == [1, 3, 0]
    assert lines.shown(2) == "= = ="
    assert lines.shown(0) == lines.shown(99) == ""


@pytest.mark.parametrize("path", [r"C:\Users\me\cities.csv", r"C:\data\cities.csv", r"C:\temp\new.csv"])
def test_a_windows_path_is_answered_with_how_to_write_it(tmp_path: Path, path: str) -> None:
    said = refusal(tmp_path, f'[region]\ncities = "{path}"\n')
    assert said.endswith(r"write 'C:\Users\me\cities.csv' in single quotes, or use /")


@pytest.mark.parametrize("text", ["x = [87,5, 90,6]", "x = [ -0,5,  0,25, 1,0 ] # levels"])
def test_decimal_commas_in_a_list_get_a_caution(text: str) -> None:
    with pytest.warns(
        TomlNotice, match=r"world\.toml:2: \[.+\] is a list of \d whole numbers; decimals have a point: 0\.5"
    ):
        parse_toml(f"# levels\n{text}", "world.toml")


@pytest.mark.parametrize(
    "text", ["x = [87, 5, 90, 6]", "x = [87,5,90,6]", "x = [1,2]", 'x = "[87,5, 90,6]"', "# [87,5, 90,6]"]
)
def test_lists_of_whole_numbers_get_none(text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        parse_toml(text, "world.toml")
