"""The catalogues of kinds, directions, levers and settings become tables that the phases can read by number."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim import barriers
from sim.agents import DIRECTIONS, KINDS
from sim.levers import LEVERS
from sim.scenario import Scenario
from sim.scenario.schema import Population
from sim.scenario.settings import SETTING_BY_NAME, SETTINGS, SWITCHES
from sim.state import AllSettings, vector
from sim.tables import DirectionRow, KindRow, LeverRow, MoveRow, Rows, ShockRow, Side, rows

_COLUMNS: list[tuple[Any, ...]] = [(setting.name, "f8") for setting in SETTINGS]
_WORDS: list[tuple[Any, ...]] = [(switch.name, "i8") for switch in SWITCHES]
SETTINGS_RECORD = np.dtype(
    (np.record, np.dtype([*_COLUMNS, ("barriers", "f8", (barriers.COUNT,)), *_WORDS], align=True))
)
"""Numbers, which a vector shows too, and behind them the words of structure, which no lever and no shock moves."""
INDEX_OF = {setting.name: index for index, setting in enumerate(SETTINGS)}
INDEX_OF.update({f"barriers.{barrier.name}": len(SETTINGS) + index for index, barrier in enumerate(barriers.BARRIERS)})
NAMED = (
    "effort",
    "capacity",
    "distance_factor",
    "arrival",
    "classified_share",
    "habit",
    "sharpness",
    "outlay",
)
"""What of a kind names a setting, or nothing."""
KIND_CODES = {kind.name: code for code, kind in enumerate(KINDS)}


def index_of(key: str) -> int:
    """Return the index of a setting or barrier in the settings vector, -1 for an empty name.

    Args:
        key: "barriers.<name>", "parameters.<name>" or the name of a parameter.
    """
    return INDEX_OF[key.removeprefix("parameters.")] if key else -1


def scaled(key: str, value: float, scale: float) -> float:
    """Return a value stated for the default population as it applies to this one."""
    setting = SETTING_BY_NAME.get(key.removeprefix("parameters."))
    if setting is None or setting.per_population == 0:
        return value
    return value * scale if setting.per_population > 0 else value / scale


def settings_of(scenario: Scenario, scale: float) -> Rows[AllSettings]:
    """Return the one-row table of all settings, barrier intensities and words of structure of a scenario."""
    row: Any = np.zeros(1, SETTINGS_RECORD).view(np.recarray)
    table: Rows[AllSettings] = row
    values = vector(table)  # written as one: a hundred columns of a record would be looked up one by one
    for name, value in scenario.parameters.items():
        values[INDEX_OF[name]] = scaled(name, value, scale)
    for name, intensity in scenario.barriers.items():
        values[INDEX_OF[f"barriers.{name}"]] = intensity
    for switch in SWITCHES:
        table[switch.name] = switch.number(scenario.structure[switch.name])
    return table


def kinds(population: Population) -> Rows[KindRow]:
    """Return the table of kinds of organisation."""
    table = rows(KindRow, len(KINDS))
    for row, kind in zip(table, KINDS, strict=True):
        row["size_reference"] = kind.revenue_median
        row["sample"] = getattr(population, kind.sample)
        for name in NAMED:
            row[name] = index_of(getattr(kind, name))
        for name in ("tries", "side", "disadvantaged", "enters", "leads"):
            row[name] = getattr(kind, name)
    return table


def directions() -> Rows[DirectionRow]:
    """Return the table of directions of transfer."""
    table = rows(DirectionRow, len(DIRECTIONS))
    for row, direction in zip(table, DIRECTIONS, strict=True):
        source, partner = KIND_CODES[direction.source], KIND_CODES[direction.partner]
        row["source_kind"], row["partner_kind"] = source, partner
        row["steps_low"], row["steps_high"] = direction.steps
        row["sides_differ"] = KINDS[source].side != KINDS[partner].side
        row["outward"] = KINDS[source].side == Side.MILITARY and KINDS[partner].side == Side.CIVIL
        for name in ("gap_exponent", "licence_class", "climbs", "needs_shelf", "source_pays"):
            row[name] = getattr(direction, name)
        for name in ("chance", "seen", "waiver"):
            row[name] = index_of(getattr(direction, name))
    return table


def levers_of(scenario: Scenario, scale: float) -> tuple[Rows[LeverRow], Rows[MoveRow]]:
    """Return the levers of a scenario and the settings they move."""
    table = rows(LeverRow, len(LEVERS))
    moves: list[tuple[Any, ...]] = []
    for index, lever in enumerate(LEVERS):
        moves += [
            (scaled(m.target, m.amount, scale if m.how == 2 else 1.0), index, index_of(m.target), m.how)
            for m in lever.moves
        ]
        given, row = scenario.levers.get(lever.name), table[index]
        if given is None:
            row.fixed_cost = lever.fixed_cost_million_yuan_per_year
            row.variable_cost = lever.variable_cost
            continue
        row.strength = given.strength
        row.fixed_cost = given.fixed_cost_million_yuan_per_year
        row.variable_cost = given.variable_cost
        row.start_quarter = min(given.start_quarter, 2**31 - 1)
        row.ramp_quarters = given.ramp_quarters
        row.logistic = given.ramp_shape == "logistic"
    moved = rows(MoveRow, len(moves))
    moved[:] = moves
    return table, moved


def shocks_of(scenario: Scenario, scale: float) -> Rows[ShockRow]:
    """Return the changes from outside, in order of quarter."""
    given = [
        (scaled(shock.key, shock.value, scale), min(shock.quarter, 2**31 - 1), index_of(shock.key))
        for shock in scenario.changes
    ]
    table = rows(ShockRow, len(given))
    table[:] = given
    return table
