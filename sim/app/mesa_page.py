"""Mesa's standard viewer on the same model class, with the same panels, for people who know Mesa.

Mesa steps its model in a thread while components are drawn; so its model is stepped under a lock, and components draw
from the frame that was frozen after the last step.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import solara
from mesa.visualization import SolaraViz
from mesa.visualization.utils import update_counter

from sim.app import library, mesa_words
from sim.app.frame import Frame, frame_of
from sim.app.look import DARK, LIGHT, declared
from sim.app.panels import PANELS, Panel
from sim.app.parts import box, cautions, connection, drawn, heading, html
from sim.app.words import label
from sim.barriers import BARRIERS
from sim.language import N_, TAGS, _, either, language
from sim.levers import LEVERS
from sim.model import CollaborationModel
from sim.scenario import Scenario

STYLE = """
.picture { width: 100%; }
.lab-title { font-size: 1rem; margin: 0; }
.lab-note { font-size: 12.5px; margin: 0 0 6px; opacity: .75; }
.halo { paint-order: stroke; stroke: var(--card); stroke-width: 3px; stroke-linejoin: round; }
.lab-panels { display: grid; gap: 26px 24px; padding: 16px 2px; }
.lab-panels { grid-template-columns: repeat(auto-fit, minmax(min(100%, 380px), 1fr)); }
/* Mesa calls its tabs Page 0, Page 1 and lays cards over one another on a grid of fixed heights: here is one page, with
   tabs of its own, and cards flow. */
.v-tabs:not(.lab-tabs) { display: none; }
.vue-grid-layout { height: auto !important; }
.vue-grid-item { position: static !important; transform: none !important; }
.vue-grid-item { width: 100% !important; height: auto !important; }
.vue-grid-item > .vue-resizable-handle { display: none; }
/* On a phone, room beside the drawer to tap it shut. */
.v-navigation-drawer--is-mobile { min-width: 0 !important; max-width: calc(100vw - 56px) !important; }
"""
SHORTEST = 50  # milliseconds between two steps; below this Mesa's viewer dirties its page faster than it can be sent
TABS = {
    N_("Where deals go, and die"): ("map", "pipeline"),
    N_("Transfers and offices"): ("deliveries", "offices", "leaks", "cost"),
    N_("Firms"): ("ladder", "firms"),
    N_("Barriers"): ("barriers", "standards"),
}
"""What the viewer shows together, by the name of its tab, a message."""
LOST = (
    N_("The laboratory does not answer."),
    N_(
        "It was stopped, or this machine cannot reach it. What was set in this viewer is lost; the laboratory's own "
        "page keeps it in its address."
    ),
    N_("The viewer comes back by itself as soon as the laboratory answers. To start it: sim app"),
)
TITLE = N_("Technology transfer in the Chengdu-Chongqing Economic Circle")
mesa_words.speak()
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
            html(heading(_(panel.title), _(panel.words)))
            if panel is PANELS[0]:
                cautions(model.inputs.warnings)  # once, and where everybody looks first
            drawn(panel, frame_for(model), height="300px")

    named: Callable[[CollaborationModel], Any] = shown
    return named


COMPONENTS = {panel.name: component_of(panel) for panel in PANELS}
"""Every panel as a component of Mesa's viewer, for `SolaraViz(model, components=[...])` of one's own."""


class Chosen(CollaborationModel):
    """The model as Mesa's viewer makes it: with what its groups of sliders say at that moment.

    Args:
        inputs: the scenario.
        seed: of the run.
        chosen: values by dotted key, with cities and fields as lists of ids; Mesa hands the same mapping to every model
            that it makes. What a lever names counts only while the lever is in force.
    """

    def __init__(self, inputs: Scenario, seed: int, chosen: dict[str, Any]) -> None:
        values = {key: value for keys in groups_of(inputs).values() for key, (_, value) in keys.items()} | chosen
        idle = {key for key in named_by(inputs) if not values[f"{key.rpartition('.')[0]}.strength"]}
        super().__init__(inputs, seed, **{key: value for key, value in chosen.items() if key not in idle})
        self.given, self.chosen = inputs, chosen


class Named(NamedTuple):
    """What a lever may name: a label, the ids of all by their names, and those that the scenario names."""

    label: str
    known: dict[str, str]
    given: Sequence[str]


def named_by(scenario: Scenario) -> dict[str, Named]:
    """Return what levers may name, cities or fields, by dotted key."""
    region = scenario.region
    cities = {either(city.name, city.name_zh): city.key for city in region.cities}
    fields = {either(field.label, field.label_zh): field.name for field in region.fields.fields}
    found = {}
    for one in LEVERS:
        given = scenario.levers.get(one.name)
        if one.takes_cities:
            asked = _("{lever}: in which cities", lever=label(one.name))
            found[f"levers.{one.name}.cities"] = Named(asked, cities, given.cities if given else ())
        if one.takes_fields:
            asked = _("{lever}: of which fields (none for all)", lever=label(one.name))
            found[f"levers.{one.name}.fields"] = Named(asked, fields, given.fields if given else ())
    return found


def groups_of(scenario: Scenario) -> dict[str, dict[str, tuple[str, float]]]:
    """Return what can be set beside the seed, by group: label and value by dotted key, each from 0 to 1."""
    levers = {
        f"levers.{one.name}.strength": (
            label(one.name),
            scenario.levers[one.name].strength if one.name in scenario.levers else 0.0,
        )
        for one in LEVERS
    }
    barriers = {f"barriers.{one.name}": (label(one.name), scenario.barriers[one.name]) for one in BARRIERS}
    return {_("Policy levers"): levers, _("How strong the barriers are"): barriers}


@solara.component
def group(model: Chosen, title: str, keys: dict[str, tuple[str, float]]) -> Any:
    """Show a group of sliders; what they say holds from the next Reset on, as Mesa's own parameters do."""
    named, chosen = named_by(model.given), model.chosen
    with solara.Card(title, subtitle=_("Taken up by Reset.")):
        for key, (words, value) in keys.items():
            slider(words, value, key, chosen).key(key)
            for part in ("cities", "fields"):
                if (place := f"{key.rpartition('.')[0]}.{part}") in named:
                    several(named[place], place, chosen).key(place)


@solara.component
def several(named: Named, key: str, chosen: dict[str, Any]) -> Any:
    """Show a choice of cities or fields, which writes the ids of those that are ticked into a mapping."""
    now, say = solara.use_state([name for name, one in named.known.items() if one in chosen.get(key, named.given)])

    def said(names: list[str]) -> None:
        say(names)
        chosen[key] = sorted(named.known[name] for name in names)

    solara.SelectMultiple(named.label, now, list(named.known), on_value=said)


@solara.component
def slider(words: str, value: float, key: str, chosen: dict[str, Any]) -> Any:
    """Show one slider, which writes what it says into a mapping."""
    now, say = solara.use_state(chosen.get(key, value))

    def said(number: float) -> None:
        say(number)
        if number == value:
            chosen.pop(key, None)
        else:
            chosen[key] = number

    solara.SliderFloat(words, value=now, min=0.0, max=1.0, step=0.05, on_value=said)


@solara.component
def tabs(model: Chosen) -> Any:
    """Show the panels under tabs with names, one tab at a time; at the left, below Mesa's cards, what can be set."""
    with solara.Sidebar():
        for title, keys in groups_of(model.given).items():
            group(model, title, keys)
    chosen, choose = solara.use_state(0)
    solara.v.Tabs(
        class_="lab-tabs",
        v_model=chosen,
        on_v_model=choose,
        show_arrows=True,
        children=[solara.v.Tab(children=[_(name)]) for name in TABS],
    )
    with box("lab-panels"):
        for name in list(TABS.values())[chosen or 0]:
            COMPONENTS[name](model).key(name)


@solara.component
def viewer() -> Any:
    """Show Mesa's viewer; every tab of a browser has its own model."""
    name = library.start_name()
    scenario = solara.use_memo(lambda: library.load(name), [])
    chosen: dict[str, Any] = solara.use_memo(dict, [])
    model = solara.use_memo(lambda: watched(Chosen(scenario, 0, chosen)), [])
    grounds = ((":root", LIGHT), (".v-application.theme--dark", DARK))
    colours = "".join(f"{ground} {{ {declared(named)} }}" for ground, named in grounds)
    solara.Style(f"{colours} {STYLE}")
    solara.Title(_(TITLE))
    connection(words=[_(one) for one in LOST], tongue=TAGS[language()])
    SolaraViz(
        model,
        components=[(tabs, 0)],
        play_interval=2 * SHORTEST,
        model_params={
            "inputs": scenario,
            "chosen": chosen,
            "seed": {"type": "SliderInt", "label": _("Seed"), "value": 0, "min": 0, "max": 100, "step": 1},
        },
        name=_(TITLE),
    )
