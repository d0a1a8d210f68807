#!/usr/bin/env python3
"""Compare two policies from Python, as a scenario file and `sim compare` do: ./scenarios/from_code.py [SEEDS]."""

from __future__ import annotations

import sys

from sim import Scenario, compare

baseline = Scenario.load("baseline")
clerks_first = baseline.with_(
    **{
        "levers.clearance_staff.strength": 1.0,
        "levers.market_opening.strength": 0.8,
        "levers.market_opening.start_quarter": "2022 Q1",
    }
)

if __name__ == "__main__":
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 8
    table = compare({"baseline": baseline, "clerks first": clerks_first}, readings=seeds).table
    shown = table[table["outcome"].str.startswith("transfers_") & (table["arm"] != "baseline")]
    sys.stdout.write(shown.round(1).to_string(index=False) + "\n")
