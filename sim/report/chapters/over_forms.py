"""What holds over forms of the model: every sign and order that the shipped form shows, counted in forms and draws."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from sim.analysis.over_forms import BARRIER, FIRST, LEVER, ORDER, PACKAGE, SIGN, Claim, OverForms, table_of
from sim.report.chapters.chapter import Asked, Chapter, Picture, ReportSection, Table
from sim.report.chapters.phrases import arm_words, joined, outcome_label
from sim.report.figures.over_forms import draw_form_effects, draw_over_forms

SINGULAR = {LEVER: "lever", PACKAGE: "package", BARRIER: "barrier to lift"}


def fits(asked: Asked) -> bool:
    """Tell whether worlds were run in many forms."""
    return asked.over_forms


def write(asked: Asked) -> ReportSection:
    """Say what holds in how many forms and draws."""
    over = OverForms(asked.plan, asked.runs)
    outcomes = asked.ranked
    if not outcomes:
        raise ValueError("no outcome of which more, or less, is better")
    first = outcomes[0]
    section = ReportSection("What holds over forms of the model", answer=answer(over, first))
    section.text += [basis(over), signs(over, first), directions(over, outcomes)]
    claims = [claim for outcome in outcomes for claim in over.claims(outcome)]
    caption = (
        f"What each world gains in {outcome_label(first)}, form by form; right: in how many forms, and draws of all "
        f"forms, its sign and its lead over the next hold; red where not in all forms ({len(asked.runs):,} runs)."
    )
    data = over.effects(first)
    section.pictures.append(Picture("over_forms", caption, draw_over_forms(over, first), table_of(claims)))
    words = "Main effects of choices of structure on what each world gains, mean of the draws."
    section.pictures.append(Picture("form_effects", words, draw_form_effects(data, first), data.reset_index()))
    section.tables += [
        Table("claims", "Every sign and order of the shipped form, and where it holds.", table_of(claims)),
        Table("forms", "Form by form: who comes first, and how like the shipped form's the order is.",
              over.by_form(first)),
    ]  # fmt: skip
    section.sources.append("Addelman 1962 (orthogonal main-effect plans)")
    return section


def holds(claim: Claim) -> str:
    """Say in how many forms and draws a claim holds."""
    return f"holds in {claim.forms} of {claim.of} forms, {claim.held:,} of {claim.draws * claim.of:,} draws"


def answer(over: OverForms, outcome: str) -> str:
    """Say of each sort who comes first in the shipped form, and where that holds."""
    firsts = [one for one in over.claims(outcome) if one.kind == FIRST]
    parts = [
        f"that {arm_words(one.better)} is the first {SINGULAR[one.sort]} {holds(one)}"
        f"{'' if one.forms == one.of else f', and least with {spoken(one)}'}"
        for one in firsts
    ]
    said = f"By {outcome_label(outcome)}, {joined(parts)}." if parts else ""
    orders = [one for one in over.claims(outcome) if one.kind == ORDER and one.sort == LEVER]
    whole = sum(one.forms == one.of for one in orders)
    if orders:
        said += f" Of {len(orders)} steps in the order of levers {whole} hold in all forms."
    return said


def spoken(claim: Claim) -> str:
    """Write the word with which a claim holds least."""
    return claim.word.replace("=", " ").replace("_", " ")


def basis(over: OverForms) -> str:
    """Say what was asked, and which forms were fitted."""
    fitted, count = over.calibrated, len(over.forms)
    which = (
        f"{len(fitted)} of {count} forms was fitted" if len(fitted) == 1 else f"{len(fitted)} of {count} were fitted"
    )
    return (
        f"{len(over.worlds)} worlds in {count} forms of the model, an orthogonal array of {len(over.switches)} choices "
        f"of structure, each under the same {len(over.draws)} draws of what the sources leave open. A claim holds in a "
        f"form if it does in more than half of its draws; draws are counted over all forms, ties as half. {which} to "
        f"the patterns ({joined(fitted)}); the others meet the rows that fit under the shipped form, and speak of the "
        "rule alone, not of a model that fits."
    )


def signs(over: OverForms, outcome: str) -> str:
    """Say which signs do not hold in all forms, and which arms move nothing at all."""
    every = [one for one in over.claims(outcome) if one.kind == SIGN]
    found = [one for one in every if not one.idle]
    shaky = [one for one in found if one.forms < one.of]
    text = f"{len(found) - len(shaky)} of {len(found)} signs of effects hold in all forms"
    if shaky:
        less = {True: "brings less", False: "brings more"}
        text += f"; not: {joined([f'{arm_words(one.about)} {less[one.down]} ({holds(one)})' for one in shaky])}"
    if idle := [arm_words(one.about) for one in every if one.idle]:
        text += f". Moving nothing in any form and draw: {joined(idle)}"
    return f"{text}."


def directions(over: OverForms, outcomes: Sequence[str]) -> str:
    """Say who comes first by every other outcome, of the sorts that have a first in the shipped form."""
    parts = []
    for outcome in outcomes[1:]:
        firsts = [one for one in over.claims(outcome) if one.kind == FIRST and 2 * one.home > one.draws]
        if firsts:
            named = [f"{arm_words(one.better)} ({holds(one)})" for one in firsts]
            parts.append(f"By {outcome_label(outcome)} the first of its sort is {joined(named)}.")
    return " ".join(parts)


def order_table(over: OverForms, outcome: str, sort: str) -> pd.DataFrame:
    """Return one sort in the order of the shipped form: gain, where its sign holds, and its lead over the next."""
    gains = over.gains(outcome)
    claims = list(over.claims(outcome))
    rows = []
    for world in over.ordered(sort, outcome):
        own = gains[over.worlds.index(world)].mean(axis=1)
        sign = next(one for one in claims if one.kind == SIGN and one.about == world)
        step = next((one for one in claims if one.kind == ORDER and one.better == world), None)
        rows.append(
            {
                SINGULAR[sort]: arm_words(world),
                "shipped form": f"{own[0]:+,.0f}",
                "least and most of a form": f"{own.min():+,.0f} to {own.max():+,.0f}",
                "sign": "moves nothing" if sign.idle else holds(sign).removeprefix("holds in "),
                "ahead of the next": holds(step).removeprefix("holds in ") if step else "",
                "least with": "" if step is None or step.forms == step.of else spoken(step),
            }
        )
    return pd.DataFrame(rows)


CHAPTER = Chapter("over_forms", fits, write, apart=True)
