"""Firms are founded beside others, shrink and fail (ODD N4)."""

from __future__ import annotations

import math

from tests.agreement.plain_mesa import draws
from tests.agreement.plain_mesa.private_firm import PrivateFirm


def renewal(model) -> None:
    """Let the firms of every city found others, then let all that were there when the quarter began shrink or fail."""
    settings = model.settings
    there = [one for one in model.firms if one.alive and one.key < model.there]
    for city in model.cities:
        parents = sorted((one for one in there if one.city is city), key=lambda one: (one.field, one.key))
        expected = len(parents) * settings.foundings / 1000.0 / 4.0
        if city.hightech_zone:
            expected *= 1.0 + settings.incubation
        number = math.floor(expected + draw(city, 0))
        for ordinal in range(number if expected > 0.0 else 0):
            found(model, draws.one_of(parents, draw(city, 1 + ordinal)), active=False)
    for firm in there:
        firm.shrink_or_fail()


def draw(city, index: int) -> float:
    """Draw for what a city's firms found in this quarter."""
    return city.model.chance.uniforms(draws.FOUNDING, city.place, city.model.quarter, index)[0]


def spin_off(deal) -> None:
    """Let a delivered technology found a firm beside its source, or not."""
    settings, city = deal.model.settings, deal.source.city
    chance = min(1.0, settings.spin_off * (1.0 + settings.incubation * city.base(deal.field)))
    if deal.life(draws.SPIN_OFF)[0] < chance and found(deal.model, deal.source, active=True):
        deal.model.spin_offs += 1


def found(model, parent, active: bool) -> bool:
    """Found a firm in the city and field of its parent, which knows part of what that knows, if there is a row left."""
    settings = model.settings
    if len(model.organisations) >= model.room:
        model.foundings_refused += 1
        return False
    firm = PrivateFirm(model, len(model.organisations), parent.city, parent.field)
    firm.revenue = settings.founded_revenue
    firm.research_relative = parent.research_relative
    firm.research_million_yuan = parent.research_million_yuan / parent.revenue * firm.revenue
    firm.expertise = [settings.inherit * known for known in parent.expertise]
    firm.perceived_success = settings.initial_success
    firm.cash = 0.5 * settings.self_financing_share * firm.revenue
    firm.active = active
    parent.city.organisations.append(firm)
    model.organisations.add(firm)
    model.firms.add(firm)
    model.founded += 1
    return True
