"""Names of settings that were made whole words are read under their old name too, until 1.0, and the new one is named.

The table stands here alone. Whatever is laid into a stack goes through it: files, mappings, options, keys of shocks,
and the factors, draws and arms of an experiment; the head of a table of draws does so too.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from sim.language import N_, _

SECTION = "parameters"
NEW_NAMES: Mapping[str, str] = {
    "absorb_coef": "absorptive_capacity_slope",
    "absorb_rate": "absorption_speed",
    "adjust": "protection_adjustment",
    "backlash_half": "backlash_half_life_quarters",
    "bank_approval_private": "bank_approval",
    "bank_private": "bank_approval",
    "base_contact": "demonstration_base_contact",
    "base_search": "demonstration_base_search",
    "base_strength": "demonstration_base_strength",
    "crowd_out": "crowding_out",
    "decay_firms": "distance_weight_firms",
    "decay_universities": "distance_weight_universities",
    "discount": "discount_rate",
    "fail_floor": "technical_failure_floor",
    "fail_rate": "technical_failure_rate",
    "finance_giveup": "finance_abandonment_rate",
    "forget": "forgetting_rate",
    "handicap": "credit_gap",
    "learn": "learning_rate",
    "self_finance": "self_financing_share",
    "std_decay": "harmonisation_decay",
    "std_giveup": "conversion_abandonment_rate",
    "std_learning": "harmonisation_step",
    "std_rate": "conversion_speed",
    "u_visibility": "university_visibility",
    "vis_market": "market_visibility_exponent",
    "vis_secrecy": "secrecy_visibility_exponent",
    "work_class_markup": "licence_class_markup",
    "work_licence": "licence_clerk_quarters",
    "work_review": "review_clerk_quarters",
}
_LOOKS = N_("where offices look moved nothing but by its mean: parameters.looks_abroad is their share of looks abroad")
_RELEASE = N_("what holders release moved nothing but by its mean: parameters.release_rate is the chance of an item")
_SIDES = N_(
    "which side universities offer to moved nothing but by its mean: parameters.university_military_share is the share"
)
_ONE_SHARE = N_("a bank approves one share of all payers' requests: parameters.bank_approval")
GONE: Mapping[str, str] = {
    "parameters.abroad_worth": _LOOKS,
    "parameters.anchor_capacity": N_("a lead enterprise carries any number of deals"),
    "parameters.bank_approval_military": _ONE_SHARE,
    "parameters.bank_approval_university": _ONE_SHARE,
    "parameters.bank_military": _ONE_SHARE,
    "parameters.bank_university": _ONE_SHARE,
    "parameters.exit_below": N_("firms leave by what taking part has returned, at the pace of parameters.exit_pace"),
    "parameters.exit_rate": N_("firms leave by what taking part has returned, at the pace of parameters.exit_pace"),
    "parameters.fee_share": _SIDES,
    "parameters.habit_abroad": _LOOKS,
    "parameters.habit_release": _RELEASE,
    "parameters.layers": N_(
        "a file passes the hands of city, province and centre: parameters.handles_city, parameters.handles_province, "
        "parameters.handles_centre"
    ),
    "parameters.offer_cost": _SIDES,
    "parameters.office_prior": _LOOKS,
    "parameters.p_enter": N_("firms enter by what taking part has returned, at the pace of parameters.enter_pace"),
    "parameters.peer_memory": N_("peers are seen by what they got out, which fades by parameters.ledger_fade"),
    "parameters.q_enter": N_("peers count by what they got out, with the weight of parameters.prior_weight"),
    "parameters.review_cost": _RELEASE,
    "parameters.sharpness_cities": _LOOKS,
    "parameters.sharpness_military": _RELEASE,
    "parameters.sharpness_universities": _SIDES,
    "parameters.sign_rate": N_(
        "two cities sign if both would, by what exchange has brought them; parameters.habit_sign is the chance of one"
    ),
    "run.burn_in": N_(
        "a run has dates: run.start_year is its first year, run.policy_year the first that outcomes count; "
        "for 20 quarters of burn-in before 2020 set run.start_year to 2015"
    ),
}
"""By dotted key, what took the place of a setting that has no new name; it is refused."""
NAMING = ("key", "policy", "uncertain")
"""Keys whose value, or whose entries, name other keys: of a shock, and of the roles of an experiment's factors."""

Path = tuple[str, ...]


class Renamed(NamedTuple):
    """One old name that was read."""

    path: Path
    """Where it stood."""
    now: Path
    """Where that stands now."""
    old: str
    """The dotted key that was given."""
    new: str
    """The dotted key that it is."""
    twice: bool
    """Whether the new name was given too."""


def current(key: str) -> str:
    """Return the name that a dotted key has now, which is its own unless it was renamed."""
    section, _rest, name = key.rpartition(".")
    return f"{section}.{NEW_NAMES[name]}" if name in NEW_NAMES and section.endswith(SECTION) else key


def words(old: str, new: str) -> str:
    """Say that an old name was read, and what to write."""
    return _("{old} is now called {new}; the old name is read until version 1.0", old=old, new=new)


def with_new_names(data: Mapping[str, Any]) -> tuple[dict[str, Any], list[Renamed]]:
    """Copy what a layer says with the new name for every old one.

    Args:
        data: sections as nested mappings, of a scenario or of an experiment.

    Returns:
        The copy, in the same order, and the old names. Where a setting is given by both its names, the new one holds.
    """
    found: list[Renamed] = []
    return _table(data, (), found), found


def _table(data: Mapping[str, Any], path: Path, found: list[Renamed]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, value in data.items():
        here = (*path, name)
        new = _name(name, path)
        if new != name:
            old = name if "." in name else f"{SECTION}.{name}"
            found.append(Renamed(here, (*path, new), old, current(old), new in data))
            if new in data:
                continue
        made[new] = _value(value, here, name in NAMING, found)
    return made


def _value(value: Any, path: Path, names: bool, found: list[Renamed]) -> Any:
    if isinstance(value, Mapping):
        return _table(value, path, found)
    if isinstance(value, list):
        return [_value(one, (*path, str(index)), names, found) for index, one in enumerate(value)]
    if names and isinstance(value, str) and current(value) != value:
        found.append(Renamed(path, path, value, current(value), False))
        return current(value)
    return value


def _name(name: str, path: Path) -> str:
    """Return the new name of a key of a table, dotted as a whole or the last of nested ones."""
    if path and path[-1] == SECTION and path != ("draws", SECTION):
        return NEW_NAMES.get(name, name)
    return current(name)
