"""Checks of the input beside tables that others published: V1, V2, V8 and V9; no run can move them.

Tolerances were written down before the model's side was computed. The cities' table is that of Liang et al. 2024 (15 of
the 16 cities: Chengdu is missing), of 2017, so counts of that year are used where the region states them.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence

import numpy as np

from sim.region import Region
from sim.scenario.counts import with_counts
from sim.scenario.region_files import PATENTS, load_region, shipped_regions

CIRCLE = "chengdu-chongqing"
YEAR = 2017
CHENGDU_2020 = 45.25 * 1.212  # billion yuan of R&D: that of 2019, grown as the province
YAAN_2020 = 0.831
TOLERANCES: dict[str, tuple[str, float, float, bool]] = {
    "V1 R&D beside patents, rank correlation": ("I", 0.80, 1.0, False),
    "V1 firms beside patents, rank correlation": ("I", 0.80, 1.0, False),
    "V1 cities whose R&D is near their patents": ("I", 12, 15, False),
    "V2 universities beside joint papers": ("I", 0.60, 1.0, False),
    "V8 relatedness beside patents of two fields": ("I", 0.50, 1.0, False),
    "V9 R&D of Chengdu over the published": ("I", 0.75, 1.25, False),
    "V9 R&D of Ya'an over the published": ("I", 0.75, 1.25, False),
}


def cities_published() -> dict[str, dict[str, float]]:
    """Return patents and degree of co-publication of 2017, by city."""
    with (shipped_regions()[CIRCLE] / "cities_published.csv").open(encoding="utf-8") as file:
        return {row.pop("city_id"): {name: float(text) for name, text in row.items()} for row in csv.DictReader(file)}


def spearman(one: Sequence[float], other: Sequence[float]) -> float:
    """Return the rank correlation, equal values at their mean rank."""
    first, second = (np.searchsorted(np.sort(x), x) + np.searchsorted(np.sort(x), x, "right") for x in (one, other))
    return float(np.corrcoef(first, second)[0, 1])


def shares_apart(region: Region) -> dict[str, float]:
    """Return the share of each published city in R&D over its share in patents."""
    patents = {key: one["patents_2017"] for key, one in cities_published().items()}
    spent = {city.key: city.rd_billion_yuan for city in region.cities if city.key in patents}
    money, all_patents = math.fsum(spent.values()), math.fsum(patents.values())
    return {key: spent[key] / money / (count / all_patents) for key, count in patents.items()}


def published(region: Region) -> dict[str, float]:
    """Hold the circle to what others published of it.

    Args:
        region: the circle, with the counts of its city file or drawn ones.
    """
    table = cities_published()
    patents, papers = ([one[name] for one in table.values()] for name in ("patents_2017", "co_publication_degree_2017"))
    then = {city.key: city for city in with_counts(region, YEAR, 0).cities}
    pairs = np.triu_indices(len(region.fields.names), 1)
    related = load_region(CIRCLE, relatedness=PATENTS).relatedness
    found = (
        spearman([then[key].rd_billion_yuan for key in table], patents),
        spearman([then[key].hightech_firms for key in table], patents),
        sum(0.5 <= factor <= 2.0 for factor in shares_apart(region).values()),
        spearman([then[key].universities for key in table], papers),
        spearman(region.relatedness[pairs], related[pairs]),
        then["chengdu"].rd_billion_yuan / CHENGDU_2020,
        then["yaan"].rd_billion_yuan / YAAN_2020,
    )
    return dict(zip(TOLERANCES, map(float, found), strict=True))
