"""The outcomes by which two settings are compared on the page; files of `sim compare` hold all."""

OUTCOMES = (
    "transfers_delivered",
    "transfers_military_to_civil",
    "transfers_civil_to_military",
    "transfers_university_to_military",
    "transfers_university_to_civil",
    "transfers_cross_jurisdiction",
    "value_delivered_million_yuan",
    "mean_quarters_to_delivery",
    "mean_office_wait_quarters",
    "licensed_firms",
    "leaks",
    "programme_cost_million_yuan",
)
