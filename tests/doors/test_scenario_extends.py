"""A scenario may start from another: differences are merged, paths are relative, circles are shown."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sim.scenario import Scenario, ScenarioError

REGION = Path(__file__).parents[1] / "data" / "second_region.csv"


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        file = folder / f"{name}.toml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def message(path: Path) -> str:
    with pytest.raises(ScenarioError) as caught:
        Scenario.load(path)
    return str(caught.value)


def test_only_differences_are_written(tmp_path: Path) -> None:
    write(
        tmp_path,
        root="title = 'root'\nwhy = 'because'\n[barriers]\nsecrecy = 0.3\nmarket_separation = 0.3\n"
        "[levers.fund_pool]\nstrength = 0.5\nramp_quarters = 7",
        middle="extends = 'root.toml'\n[barriers]\nsecrecy = 0.4",
        leaf="extends = 'middle.toml'\ntitle = 'leaf'\n[levers.fund_pool]\nstrength = 0.9",
    )
    leaf = Scenario.load(tmp_path / "leaf.toml")
    assert (leaf.title, leaf.why) == ("leaf", "because")
    assert (leaf.barriers["secrecy"], leaf.barriers["market_separation"]) == (0.4, 0.3)
    assert (leaf.levers["fund_pool"].strength, leaf.levers["fund_pool"].ramp_quarters) == (0.9, 7)
    assert leaf.barriers["standards_mismatch"] == Scenario().barriers["standards_mismatch"]


def test_lists_are_replaced_not_joined(tmp_path: Path) -> None:
    bases = "[levers.demonstration_bases]\nstrength = 1\ncities = ['yibin', 'deyang']"
    shock = "[[shocks]]\nquarter = {}\nkey = 'barriers.secrecy'\nvalue = 0.5\n"
    write(
        tmp_path,
        root=shock.format(30) + bases,
        leaf="extends = 'root.toml'\n" + shock.format(40) + "[levers.demonstration_bases]\ncities = ['luzhou']",
    )
    leaf = Scenario.load(tmp_path / "leaf.toml")
    assert [shock.quarter for shock in leaf.shocks] == [40]
    assert leaf.levers["demonstration_bases"].cities == ("luzhou",)


def test_paths_start_at_the_file_that_names_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(
        tmp_path,
        **{"a/b/leaf": "extends = '../root.toml'", "a/root": "[region]\ncities = 'data/cities.csv'"},
    )
    (tmp_path / "a" / "data").mkdir()
    (tmp_path / "a" / "data" / "cities.csv").write_bytes(REGION.read_bytes())
    monkeypatch.chdir(tmp_path / "a" / "b")
    scenario = Scenario.load("leaf.toml")
    assert scenario.region.cities[0].key == "north_harbour"
    written = Path(scenario.to_dict()["region"]["cities"])
    assert written.is_absolute()
    assert written.samefile(tmp_path / "a" / "data" / "cities.csv")


def test_from_dict_takes_a_folder(tmp_path: Path) -> None:
    write(tmp_path, root="[barriers]\nsecrecy = 0.3")
    scenario = Scenario.from_dict({"extends": "root.toml", "title": "x"}, folder=tmp_path)
    assert scenario.barriers["secrecy"] == 0.3
    assert scenario.with_(title="y") == scenario


@pytest.mark.parametrize("name", ["tiny", "tiny.toml"])
def test_a_shipped_name_can_be_extended_from_anywhere(tmp_path: Path, name: str) -> None:
    write(tmp_path, leaf=f"extends = '{name}'\n[barriers]\nsecrecy = 0.3")
    assert Scenario.load(tmp_path / "leaf.toml").run == Scenario.load("tiny").run


def test_a_file_beside_wins_over_a_shipped_name(tmp_path: Path) -> None:
    write(tmp_path, tiny="[barriers]\nsecrecy = 0.21", leaf="extends = 'tiny.toml'")
    assert Scenario.load(tmp_path / "leaf.toml").barriers["secrecy"] == 0.21


def test_a_circle_is_shown_whole(tmp_path: Path) -> None:
    write(tmp_path, a="extends = 'b.toml'", b="\nextends = 'c.toml'", c="extends = 'b.toml'")
    shown = message(tmp_path / "a.toml").replace(f"{tmp_path}{os.sep}", "")
    assert shown.startswith("c.toml:1: scenarios extend one another in a circle: b.toml -> c.toml -> b.toml")


def test_a_file_that_extends_itself(tmp_path: Path) -> None:
    write(tmp_path, a="extends = './a.toml'")
    assert "in a circle" in message(tmp_path / "a.toml")


@pytest.mark.parametrize(("files", "fine"), [(16, True), (17, False)])
def test_at_most_sixteen_files_in_a_row(tmp_path: Path, files: int, fine: bool) -> None:
    write(tmp_path, **{f"f{n}": f"extends = 'f{n + 1}.toml'" for n in range(files - 1)}, **{f"f{files - 1}": ""})
    if fine:
        assert Scenario.load(tmp_path / "f0.toml") == Scenario()
    else:
        assert "too deeply; at most 16 files in a row" in message(tmp_path / "f0.toml")


def test_a_missing_file_is_reported_with_the_rest(tmp_path: Path) -> None:
    write(
        tmp_path,
        root="",
        leaf="extends = 'roots.toml'\n[barriers]\nsecrecy = 9\n[levers.fund_pool]\nramp_quarters = 3",
    )
    shown = message(tmp_path / "leaf.toml")
    assert "leaf.toml:1: extends = 'roots.toml': no such scenario file" in shown
    assert f"did you mean {tmp_path / 'root.toml'}?" in shown
    assert "leaf.toml:3: barriers.secrecy = 9" in shown
    assert "strength is missing" not in shown, "the missing file may have said it"


def test_a_broken_file_is_blamed_where_it_is_broken(tmp_path: Path) -> None:
    write(tmp_path, root="\n\nsecrecy", leaf="extends = 'root.toml'")
    assert message(tmp_path / "leaf.toml").startswith(f"{tmp_path / 'root.toml'}:3: not TOML")


def test_an_inherited_fault_is_blamed_on_the_file_that_says_it(tmp_path: Path) -> None:
    write(
        tmp_path,
        root="[barriers]\nsecrecy = 9\nmarket_separation = 9",
        leaf="extends = 'root.toml'\n[barriers]\nmarket_separation = 8",
    )
    shown = message(tmp_path / "leaf.toml")
    assert f"{tmp_path / 'root.toml'}:2: barriers.secrecy = 9" in shown
    assert f"{tmp_path / 'leaf.toml'}:3: barriers.market_separation = 8" in shown


def test_a_section_over_a_number_and_a_number_over_a_section(tmp_path: Path) -> None:
    write(
        tmp_path,
        root="barriers = 3\n[run]\nquarters = 40",
        leaf="extends = 'root.toml'\nrun = 3\n[barriers]\nsecrecy = 0.3",
    )
    shown = message(tmp_path / "leaf.toml")
    assert "leaf.toml:2: run = 3 is not allowed" in shown
    assert "barriers = 3" not in shown
