"""The model's own words and numbers that a page shows: levers, barriers, outcomes, directions, causes, cities."""

from __future__ import annotations

from typing import Any

from sim.agents import DIRECTIONS, KINDS
from sim.barriers import BARRIERS
from sim.engine.record import CAUSE_NAMES
from sim.levers import LEVERS, Lever, Move
from sim.outcomes import OUTCOMES
from sim.outcomes.cost import DISCOUNT_PER_QUARTER
from sim.scenario import Scenario
from sim.scenario.settings import SETTING_BY_NAME
from sim.tables import FIRST_BARRIER, CaseStatus, Money, Stage, Status

ANALYSIS = "the analysis, section {section}"
"""What a page calls the seed: there a seed is a number that luck hangs on."""

WHOLE = {
    "overlap_relief": "part of the passing back between offices that files of deals across the boundary are spared",
    "access_scope_2": "part of the supplies of key subsystems that are under control, so that they need a licence",
    "access_scope_3": "part of the supplies of complete machines that are under control, so that they need a licence",
    "laboratories_added": "state key laboratories",
    "fund": "public fund, million yuan, at the default population",
}
"""Settings whose own words hang on those of the setting before, or leave out what they are counted in; messages."""


def catalogue(base: Scenario) -> dict[str, Any]:
    """Return what a page says of the model and its region; names are keys, labels are messages.

    Args:
        base: the page's scenario.
    """
    return {
        "levers": [
            {
                "name": lever.name,
                "label": lever.label,
                "words": lever.words,
                "sources": sources(lever.source),
                "side_effect": lever.side_effect,
                "cities": lever.takes_cities,
                "fields": lever.takes_fields,
                "ramp": lever.ramp_quarters,
                "fixed": lever.fixed_cost_million_yuan_per_year,
                "variable": lever.variable_cost,
                "unit": cost_words(lever),
                "range": list(lever.cost_range),
                "moves": [
                    {"words": moved_words(m), "how": m.how.name.lower(), "amount": m.amount} for m in lever.moves
                ],
            }
            for lever in LEVERS
        ],
        "barriers": [
            {"name": one.name, "label": one.label, "words": one.words, "sources": sources(one.source)}
            for one in BARRIERS
        ],
        "outcomes": [
            {
                "name": one.name,
                "label": one.label,
                "words": one.words,
                "unit": one.unit,
                "better": one.better,
                "headline": one.headline,
            }
            for one in OUTCOMES
        ],
        "directions": [
            {"name": one.name, "label": one.label, "words": one.words, "climbs": one.climbs} for one in DIRECTIONS
        ],
        "kinds": [{"name": kind.name, "label": kind.label} for kind in KINDS],
        "fields": [
            {"name": field.name, "label": field.label, "label_zh": field.label_zh}
            for field in base.region.fields.fields
        ],
        "stages": [stage.name.lower() for stage in Stage],
        "statuses": {one.name.lower(): int(one) for one in Status},
        "moneys": [one.name.lower() for one in Money],
        "case_statuses": {one.name.lower(): int(one) for one in CaseStatus},
        "causes": list(CAUSE_NAMES),
        "first_barrier": FIRST_BARRIER,
        "discount": DISCOUNT_PER_QUARTER,
        "cities": [_city(city) for city in base.region.cities],
        "jurisdictions": list(base.region.jurisdictions),
    }


def moved_words(move: Move) -> str:
    """Return what the setting is called that a lever moves; a message.

    Args:
        move: of a lever.
    """
    section, _, name = move.target.rpartition(".")
    if section:
        return next(one.label for one in BARRIERS if one.name == name)
    return WHOLE.get(name) or SETTING_BY_NAME[name].words


def cost_words(lever: Lever) -> str:
    """Return what a lever costs as it is used, with the places {amount} or {percent}; a message, empty if nothing.

    Args:
        lever: one of LEVERS.
    """
    unit = lever.variable_cost_unit
    if unit.startswith("of "):  # its amount is 1, of these shares
        return unit.removeprefix("of ")
    share = "yuan per yuan of "
    if unit.startswith(share):
        return "{percent} % of " + unit.removeprefix(share)
    return "{amount} " + unit if unit else ""


def sources(source: str) -> list[tuple[str, dict[str, str]]]:
    """Return where a number comes from, part by part: a text, and the values of its places.

    Args:
        source: as a lever or a barrier declares it; "seed" is the analysis that the model is built from.
    """
    parts = [part.strip() for part in source.split(";")]
    return [(ANALYSIS, {"section": one[5:]}) if one.startswith("seed ") else (one, {}) for one in parts]


def told_sources() -> list[str]:
    """Return the parts of sources that are no citations: messages."""
    named = [*(lever.source for lever in LEVERS), *(barrier.source for barrier in BARRIERS)]
    parts = [text for source in named for text, _values in sources(source)]
    return [*dict.fromkeys(one for one in parts if one.startswith(("assumption", "cost: ", "its cost", ANALYSIS)))]


def _city(city: Any) -> dict[str, Any]:
    return {
        "key": city.key,
        "name": city.name,
        "name_zh": city.name_zh,
        "jurisdiction": city.jurisdiction,
        "latitude": city.latitude,
        "longitude": city.longitude,
        "base": city.demonstration_base,
        "own_office": city.own_coordination_office,
        "tier": city.tier,
        "military": city.military_organisations,
        "universities": city.universities,
        "firms": city.hightech_firms,
        "rd": round(city.rd_billion_yuan, 3),
        "population": city.population,
        "gdp": round(city.gdp_billion_yuan, 2),
        "grades": dict(city.grades),
    }
