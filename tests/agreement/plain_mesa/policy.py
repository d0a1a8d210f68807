"""Shocks, levers and backlash rewrite the settings of a quarter (ODD M0)."""

from __future__ import annotations

import math
from types import SimpleNamespace

from sim.scenario.settings import SETTINGS
from tests.agreement.plain_mesa.levers import LEVERS, plus, ramp
from tests.agreement.plain_mesa.population import by_size

MULTIPLIED = ("clerks", "fund", "sign_value", "base_price", "office_price")
RANGES = {setting.name: setting.allowed for setting in SETTINGS}
WHOLE = {setting.name for setting in SETTINGS if setting.whole}
DIVIDED = ("leak_rate", "harmonisation_step")


class Policy:
    """Keeps the scenario's own settings, and says which are in force."""

    def __init__(self, scenario, scale: float) -> None:
        self.scenario = scenario
        self.scale = scale
        self.stated = {**scenario.parameters, **scenario.barriers}
        self.own: dict[str, float] = {}
        self.words = dict(scenario.structure)
        for name, value in self.stated.items():
            self.own[name] = self.scaled(name, value)
        self.levels = dict.fromkeys((lever.name for lever in LEVERS), 0.0)

    def scaled(self, name: str, value: float) -> float:
        """Fit a number stated for the default population to this one."""
        if name in MULTIPLIED:
            return value * self.scale
        return value / self.scale if name in DIVIDED else value

    def settings(self, quarter: int) -> dict[str, float]:
        """Return every parameter and intensity in force in a quarter."""
        for shock in self.scenario.shocks:
            if shock.quarter == quarter or shock.quarter < quarter == 0:
                name = shock.key.partition(".")[2]
                self.stated[name] = shock.value
                self.own[name] = self.scaled(name, shock.value)
        if self.scenario.run.history:
            for name in dict.fromkeys(entry.key.partition(".")[2] for entry in self.scenario.history):
                self.own[name] = self.scaled(name, self.in_the_past(name, quarter))
        values = dict(self.own)
        for lever in LEVERS:
            if lever.name in self.scenario.levers:
                used = self.scenario.levers[lever.name]
                level = used.strength * ramp(quarter, used.start_quarter, used.ramp_quarters, used.ramp_shape)
                self.levels[lever.name] = level
                for target, how, amount in lever.moves:
                    if how is plus and target in MULTIPLIED:
                        amount *= self.scale
                    if level > 0.0:
                        values[target] = how(values[target], amount, level)
        return values

    def in_the_past(self, name: str, quarter: int) -> float:
        """Return a number as it was in a quarter: what is stated, times what every entry says that still holds."""
        value = self.stated[name]
        for entry in self.scenario.history:
            if entry.key.partition(".")[2] == name and quarter < entry.until:
                value *= entry.times
        low, high = RANGES.get(name, (0.0, 1.0))
        value = min(high, max(low, value))
        return float(round(value)) if name in WHOLE else value

    def put_in_force(self, model) -> None:
        """Rewrite the settings, then staff offices, name lead enterprises and share out attention."""
        values = self.settings(model.quarter)
        model.settings = SimpleNamespace(**values, **self.words)
        for barrier in model.barriers:
            barrier.set(values[barrier.name], model.backlash)
        for office in model.offices:
            office.staff()
        name_lead_enterprises(model)
        share_attention(model)
        self.meter(model)

    def meter(self, model) -> None:
        """Read what the levers' bill needs to know of the settings."""
        settings = model.settings
        model.meters = {
            "reviews": 0,
            "ladder_value": 0.0,
            "guaranteed_credit": 0.0,
            "tax_forgone": 0.0,
            "interest_forgone": 0.0,
            "land_forgone": 0.0,
            "channel_losses": 0.0,
            "research_base": sum(one.research_million_yuan for one in model.organisations if one.alive) / 4.0,
            "fund_added": max(0.0, settings.fund - self.own["fund"]),
            "fund_spent_on_added": 0.0,
            "subsidy_share": max(0.0, settings.subsidy_share - self.own["subsidy_share"]),
            "clerks_added": max(0.0, settings.clerks - self.own["clerks"]),
            "bases": sum(city.chosen and not city.founded_base for city in model.cities)
            * settings.demonstration_base_strength,
            "laboratories_added": max(0.0, settings.laboratories_added - self.own["laboratories_added"]),
            "talent_gained": 0,
            "listed": 0,
            "procurement_added": 0.0,
            "anchors_added": sum(one.anchor and not one.founding_anchor for one in model.military)
            + sum(one.anchor and one.revenue <= self.own["lead_revenue"] for one in model.firms),
        }

    def bill(self, model) -> float:
        """Return the cost of all levers this quarter, million yuan."""
        meters, settings = model.meters, model.settings
        if settings.fund > 0.0:
            spent = model.fund_spent - model.aid_spent
            meters["fund_spent_on_added"] = spent * meters["fund_added"] / settings.fund
        cost = 0.0
        for lever in LEVERS:
            level = self.levels[lever.name]
            if level > 0.0:
                used = self.scenario.levers[lever.name]
                cost += used.fixed_cost_million_yuan_per_year / 4.0 * level * self.scale
                cost += used.variable_cost * lever.metered(level, meters)
        return cost


def name_lead_enterprises(model) -> None:
    """Keep the founding lead enterprises, raise the largest others; a firm leads if it is large enough."""
    settings = model.settings
    military = [one for one in model.military if one.alive]
    others = by_size([one for one in military if not one.founding_anchor])
    raised = others[: math.floor(settings.anchors_added + 1e-9)]
    for one in model.firms:
        one.anchor = one.alive and one.revenue > settings.lead_revenue
    for one in model.military:
        one.anchor = one.alive and (one.founding_anchor or one in raised)
        if model.quarter % settings.year_length == 0:
            one.places_used = 0
    model.lead_enterprises = [one for one in model.organisations if one.anchor]


def share_attention(model) -> None:
    """Weigh, for every city and field of a deal, the others by who is there and how far away they are (M3)."""
    settings = model.settings
    for city in model.cities:
        city.list_by_field()
        city.draw_looks()
    decays = {
        "military_enterprise": settings.distance_weight_firms,
        "private_firm": settings.distance_weight_firms,
        "university": settings.distance_weight_universities,
    }
    for city in model.cities:
        for searching, decay in decays.items():
            near = [
                (1.0 + km / settings.distance_scale) ** (-settings.distance_decay * decay)
                * (1.0 + settings.agreement_search * agreed)
                for km, agreed in zip(model.distance_km[city.place], city.agreement, strict=True)
            ]
            for sought in ("military_enterprise", "private_firm"):
                for field in range(len(model.fields)):
                    city.attention[searching, sought, field] = [
                        other.pull[sought, field]
                        * (1.0 + settings.demonstration_base_search * other.base(field))
                        * near[other.place]
                        for other in model.cities
                    ]
