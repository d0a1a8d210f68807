"""The page under a hand: what is held stays held, what is read stays in place, and what is not known yet looks so."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.doors.app.firefox import firefox
from tests.doors.page.browsers import Opened

pytestmark = pytest.mark.long
LEVER, BARRIER = "levers.standards_convergence.strength", "barriers.secrecy"
STILL = 3  # px: far less than a line, which is what would jump
STEPS = 12
ROOM = 8  # px beside either end of a slider that are its own, so that a click there is taken


def thumb(one: Opened, key: str) -> tuple[float, float, float]:
    """Return where the thumb of a slider is, and how wide its way is."""
    slider = one.page.locator(f"[id='s-{key}']")
    slider.scroll_into_view_if_needed()
    box, value = slider.bounding_box(), float(slider.input_value())
    wide = box["width"] - 2 * ROOM - 14
    return box["x"] + ROOM + 7 + value * wide, box["y"] + box["height"] / 2, wide


@pytest.mark.parametrize(("key", "to"), [(LEVER, 0.6), (BARRIER, 0.2)])
def test_a_slider_follows_the_mouse_to_where_it_is_dropped(tiny: Path, browser: Any, key: str, to: float) -> None:
    with Opened(browser, tiny) as one:
        x, y, wide = thumb(one, key)
        value = float(one.page.locator(f"[id='s-{key}']").input_value())
        one.page.mouse.move(x, y)
        one.page.mouse.down()
        for step in range(1, STEPS + 1):
            one.page.mouse.move(x + (to - value) * wide * step / STEPS, y)
            one.page.wait_for_timeout(60)
            assert one.ask("() => laboratory.lab.tried.length") == 1, "a setting on the way was noted"
        one.page.mouse.up()
        assert one.ask(f"() => laboratory.lab.moved['{key}']") == pytest.approx(to, abs=0.051)
        one.until("laboratory.lab.tried.length === 2")
        assert (
            one.page.locator(f"[id='v-{key}']").input_value()
            == f"{one.ask(f'() => laboratory.lab.moved[`{key}`]'):.2f}"
        )
        assert one.faults == []


def test_a_slider_follows_the_mouse_in_firefox(tiny: Path, tmp_path: Path) -> None:
    program = shutil.which("firefox") or shutil.which("firefox-esr")
    if program is None:
        pytest.skip("no Firefox on this machine: apt install firefox-esr")
    with firefox(program, tmp_path) as one:
        one.open(f"{tiny.as_uri()}#lang=en&dark=0")
        one.wait_for("document.body.dataset.drawn > 1", 120)
        x, y, wide = one.run(
            f"const b = document.getElementById('s-{LEVER}').getBoundingClientRect();"
            f"return [b.left + {ROOM} + 7, b.top + b.height / 2, b.width - {2 * ROOM} - 14];"
        )
        one.drag((x, y), [(x + 0.6 * wide * step / STEPS, y) for step in range(1, STEPS + 1)])
        one.wait_for("document.querySelectorAll('.hist li').length === 2", 120)
        assert one.run(f"return Number(document.getElementById('v-{LEVER}').value)") == pytest.approx(0.6, abs=0.051)


def touched(one: Opened, start: tuple[float, float], points: list[tuple[float, float]]) -> None:
    """Lay a finger down, move it along points and lift it."""
    wire = one.context.new_cdp_session(one.page)
    wire.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    for kind, at in [("touchStart", start), *(("touchMove", one) for one in points)]:
        wire.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": at[0], "y": at[1]}]})
        one.page.wait_for_timeout(40)
    wire.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_a_finger_along_a_slider_moves_it_and_one_across_does_not(tiny: Path, browser: Any) -> None:
    with Opened(browser, tiny, 390, 844) as one:
        x, y, wide = thumb(one, LEVER)
        touched(one, (x + 0.5 * wide, y), [(x + 0.5 * wide, y - 12 * step) for step in range(1, STEPS + 1)])
        one.page.wait_for_timeout(300)
        assert one.ask("() => laboratory.lab.moved") == {}
        x, y, wide = thumb(one, LEVER)
        touched(one, (x, y), [(x + 0.6 * wide * step / STEPS, y) for step in range(1, STEPS + 1)])
        one.until(f"laboratory.lab.moved['{LEVER}'] > 0.5")
        assert one.faults == []


def test_a_number_is_typed_beside_the_slider(tiny: Path, browser: Any) -> None:
    with Opened(browser, tiny) as one:
        field = one.page.locator(f"[id='v-{LEVER}']")
        field.fill("0.37")
        field.press("Enter")
        one.until(f"laboratory.lab.moved['{LEVER}'] === 0.37")
        assert one.faults == []


PLACES = """() => [...document.querySelectorAll('.main .card, .side .card, .row')].slice(0, -1)
  .map((e) => e.getBoundingClientRect().top)"""
STYLES = "(what) => [...document.querySelectorAll(what)].map((e) => e.getAttribute('style'))"


def test_nothing_below_moves_while_readings_come_in(tiny: Path, browser: Any) -> None:
    with Opened(browser, tiny, 1280, 850) as one:
        one.readings_in()
        rows = one.ask(PLACES)
        one.ask(f"() => laboratory.move({{'{LEVER}': 1}})")
        one.until("laboratory.lab.done() > 0 && !laboratory.pending")
        first = one.ask(PLACES)
        one.readings_in()
        one.page.wait_for_timeout(400)
        last = one.ask(PLACES)
        assert len(rows) == len(first) == len(last)
        assert max(abs(a - b) for a, b in zip(first, last, strict=True)) <= STILL
        levers = one.page.locator(".row").count()
        assert max(abs(a - b) for a, b in zip(rows[:levers], last[:levers], strict=True)) <= STILL


def test_a_policy_has_one_colour_and_can_be_forgotten(tiny: Path, browser: Any) -> None:
    moved = [{LEVER: 1}, {"levers.clearance_staff.strength": 1}, {"levers.market_opening.strength": 1}]
    with Opened(browser, tiny) as one:
        for setting in moved:
            one.ask("(setting) => laboratory.move(setting)", setting)
        colours = one.ask("() => laboratory.lab.tried.slice(1).map((m) => laboratory.lab.colour(m))")
        assert len(set(colours)) == 3
        dots = [dot.get_attribute("style") for dot in one.page.locator(".hist .dot:not(.today)").all()]
        assert dots == [f"background:{colour}" for colour in colours]
        one.ask("() => laboratory.go('compare')")
        one.until("document.querySelector('.picks .chip')")
        one.page.locator(".picks .chip button").first.click()
        one.until("laboratory.lab.compared().length === 2")
        shown = one.ask(STYLES, ".picks .chip[data-on=true] .dot")
        assert shown == [f"background:{colour}" for colour in colours[1:]]
        keys = one.ask(STYLES, "[aria-label='Gain and price'] .sw")
        assert set(keys) == set(shown)
        one.page.locator(".picks .chip .x").first.click()
        one.until("laboratory.lab.tried.length === 3")
        assert one.ask("() => laboratory.lab.tried.slice(1)") == moved[1:]
        assert one.faults == []


def test_four_are_compared_at_most_and_none_is_no_dead_end(tiny: Path, browser: Any) -> None:
    with Opened(browser, tiny, view="compare") as one:
        assert len(one.page.locator("select.pick").all()) == 2
        names = ("market_opening", "clearance_staff", "fund_pool", "science_base", "tax_relief")
        one.ask("(names) => names.forEach((one) => laboratory.move({[`levers.${one}.strength`]: 1}))", names)
        one.until("document.querySelectorAll('.picks .chip').length === 5")
        one.page.locator(".picks .chip button").first.click()
        one.until("document.querySelector('.picks .caution')")
        assert one.ask("() => laboratory.lab.compared().length") == 4
        for chip in one.page.locator(".picks .chip[data-on=true] button[aria-pressed]").all()[::-1]:
            chip.click()
        one.until("laboratory.lab.compared().length === 0 && !laboratory.pending")
        assert len(one.page.locator(".picks .chip").all()) == 5
        assert one.faults == []


def test_figures_of_some_readings_are_not_given_as_those_of_all(tiny: Path, browser: Any) -> None:
    """The text is read first, and whether all readings are in afterwards: there are never fewer later."""
    with Opened(browser, tiny) as one:
        few = "laboratory.lab.done() < laboratory.lab.readings"
        seen = {"history": False, "comparison": False}
        for place, strength in enumerate((1, 0.9, 0.8, 0.7, 0.6, 0.5), 2):
            one.ask(f"() => laboratory.move({{'{LEVER}': {strength}}})")
            one.until(f"laboratory.lab.done() > 0 && document.querySelector('.hist li:nth-child({place})')")
            told = one.page.inner_text(f".hist li:nth-child({place})")
            if one.ask(f"() => {few}"):
                assert "of 32 readings" in told
                seen["history"] = True
                one.ask("() => laboratory.go('compare')")
                one.until("document.querySelector('.wide')")
                told = one.page.inner_text(".said")
                faint = one.page.locator("[aria-label='Transfers gained over today'] g[opacity]").count()
                if one.ask(f"() => {few}"):
                    assert "nothing is said of the order" in told
                    assert faint >= 1
                    seen["comparison"] = True
                    break
                one.ask("() => laboratory.go('policy')")
        assert all(seen.values()), f"every look came too late: {seen}"


def test_another_form_leaves_no_figure_of_the_one_before(tiny: Path, browser: Any) -> None:
    with Opened(browser, tiny) as one:
        one.ask(
            f"() => {{ laboratory.move({{'{LEVER}': 1}}); laboratory.move({{'levers.market_opening.strength': 1}}); }}"
        )
        one.readings_in()
        one.ask("() => laboratory.go('compare')")
        one.until("laboratory.state.paths && laboratory.flips.pair.length === 2")
        before = one.ask("() => laboratory.flips.pairKey")
        one.ask("() => laboratory.takeForm({gates: 'weakest'})")
        one.until("!laboratory.pending")
        assert one.ask("() => laboratory.flips.pairKey") != before
        assert one.ask("() => laboratory.state.paths") is None or "weakest" in one.ask("() => laboratory.state.pathsOf")
        assert one.ask("() => laboratory.pool.waiting[0]?.group ?? '!deals'") in one.ask(
            "() => ['!deals', ...[{}, ...laboratory.lab.compared()].map((m) => JSON.stringify(Object.entries(m)))]"
        )
        one.ask("() => laboratory.go('deals')")
        one.until("laboratory.state.deals?.today")
        assert "weakest" in one.ask("() => laboratory.state.deals.key")


def test_the_name_of_a_lever_says_what_it_is_and_where_it_comes_from(tiny: Path, browser: Any) -> None:
    with Opened(browser, tiny) as one:
        one.page.locator("button.nm", has_text="Clearance staff").click()
        one.until("document.querySelector('.told')")
        said = one.page.inner_text(".told")
        for part in (
            "Add clerks to the clearance offices.",
            "In full force",
            "Costs in full force",
            "the analysis, section 2.3",
        ):
            assert part in said
