"""Claims over forms are counted as they say: worked by hand on gains that are known."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from sim.analysis.over_forms import FIRST, ORDER, SIGN, Claim, OverForms
from sim.store import Arm, Plan

GAINS: dict[str, tuple[tuple[float, ...], ...]] = {
    "baseline": ((0, 0, 0, 0),) * 4,
    "market_opening": ((9, 9, 9, 9), (5, 5, 5, 5), (3, 1, 1, 1), (-2, -2, 1, 1)),
    "clearance_staff": ((4, 4, 4, 4), (6, 6, 6, 6), (2, 2, 2, 2), (-3, -3, 0, 0)),
    "without_secrecy": ((-1, -1, -1, 2), (-1, -1, 1, 1), (1, 1, 1, 1), (-9, -9, -9, -9)),
    "openness": ((0, 0, 0, 0),) * 4,
}
"""By world, form and draw: what it brings more than the baseline, which brings 100 and more by draw."""
FORMS = [("budgets", "released"), ("budgets", "open"), ("unlimited", "released"), ("unlimited", "open")]


NAMES = ["shipped", "shelf-open", "demand-unlimited", "demand-unlimited+shelf-open"]


def study(gains: dict[str, tuple[tuple[float, ...], ...]] = GAINS) -> OverForms:
    arms, rows = [], []
    for world, by_form in gains.items():
        for number, (demand, shelf) in enumerate(FORMS):
            name = f"{world}, form {number}" if number else world
            arms.append(Arm(name, {"structure.demand": demand, "structure.shelf": shelf}, ("",) * 4))
            rows += [
                {"arm": name, "draw": draw, "seed": draw, "transfers_delivered": 100 + 10 * draw + number + gain}
                for draw, gain in enumerate(by_form[number])
            ]
    about: dict[str, Any] = {"design": {"kind": "orthogonal_array"}, "thought": [], "forms": NAMES}
    return OverForms(Plan("x", "m", arms, [{}] * 4, 1, about), pd.DataFrame(rows).sample(frac=1, random_state=1))


def claim(kind: str, better: str, than: str) -> Claim:
    found = [
        one for one in study().claims("transfers_delivered") if (one.kind, one.better, one.than) == (kind, better, than)
    ]
    assert len(found) == 1
    return found[0]


def test_worlds_forms_and_sorts_are_read_off_the_arms() -> None:
    over = study()
    assert over.worlds == list(GAINS)
    assert over.names == ["shipped", "shelf-open", "demand-unlimited", "demand-unlimited+shelf-open"]
    assert [over.sort(world) for world in over.worlds] == ["", "levers", "levers", "barriers", "packages"]
    assert over.gains("transfers_delivered").shape == (5, 4, 4)


def test_a_sign_is_counted_by_draws_and_by_forms() -> None:
    up = claim(SIGN, "market_opening", "baseline")
    assert (up.home, up.draws, up.forms, up.of, up.held) == (4, 4, 3, 4, 14)  # two to two is no form in which it holds
    assert (up.word, up.word_share) == ("demand=unlimited", 0.75)
    assert (up.down, up.about) == (False, "market_opening")
    down = claim(SIGN, "baseline", "without_secrecy")  # -0.25 on the mean of the first form
    assert (down.home, down.forms, down.held) == (3, 2, 3 + 2 + 0 + 4)
    assert (down.down, down.about) == (True, "without_secrecy")


def test_ties_count_half_and_what_moves_nothing_is_no_claim() -> None:
    ties = claim(SIGN, "clearance_staff", "baseline")
    assert (ties.forms, ties.held) == (3, 13)  # 12, and two halves in the last form
    idle = claim(SIGN, "openness", "baseline")
    assert idle.idle
    assert not ties.idle


def test_orders_and_firsts_are_of_the_first_form() -> None:
    step = claim(ORDER, "market_opening", "clearance_staff")
    assert (step.home, step.forms, step.held) == (4, 2, 4 + 0 + 1 + 4)
    first = claim(FIRST, "market_opening", "")
    assert (first.forms, first.held) == (step.forms, step.held)  # of two levers, the first leads if it leads the other
    assert (first.word, first.word_share) == ("demand=budgets", 0.5)


def test_main_effects_of_words_are_differences_of_means() -> None:
    effects = study().effects("transfers_delivered")
    assert list(effects.columns) == ["demand = unlimited", "shelf = open"]
    assert effects.loc["market_opening", "demand = unlimited"] == pytest.approx((1.5 - 0.5) / 2 - 7)
    assert effects.loc["market_opening", "shelf = open"] == pytest.approx((5 - 0.5) / 2 - (9 + 1.5) / 2)


def test_forms_are_told_by_who_leads_and_how_like_the_order_is() -> None:
    table = study().by_form("transfers_delivered").set_index("form")
    assert table["first of levers"].tolist() == [
        "market_opening",
        "clearance_staff",
        "clearance_staff",
        "market_opening",
    ]
    assert table["order of levers as shipped"].tolist() == [1.0, -1.0, -1.0, 1.0]


def test_other_experiments_are_refused() -> None:
    plan = Plan(
        "x", "m", [Arm("a", {"barriers.secrecy": 1}, ("",)), Arm("b", {"barriers.secrecy": 0}, ("",))], [{}], 1, {}
    )
    with pytest.raises(ValueError, match="not choices of structure alone"):
        OverForms(plan, pd.DataFrame())
    one = {"structure.demand": "budgets"}
    with pytest.raises(ValueError, match="one form only"):
        OverForms(Plan("x", "m", [Arm("a", one, ("",))], [{}], 1, {}), pd.DataFrame())
