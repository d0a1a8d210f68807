"""Another region is a folder: every file of it is read, or refused with place, what was found, allowed and meant."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import numpy as np
import pytest

from sim import Scenario
from sim.cli import sim as command
from sim.cli.edge import DONE, code_of
from sim.engine import Run
from sim.region import COUNTS
from sim.scenario.errors import Problem, ScenarioError
from sim.scenario.region_files import load_region, shipped_regions
from tests.doors.command_line import Said

EXAMPLE = shipped_regions()["two-rivers"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Copy the example to a folder of its own."""
    return Path(shutil.copytree(EXAMPLE, tmp_path / "region"))


def edited(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")


def refused(folder: Path) -> tuple[Problem, ...]:
    with pytest.raises(ScenarioError) as caught:
        load_region(str(folder))
    return caught.value.problems


def test_a_copied_folder_is_the_same_region(folder: Path) -> None:
    ours, shipped = load_region(str(folder)), load_region("two-rivers")
    assert (ours.name, shipped.name) == ("region", "two-rivers")
    assert ours.fields.names == shipped.fields.names == ("flight", "computing", "metal", "instruments")
    assert np.array_equal(ours.relatedness, shipped.relatedness)
    assert ours.by_year == shipped.by_year
    worlds = [Scenario.from_dict({"region": {"cities": str(one)}}) for one in (folder, EXAMPLE)]
    assert worlds[0] == worlds[1]
    assert worlds[0] != Scenario.from_dict({"region": {"cities": str(folder / "cities.csv")}})  # of the ten fields


def test_words_of_a_field_carry_their_weight() -> None:
    """Radio works: half of the mention radio to computing, half to instruments; works goes half to metal."""
    fields = load_region("two-rivers").fields
    mix = fields.mix("", "radio works")
    assert mix == pytest.approx(np.array([0.04, 0.16 + 0.05, 0.12 + 0.05, 0.08 + 0.05]) / 0.55)
    assert fields.uncoded("computers; basket weaving") == ("basket weaving",)


def test_the_example_runs_in_its_own_fields() -> None:
    scenario = Scenario.load("tiny").with_(**{"region.cities": "two-rivers", "population.private_sample": 0.1})
    run = Run(scenario, 1).run()
    assert set(run.deals()["field"].cat.categories) == set(scenario.region.fields.names)
    assert run.outcomes()["transfers_delivered"] > 0
    assert "harmonised_flight" in run.history()


@pytest.mark.parametrize(
    ("name", "old", "new", "place", "found", "hint"),
    [
        ("fields.csv", "flight,flight", "Flight!,flight", "2, column field_id", "'Flight!'", "'flight'"),
        ("fields.csv", "computing,computing", "flight,computing", "3, column field_id", "'flight' again", ""),
        ("fields.csv", "no,4,1", "no,0,1", "3, column share", "'0'", ""),
        ("fields.csv", "no,3,1", 'no,"3,5",1', "4, column share", "'3,5'", "3.5"),
        ("fields.csv", "radio 0.3", "radio 3", "3, column pillar_words", "'radio 3'", ""),
        ("fields.csv", "flight,flight,,yes", "flight,flight,,yess", "2, column defence", "'yess'", "'yes'"),
        ("relatedness.csv", "computing,0.3,1,0.1", "computing,0.5,1,0.1", "3, column flight", "0.5 here, 0.3 from", ""),
        ("relatedness.csv", "metal,0.4,0.1,1", "metal,0.4,0.1,2", "4, column metal", "'2'", ""),
        ("relatedness.csv", "metal,0.4,0.1,1", "metal,0.4,0.1,0.9", "4, column metal", "'0.9'", ""),
        ("relatedness.csv", "\nmetal,", "\nmetals,", "4, column field_id", "'metals'", "'metal'"),
        ("relatedness.csv", "instruments,0.4,0.6,0.3,1\n", "", "1, column field_id", "no row for instruments", ""),
        ("relatedness.csv", "field_id,flight", "field_id,fligt", "1, column flight", "no such column", "'flight' for"),
        ("counts_by_year.csv", "North Bank", "Nort Bank", "2, column place", "'Nort Bank'", "'North Bank'"),
        ("counts_by_year.csv", "n_hightech_firms", "n_hitech_firms", "2, column count", "'n_hitech_firms'", "firms"),
        ("counts_by_year.csv", "2020,1900", "2016,1900", "3, column year", "2016 again, as in line 2", ""),
        ("counts_by_year.csv", "2016,700", "2016,0", "2, column number", "'0'", ""),
        ("cities.csv", "30,20,45", "30,45,20", "2, column n_military_low", "45 to 20", ""),
        ("cities.csv", "30,20,45", "60,20,45", "2, column n_military_low", "beside n_military_orgs = 60", ""),
        ("cities.csv", "30,20,45", "30,20,", "2, column n_military_high", "blank beside", ""),
    ],
)
def test_a_wrong_cell_is_named(folder: Path, name: str, old: str, new: str, place: str, found: str, hint: str) -> None:
    edited(folder, name, old, new)
    problem = next(one for one in refused(folder) if one.location == f"region/{name}:{place}")
    assert found in problem.found
    assert hint in problem.hint
    assert problem.allowed


def test_own_fields_need_their_own_relatedness(folder: Path) -> None:
    (folder / "relatedness.csv").unlink()
    (problem,) = refused(folder)
    assert (problem.location, problem.found) == ("region/relatedness.csv", "no such file")


def test_the_patents_relate_the_ten_fields_alone(folder: Path) -> None:
    with pytest.raises(ScenarioError) as caught:
        load_region(str(folder), relatedness="patents")
    assert any("no such column" in problem.found for problem in caught.value.problems)


@pytest.mark.parametrize("name", [None, "two-rivrs"])
def test_the_command_refuses_with_the_place_and_2(folder: Path, capsys: Said, name: str | None) -> None:
    edited(folder, "fields.csv", "no,4,1", "no,-4,1")
    scenario = folder.parent / "elsewhere.toml"
    scenario.write_text(f'extends = "baseline"\n[region]\ncities = "{name or folder.name}"\n', encoding="utf-8")
    assert code_of(command, ["validate", str(scenario)]) == 2
    said = capsys.readouterr()
    assert ("two-rivers" if name else "region/fields.csv:3, column share") in said.err + said.out


class TestCounts:
    def counts(self, **settings: int) -> dict[str, tuple[int, ...]]:
        scenario = Scenario.load("baseline").with_(**{f"population.{name}": value for name, value in settings.items()})
        return {city.key: tuple(getattr(city, name) for name in COUNTS.values()) for city in scenario.region.cities}

    def test_a_year_between_two_published_ones_by_hand(self) -> None:
        """Sichuan 3,134 (2016) and 12,379 (2022): 6,229 in 2019; Chengdu 4,149 (2019), 9,856 (2022)."""
        now, then, before = self.counts(), self.counts(counts_year=2019), self.counts(counts_year=2016)
        half = (3134 / 12379) ** 0.5
        assert then["chengdu"][1] == 4149
        assert then["mianyang"][1] == round(now["mianyang"][1] * half)
        assert before["chengdu"][1] == round(4149 * 3134 / (12379 * half))  # with the province before its first year
        assert before == self.counts(counts_year=2008)  # nothing is known of earlier years
        assert before["yibin"][2] == 2
        assert then["chongqing"] == now["chongqing"]  # a single published year

    def test_only_assumed_counts_are_drawn(self) -> None:
        stated, drawn = self.counts(), self.counts(counts_seed=1)
        grades = {city.key: city.grades for city in load_region("chengdu-chongqing").cities}
        moved = set()
        for city, numbers in drawn.items():
            for place, name in enumerate(COUNTS.values()):
                if grades[city][name] == "assumption":
                    moved.add(numbers[place] / stated[city][place])
                else:
                    assert numbers[place] == stated[city][place], (city, name)
        assert len(moved) > 10
        assert self.counts(counts_seed=1) == drawn != self.counts(counts_seed=2)
        assert self.counts(counts_seed=0) == stated

    def test_drawn_counts_have_the_stated_spread(self) -> None:
        """Log-normal with 0.4 where nothing more is known; evenly in the logarithm of a range that is."""
        drawn = [self.counts(counts_seed=seed) for seed in range(1, 301)]
        luzhou = np.log([one["luzhou"][1] / 132 for one in drawn])
        assert luzhou.mean() == pytest.approx(0.0, abs=0.07)
        assert luzhou.std() == pytest.approx(0.4, abs=0.05)
        chengdu = np.array([one["chengdu"][0] for one in drawn])
        assert 40 <= chengdu.min() < 45
        assert 265 < chengdu.max() <= 300
        assert np.log(chengdu).mean() == pytest.approx(np.log((40 * 300) ** 0.5), abs=0.1)

    def test_drawn_counts_are_worlds_of_their_own(self) -> None:
        base = Scenario.load("baseline")
        drawn = base.with_(**{"population.counts_seed": 5})
        assert drawn.digest != base.digest
        assert drawn.with_(**{"population.counts_seed": 0}).region.cities == base.region.cities
        assert drawn.with_(**{"barriers.secrecy": 0.1}).region.cities[1].military_organisations == (
            drawn.region.cities[1].military_organisations
        )


def test_the_guide_to_another_region_is_followed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What docs/another_region.md says to type and to write works."""
    page = (Path(__file__).parents[2] / "docs" / "another_region.md").read_text(encoding="utf-8")
    typed, written = (re.search(rf"(?ms)^```{kind}\n(.*?)^```", page)[1] for kind in ("sh", "toml"))  # type: ignore[index]
    monkeypatch.chdir(folder.parent)
    for line in typed.strip().splitlines():
        assert code_of(command, [*shlex.split(line)[1:], "--quiet"]) == DONE
    if not (folder.parent / "my_region").exists():
        shutil.copytree(folder, folder.parent / "my_region")
    (folder.parent / "my_scenario.toml").write_text(written, encoding="utf-8")
    assert code_of(command, ["validate", "my_scenario.toml"]) == DONE
