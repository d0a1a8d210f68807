"""What the served page asks of this machine: runs, reasons, regions and studies; nothing else, nowhere else."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("solara", reason="the served page is an extra: pip install -e '.[app]'")

from sim.app.lab import LARGEST_BODY, Laboratory, Refused
from sim.app.studies import Studies, StudyError
from sim.model import CollaborationModel
from sim.page.settings import as_world
from sim.scenario import Scenario
from tests.doors.app.browser import ROOT, serving

CITIES = ROOT / "sim" / "region" / "data" / "chengdu_chongqing" / "cities.csv"
CLERKS = {"levers.clearance_staff.strength": 1.0}
STUDY = """
question = "How many clerks?"
base = "tiny"
replications = 2
[design]
kind = "grid"
[factors]
"levers.clearance_staff.strength" = [0.0, 1.0]
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("started here")


@pytest.fixture(scope="module")
def address(folder: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    patch = pytest.MonkeyPatch()
    patch.chdir(folder)
    with serving("tiny") as url:
        yield url
    patch.undo()


def ask(url: str, body: Any = None, kind: str = "application/json") -> tuple[int, Any]:
    """Send a request and return status and answer."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data=data, headers={"content-type": kind} if data else {})
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            return int(answer.status), json.loads(answer.read())
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read())


def test_a_run_is_that_of_the_model(address: str) -> None:
    status, found = ask(f"{address}api/run", {"moved": CLERKS, "seed": 3, "reading": -1})
    assert status == 200
    model = CollaborationModel(as_world(CLERKS, Scenario.load("tiny")), seed=3)
    model.run()
    expected = {name: value if value == value else None for name, value in model.outcomes().items()}
    assert found["outcomes"] == expected
    assert sum(map(sum, found["series"])) == (model.record().deals["status"] == 1).sum()


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"moved": {"levers.clearance_staf.strength": 1}, "seed": 0, "reading": 0}, "clearance_staff"),
        ({"moved": {"barriers.secrecy": 3}, "seed": 0, "reading": 0}, "barriers.secrecy"),
        ({"moved": {"region.cities": "/etc/passwd"}, "seed": 0, "reading": -1}, "a page does not set"),
        ({"moved": {"run.quarters": 4000}, "seed": 0, "reading": -1}, "a page does not set"),
        ({"moved": {}, "seed": 0, "reading": 99}, "a reading from -1"),
        ({"moved": {}, "seed": -1, "reading": 0}, "a seed is 0 or more"),
        ({"moved": {}, "reading": 0}, "seed"),
        ({"moved": {}, "seed": 0, "reading": 0, "region": "nowhere"}, "not known here"),
        ([], "no object"),
    ],
)
def test_a_run_that_cannot_be_is_refused_in_words(address: str, body: Any, said: str) -> None:
    status, found = ask(f"{address}api/run", body)
    assert status in (400, 404)
    assert said in json.dumps(found["problems"])
    assert "Traceback" not in json.dumps(found)


def test_forms_of_foreign_pages_and_long_bodies_are_refused(address: str) -> None:
    assert ask(f"{address}api/run", {}, kind="text/plain")[0] == 415
    assert ask(f"{address}api/region", {"files": {"cities.csv": "x" * LARGEST_BODY}})[0] == 413


def test_a_deal_is_explained_as_the_model_explains_it(address: str) -> None:
    model = CollaborationModel(Scenario.load("tiny"), seed=0)
    model.run()
    deal = model.deals().iloc[100]
    key = {name: int(deal[name]) for name in ("initiator", "opened", "slot")}
    status, rows = ask(f"{address}api/why", {**key, "moved": {}, "seed": 0})
    assert status == 200
    assert rows == json.loads(json.dumps(model.why(100).to_dict("records")))
    assert ask(f"{address}api/why", {**key, "initiator": 10**7, "moved": {}, "seed": 0})[0] == 404


def test_a_city_file_with_four_wrong_cells_shows_four_rows_and_changes_nothing(tmp_path: Path) -> None:
    lines = CITIES.read_text(encoding="utf-8").splitlines()
    names = lines[0].split(",")
    for row, name, wrong in (
        (2, "lat", "300.57"),
        (4, "n_military_orgs", "8.5"),
        (6, "gdp_100m_yuan", "much"),
        (9, "lon", ""),
    ):
        cells = lines[row].split(",")
        place = names.index(name)
        if '"' not in ",".join(cells[:place]):
            cells[place] = wrong
        lines[row] = ",".join(cells)
    lab = Laboratory(tmp_path)
    with pytest.raises(Refused) as refused:
        lab.take_region({"cities.csv": "\n".join(lines)})
    found = refused.value.problems
    assert len(found) == 4
    assert all(one["allowed"] and "column" in one["place"] for one in found)
    assert str(tmp_path) not in json.dumps(found)
    assert lab._bases == {}


def test_a_city_file_that_is_right_is_another_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRANSFER_LAB_SCENARIO", "tiny")
    lab = Laboratory(tmp_path)
    second = (ROOT / "tests" / "data" / "second_region.csv").read_text(encoding="utf-8")
    name = lab.take_region({"cities.csv": second})
    assert len(lab.base(name).region.cities) == len(second.strip().splitlines()) - 1
    assert lab.page(name) != lab.page()
    assert lab.region_files(name) == {"cities.csv": second}
    assert lab.region_files()["cities.csv"] == CITIES.read_text(encoding="utf-8")
    for files in ({"cities.csv": second, "../x.csv": ""}, {"fields.csv": ""}):
        with pytest.raises(Refused):
            lab.take_region(files)


@pytest.mark.long
def test_a_study_is_started_followed_stopped_and_read(address: str, folder: Path) -> None:
    assert ask(f"{address}api/studies") == (200, [])
    assert ask(f"{address}api/studies", {"name": "clerks", "text": STUDY}) == (200, {"name": "clerks"})
    assert ask(f"{address}api/studies", {"name": "clerks", "text": STUDY})[0] == 400
    ends = time.monotonic() + 90
    while not (found := ask(f"{address}api/studies")[1]) or found[0]["done"] < 4:
        assert time.monotonic() < ends, (folder / "results" / "clerks.log").read_text(encoding="utf-8")
        time.sleep(0.3)
    assert (found[0]["question"], found[0]["runs"], found[0]["failed"]) == ("How many clerks?", 4, 0)
    assert ask(f"{address}api/studies/clerks/stop", {})[0] == 200
    assert ask(f"{address}api/studies/clerks/report", {})[0] == 200
    with urllib.request.urlopen(f"{address}studies/clerks/report.html", timeout=30) as page:
        assert "How many clerks?" in page.read().decode()


def test_a_wrong_experiment_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    studies = Studies(tmp_path)
    with pytest.raises(StudyError, match="desing"):
        studies.start("wrong", STUDY.replace("[design]", "[desing]"))
    assert list((tmp_path / "results").iterdir()) == []


@pytest.mark.parametrize("name", ["..", "a/b", "A", "", "x" * 65, ".hidden", "results/../.."])
def test_names_of_studies_lead_nowhere_else(tmp_path: Path, name: str) -> None:
    with pytest.raises(StudyError):
        Studies(tmp_path).place(name)


def test_files_outside_a_study_are_not_read(tmp_path: Path) -> None:
    place = tmp_path / "results" / "mine"
    (place / "runs").mkdir(parents=True)
    (place / "report.html").write_text("here", encoding="utf-8")
    (place / ".secret").write_text("no", encoding="utf-8")
    (tmp_path / "outside.txt").write_text("no", encoding="utf-8")
    (place / "link.txt").symlink_to(tmp_path / "outside.txt")
    studies = Studies(tmp_path)
    assert studies.file("mine", "report.html").read_text(encoding="utf-8") == "here"
    for path in ("../../outside.txt", "link.txt", ".secret", "runs", "/etc/hostname", "nothing"):
        with pytest.raises(StudyError):
            studies.file("mine", path)
