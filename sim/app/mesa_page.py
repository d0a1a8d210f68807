"""Mesa's standard viewer on the same model class, with the same panels, for people who know Mesa.

Mesa steps its model in a thread while components are drawn; so its model is stepped under a lock, and components draw
from the frame that was frozen after the last step.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable
from typing import Any

import solara
from mesa.visualization import SolaraViz
from mesa.visualization.utils import update_counter

from sim.app import library
from sim.app.frame import Frame, frame_of
from sim.app.look import LIGHT, Lens
from sim.app.panels import PANELS, Panel
from sim.app.parts import box, cautions, connection, drawn, heading, html
from sim.barriers import BARRIERS
from sim.levers import LEVERS
from sim.model import CollaborationModel

STYLE = """
.picture { width: 100%; }
.lab-title { font-size: 1rem; margin: 0; }
.lab-note { font-size: 12.5px; margin: 0 0 6px; opacity: .75; }
"""
SHORTEST = 50  # milliseconds between two steps; below this Mesa's viewer dirties its page faster than it can be sent
PAGES = {"map": 0, "pipeline": 0, "deliveries": 0, "offices": 0}
LOST = (
    "The laboratory does not answer.",
    "It was stopped, or this machine cannot reach it. What was set in this viewer is lost; the laboratory's own page "
    "keeps it in its address.",
    "The viewer comes back by itself as soon as the laboratory answers. To start it: sim app",
)
_frames: weakref.WeakKeyDictionary[CollaborationModel, Frame] = weakref.WeakKeyDictionary()


def watched(model: CollaborationModel) -> CollaborationModel:
    """Let a model leave a frozen frame behind after every step, and return it."""
    lock, step = threading.Lock(), model.step
    _frames[model] = frame_of(model)
    known = weakref.ref(model)

    def step_and_freeze() -> None:
        with lock:
            step()
            mine = known()
            if mine is not None:
                _frames[mine] = frame_of(mine)

    model.step = step_and_freeze  # type: ignore[method-assign]  # Mesa's viewer calls the model's own step
    return model


def watched_now() -> int:
    """Return how many models are being watched: those of tabs that are open, or were a moment ago."""
    return len(_frames)


def frame_for(model: CollaborationModel) -> Frame:
    """Return the last frame of a model; one that Mesa has just made is watched from now on."""
    if model not in _frames:
        watched(model)
    return _frames[model]


def component_of(panel: Panel) -> Callable[[CollaborationModel], Any]:
    """Return a component of Mesa's viewer that draws a panel."""

    @solara.component
    def shown(model: CollaborationModel) -> Any:
        update_counter.get()
        with box("lab-card"):
            html(heading(panel.title, panel.words))
            if panel is PANELS[0]:
                cautions(model.inputs.warnings)  # once, and where everybody looks first
            drawn(panel, frame_for(model), Lens(), height="300px")

    named: Callable[[CollaborationModel], Any] = shown
    return named


COMPONENTS = [(component_of(panel), PAGES.get(panel.name, 1)) for panel in PANELS]


def parameters(scenario_name: str) -> dict[str, Any]:
    """Return what can be set in Mesa's viewer: the seed, the barriers, and the strength of every lever."""
    scenario = library.load(scenario_name)
    found: dict[str, Any] = {
        "inputs": scenario,
        "seed": {"type": "SliderInt", "label": "Seed", "value": 0, "min": 0, "max": 100, "step": 1},
    }
    for barrier in BARRIERS:
        value = scenario.barriers[barrier.name]
        found[f"barriers.{barrier.name}"] = _slider(f"{barrier.label} (barrier)", value)
    for lever in LEVERS:
        given = scenario.levers.get(lever.name)
        found[f"levers.{lever.name}.strength"] = _slider(f"{lever.label} (lever)", given.strength if given else 0.0)
    return found


def _slider(label: str, value: float) -> dict[str, Any]:
    return {"type": "SliderFloat", "label": label, "value": value, "min": 0.0, "max": 1.0, "step": 0.05}


@solara.component
def viewer() -> Any:
    """Show Mesa's viewer; every tab has its own model."""
    name = library.start_name()
    model = solara.use_memo(lambda: watched(CollaborationModel(library.load(name), seed=0)), [])
    colours = "".join(f"--{key}: {value};" for key, value in LIGHT.items())
    solara.Style(f":root {{ {colours} }} {STYLE}")
    connection(words=list(LOST))
    components: list[Any] = list(COMPONENTS)
    SolaraViz(
        model,
        components=components,
        play_interval=2 * SHORTEST,
        model_params=parameters(name),
        name="Technology transfer in the Chengdu-Chongqing Economic Circle",
    )
