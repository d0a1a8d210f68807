"""Five barriers; each worsens its own points for one deal, and is neutral everywhere else (ODD 7, docs/barriers.md)."""

from __future__ import annotations

import math


def all_open(settings, chances) -> float:
    """Chance that the gates of several barriers at one point are all open (ODD 7, barriers)."""
    chances = list(chances)
    least = min(chances, default=1.0)
    if settings.gates == "product" or least <= 0.0:
        return math.prod(chances)
    if settings.gates == "weakest":
        return least
    t = settings.gate_dependence
    whole = least**t  # the sum of the ODD times the narrowest to the t, as the sum itself may be too large
    return least * (whole + sum((least / chance) ** t - whole for chance in chances)) ** (-1.0 / t)


def shut(settings, gates) -> list:
    """List the barriers whose gates stay shut, of pairs of a barrier's chance and a draw of its own (ODD 7, barriers).

    Args:
        gates: barrier, chance and a function that draws, in the order of barriers.
    """
    found, drawn = [], []
    for barrier, chance, draw in gates:
        if chance >= 1.0:
            continue
        own = draw()
        if drawn and settings.gates == "weakest":
            own = drawn[0]
        elif drawn and settings.gates == "partly_joint":
            t = settings.gate_dependence
            before = 1.0 + sum(one**-t - 1.0 for one in drawn)
            own = (before * (own ** (-t / (1.0 + t * len(drawn))) - 1.0) + 1.0) ** (-1.0 / t)
        drawn.append(own)
        if own >= chance:
            found.append(barrier)
    return found


class Barrier:
    """A barrier that does nothing anywhere; each real one overrides the points where it acts."""

    name = ""

    def __init__(self, model, place: int) -> None:
        self.model = model
        self.place = place
        self.intensity = 0.0

    @property
    def settings(self):
        """The settings in force."""
        return self.model.settings

    def set(self, intensity: float, backlash: float) -> None:
        """Take up the intensity of a quarter (M0)."""
        self.intensity = intensity

    def felt(self, intensity: float) -> float:
        """How far an intensity narrows a gate that has no exponent (ODD 7, barriers)."""
        return intensity**4 if self.settings.response == "threshold" else intensity

    def open(self, intensity: float, exponent: float) -> float:
        """Chance of a gate to be open; a complete barrier leaves nothing, whatever the exponent."""
        if intensity >= 1.0:
            return 0.0
        return 1.0 - intensity if self.settings.response == "linear" else (1.0 - self.felt(intensity)) ** exponent

    def across(self, direction) -> float:
        """Chance that a look at the other side finds anyone."""
        return 1.0

    def visibility(self, direction, source, partner) -> float:
        """Chance that a possible partner is seen."""
        return 1.0

    def gap(self, direction, field: int, rung: int) -> float:
        """Share of the standards that must be converted."""
        return 0.0

    def handicap(self) -> float:
        """Disadvantage of private firms in cost and entry, as a share, with one bank only."""
        return 0.0

    def interest(self, payer) -> float:
        """Interest beyond what others pay, a year."""
        return 0.0

    def land(self, payer) -> float:
        """Price of land, as a multiple of capital."""
        return 1.0

    def tax(self, payer) -> float:
        """Part of a price that reaches the supplier."""
        return 1.0

    def preference(self, direction, source, partner) -> float:
        """Chance that a partner is not turned away for being an outsider."""
        return 1.0

    def licence(self, licence_class: int) -> float:
        """Chance that an application is granted."""
        return 1.0

    def review_needed(self, deal) -> float:
        """Chance that a secrecy review is asked for."""
        return 0.0

    def review_pass(self, deal) -> float:
        """Chance that a secrecy review is passed."""
        return 1.0

    def second_approval(self, deal) -> float:
        """Chance that the other jurisdiction's office must approve too."""
        return 0.0

    def fund(self, deal) -> float:
        """Chance of being eligible for the public fund."""
        return 1.0

    def bank(self, payer) -> float:
        """Approval of credit, as a multiple."""
        return 1.0

    def entry(self) -> float:
        """Hazard of entering the other side's market, as a multiple."""
        return 1.0

    def contact(self, deal) -> float:
        """Speed of absorption, as a multiple."""
        return 1.0

    def withdrawal(self, deal) -> float:
        """Rate at which absorption is broken off."""
        return 0.0

    def people(self, one) -> float:
        """Part of the people who may join an organisation."""
        return 1.0

    def lapse(self) -> float:
        """How far agreements between cities lapse."""
        return 0.0

    def release(self) -> float:
        """Chance that a classified technology is released, as a multiple."""
        return 1.0

    def protection(self, here, there) -> float:
        """Strength of a city's protection against another, as a multiple."""
        return 1.0


class StandardsMismatch(Barrier):
    """Military and civilian standards differ, so a transfer has to be converted."""

    name = "standards_mismatch"

    def gap(self, direction, field, rung):
        if not direction.sides_differ:
            return 0.0
        gap = self.intensity**direction.gap_exponent * (1.0 - self.model.harmonised[field])
        return min(1.0, gap * (1.0 + self.settings.gap_rung_markup * (rung - 1)))


class Secrecy(Barrier):
    """Secrecy hides partners, refuses licences and reviews, and restricts contact."""

    name = "secrecy"

    def set(self, intensity, backlash):
        self.intensity = min(1.0, intensity + backlash) if intensity > 0.0 else intensity

    def release(self):
        return 1.0 - self.felt(self.intensity)

    def across(self, direction):
        return self.open(self.intensity, self.settings.secrecy_visibility_exponent) if direction.sides_differ else 1.0

    def licence(self, licence_class):
        settings = self.settings
        exponents = settings.licence_exponent_1, settings.licence_exponent_2, settings.licence_exponent_3
        return self.open(self.intensity, exponents[licence_class - 1])

    def review_needed(self, deal):
        if not deal.direction.leaves_military:
            return 0.0
        return 1.0 if deal.classified else self.settings.cautious_review * self.intensity

    def review_pass(self, deal):
        if deal.classified:
            return 1.0 - self.felt(self.intensity)
        return self.open(self.intensity, self.settings.cautious_exponent)

    def contact(self, deal):
        return 1.0 - self.settings.secrecy_drag * self.intensity if deal.classified else 1.0

    def withdrawal(self, deal):
        return self.settings.secrecy_withdrawal * self.intensity if deal.classified else 0.0

    def people(self, one):
        return 1.0 - self.felt(self.intensity) if one.side == "military" else 1.0


class MarketSeparation(Barrier):
    """The military and the civilian market are closed to one another's suppliers and buyers."""

    name = "market_separation"

    def across(self, direction):
        return self.open(self.intensity, self.settings.market_visibility_exponent) if direction.sides_differ else 1.0

    def preference(self, direction, source, partner):
        if not direction.sides_differ:
            return 1.0
        trust = (source.trust + partner.trust) / 2.0
        return self.open(self.intensity * (1.0 - trust / 2.0), 0.5)

    def entry(self):
        return self.open(self.intensity, 0.5)


class UnequalPolicyTreatment(Barrier):
    """Private firms are treated worse in tax, credit, land and public funds."""

    name = "unequal_policy_treatment"

    def handicap(self):
        return self.settings.credit_gap * self.intensity

    def interest(self, payer):
        return self.settings.interest_gap * self.intensity if payer.is_private else 0.0

    def land(self, payer):
        return 1.0 + self.settings.land_gap * self.intensity if payer.is_private else 1.0

    def tax(self, payer):
        return 1.0 - self.settings.tax_gap * self.intensity if payer.is_private else 1.0

    def bank(self, payer):
        return 1.0 - self.settings.credit_gap * self.intensity if payer.is_private else 1.0

    def fund(self, deal):
        return 1.0 - self.settings.fund_exclusion * self.intensity if deal.payer.is_private else 1.0


class MissingCoordinationBody(Barrier):
    """Nobody coordinates across the jurisdictions."""

    name = "missing_coordination_body"

    def between(self, here, there) -> float:
        """The intensity that is left between two cities by what they have agreed."""
        return self.intensity * (1.0 - self.settings.agreement_effect * here.agreement[there.place])

    def of(self, deal) -> float:
        """The intensity between the cities of a deal."""
        return self.between(deal.source.city, deal.recipient.city)

    def visibility(self, direction, source, partner):
        if source.jurisdiction == partner.jurisdiction:
            return 1.0
        waiver = self.settings.boundary_waiver if direction.from_university else 0.0
        return 1.0 - self.felt(self.between(source.city, partner.city) * (1.0 - waiver))

    def preference(self, direction, source, partner):
        if source.jurisdiction == partner.jurisdiction or self.intensity <= 0.0:
            return 1.0
        return 1.0 - source.city.protection[partner.city.place]

    def second_approval(self, deal):
        return self.felt(self.of(deal)) if deal.direction.sides_differ and deal.jurisdictions_differ else 0.0

    def fund(self, deal):
        left = self.of(deal) * (1.0 - self.settings.fund_pooled)
        return 1.0 - self.felt(left) if deal.jurisdictions_differ else 1.0

    def lapse(self):
        return self.intensity

    def protection(self, here, there):
        return self.between(here, there)


BARRIERS = (StandardsMismatch, Secrecy, MarketSeparation, UnequalPolicyTreatment, MissingCoordinationBody)
