"""Panels are plain functions of a frozen frame: they count what the model counts, and escape what came from a file."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import numpy as np
import pytest

from sim.app.frame import Frame, frame_of
from sim.app.look import DARK, LIGHT, drawing, words
from sim.app.panels import PANELS, Panel
from sim.app.panels.city_map import deliveries
from sim.app.panels.land import HEIGHT, WIDTH, land_of
from sim.app.panels.pipeline import stages_of
from sim.app.words import DIRECTION_NAMES, LABELS, number
from sim.barriers import BARRIERS, points
from sim.dates import Calendar
from sim.engine.record import CAUSE_NAMES
from sim.language import MARKS, PSEUDO, _, speaking
from sim.model import CollaborationModel
from sim.scenario import Scenario
from sim.tables import Stage
from tests.doors.contrast import contrast
from tests.doors.pseudo import outside, text_of

ROOM = Path(__file__).parents[3] / "sim" / "app" / "panels"
SHARED = {"__init__", "panel", "chart", "land"}


@pytest.fixture(scope="module")
def model() -> CollaborationModel:
    return CollaborationModel(Scenario.load("tiny"), seed=3).run()


@pytest.fixture(scope="module")
def frame(model: CollaborationModel) -> Frame:
    return frame_of(model)


def test_every_panel_is_listed() -> None:
    files = {file.stem for file in ROOM.glob("*.py")} - SHARED
    listed = {panel.draw.__module__.rpartition(".")[2] for panel in PANELS}
    assert files == listed, "list it in PANELS of sim/app/panels/__init__.py"
    assert len({panel.name for panel in PANELS}) == len(PANELS)


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.name)
@pytest.mark.parametrize("quarters", [0, 1, 24])
def test_every_panel_draws_at_every_moment(panel: Panel, quarters: int) -> None:
    model = CollaborationModel(Scenario.load("tiny"), seed=3)
    for _turn in range(quarters):
        model.step()
    made = panel.draw(frame_of(model))
    if isinstance(made, str):
        assert ElementTree.fromstring(made).tag.endswith("svg")
    else:
        json.dumps(made, allow_nan=False)
        assert made["series"]


def test_every_colour_that_is_named_is_known(frame: Frame) -> None:
    for panel in PANELS:
        made = panel.draw(frame)
        text = made if isinstance(made, str) else json.dumps(made)
        named = {part.split(",")[0] for part in text.split("var(--")[1:]}
        assert named <= set(LIGHT) == set(DARK)
        assert isinstance(made, str) or made["legend"].get("type") != "scroll", "no name of a line is out of sight"


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_letters_stand_out_of_every_ground(colours: dict[str, str]) -> None:
    for letters, grounds in {"ink": ("card", "land-0", "land-1"), "soft": ("card",), "warn-ink": ("warn",)}.items():
        for ground in grounds:
            assert contrast(colours[letters], colours[ground]) >= 4.5, (letters, ground)


def test_tallies_agree_with_the_outcomes(model: CollaborationModel, frame: Frame) -> None:
    outcomes = model.outcomes()
    for way, name in enumerate(DIRECTION_NAMES):
        assert frame.tallies.delivered[way] == outcomes[f"transfers_{name}"]
    died = frame.tallies.died.sum(axis=(0, 1))
    for cause, name in enumerate(CAUSE_NAMES):
        assert died[cause] == outcomes.get(f"deaths_by_{name}", 0.0)
    assert frame.tallies.between.sum() == outcomes["transfers_delivered"]
    within = np.trace(frame.tallies.between)
    assert deliveries(frame).sum() == 2 * outcomes["transfers_delivered"] - within


def test_the_pipeline_only_narrows(frame: Frame) -> None:
    reached = [sum(stage.reached) for stage in stages_of(frame)]
    assert reached == sorted(reached, reverse=True)
    assert reached[-1] >= frame.tallies.delivered.sum()


def test_the_land_divides_the_picture_between_the_cities(frame: Frame) -> None:
    land = land_of(frame.region)
    area = 0.0
    for cell in land.cells:
        x, y = np.array(cell).T
        area += abs(float(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1)))) / 2
    assert area == pytest.approx(WIDTH * HEIGHT)
    assert all(0 < x < WIDTH and 0 < y < HEIGHT for x, y in land.places)
    assert land.borders


def test_what_came_from_a_file_is_escaped(tmp_path: Path) -> None:
    region = (Path(__file__).parents[2] / "data" / "second_region.csv").read_text(encoding="utf-8")
    header, first, *rest = region.splitlines()
    cells = first.split(",")
    place = header.split(",").index("city")
    cells[place] = "<b onload=alert(1)>X</b>"
    (tmp_path / "cities.csv").write_text("\n".join([header, ",".join(cells), *rest]), encoding="utf-8")
    scenario = Scenario.from_dict({"extends": "tiny", "region": {"cities": "cities.csv"}}, folder=tmp_path)
    frame = frame_of(CollaborationModel(scenario, seed=0))
    for text in (panel.draw(frame) for panel in PANELS):
        assert not isinstance(text, str) or "<b onload" not in text


def test_words_are_escaped_and_every_name_has_a_label() -> None:
    assert "<i>" not in drawing(1, 1, "<i>", words("<i>", 0, 0))
    assert all(LABELS.values())


def test_every_word_of_a_panel_is_a_message(frame: Frame) -> None:
    keys = {"true", "false", "million", "yuan", *LIGHT}  # a unit stands as it is
    with speaking(PSEUDO):
        for panel in PANELS:
            texts = [_(panel.title), _(panel.words), *texts_of(panel.draw(frame))]
            assert any(MARKS[0] in text for text in texts), panel.name
            cities = {city.name for city in frame.region.cities} | set(frame.region.jurisdictions)
            assert [word for text in texts for word in outside(text, {*keys, *cities})] == [], panel.name


def texts_of(made: object) -> list[str]:
    """Return what a reader sees of a picture, or of an option of a chart: its names, titles and labels."""
    if isinstance(made, str):
        return [text_of(made)]
    if isinstance(made, dict):
        own = [value for key, value in made.items() if key in ("name", "text", "formatter") and isinstance(value, str)]
        return own + [text for value in made.values() if not isinstance(value, str) for text in texts_of(value)]
    return [text for one in made for text in texts_of(one)] if isinstance(made, list) else []


def test_numbers_are_written_for_readers() -> None:
    assert [number(value) for value in (1234.5, 12.34, 0.123, 5.0, float("nan"))] == ["1,234", "12.3", "0.12", "5", "–"]
    calendar = Calendar(2015, 2020)
    assert calendar.name(calendar.policy_quarter) == "2020 Q1"
    assert calendar.name(0) == "2015 Q1"


def test_the_pipeline_hides_no_death(frame: Frame) -> None:
    picture = ElementTree.fromstring(next(panel for panel in PANELS if panel.name == "pipeline").draw(frame))
    chips = [one for one in picture.iter() if one.get("data-cause")]
    for stage in stages_of(frame)[:-1]:
        texts = ["".join(one.itertext()) for one in chips if one.get("data-cause").split(":")[0] == stage.name]
        shown = [int(text[: len(text) // 2].split()[-1].replace(",", "")) for text in texts]
        assert sum(shown) == sum(count for _, count in stage.died)


def test_a_dead_deal_is_told_the_barrier_it_died_of(model: CollaborationModel) -> None:
    deals = model.deals()
    dead = deals[deals["cause"].isin([barrier.name for barrier in BARRIERS])]
    for one in dead.groupby(["cause", "stage", "direction"]).last().reset_index().itertuples():
        why = model.why(int(one.deal))
        assert one.cause in set(why["barrier"]), (one.cause, one.stage, one.direction)
        assert (why["now"] != why["without"]).all()
    order = [stage.name.lower() for stage in Stage]
    assert why["stage"].map(order.index).is_monotonic_increasing
    unlicensed = dead[dead["direction"] == "university_to_civil"]["deal"].iloc[0]
    assert not model.why(int(unlicensed))["point"].isin([points.LICENCE.words, points.REVIEW_PASS.words]).any()
