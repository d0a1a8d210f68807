"""What the money buys: the check of a search, in a figure, in programmes by budget, and in rules with their price."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from sim.analysis.frontier import FOUND, SHIPPED, SIMPLE, Frontier, Tried, progress
from sim.analysis.wording import counted
from sim.language import N_, _, per_cent, sentences
from sim.outcomes import OUTCOMES
from sim.report.chapters.chapter import Asked, Chapter, Picture, ReportSection, Table
from sim.report.chapters.phrases import arm_words, joined, number, outcome_label, paid
from sim.report.chapters.programmes import (
    ahead_in,
    basis,
    city_words,
    how_settled,
    not_searched,
    recipe,
    rules,
    side_by_side,
    versus,
)
from sim.report.figures.frontier import draw_frontier
from sim.report.figures.search_progress import draw_search_progress
from sim.statistics import FEWEST

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
    stands = frontier.spoken_of
    if strongest is None or not stands:
        return _(
            "{stands} of {of} found programmes still stand in fresh readings",
            stands=sum(one.stands for one in stands),
            of=len(frontier.of(FOUND)),
        )
    for one in stands:
        pair = frontier.against(one.arm, strongest.arm)
        if frontier.readings >= FEWEST and pair.verdict.sure and ahead_in(pair, one.arm) > pair.readings / 2:
            share = one.cost[0] / strongest.cost[0]
            name, ahead = arm_words(strongest.arm), counted(ahead_in(pair, one.arm))
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
    if not frontier.of(FOUND):
        return nothing_found(frontier)
    if not chosen:
        return _("No programme that was found keeps any of the budgets in nine readings of ten.")
    spoken = {one.arm: (budget, one) for budget, one in (chosen[len(chosen) // 2], chosen[-1])}
    return sentences([*(_sentence(frontier, budget, one) for budget, one in spoken.values()), how_settled(frontier)])


def nothing_found(frontier: Frontier) -> str:
    """Say that a search found nothing that what is shipped does not beat, and how little it could try."""
    log, runs = frontier.said["log"], frontier.said["runs"]
    found = _("The search found no programme that is not beaten by what is shipped.")
    if frontier.said["limits"]:
        found = _("The search found no programme that keeps the limits and is not beaten by what is shipped.")
    tried = _(
        "Its {runs:,} runs were made in {generations} generations by each of {searches} searches; more of them go on "
        "from here: --set design.runs={more}, or --set design.seeds=1.",
        runs=runs,
        generations=max((one["number"] for one in log), default=0),
        searches=len({one["strand"] for one in log}),
        more=4 * runs,
    )
    return sentences([found, tried])


def _sentence(frontier: Frontier, budget: float, one: Tried) -> str:
    bars = one.effect
    text = N_(
        "Within {budget} the best that was found is {recipe}: {middle} ({low} to {high}) {outcome} at {cost}, "
        "with {leaks} leaks; {versus}."
    )
    if math.isnan(bars.thin_low):
        text = N_(
            "Within {budget} the best that was found is {recipe}: {middle} {outcome} at {cost}, with {leaks} leaks; "
            "{versus}."
        )
    return _(
        text,
        budget=paid(budget),
        recipe=recipe(one, frontier),
        middle=number(bars.middle, True),
        low=number(bars.thin_low, True),
        high=number(bars.thin_high, True),
        outcome=outcome_label(frontier.outcome),
        cost=paid(one.cost[0]),
        leaks=number(one.leaks, True),
        versus=versus(frontier, one),
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
            "better in": "",
        }
        if pair is not None:
            facts["better in"] = _("{more} of {count}", more=counted(ahead_in(pair, one.arm)), count=pair.readings)
        levers = sorted(one.programme.items(), key=lambda part: -part[1][0])
        for lever, (strength, start, cities) in levers or [("none", (0.0, 0, ()))]:
            rows.append(
                {
                    **facts,
                    "lever": lever,
                    "strength": strength,
                    "start quarter": start,
                    "cities": joined(city_words(cities)) if cities else "",
                }
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
            "sort": "package" if one.sort == SHIPPED else one.sort,
            "recipe": recipe(one, frontier),
            **_numbers(one),
            "keeps a budget of": one.within,
            "stands": one.stands if one.sort == FOUND else None,
            "searches": ", ".join(map(str, one.strands)),
        }
        for one in sorted(frontier.tried, key=lambda one: (one.sort, one.cost[0]))
    ]
    return pd.DataFrame(rows)


CHAPTER = Chapter("money", fits, write, apart=True)
