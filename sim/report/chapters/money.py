"""What the money buys: the check of a search, in a figure, in programmes by budget, and in rules with their price."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from sim.analysis.frontier import FOUND, SHIPPED, SIMPLE, Frontier, Tried, progress
from sim.analysis.wording import counted
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
    section = ReportSection("What the money buys", answer=answer(frontier))
    section.text += [basis(frontier), *rules(frontier), side_by_side(frontier), not_searched(frontier)]
    table = all_tried(frontier)
    caption = (
        f"Programmes by cost and by {outcome_label(frontier.outcome)}, each against the base in the same "
        f"{frontier.readings} readings, none of which the search has seen ({len(asked.runs):,} runs)."
    )
    section.pictures.append(Picture("frontier", caption, draw_frontier(frontier, headline(frontier)), table))
    log = progress(frontier.said["log"])
    if len(log):
        caption = f"How far each search came by the runs that it had asked for; {frontier.said['runs']:,} runs in all."
        figure = draw_search_progress(log, frontier.said["measure"], frontier.said["shipped"], frontier.said["joint"])
        section.pictures.append(Picture("search_progress", caption, figure, log))
    section.tables += [
        Table("budgets", "The best found programme within each budget, which it keeps in nine of ten readings.",
              by_budget(frontier)),
        Table("rules", "What efficient programmes have in common, lever by lever.", habits_table(frontier)),
        Table("simple", "Simple programmes that obey the rules, and what obeying costs.", simple_table(frontier)),
        Table("tried", "Every programme of the check.", table),
    ]  # fmt: skip
    section.sources += [
        "Deb, Pratap, Agarwal & Meyarivan 2002 (NSGA-II)",
        "Birattari, Stützle, Paquete & Varrentrapp 2002 (racing)",
    ]
    return section


def headline(frontier: Frontier) -> str:
    """Say in a sentence what the figure shows first: how little money beats the strongest shipped package."""
    strongest = max(frontier.of(SHIPPED), key=lambda one: one.effect.middle, default=None)
    stands = [one for one in frontier.of(FOUND) if one.stands]
    if strongest is None or not stands:
        return f"{len(stands)} of {len(frontier.of(FOUND))} found programmes still stand in fresh readings"
    for one in stands:
        pair = frontier.against(one.arm, strongest.arm)
        if frontier.readings >= FEWEST and pair.verdict.sure and _ahead(pair, one.arm) > pair.readings / 2:
            share = one.cost[0] / strongest.cost[0]
            name, ahead = arm_words(strongest.arm), counted(_ahead(pair, one.arm))
            return f"{_share(share)} of the money of the {name} brings more, in {ahead} of {pair.readings} readings"
    best = max(stands, key=lambda one: one.effect.middle)
    pair = frontier.against(best.arm, strongest.arm)
    ahead = counted(pair.ahead if pair.first == best.arm else pair.readings - pair.ahead)
    return f"The most that was found is ahead of the {arm_words(strongest.arm)} in {ahead} of {pair.readings} readings"


def _share(share: float) -> str:
    words = {1 / 10: "A tenth", 1 / 5: "A fifth", 1 / 4: "A quarter", 1 / 3: "A third", 2 / 5: "Two fifths",
             1 / 2: "Half", 2 / 3: "Two thirds", 3 / 4: "Three quarters"}  # fmt: skip
    near = min(words, key=lambda one: abs(one - share))
    return words[near] if abs(near - share) < 0.03 else f"{100 * share:.0f} %"


def answer(frontier: Frontier) -> str:
    """Say what the middle and the largest budget buy: price, side effect, and counts against what is shipped."""
    chosen = [(budget, one) for budget in frontier.budgets if (one := frontier.best_within(budget)) is not None]
    if not frontier.of(FOUND):
        return nothing_found(frontier)
    if not chosen:
        return "No programme that was found keeps any of the budgets in nine readings of ten."
    spoken = {one.arm: (budget, one) for budget, one in (chosen[len(chosen) // 2], chosen[-1])}
    return " ".join(_sentence(frontier, budget, one) for budget, one in spoken.values())


def nothing_found(frontier: Frontier) -> str:
    """Say that a search found nothing that what is shipped does not beat, and how little it could try."""
    log = frontier.said["log"]
    generations = max((one["number"] for one in log), default=0)
    searches = len({one["strand"] for one in log})
    limits = " that keeps the limits" if frontier.said["limits"] else ""
    return (
        f"The search found no programme{limits} that is not beaten by what is shipped. Its {frontier.said['runs']:,} "
        f"runs were {generations} {'generation' if generations == 1 else 'generations'} of {searches} "
        f"{'search' if searches == 1 else 'searches'}; more of them go on from here: --set design.runs="
        f"{4 * frontier.said['runs']}, or --set design.seeds=1."
    )


def _sentence(frontier: Frontier, budget: float, one: Tried) -> str:
    bars = one.effect
    span = "" if math.isnan(bars.thin_low) else f" ({number(bars.thin_low, True)} to {number(bars.thin_high, True)})"
    return (
        f"Within {number(budget)} million yuan the best that was found is {recipe(one, frontier)}: "
        f"{number(bars.middle, True)}{span} {outcome_label(frontier.outcome)} at {number(one.cost[0])} million yuan, "
        f"with {number(one.leaks, True)} leaks; {versus(frontier, one)}."
    )


def versus(frontier: Frontier, one: Tried) -> str:
    """Say in how many readings a programme is ahead of the shipped package that costs most nearly as much."""
    shipped = frontier.nearest_shipped(one)
    if shipped is None:
        return "there is no shipped package to set beside it"
    pair = frontier.against(one.arm, shipped.arm)
    ahead = counted(_ahead(pair, one.arm))
    name = f"{arm_words(shipped.arm)} ({number(shipped.cost[0])} million)"
    return f"ahead of the {name} in {ahead} of {pair.readings} readings"


def _ahead(pair: PairVerdict, arm: str) -> float:
    return pair.ahead if pair.first == arm else pair.readings - pair.ahead


def recipe(one: Tried, frontier: Frontier) -> str:
    """Write a programme in words: levers with strength, later start and cities, the strongest first."""
    first = min(frontier.said["space"]["starts"])
    parts = []
    for lever, (strength, start, cities) in sorted(one.programme.items(), key=lambda part: -part[1][0]):
        later = f" {(start - first) / QUARTERS_A_YEAR:g} years later" if start > first else ""
        where = f" in {joined([city.replace('_', ' ').title() for city in cities])}" if cities else ""
        parts.append(f"{LABEL[lever].lower().replace('r&d', 'R&D').replace(' ip ', ' IP ')} {strength:g}{later}{where}")
    return joined(parts) if parts else "doing nothing"


def basis(frontier: Frontier) -> str:
    """Say what stands behind the figure and how to read it."""
    found = frontier.of(FOUND)
    fell = sum(not one.stands for one in found)
    stages = joined([str(stage) for stage in frontier.said["stages"]])
    limits = [
        f"{outcome_label(one['name'])} {'at most' if one['at_most'] else 'at least'} {number(one['bound'])} in "
        f"{100 * one['in_readings']:.0f} % of readings"
        for one in frontier.said["limits"]
    ]
    kept = f" Limits: {joined(limits)}." if limits else ""
    few = (
        f" {frontier.readings} readings are a demonstration: below {FEWEST} nothing is said of who is better."
        if frontier.readings < FEWEST
        else ""
    )
    return (
        f"A search met every new programme with the same readings, {stages} of them while it kept up. What is reported "
        f"comes from {frontier.readings} readings and seeds that it never saw: of {len(found)} programmes of its "
        f"frontier {fell} fell behind another there and are drawn hollow. Cost is an outcome, not a plan: a programme "
        f"keeps a budget if it costs no more in nine readings of ten.{kept}{few}"
    )


def rules(frontier: Frontier) -> list[str]:
    """Say what nearly all efficient programmes do, and what a programme that does only that loses."""
    habits = frontier.said["habits"]
    if not habits or not habits[0]["programmes"]:
        return []
    count = habits[0]["programmes"]
    held = [f"{LABEL[one['lever']].lower()} in {one['held']}" for one in habits if one["held"] >= NAMED * count]
    without = [
        f"{LABEL[one['lever']].lower()} in {one['left_out']}" for one in habits if one["left_out"] >= NAMED * count
    ]
    whole = sum(one["programmes"] - one["left_out"] for one in habits)
    at_once = sum(one["at_once"] for one in habits)
    said = f"Of {count} efficient programmes (by the readings of the search)"
    parts = [f"held at a quarter strength or more: {joined(held)}"] if held else []
    parts += [f"left out: {joined(without)}"] if without else []
    parts.append(f"of {whole} levers in them {at_once} begin in the first quarter that there is")
    text = [f"{said}: {'; '.join(parts)}."]
    if entries := frontier.said.get("entries", ()):
        steps = [
            f"{LABEL[one['lever']].lower()} from {number(one['above'])} on ({one['obeyed']} of {count}; whatever it "
            f"costs: {one['majority']})"
            for one in entries
        ]
        text.append(f"As the budget grows, in million yuan: {joined(steps)}.")
    simple = [one for one in frontier.of(SIMPLE) if math.isfinite(frontier.loss(one))]
    if simple:
        best = min(simple, key=frontier.loss)
        loss = frontier.loss(best)
        how = f"loses {number(loss)}" if loss > 0 else f"loses nothing: it brings {number(-loss)} more"
        text.append(
            f"Obeying alone: {recipe(best, frontier)} {how} {outcome_label(frontier.outcome)} against the best found "
            f"programme that costs no more ({number(best.cost[0])} million yuan)."
        )
    return text


def side_by_side(frontier: Frontier) -> str:
    """Say how much searches side by side differ."""
    last = {one["strand"]: one["measure"] for one in frontier.said["log"]}
    several = [one for one in frontier.of(FOUND) if len(one.strands) > 1]
    if len(last) == 1:
        return (
            f"One search reached a {frontier.said['measure']} of {number(frontier.said['joint'])} (what is shipped: "
            f"{number(frontier.said['shipped'])}); another seed may find as much more or less as another engine would."
        )
    return (
        f"{len(last)} searches side by side reached a {frontier.said['measure']} of "
        f"{joined([number(value) for value in last.values()])}, joined {number(frontier.said['joint'])} (what is "
        f"shipped: {number(frontier.said['shipped'])}); {len(several)} of {len(frontier.of(FOUND))} programmes of the "
        "check were found by more than one."
    )


def not_searched(frontier: Frontier) -> str:
    """Say what the search could not propose."""
    space = frontier.said["space"]
    missing = [LABEL[lever].lower() for lever in LABEL if lever not in space["levers"]]
    levers = f"the levers {joined(missing)}; " if missing else ""
    forms = int(frontier.plan.readings.get("forms", 1))
    form = "" if forms > 1 else "; one form of the model was asked, and the form is not doubted here"
    return (
        f"Not searched: {levers}strengths between steps and starts between {len(space['starts'])} quarters (from "
        f"{min(space['starts'])} to {max(space['starts'])}); ramps, and levers that end again; more than "
        f"{space['most_cities']} cities for a lever; anything that is no lever{form}. A search shows what can be found "
        f"in {space['programmes']} programmes, not that nothing better is among them."
    )


def by_budget(frontier: Frontier) -> pd.DataFrame:
    """Return the best programme within each budget, one row a lever."""
    rows = []
    for budget in frontier.budgets:
        one = frontier.best_within(budget)
        if one is None:
            rows.append({"budget": budget, "programme": "none keeps it"})
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
    names = {"held": "hold it at 0.25 or more", "left_out": "leave it out", "at_once": "begin it at once"}
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


CHAPTER = Chapter("money", fits, write, apart=True)
