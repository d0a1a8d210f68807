"""Programmes of levers in words: what is in them, what the best share, how they were searched, and what was not."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from sim.analysis.frontier import FOUND, SIMPLE, Frontier, Tried
from sim.analysis.wording import LEVER_LABELS, called, counted
from sim.dates import Calendar, date_words
from sim.language import N_, _, semicolon, sentences, term
from sim.report.chapters.phrases import arm_words, joined, number, outcome_label, paid
from sim.statistics import FEWEST, PairVerdict

NAMED = 0.75
"""Share of efficient programmes from which a habit of theirs is called a rule."""


def versus(frontier: Frontier, one: Tried) -> str:
    """Say in how many readings a programme is ahead of the shipped package that costs most nearly as much."""
    shipped = frontier.nearest_shipped(one)
    if shipped is None:
        return _("there is no shipped package to set beside it")
    pair = frontier.against(one.arm, shipped.arm)
    ahead = counted(ahead_in(pair, one.arm))
    name = _("{arm} ({cost})", arm=arm_words(shipped.arm), cost=paid(shipped.cost[0]))
    return _("ahead of the {name} in {ahead} of {readings} readings", name=name, ahead=ahead, readings=pair.readings)


def ahead_in(pair: PairVerdict, arm: str) -> float:
    """Return in how many readings an arm of a pair is ahead."""
    return pair.ahead if pair.first == arm else pair.readings - pair.ahead


RECIPES = {
    (False, False): N_("{lever} {strength:g}"),
    (False, True): N_("{lever} {strength:g} in {cities}"),
    (True, False): N_("{lever} {strength:g} from {date}"),
    (True, True): N_("{lever} {strength:g} from {date} in {cities}"),
}
"""A lever of a programme, by whether it begins later, and whether it names cities; messages."""


def _lever(name: str) -> str:
    """Return the label of a lever, in the middle of a sentence."""
    return _(LEVER_LABELS[name]).lower().replace("r&d", "R&D").replace(" ip ", " IP ")


def city_words(keys: Sequence[str]) -> list[str]:
    """Return what to call cities."""
    return [called(term(key), {}) for key in keys]


def recipe(one: Tried, frontier: Frontier) -> str:
    """Write a programme in words: levers with strength, later start and cities, the strongest first."""
    first, run = min(frontier.said["space"]["starts"]), frontier.plan.about["run"]
    calendar = Calendar(run["start_year"], run["policy_year"])
    parts = []
    for lever, (strength, start, cities) in sorted(one.programme.items(), key=lambda part: -part[1][0]):
        places: dict[str, object] = {"lever": _lever(lever), "strength": strength, "cities": joined(city_words(cities))}
        places["date"] = date_words(calendar.name(start))
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
    return _("{lever} in {count}", lever=_(LEVER_LABELS[one["lever"]]).lower(), count=one[name])


def rules(frontier: Frontier) -> list[str]:
    """Say what nearly all efficient programmes do, and what a programme that does only that loses."""
    habits = frontier.said["habits"]
    if not habits or not habits[0]["programmes"]:
        return []
    count = habits[0]["programmes"]
    held = [_in(one, "held") for one in habits if one["held"] >= NAMED * count]
    never = [_(LEVER_LABELS[one["lever"]]).lower() for one in habits if one["left_out"] == count]
    without = [_in(one, "left_out") for one in habits if NAMED * count <= one["left_out"] < count]
    whole = sum(one["programmes"] - one["left_out"] for one in habits)
    at_once = sum(one["at_once"] for one in habits)
    said = _("Of {count} efficient programmes (by the readings of the search)", count=count)
    parts = [_("held at a quarter strength or more: {held}", held=joined(held))] if held else []
    parts += [_("in none: {never}", never=joined(never))] if never else []
    parts += [_("left out: {without}", without=joined(without))] if without else []
    parts.append(
        _("of {whole} levers in them {at_once} begin in the first quarter that there is", whole=whole, at_once=at_once)
    )
    text = [_("{whole}: {parts}.", whole=said, parts=semicolon(parts))]
    if entries := frontier.said.get("entries", ()):
        steps = [
            _(
                "{lever} from {above} on ({obeyed} of {count}; whatever it costs: {majority})",
                lever=_(LEVER_LABELS[one["lever"]]).lower(),
                above=paid(one["above"]),
                obeyed=one["obeyed"],
                count=count,
                majority=one["majority"],
            )
            for one in entries
        ]
        text.append(_("As the budget grows: {steps}.", steps=joined(steps)))
    simple = [one for one in frontier.of(SIMPLE) if math.isfinite(frontier.loss(one))]
    if simple:
        best = min(simple, key=frontier.loss)
        loss = frontier.loss(best)
        obeying = N_(
            "Obeying alone: {recipe} loses {loss} {outcome} against the best found programme that costs no more "
            "({cost})."
        )
        if loss <= 0:
            obeying = N_(
                "Obeying alone: {recipe} loses nothing: it brings {loss} more {outcome} against the best found "
                "programme that costs no more ({cost})."
            )
        text.append(
            _(
                obeying,
                recipe=recipe(best, frontier),
                loss=number(abs(loss)),
                outcome=outcome_label(frontier.outcome),
                cost=paid(best.cost[0]),
            )
        )
    return text


def found_again(frontier: Frontier) -> int:
    """Return how many checked programmes more than one search found."""
    return sum(len(one.strands) > 1 for one in frontier.of(FOUND))


def side_by_side(frontier: Frontier) -> str:
    """Say how much searches side by side differ."""
    last = {one["strand"]: one["measure"] for one in frontier.said["log"]}
    if len(last) == 1:
        return _(
            "One search reached a {measure} of {joint} (what is shipped: {shipped}); another seed may find as much "
            "more or less as another engine would.",
            measure=term(frontier.said["measure"]),
            joint=number(frontier.said["joint"]),
            shipped=number(frontier.said["shipped"]),
        )
    return _(
        "{last} searches side by side reached a {measure} of {values}, joined {joint} (what is "
        "shipped: {shipped}); {several} of {of} programmes of the check were found by more than "
        "one.",
        last=len(last),
        measure=term(frontier.said["measure"]),
        values=joined([number(value) for value in last.values()]),
        joint=number(frontier.said["joint"]),
        shipped=number(frontier.said["shipped"]),
        several=found_again(frontier),
        of=len(frontier.of(FOUND)),
    )


def how_settled(frontier: Frontier) -> str:
    """Say in a sentence how far searches side by side found the same: the less, the more may be missed."""
    searches = len({one["strand"] for one in frontier.said["log"]})
    if searches == 1:
        return _("One search alone was made, and better programmes may be missed.")
    return _(
        "More than one of {searches} searches found {several} of the {of} programmes that were checked: better ones "
        "may be missed.",
        of=len(frontier.of(FOUND)),
        several=found_again(frontier),
        searches=searches,
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
        "lever; other forms of the model were not tried. A search shows what can be found in "
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
        "levers that end again; more than {most_cities} cities for a lever; anything that is no lever; other forms of "
        "the model were not tried. A search shows what can be found in {programmes} programmes, not that nothing "
        "better is among them."
    ),
}
"""What a search could not propose, by whether levers were left out, and whether forms were asked; messages."""


def not_searched(frontier: Frontier) -> str:
    """Say what the search could not propose."""
    space = frontier.said["space"]
    missing = [_(LEVER_LABELS[lever]).lower() for lever in LEVER_LABELS if lever not in space["levers"]]
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
