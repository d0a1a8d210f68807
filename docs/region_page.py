"""Writes region.md, the region as the model begins with it: fields, relatedness, coding of industries, cities."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sim import Scenario
from sim.region import DEFENCE_UPWEIGHT, FIELDS, PERFORMERS, RELATEDNESS, Region, places, research
from sim.region import fields as coding
from sim.scenario import counts
from sim.scenario.region_files import load_region

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


def matrix(related: Iterable[Iterable[float]]) -> str:
    """Write a matrix of relatedness."""
    return table(("", *SHORT), ((name, *(f"{one:g}" for one in row)) for name, row in zip(SHORT, related, strict=True)))


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
    mixes = ((city.name, *(f"{share:.4f}" for share in city.field_mix)) for city in region.cities)
    shares = (
        (city.name, *(f"{100 * city.performer_shares[performer]:.2f} %" for performer in PERFORMERS))
        for city in region.cities
    )
    return f"""# The region

Made by `docs/region_page.py` from the declarations and data in the code; change those, not this page.

What the model begins with, so that it can be written again without the code. Sources of every figure stand in
`sim/region/data/chengdu_chongqing/sources.md`; [another region](another_region.md) is a folder of such tables.

## Technology fields

"Share" is that of an average city (coded from the high-tech enterprises of Sichuan in 2022, pure numbers, sum 1);
"military" multiplies it for military organisations before shares are made to sum to 1 again (assumption).

{table(("number", "name", "words", "share", "military"), field_rows())}
## Relatedness

How far knowledge of one field helps in another, 0 to 1 (assumption; the first four letters stand for the field).

{matrix(RELATEDNESS)}
The alternative, `region.relatedness = "patents"`: the same values, dealt out in the order in which two fields are
classified in one patent (the mean rank in two sets of patents; pairs among ships, aviation and space rest on few).

{matrix(load_region("chengdu-chongqing", relatedness="patents").relatedness)}
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
The file of the circle has no blanks; what no source gives is an assumption that keeps a published order or total.
Blanks of another region are filled so: GDP by population, at the GDP per head of the cities that state one; R&D at the
mean of the intensities stated, {100 * research.DEFAULT_RD_INTENSITY:g} % if there is none.

With `population.counts_seed` above 0 every count that is an assumption is drawn once for the region: evenly in its
logarithm where a range is known (military organisations of Mianyang 30 to 48, of Chengdu 40 to 300), else log-normally
with spread {counts.SPREAD:g}. It is 0 by default: the named world stays the same for everybody,
and a study that speaks of cities is made again under some of its values. `population.counts_year` uses the
counts of another year: between two stated years at one rate, outside them with the jurisdiction's, if that is stated,
else as they were last.

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
