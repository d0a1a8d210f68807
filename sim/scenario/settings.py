"""Every number and choice of structure that a scenario may set stands beside its rule, and is collected here."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sim import agents, barriers, levers, mechanisms
from sim.declared import check_distinct
from sim.scales import Setting, Switch
from sim.scenario.references import check_references

SETTINGS: tuple[Setting, ...] = (
    *agents.SETTINGS,
    *barriers.SETTINGS,
    *levers.SETTINGS,
    *mechanisms.SETTINGS,
)

SWITCHES: tuple[Switch, ...] = (*agents.SWITCHES, *barriers.SWITCHES, *mechanisms.SWITCHES)

check_distinct("setting", (setting.name for setting in SETTINGS))
check_distinct("switch", (switch.name for switch in SWITCHES), taken=(setting.name for setting in SETTINGS))
SETTING_BY_NAME: Mapping[str, Setting] = MappingProxyType({setting.name: setting for setting in SETTINGS})
check_references(SETTING_BY_NAME)
