"""Where things happen: cities, jurisdictions, distances and technology fields."""

from sim.region.fields import (
    DEFENCE_UPWEIGHT,
    FIELD_NAMES,
    FIELDS,
    RELATEDNESS,
    TEN_FIELDS,
    FieldCatalogue,
    TechnologyField,
    vector,
)
from sim.region.places import (
    COUNTS,
    PERFORMERS,
    City,
    CityGrade,
    Dated,
    Region,
    Tier,
    build_region,
    great_circle_km,
)
from sim.region.research import Accounts, FilledAccounts, fill_accounts, fill_performers

__all__ = [
    "COUNTS",
    "DEFENCE_UPWEIGHT",
    "FIELDS",
    "FIELD_NAMES",
    "PERFORMERS",
    "RELATEDNESS",
    "TEN_FIELDS",
    "Accounts",
    "City",
    "CityGrade",
    "Dated",
    "FieldCatalogue",
    "FilledAccounts",
    "Region",
    "TechnologyField",
    "Tier",
    "build_region",
    "fill_accounts",
    "fill_performers",
    "great_circle_km",
    "vector",
]
