"""What holds over forms of the model: every sign and order that the shipped form shows, counted in forms and draws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from sim.analysis.over_forms import BARRIER, FIRST, LEVER, ORDER, PACKAGE, SIGN, Claim, OverForms, table_of
from sim.analysis.wording import counted
from sim.language import N_, _, sentences
from sim.report.chapters.chapter import Asked, Chapter, Picture, ReportSection, Table
from sim.report.chapters.phrases import arm_words, joined, outcome_label
from sim.report.figures.over_forms import draw_form_effects, draw_over_forms

SINGULAR = {LEVER: "lever", PACKAGE: "package", BARRIER: "barrier to lift"}
WHERE = N_("{forms} of {of} forms, {held} of {draws:,} draws")


def fits(asked: Asked) -> bool:
    """Tell whether worlds were run in many forms."""
    return asked.over_forms


def write(asked: Asked) -> ReportSection:
    """Say what holds in how many forms and draws."""
    over = OverForms(asked.plan, asked.runs)
    outcomes = asked.ranked
    if not outcomes:
        raise ValueError(_("no outcome of which more, or less, is better"))
    first = outcomes[0]
    section = ReportSection(_("What holds over forms of the model"), answer=answer(over, first))
    section.text += [basis(over), signs(over, first), directions(over, outcomes)]
    claims = [claim for outcome in outcomes for claim in over.claims(outcome)]
    caption = _(
        "What each world gains in {outcome}, form by form; right: in how many forms, "
        "and draws of all forms, its sign and its lead over the next hold; red where not in "
        "all forms ({runs:,} runs).",
        outcome=outcome_label(first),
        runs=len(asked.runs),
    )
    data = over.effects(first)
    section.pictures.append(Picture("over_forms", caption, draw_over_forms(over, first), table_of(claims)))
    words = _("Main effects of choices of structure on what each world gains, mean of the draws.")
    section.pictures.append(Picture("form_effects", words, draw_form_effects(data, first), data.reset_index()))
    section.tables += [
        Table("claims", _("Every sign and order of the shipped form, and where it holds."), table_of(claims)),
        Table("forms", _("Form by form: who comes first, and how like the shipped form's the order is."),
              over.by_form(first)),
    ]  # fmt: skip
    section.sources.append("Addelman 1962 (orthogonal main-effect plans)")
    return section


def holds(claim: Claim) -> str:
    """Say in how many forms and draws a claim holds."""
    return _("holds in {forms} of {of} forms, {held} of {draws:,} draws", **_counts(claim))


def _counts(claim: Claim) -> dict[str, int | str]:
    return {"forms": claim.forms, "of": claim.of, "held": counted(claim.held), "draws": claim.draws * claim.of}


FIRSTS: Mapping[str, tuple[str, str]] = {
    LEVER: (
        N_("that {arm} is the first lever {holds}"),
        N_("that {arm} is the first lever {holds}, and least with {word}"),
    ),
    PACKAGE: (
        N_("that {arm} is the first package {holds}"),
        N_("that {arm} is the first package {holds}, and least with {word}"),
    ),
    BARRIER: (
        N_("that {arm} is the first barrier to lift {holds}"),
        N_("that {arm} is the first barrier to lift {holds}, and least with {word}"),
    ),
}
"""Who comes first of a sort: where that holds in all forms, and where it does not; messages."""


def answer(over: OverForms, outcome: str) -> str:
    """Say of each sort who comes first in the shipped form, and where that holds."""
    parts = [
        _(FIRSTS[one.sort][one.forms != one.of], arm=arm_words(one.better), holds=holds(one), word=spoken(one))
        for one in over.claims(outcome)
        if one.kind == FIRST
    ]
    said = [_("By {outcome}, {firsts}.", outcome=outcome_label(outcome), firsts=joined(parts))] if parts else []
    orders = [one for one in over.claims(outcome) if one.kind == ORDER and one.sort == LEVER]
    whole = sum(one.forms == one.of for one in orders)
    if orders:
        text = N_("Of {orders} steps in the order of levers {whole} hold in all forms.")
        said.append(_(text, orders=len(orders), whole=whole))
    return sentences(said)


def spoken(claim: Claim) -> str:
    """Write the word with which a claim holds least."""
    return claim.word.replace("=", " ").replace("_", " ")


def basis(over: OverForms) -> str:
    """Say what was asked, and with which rows."""
    text = N_(
        "{worlds} worlds in {count} forms of the model, an orthogonal array of {switches} choices of structure, each "
        "under the same {draws} draws of what the sources leave open. A claim holds in a form if it does in more than "
        "half of its draws; draws are counted over all forms, ties as half."
    )
    rows = N_(
        "Every form meets the rows that fit under the shipped form, and speaks of the rule alone; rows fitted under "
        "each are read by readings (forms)."
    )
    count = {"worlds": len(over.worlds), "count": len(over.forms), "switches": len(over.switches)}
    return sentences([_(text, **count, draws=len(over.draws)), _(rows)])


def signs(over: OverForms, outcome: str) -> str:
    """Say which signs do not hold in all forms, and which arms move nothing at all."""
    every = [one for one in over.claims(outcome) if one.kind == SIGN]
    found = [one for one in every if not one.idle]
    shaky = [one for one in found if one.forms < one.of]
    all_hold = N_("{held} of {all} signs of effects hold in all forms.")
    not_all = N_("{held} of {all} signs of effects, as the shipped form has them, hold in all forms; not: {shaky}.")
    less, more = N_("{arm} (less; {holds})"), N_("{arm} (more; {holds})")
    named = [_(less if one.down else more, arm=arm_words(one.about), holds=holds(one)) for one in shaky]
    text = not_all if shaky else all_hold
    said = [_(text, held=len(found) - len(shaky), all=len(found), shaky=joined(named))]
    if idle := [arm_words(one.about) for one in every if one.idle]:
        said.append(_("Moving nothing in any form and draw: {arms}.", arms=joined(idle)))
    return sentences(said)


def directions(over: OverForms, outcomes: Sequence[str]) -> str:
    """Say who comes first by every other outcome, of the sorts that have a first in the shipped form."""
    parts = []
    for outcome in outcomes[1:]:
        firsts = [one for one in over.claims(outcome) if one.kind == FIRST and 2 * one.home > one.draws]
        if firsts:
            named = [_("{arm} ({holds})", arm=arm_words(one.better), holds=holds(one)) for one in firsts]
            parts.append(
                _(
                    "By {outcome} the first of its sort is {firsts}.",
                    outcome=outcome_label(outcome),
                    firsts=joined(named),
                )
            )
    return sentences(parts)


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
                "least and most of a form": _("{least:+,.0f} to {most:+,.0f}", least=own.min(), most=own.max()),
                "sign": _("moves nothing") if sign.idle else _(WHERE, **_counts(sign)),
                "ahead of the next": _(WHERE, **_counts(step)) if step else "",
                "least with": "" if step is None or step.forms == step.of else spoken(step),
            }
        )
    return pd.DataFrame(rows)


CHAPTER = Chapter("over_forms", fits, write, apart=True)
