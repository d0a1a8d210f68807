"""Every number that a scenario may set is declared beside the rule that uses it, and is collected here."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sim import agents, barriers, levers, mechanisms
from sim.declared import check_distinct
from sim.scales import Setting
from sim.scenario.references import check_references

SETTINGS: tuple[Setting, ...] = (
    *agents.SETTINGS,
    *barriers.SETTINGS,
    *levers.SETTINGS,
    *mechanisms.SETTINGS,
)

check_distinct("setting", (setting.name for setting in SETTINGS))
SETTING_BY_NAME: Mapping[str, Setting] = MappingProxyType({setting.name: setting for setting in SETTINGS})
check_references(SETTING_BY_NAME)
