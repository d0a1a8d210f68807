"""What the money buys: the check of a search, in a figure, in programmes by budget, and in rules with their price."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from sim.analysis.frontier import FOUND, SHIPPED, SIMPLE, Frontier, Tried, progress
from sim.analysis.wording import called, counted
from sim.language import N_, _, per_cent, semicolon, sentences, term
from sim.outcomes import OUTCOMES
from sim.report.chapters.chapter import Asked, Chapter, Picture, ReportSection, Table
from sim.report.chapters.phrases import arm_words, joined, number, outcome_label
from sim.report.figures.frontier import LABEL, draw_frontier
from sim.report.figures.search_progress import draw_search_progress
from sim.statistics import FEWEST, PairVerdict

QUARTERS_A_YEAR = 4
NAMED = 0.75
"""Share of efficient programmes from which a habit of theirs is called a rule."""
UNIT = {outcome.name: outcome.unit for outcome in OUTCOMES}


def fits(asked: Asked) -> bool:
    """Tell whether this is the check of a search."""
    return "search" in asked.plan.about


def write(asked: Asked) -> ReportSection:
    """Say what was found, by fresh readings alone."""
    frontier = Frontier(asked.results)
    section = ReportSection(_("What the money buys"), answer=answer(frontier))
    section.text += [basis(frontier), *rules(frontier), side_by_side(frontier), not_searched(frontier)]
    table = all_tried(frontier)
    caption = _(
        "Programmes by cost and by {outcome}, each against the base in the same {readings} "
        "readings, none of which the search has seen ({runs:,} runs).",
        outcome=outcome_label(frontier.outcome),
        readings=frontier.readings,
        runs=len(asked.runs),
    )
    section.pictures.append(
        Picture("frontier", caption, draw_frontier(frontier, headline(frontier)), table, whole=True)
    )
    log = progress(frontier.said["log"])
    if len(log):
        caption = _(
            "How far each search came by the runs that it had asked for; {runs:,} runs in all.",
            runs=frontier.said["runs"],
        )
        figure = draw_search_progress(log, frontier.said["measure"], frontier.said["shipped"], frontier.said["joint"])
        section.pictures.append(Picture("search_progress", caption, figure, log, whole=True))
    section.tables += [
        Table("budgets", _("The best found programme within each budget, which it keeps in nine of ten readings."),
              by_budget(frontier)),
        Table("rules", _("What efficient programmes have in common, lever by lever."), habits_table(frontier)),
        Table("simple", _("Simple programmes that obey the rules, and what obeying costs."), simple_table(frontier)),
        Table("tried", _("Every programme of the check."), table),
    ]  # fmt: skip
    section.sources += [
        ("Deb, Pratap, Agarwal & Meyarivan 2002 (NSGA-II)"),
        "Birattari, Stützle, Paquete & Varrentrapp 2002 (racing)",
    ]
    return section


def headline(frontier: Frontier) -> str:
    """Say in a sentence what the figure shows first: how little money beats the strongest shipped package."""
    strongest = max(frontier.of(SHIPPED), key=lambda one: one.effect.middle, default=None)
    stands = [one for one in frontier.of(FOUND) if one.stands]
    if strongest is None or not stands:
        return _(
            "{stands} of {of} found programmes still stand in fresh readings",
            stands=len(stands),
            of=len(frontier.of(FOUND)),
        )
    for one in stands:
        pair = frontier.against(one.arm, strongest.arm)
        if frontier.readings >= FEWEST and pair.verdict.sure and _ahead(pair, one.arm) > pair.readings / 2:
            share = one.cost[0] / strongest.cost[0]
            name, ahead = arm_words(strongest.arm), counted(_ahead(pair, one.arm))
            return _(
                "{share} of the money of the {name} brings more, in {ahead} of {readings} readings",
                share=_share(share),
                name=name,
                ahead=ahead,
                readings=pair.readings,
            )
    best = max(stands, key=lambda one: one.effect.middle)
    pair = frontier.against(best.arm, strongest.arm)
    ahead = counted(pair.ahead if pair.first == best.arm else pair.readings - pair.ahead)
    return _(
        "The most that was found is ahead of the {arm} in {ahead} of {readings} readings",
        arm=arm_words(strongest.arm),
        ahead=ahead,
        readings=pair.readings,
    )


def _share(share: float) -> str:
    words = {
        1 / 10: _("A tenth"),
        1 / 5: _("A fifth"),
        1 / 4: _("A quarter"),
        1 / 3: _("A third"),
        2 / 5: _("Two fifths"),
        1 / 2: _("Half"),
        2 / 3: _("Two thirds"),
        3 / 4: _("Three quarters"),
    }
    near = min(words, key=lambda one: abs(one - share))
    return words[near] if abs(near - share) < 0.03 else per_cent(f"{100 * share:.0f}")


def answer(frontier: Frontier) -> str:
    """Say what the middle and the largest budget buy: price, side effect, and counts against what is shipped."""
    chosen = [(budget, one) for budget in frontier.budgets if (one := frontier.best_within(budget)) is not None]
    if not chosen:
        return ""
    spoken = {one.arm: (budget, one) for budget, one in (chosen[len(chosen) // 2], chosen[-1])}
    return sentences([_sentence(frontier, budget, one) for budget, one in spoken.values()])


def _sentence(frontier: Frontier, budget: float, one: Tried) -> str:
    bars = one.effect
    text = N_(
        "Within {budget} million yuan the best that was found is {recipe}: {middle} ({low} to {high}) {outcome} "
        "at {cost} "
        "million yuan, with {leaks} leaks; {versus}."
    )
    if math.isnan(bars.thin_low):
        text = N_(
            "Within {budget} million yuan the best that was found is {recipe}: {middle} {outcome} at {cost} "
            "million yuan, "
            "with {leaks} leaks; {versus}."
        )
    return _(
        text,
        budget=number(budget),
        recipe=recipe(one, frontier),
        middle=number(bars.middle, True),
        low=number(bars.thin_low, True),
        high=number(bars.thin_high, True),
        outcome=outcome_label(frontier.outcome),
        cost=number(one.cost[0]),
        leaks=number(one.leaks, True),
        versus=versus(frontier, one),
    )


def versus(frontier: Frontier, one: Tried) -> str:
    """Say in how many readings a programme is ahead of the shipped package that costs most nearly as much."""
    shipped = frontier.nearest_shipped(one)
    if shipped is None:
        return _("there is no shipped package to set beside it")
    pair = frontier.against(one.arm, shipped.arm)
    ahead = counted(_ahead(pair, one.arm))
    name = _("{arm} ({cost} million)", arm=arm_words(shipped.arm), cost=number(shipped.cost[0]))
    return _("ahead of the {name} in {ahead} of {readings} readings", name=name, ahead=ahead, readings=pair.readings)


def _ahead(pair: PairVerdict, arm: str) -> float:
    return pair.ahead if pair.first == arm else pair.readings - pair.ahead


RECIPES = {
    (False, False): N_("{lever} {strength:g}"),
    (False, True): N_("{lever} {strength:g} in {cities}"),
    (True, False): N_("{lever} {strength:g} {years:g} years later"),
    (True, True): N_("{lever} {strength:g} {years:g} years later in {cities}"),
}
"""A lever of a programme, by whether it begins later, and whether it names cities; messages."""


def _lever(name: str) -> str:
    """Return the label of a lever, in the middle of a sentence."""
    return _(LABEL[name]).lower().replace("r&d", "R&D").replace(" ip ", " IP ")


def _cities(keys: Sequence[str]) -> list[str]:
    return [called(key, {}) for key in keys]


def recipe(one: Tried, frontier: Frontier) -> str:
    """Write a programme in words: levers with strength, later start and cities, the strongest first."""
    first = min(frontier.said["space"]["starts"])
    parts = []
    for lever, (strength, start, cities) in sorted(one.programme.items(), key=lambda part: -part[1][0]):
        places: dict[str, object] = {"lever": _lever(lever), "strength": strength, "cities": joined(_cities(cities))}
        places["years"] = (start - first) / QUARTERS_A_YEAR
        parts.append(_(RECIPES[start > first, bool(cities)], **places))
    return joined(parts) if parts else _("doing nothing")


def basis(frontier: Frontier) -> str:
    """Say what stands behind the figure and how to read it."""
    found = frontier.of(FOUND)
    fell = sum(not one.stands for one in found)
    stages = joined([str(stage) for stage in frontier.said["stages"]])
    limits = [
        _(
            N_("{outcome} at most {bound} in {share:.0f} % of readings")
            if one["at_most"]
            else N_("{outcome} at least {bound} in {share:.0f} % of readings"),
            outcome=outcome_label(one["name"]),
            bound=number(one["bound"]),
            share=100 * one["in_readings"],
        )
        for one in frontier.said["limits"]
    ]
    said = _(
        "A search met every new programme with the same readings, {stages} of them while it kept "
        "up. What is reported comes from {readings} readings and seeds that it never saw: of "
        "{found} programmes of its frontier {fell} fell behind another there and are drawn "
        "hollow. Cost is an outcome, not a plan: a programme keeps a budget if it costs no more "
        "in nine readings of ten.",
        stages=stages,
        readings=frontier.readings,
        found=len(found),
        fell=fell,
    )
    parts = [said, *([_("Limits: {limits}.", limits=joined(limits))] if limits else [])]
    if frontier.readings < FEWEST:
        text = N_("{readings} readings are a demonstration: below {fewest} nothing is said of who is better.")
        parts.append(_(text, readings=frontier.readings, fewest=FEWEST))
    return sentences(parts)


def _in(one: Mapping[str, Any], name: str) -> str:
    return _("{lever} in {count}", lever=_(LABEL[one["lever"]]).lower(), count=one[name])


def rules(frontier: Frontier) -> list[str]:
    """Say what nearly all efficient programmes do, and what a programme that does only that loses."""
    habits = frontier.said["habits"]
    if not habits or not habits[0]["programmes"]:
        return []
    count = habits[0]["programmes"]
    held = [_in(one, "held") for one in habits if one["held"] >= NAMED * count]
    without = [_in(one, "left_out") for one in habits if one["left_out"] >= NAMED * count]
    whole = sum(one["programmes"] - one["left_out"] for one in habits)
    at_once = sum(one["at_once"] for one in habits)
    said = _("Of {count} efficient programmes (by the readings of the search)", count=count)
    parts = [_("held at a quarter strength or more: {held}", held=joined(held))] if held else []
    parts += [_("left out: {without}", without=joined(without))] if without else []
    parts.append(
        _("of {whole} levers in them {at_once} begin in the first quarter that there is", whole=whole, at_once=at_once)
    )
    text = [_("{whole}: {parts}.", whole=said, parts=semicolon(parts))]
    simple = [one for one in frontier.of(SIMPLE) if math.isfinite(frontier.loss(one))]
    if simple:
        best = min(simple, key=frontier.loss)
        loss = frontier.loss(best)
        obeying = N_(
            "Obeying alone: {recipe} loses {loss} {outcome} against the best found programme that costs no more "
            "({cost} "
            "million yuan)."
        )
        if loss <= 0:
            obeying = N_(
                "Obeying alone: {recipe} loses nothing: it brings {loss} more {outcome} against the best found "
                "programme "
                "that costs no more ({cost} million yuan)."
            )
        text.append(
            _(
                obeying,
                recipe=recipe(best, frontier),
                loss=number(abs(loss)),
                outcome=outcome_label(frontier.outcome),
                cost=number(best.cost[0]),
            )
        )
    return text


def side_by_side(frontier: Frontier) -> str:
    """Say how much searches side by side differ."""
    last = {one["strand"]: one["measure"] for one in frontier.said["log"]}
    several = [one for one in frontier.of(FOUND) if len(one.strands) > 1]
    return _(
        "{last} searches side by side reached a {measure} of {values}, joined {joint} (what is "
        "shipped: {shipped}); {several} of {of} programmes of the check were found by more than "
        "one.",
        last=len(last),
        measure=term(frontier.said["measure"]),
        values=joined([number(value) for value in last.values()]),
        joint=number(frontier.said["joint"]),
        shipped=number(frontier.said["shipped"]),
        several=len(several),
        of=len(frontier.of(FOUND)),
    )


NOT_SEARCHED = {
    (True, True): N_(
        "Not searched: the levers {levers}; strengths between steps and starts between {starts} quarters (from "
        "{least} to "
        "{most}); ramps, and levers that end again; more than {most_cities} cities for a lever; anything that "
        "is no lever. "
        "A search shows what can be found in {programmes} programmes, not that nothing better is among them."
    ),
    (True, False): N_(
        "Not searched: the levers {levers}; strengths between steps and starts between {starts} quarters (from "
        "{least} to "
        "{most}); ramps, and levers that end again; more than {most_cities} cities for a lever; anything that is no "
        "lever; one form of the model was asked, and the form is not doubted here. A search shows what can be found in "
        "{programmes} programmes, not that nothing better is among them."
    ),
    (False, True): N_(
        "Not searched: strengths between steps and starts between {starts} quarters (from {least} to {most}); "
        "ramps, and "
        "levers that end again; more than {most_cities} cities for a lever; anything that is no lever. A search shows "
        "what can be found in {programmes} programmes, not that nothing better is among them."
    ),
    (False, False): N_(
        "Not searched: strengths between steps and starts between {starts} quarters (from {least} to {most}); "
        "ramps, and "
        "levers that end again; more than {most_cities} cities for a lever; anything that is no lever; one form of the "
        "model was asked, and the form is not doubted here. A search shows what can be found in {programmes} "
        "programmes, "
        "not that nothing better is among them."
    ),
}
"""What a search could not propose, by whether levers were left out, and whether forms were asked; messages."""


def not_searched(frontier: Frontier) -> str:
    """Say what the search could not propose."""
    space = frontier.said["space"]
    missing = [_(LABEL[lever]).lower() for lever in LABEL if lever not in space["levers"]]
    forms = int(frontier.plan.readings.get("forms", 1))
    return _(
        NOT_SEARCHED[bool(missing), forms > 1],
        levers=joined(missing),
        starts=len(space["starts"]),
        least=min(space["starts"]),
        most=max(space["starts"]),
        most_cities=space["most_cities"],
        programmes=space["programmes"],
    )


def by_budget(frontier: Frontier) -> pd.DataFrame:
    """Return the best programme within each budget, one row a lever."""
    rows = []
    for budget in frontier.budgets:
        one = frontier.best_within(budget)
        if one is None:
            rows.append({"budget": budget, "programme": _("none keeps it")})
            continue
        shipped = frontier.nearest_shipped(one)
        pair = frontier.against(one.arm, shipped.arm) if shipped is not None else None
        facts = {
            "budget": budget,
            "programme": one.arm,
            **_numbers(one),
            "loses": joined(frontier.losing(one)),
            "nearest shipped": shipped.arm if shipped is not None else "none",
            "better in": f"{counted(_ahead(pair, one.arm))} of {pair.readings}" if pair is not None else "",
        }
        levers = sorted(one.programme.items(), key=lambda part: -part[1][0])
        for lever, (strength, start, cities) in levers or [("none", (0.0, 0, ()))]:
            rows.append(
                {**facts, "lever": lever, "strength": strength, "start quarter": start, "cities": ", ".join(cities)}
            )
    return pd.DataFrame(rows)


def _numbers(one: Tried) -> dict[str, float]:
    return {
        "gain": one.effect.middle,
        "gain middle low": one.effect.thick_low,
        "gain middle high": one.effect.thick_high,
        "gain low": one.effect.thin_low,
        "gain high": one.effect.thin_high,
        "cost": one.cost[0],
        "cost low": one.cost[1],
        "cost high": one.cost[2],
        "leaks": one.leaks,
    }


def habits_table(frontier: Frontier) -> pd.DataFrame:
    """Return how many efficient programmes hold each lever, leave it out, and begin it at once."""
    names = {"held": _("hold it at 0.25 or more"), "left_out": _("leave it out"), "at_once": _("begin it at once")}
    table = pd.DataFrame(frontier.said["habits"], columns=["lever", *names, "programmes", "strength"])
    return table.rename(columns=names)


def simple_table(frontier: Frontier) -> pd.DataFrame:
    """Return simple programmes with what they lose against the best found one that costs no more."""
    rows = [
        {"programme": recipe(one, frontier), **_numbers(one), "loses against the frontier": frontier.loss(one)}
        for one in frontier.of(SIMPLE)
    ]
    return pd.DataFrame(rows, columns=None if rows else ["programme"])


def all_tried(frontier: Frontier) -> pd.DataFrame:
    """Return every programme of the check with its numbers."""
    rows: Sequence[dict[str, object]] = [
        {
            "arm": one.arm,
            "sort": one.sort,
            "recipe": recipe(one, frontier),
            **_numbers(one),
            "keeps a budget of": one.within,
            "stands": one.stands if one.sort == FOUND else None,
            "searches": ", ".join(map(str, one.strands)),
        }
        for one in sorted(frontier.tried, key=lambda one: (one.sort, one.cost[0]))
    ]
    return pd.DataFrame(rows)


CHAPTER = Chapter("money", fits, write, searched=True)
