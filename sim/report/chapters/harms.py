"""What rises for the worse with what is gained, and the price of it at which a policy stops paying."""

from __future__ import annotations

from typing import Any

import pandas as pd

from sim.analysis import exchange
from sim.language import _, sentences
from sim.report.chapters.chapter import BETTER, COST, Asked, Chapter, ReportSection, Table, by_outcome
from sim.report.chapters.phrases import arm_words, between, joined, outcome_label, unit_of

MOST_ARMS = 40


def fits(asked: Asked) -> bool:
    """Tell whether the experiment asks for a good, of which more is better, and for a harm."""
    few = not asked.sampled and 2 <= len(asked.settings[0].arms) <= MOST_ARMS
    return few and bool(harms(asked)) and bool(goods(asked))


def harms(asked: Asked) -> list[str]:
    """Return the headline outcomes of which less is better, but for the programme cost, which has a chapter."""
    return [name for name in asked.ranked if BETTER[name] == "lower" and name != COST]


def goods(asked: Asked) -> list[str]:
    """Return the headline outcomes of which more is better, those in money first: they give a harm its price."""
    found = [name for name in asked.ranked if BETTER[name] == "higher"]
    return sorted(found, key=lambda name: "yuan" not in unit_of(name))


def write(asked: Asked) -> ReportSection:
    """Give gain, harm and their ratio by arm, within every setting of what nobody chooses."""
    section = ReportSection(_("What is paid in kind"))
    section.text.append(
        _(
            "Where more of a good comes with more of a harm, the model cannot say which weighs more: "
            "that is for whoever sets a price on the harm. What is gained for each unit of it is the "
            "price at which the policy stops paying. A dash stands where it is not sure that the "
            "harm rises."
        )
    )

    def one(harm: str) -> None:
        tables = {good: in_all(asked.settings, good, harm) for good in goods(asked)}
        section.answer = section.answer or answer(asked, tables, harm)
        for good, table in tables.items():
            caption = _(
                "Gain in {good} for each unit of {harm}; intervals hold 95 %.",
                good=outcome_label(good),
                harm=outcome_label(harm),
            )
            section.tables.append(Table(f"per_{harm}_{good}", caption, table))

    by_outcome(section, harms(asked), one)
    return section


def in_all(settings: list[Asked], good: str, harm: str) -> pd.DataFrame:
    """Return the exchange of a good for a harm within every setting."""
    parts = [exchange(one.orderly, good, harm).assign(setting=one.setting) for one in settings]
    table = pd.concat(parts, ignore_index=True)
    return table[["setting", *(name for name in table if name != "setting")]]


def answer(asked: Asked, tables: dict[str, pd.DataFrame], harm: str) -> str:
    """Say of the arm that gains most what it brings, what it harms, and for what price of the harm it pays."""
    home, word = asked.settings[0], outcome_label(harm)
    if home.too_few:
        return _("What is gained for each unit of {word} is {too_few}.", word=word, too_few=home.too_few)
    headline = next(name for name in asked.ranked if name in tables)
    own = {good: table[table["setting"] == home.setting].reset_index(drop=True) for good, table in tables.items()}
    index = int(own[headline]["gain"].to_numpy().argmax())
    top = own[headline].iloc[index]
    sentence = _(
        "{arm} brings {gain} {outcome}, and {harm} {word}.",
        arm=arm_words(top["arm"]).capitalize(),
        gain=between(top["gain"], top["gain_low"], top["gain_high"]),
        outcome=outcome_label(headline),
        harm=between(top["harm"], top["harm_low"], top["harm_high"]),
        word=word,
    )
    good = next(iter(tables))
    prices = [(one.setting, tables[good][tables[good]["setting"] == one.setting].iloc[index]) for one in asked.settings]
    sure = [(setting, row) for setting, row in prices if row["per_harm"] > 0]
    if not sure:
        return sentences([sentence, _("It is not sure that {word} rise.", word=word)])
    shown = [
        _("{price} where {setting}", price=_price(row), setting=setting) if setting else _price(row)
        for setting, row in sure
    ]
    unit = unit_of(good).strip() or outcome_label(good)
    pays = _(
        "It pays while one more of {word} is worth less than this ({unit}): {shown}.",
        word=word,
        unit=unit,
        shown=joined(shown),
    )
    return sentences([sentence, pays])


def _price(row: pd.Series[Any]) -> str:
    return between(row["per_harm"], row["low"], row["high"], signed=False)


CHAPTER = Chapter("harms", fits, write)
