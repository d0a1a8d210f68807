"""Writes region.md, the region as the model begins with it: fields, relatedness, coding of industries, cities."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sim import Scenario
from sim.region import DEFENCE_UPWEIGHT, FIELDS, PERFORMERS, RELATEDNESS, Region, places, research
from sim.region import fields as coding

FILE = Path(__file__).parent / "region.md"
CITY_HEAD = ("city", "jurisdiction", "north, east", "GDP", "R&D", "military", "firms", "universities", "has", "how")
SHORT = ("elec", "soft", "avia", "space", "nucl", "ship", "mate", "mach", "vehi", "inst")


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Write a table."""
    lines = [list(head)]
    lines.append(["---"] * len(lines[0]))
    lines += [list(row) for row in rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def field_rows() -> Iterable[tuple[str, ...]]:
    """Write the ten fields."""
    for place, field in enumerate(FIELDS):
        share = coding.BASE_MIX[field.name]
        yield str(place), f"`{field.name}`", field.label, f"{share:g}", f"{DEFENCE_UPWEIGHT[place]:g}"


def coded(words: coding.Coding) -> Iterable[tuple[str, str]]:
    """Write a coding of words into fields."""
    for word, weights in words:
        yield f"{word}", ", ".join(f"{name} {weight:g}" for name, weight in weights.items()) or "outside the ten fields"


def city_rows(region: Region) -> Iterable[tuple[str, ...]]:
    """Write the cities."""
    for city in region.cities:
        yes = [
            word
            for word, is_so in (("own office", city.own_coordination_office), ("base", city.demonstration_base))
            if is_so
        ]
        yield (
            city.name,
            city.jurisdiction,
            f"{city.latitude:g}, {city.longitude:g}",
            f"{city.gdp_billion_yuan:.3f}",
            f"{city.rd_billion_yuan:.4f}",
            str(city.military_organisations),
            str(city.hightech_firms),
            str(city.universities),
            ", ".join(yes) or "none",
            city.grades["military_organisations"],
        )


def page() -> str:
    """Write the page."""
    region = Scenario.load("baseline").region
    related = ((SHORT[row], *(f"{value:g}" for value in RELATEDNESS[row])) for row in range(len(FIELDS)))
    mixes = ((city.name, *(f"{share:.4f}" for share in city.field_mix)) for city in region.cities)
    shares = (
        (city.name, *(f"{100 * city.performer_shares[performer]:.2f} %" for performer in PERFORMERS))
        for city in region.cities
    )
    return f"""# The region

Made by `docs/region_page.py` from the declarations and data in the code; change those, not this page.

What the model begins with, so that it can be written again without the code. Sources of every figure stand in
`sim/region/data/chengdu_chongqing.md`; another region is another city file.

## Technology fields

"Share" is that of an average city (coded from the high-tech enterprises of Sichuan in 2022, pure numbers, sum 1);
"military" multiplies it for military organisations before shares are made to sum to 1 again (assumption).

{table(("number", "name", "words", "share", "military"), field_rows())}
## Relatedness

How far knowledge of one field helps in another, 0 to 1 (assumption; the first four letters stand for the field).

{table(("", *SHORT), related)}
## From industries to fields

A city's mix = {coding.BASE_WEIGHT:g} x average city + {coding.PILLAR_WEIGHT:g} x pillar industries
+ {coding.DEFENCE_TEXT_WEIGHT:g} x defence science, then divided by its sum (weights: assumption; words: coded).
Pillar industries stand in the city file separated by semicolons. Each has the same weight, shared equally by the
different words of the coding that begin a word in it, whatever their case; of the defence text every different word
recognised has the same weight. Weight on nothing recognised falls away in the division. Where two words of the coding
begin at the same letter, the one further up in the table is taken.

{table(("pillar industry", "fields"), coded(coding.PILLAR_CODING))}
{table(("defence science", "fields"), coded(coding.DEFENCE_CODING))}
## Cities

GDP and R&D in billion yuan of 2020, military organisations ("how" they are known), certified high-tech firms,
universities and civilian institutes.

{table(CITY_HEAD, city_rows(region))}
Blanks of the city file are filled so: GDP of Ziyang and Ya'an together {research.JOINT_GDP_BILLION_YUAN:g}, by
population (derived); R&D of Chengdu {100 * research.CHENGDU_RD_INTENSITY:g} % of its GDP (assumption); every other city
without R&D the one rate that makes the circle {research.CIRCLE_RD_BILLION_YUAN:g} billion yuan (sourced: seed 3.3).
Distances are great circles on a globe of {places.EARTH_RADIUS_KM:g} km radius (haversine), rounded to a millimetre.

Mix of fields by city:

{table(("city", *SHORT), mixes)}
## Who performs R&D

Share of a city's R&D, performers outside the model left out (Chongqing 2020: sourced; cities of Sichuan: that of the
province in 2021, derived). A city of another region whose file does not say gets the mean of those that do, weighted by
their R&D; where none does, {" : ".join(f"{100 * part:.1f}" for part in research.USUAL_PERFORMERS)} (assumption: the
mean of Chongqing and Sichuan).

{table(("city", *PERFORMERS), shares)}"""


def main() -> None:
    """Write the page."""
    FILE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
