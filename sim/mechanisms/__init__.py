"""Rules of the life of a deal that belong to no single agent, barrier or lever, each with its settings."""

from __future__ import annotations

from sim.mechanisms.absorption import AbsorptionSettings
from sim.mechanisms.budgets import BudgetSettings
from sim.mechanisms.catalogue import CatalogueSettings
from sim.mechanisms.clustering import ClusteringSettings
from sim.mechanisms.conversion import ConversionSettings
from sim.mechanisms.deal_value import ValueSettings
from sim.mechanisms.finance import FinanceSettings
from sim.mechanisms.frontier import FrontierSettings
from sim.mechanisms.leakage import LeakageSettings
from sim.mechanisms.learning import LearningSettings
from sim.mechanisms.partner_search import SearchSettings
from sim.mechanisms.research import ResearchSettings
from sim.mechanisms.talent import TalentSettings
from sim.mechanisms.ways import WaysSettings
from sim.scales import all_declared, all_switches


class MechanismSettings(
    ResearchSettings,
    FrontierSettings,
    TalentSettings,
    SearchSettings,
    CatalogueSettings,
    ValueSettings,
    ConversionSettings,
    FinanceSettings,
    WaysSettings,
    BudgetSettings,
    AbsorptionSettings,
    LearningSettings,
    ClusteringSettings,
    LeakageSettings,
):
    """The settings of all mechanisms."""


SETTINGS = all_declared(*MechanismSettings.__bases__)
SWITCHES = all_switches(*MechanismSettings.__bases__)
