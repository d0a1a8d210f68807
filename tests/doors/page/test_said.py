"""What the comparison says of counts that are given: who is ahead in how many, by which names, what is beyond luck."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.doors.page.browsers import Opened

pytestmark = pytest.mark.long
GIVEN = """(gains) => {
  const { lab } = laboratory, base = lab.results({}).readings;
  for (const [name, all] of Object.entries(gains)) {
    const moved = { [`levers.${name}.strength`]: 1 }, key = JSON.stringify(Object.entries(moved));
    all.forEach((_gain, i) => lab.asked.add(`${key}|readings|${i}`));
    lab.tried.push(moved);
    lab.results(moved).readings = base.map((one, i) => ({ ...one, outcomes: { ...one.outcomes,
      transfers_delivered: one.outcomes.transfers_delivered + all[i],
      programme_cost_million_yuan: one.outcomes.programme_cost_million_yuan + 100 } }));
  }
  laboratory.go("compare");
}"""


def given(one: Opened, **gains: list[int]) -> str:
    """Open the comparison of policies with these gains over today's, reading by reading; return what it says."""
    one.readings_in()
    one.ask(GIVEN, gains)
    one.until("laboratory.view === 'compare' && document.querySelector('.said b') && !laboratory.pending")
    return str(one.page.inner_text(".said"))


def test_who_is_ahead_stands_beside_the_count_whatever_the_order_of_means(tiny: Path, browser: Any) -> None:
    opening, clerks = [10] * 24 + [1] * 8, [5] * 24 + [500] * 8  # clerks bring more on average, and are behind in 24
    with Opened(browser, tiny) as one:
        said = given(one, clearance_staff=clerks, market_opening=opening)
        assert "market opening is ahead in 24 of 32 readings, clearance staff in 8; the rule asks for 31" in said
        assert "Per yuan market opening brings more in 24 of 32 readings, clearance staff in 8" in said
        assert "clearance staff +130 transfers, more in 32 of 32 readings" in said
        assert "1.00" not in said
        assert one.faults == []


def test_what_does_not_beat_today_is_told_from_what_does(tiny: Path, browser: Any) -> None:
    with Opened(browser, tiny) as one:
        said = given(one, market_opening=[50] * 32, clearance_staff=[60] * 10 + [-2] * 22)
        assert "market opening +50 transfers, more in 32 of 32 readings" in said
        assert "fewer in only 22 of 32 readings, which is no verdict" in said
        said = given(one, fund_pool=[9] * 32)
        assert "Between the others" in said or "cannot be said" in said
        assert one.faults == []


def test_a_verdict_names_who_beats_whom(tiny: Path, browser: Any) -> None:
    with Opened(browser, tiny) as one:
        said = given(one, market_opening=[50] * 32, clearance_staff=[20] * 32)
        assert said.startswith("Market opening beats clearance staff in all 32 readings tried.")


def test_a_name_hangs_neither_on_the_order_of_clicks_nor_on_a_full_strength(tiny: Path, browser: Any) -> None:
    first = {"levers.clearance_staff.strength": 0.6, "levers.market_opening.strength": 1}
    with Opened(browser, tiny, set=dict(reversed(first.items()))) as one:
        one.readings_in()
        said = one.page.inner_text(".said .verdict")
        assert said.startswith("“Market opening and clearance staff at 0.60”:")
        colour = "(moved) => laboratory.lab.colour(moved)"
        assert one.ask(colour, first) == one.ask(colour, dict(reversed(first.items())))


def test_only_what_is_beyond_luck_is_coloured(tiny: Path, browser: Any) -> None:
    cells = [[0] * 16, [1] * 16, [1] * 12 + [-1] * 4, [1] * 11 + [-1] * 5, [-1] * 4 + [-2] * 12, [-1] * 15 + [1]]
    with Opened(browser, tiny) as one:
        given(one, market_opening=[50] * 24 + [1] * 8, clearance_staff=[20] * 32)
        one.until("laboratory.flips.pair.length === 2")
        one.ask(
            """(cells) => {
              const { flips } = laboratory, all = laboratory.lab.about.catalogue.barriers;
              laboratory.lab.keepGroups((group) => !group.startsWith("!flips"));
              flips.asked = true;
              const found = cells.map((gaps) => [gaps, gaps.map(() => 0)]);
              flips.found = new Map(all.map((one) => [`barriers.${one.name}`, found]));
              laboratory.soon();
            }""",
            cells,
        )
        one.until("document.querySelector('.strips svg') && !laboratory.pending")
        strip = one.page.locator(".strips svg").first
        fills = [group.locator("rect").count() - 1 for group in strip.locator("g").all()]
        assert fills == [0, 1, 1, 0, 1, 1]
        weights = strip.locator("rect[opacity]").evaluate_all("(all) => all.map((one) => one.getAttribute('opacity'))")
        assert weights == ["1", "0.3", "1", "0.3"]
        strip.locator("g").nth(2).click()
        one.until("document.querySelector('.strips [role=status]')")
        assert "At 0.40: market opening ahead in 12 of 16 readings, clearance staff in 4" in one.page.inner_text(
            ".strips [role=status]"
        )
        assert one.faults == []


def test_the_answer_is_one_paragraph(tiny: Path, browser: Any) -> None:
    with Opened(browser, tiny, set={"levers.clearance_staff.strength": 1}) as one:
        one.readings_in()
        text = one.ask("() => laboratory.answerText()")
        for part in (
            "than today's policy",
            "It costs",
            "Who loses",
            "Not doubted: one form of the model",
            "million yuan",
        ):
            assert part in text
        assert "*" not in text
        assert "\n" not in text
