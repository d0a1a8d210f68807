"""Where things happen: cities, jurisdictions, distances and technology fields."""

from sim.region.fields import (
    DEFENCE_UPWEIGHT,
    FIELD_NAMES,
    FIELDS,
    RELATEDNESS,
    TechnologyField,
    field_mix,
    military_field_mix,
    uncoded_phrases,
)
from sim.region.places import (
    PERFORMERS,
    City,
    CityGrade,
    Region,
    Tier,
    build_region,
    great_circle_km,
)
from sim.region.research import Accounts, FilledAccounts, fill_circle, fill_elsewhere, fill_performers

__all__ = [
    "DEFENCE_UPWEIGHT",
    "FIELDS",
    "FIELD_NAMES",
    "PERFORMERS",
    "RELATEDNESS",
    "Accounts",
    "City",
    "CityGrade",
    "FilledAccounts",
    "Region",
    "TechnologyField",
    "Tier",
    "build_region",
    "field_mix",
    "fill_circle",
    "fill_elsewhere",
    "fill_performers",
    "great_circle_km",
    "military_field_mix",
    "uncoded_phrases",
]
