"""A lever is a card: how strongly, from when, how fast, and for some in which cities."""

from __future__ import annotations

from typing import Any

import solara
from sim.app.page.cautions import cautions
from sim.app.page.meaning import of_lever
from sim.app.page.parts import box, entry

from sim.app.page.tab import Tab
from sim.app.plan import Setup
from sim.app.words import city_label, label
from sim.levers import Lever
from sim.scenario import Scenario


@solara.component
def lever_card(tab: Tab, lever: Lever, scenario: Scenario, plan: Setup, version: int) -> Any:
    """Show one lever; start and ramp appear once it has a strength."""
    language = tab.lens.value.language
    zh = language == "zh"
    given = scenario.levers.get(lever.name)
    strength = given.strength if given is not None else 0.0
    stem = f"levers.{lever.name}"
    moved = plan.all_values()
    with box("lab-lever on" if strength else "lab-lever"):
        entry(
            "range",
            f"{stem}.strength",
            label(lever.name, language),
            round(strength, 4),
            lambda value: tab.move(f"{stem}.strength", value),
            tip=of_lever(lever),
            min=0,
            max=1,
            step=0.05,
            moved=f"{stem}.strength" in moved,
            version=version,
        )
        if given is not None and strength:
            with box("lab-pair"):
                run = scenario.run
                when = run.calendar.name(given.start_quarter)
                start = f"{'开始' if zh else 'Start'} ({when})"
                _number(
                    tab,
                    f"{stem}.start_quarter",
                    start,
                    given.start_quarter,
                    version,
                    "First quarter in force, counted from the start of the run; its date stands beside it.",
                )
                ramp = "爬坡（季度）" if zh else "Ramp, quarters"
                _number(
                    tab,
                    f"{stem}.ramp_quarters",
                    ramp,
                    given.ramp_quarters,
                    version,
                    "Quarters from the start to full strength.",
                    most=400,
                )
            if lever.takes_cities:
                _cities(tab, f"{stem}.cities", given.cities, scenario, language, version)
        cautions(scenario.warnings, stem, language)


def _number(tab: Tab, key: str, said: str, value: int, version: int, tip: str, most: int = 4000) -> None:
    entry(
        "number",
        key,
        said,
        value,
        lambda number: tab.move(key, int(number)),
        min=0,
        max=most,
        step=1,
        tip=tip,
        version=version,
    )


def _cities(tab: Tab, key: str, chosen: tuple[str, ...], scenario: Scenario, language: Any, version: int) -> None:
    """Add a city to those a lever works in, or take one out."""
    names = {city.key: city_label(city, language) for city in scenario.region.cities}
    listed = ", ".join(names[city] for city in chosen) or ("无" if language == "zh" else "none yet")
    first = f"{'所在城市' if language == 'zh' else 'In'}: {listed}"
    options = [["", first], *([city, f"{'− ' if city in chosen else '+ '}{name}"] for city, name in names.items())]

    def toggle(city: Any) -> None:
        if city:
            tab.move(key, [one for one in names if (one in chosen) != (one == city)])
            tab.version.set(tab.version.peek() + 1)

    entry("select", key, "城市" if language == "zh" else "Cities", "", toggle, options=options, version=version)
