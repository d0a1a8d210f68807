"""The rows of the validation plan that a test must speak for, by id.

A test does so by its name: `test_x2_x3_...` speaks for X2 and X3. X9, M6, M7 and M14 are no rows of the plan.
"""

from __future__ import annotations

import re

LAWS: dict[str, str] = {
    "X1": "all barriers complete: nothing crosses the sides, no licence, no exposure",
    "X2": "secrecy or market separation complete: nothing crosses the sides",
    "X3": "standards mismatch complete: nothing crosses the sides",
    "X4": "no coordination at all: nothing crosses the boundary, the total hardly moves",
    "X5": "unequal treatment complete: supplies fall and go on",
    "X6": "no barrier: most supplies, no death has a barrier cause",
    "X7": "no cash, bank or fund: nothing is paid or delivered",
    "X8": "no comprehension: nothing is delivered",
    "X10": "one clerk per office: licences and crossing deals collapse, the rest goes on",
    "X11": "clerks without end: nobody waits",
    "X12": "no leaks: no backlash, secrecy as configured",
    "X13": "a kind is missing: its directions vanish, others go on",
    "M1": "levers at 0 are no levers, to the last bit",
    "M2": "a lever after the horizon is no lever, to the last bit",
    "M3": "the order of organisations or deals in memory decides nothing",
    "M4": "plain Python as machine code, many threads as one, to the last bit",
    "M5": "split, saved, reloaded and gone on: to the last bit",
    "M8": "twice the population lives alike per head",
    "M9": "a higher barrier saves no deal (free mode)",
    "M10": "a higher barrier does not help its direction (full mode)",
    "M11": "more clerks: waits never up, licences never down",
    "M12": "more fund: within budget, paid deals never down",
    "M13": "a longer ramp acts later and bills less",
    "M15": "costs change no decision, to the last bit",
    "M16": "a new purpose of chance shifts no draw, to the last bit",
    "C1": "opened = delivered + dead + open, by direction, every quarter",
    "C2": "a dead deal has one stage and one cause, none of an absent barrier",
    "C3": "nothing negative, nothing over budget, open deals recount, every quarter",
    "C4": "nobody supplies above its licence",
    "C5": "uniforms are uniform, independent and never shared",
    "C6": "pairing by seed narrows differences below 0.7",
    "C7": "ledgers, offices of cities, agreements and grants add up; who takes no part holds no licence",
    "C8": "firms are those at the start and founded less failed; one key each, and a search finds the living",
}
DOCKING: dict[str, str] = {
    "D1": "one office: M/M/c (Erlang C)",
    "D2": "one office with loss of interest: M/M/c+M (Erlang A)",
    "D3": "standards alone: competing exponentials",
    "D4": "absorption alone: Erlang with killing",
    "D5": "entry alone: Bass",
    "D6": "standards commons: fixed point",
    "D7": "whole pipeline, free mode, all alike: product of survivals",
    "D8": "value and comprehension: best distance",
}


def ids_of(test: str) -> list[str]:
    """Return the ids that a test's name speaks for.

    Args:
        test: the name of a test function, such as `test_c1_c2_accounts_balance`.
    """
    named = re.match(r"test_((?:[dxmc]\d+_)+)", test)
    return named[1].rstrip("_").upper().split("_") if named else []
