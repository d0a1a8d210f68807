"""A deal looks for a partner, weighs whom it sees, and proposes to the best (ODD M3, M4)."""

from __future__ import annotations

import math

from tests.agreement.plain_mesa import draws
from tests.agreement.plain_mesa.barriers import all_open
from tests.agreement.plain_mesa.proximity import absorptive_capacity, cognitive_distance, comprehension

FIRST_OFFICE_LOOK = 100


class Offer:
    """A deal as one possible partner sees it."""

    def __init__(self, model, deal, partner, preferred: float) -> None:
        self.model, self.deal, self.partner = model, deal, partner
        self.preferred = preferred
        settings, source, field = model.settings, deal.source, deal.field
        self.payer = source if deal.direction.source_pays else partner
        self.distance = cognitive_distance(source.expertise, partner.expertise)
        capacity = absorptive_capacity(model, partner, field)
        novelty = 1.0 - math.exp(-self.distance / settings.novelty_scale)
        self.factor = (1.0, settings.rung_factor_2, settings.rung_factor_3)[deal.rung - 1]
        skill = 0.8 + 1.6 * source.expertise[field]
        self.value = settings.base_value * deal.quality * self.factor * novelty * skill
        wait = 0.0
        if deal.licence_missing or deal.direction.leaves_military:
            wait = model.offices[source.jurisdiction].mean_wait
        success = math.sqrt(source.perceived_success * partner.perceived_success)
        gain = self.value * success * comprehension(model, self.distance, capacity)
        gain *= (0.4 + 0.6 * capacity) / 0.5
        self.delay = settings.delay_fixed + settings.delay_per_step * deal.steps + wait
        self.gain = gain * math.exp(-settings.discount_rate * self.delay)

    @property
    def price(self) -> float:
        """What the buyer of a supply pays on delivery; nothing else is bought."""
        settings = self.model.settings
        bought = self.deal.direction.climbs and settings.demand == "budgets"
        return settings.price_share * self.value if bought else 0.0

    def affordable(self) -> bool:
        """Say whether the buyer's budget holds the price."""
        bought = self.deal.direction.climbs and self.model.settings.demand == "budgets"
        return not bought or self.price <= self.partner.purse.left

    def beats_own_making(self) -> bool:
        """Say whether a buyer expects more of a supply than of making it."""
        settings, deal = self.model.settings, self.deal
        if not (deal.direction.climbs and settings.demand == "budgets"):
            return True
        own = settings.make_return * (0.4 + 0.6 * self.partner.expertise[deal.field])
        return self.gain > self.price * own

    def cost(self, without=()) -> float:
        """Return the cost of conversion and absorption."""
        settings, deal = self.model.settings, self.deal
        gap = deal.gap(without)
        cost = settings.development_cost * settings.base_value * self.factor * deal.steps
        cost += settings.conversion_share * gap * self.value
        return cost + (settings.licence_cost if deal.licence_missing else 0.0)

    def hurdle(self, without=()) -> float:
        """Return what the gain must exceed."""
        settings, cost = self.model.settings, self.cost(without)
        barriers = [barrier for barrier in self.model.barriers if barrier not in without]
        factor = settings.cost_share * (1.0 + settings.option_premium)
        if settings.money == "one_bank":
            handicap = sum(barrier.handicap() for barrier in barriers) if self.payer.is_private else 0.0
            return factor * cost * (1.0 + handicap)
        land = self.capital * (math.prod(barrier.land(self.payer) for barrier in barriers) - 1.0)
        rate = settings.interest + sum(barrier.interest(self.payer) for barrier in barriers)
        interest = (cost + self.capital + land) * rate * self.delay / 4.0
        tax = self.price * (1.0 - math.prod(barrier.tax(self.payer) for barrier in barriers))
        return factor * (cost + interest + land) + tax

    @property
    def capital(self) -> float:
        """What a supply needs beside its cost."""
        settings = self.model.settings
        return settings.capital_share * self.price * self.factor if settings.money == "ways" else 0.0

    def worth_it(self, without=()) -> bool:
        """Say whether the gain exceeds the hurdle."""
        return self.gain > self.hurdle(without)

    def welcome(self, without=()) -> bool:
        """Say whether the partner is not turned away for being an outsider."""
        left = [
            barrier.preference(self.deal.direction, self.deal.source, self.partner)
            for barrier in self.model.barriers
            if barrier not in without
        ]
        return self.preferred < all_open(self.model.settings, left)

    def accepted(self, without=()) -> bool:
        """Say whether the parties would make the deal, given place and room."""
        return self.worth_it(without) and self.welcome(without)

    @property
    def net_value(self) -> float:
        """Perceived net value."""
        return self.gain - self.hurdle()


def has_place(deal, partner) -> bool:
    """Say whether a partner has a supplier place for a deal."""
    return not deal.direction.climbs or partner.has_place(deal)


def has_room(partner) -> bool:
    """Say whether a partner can carry one more deal."""
    return partner.open_deals < partner.capacity


def add(tally: dict[str, float], name: str, points: float) -> None:
    """Add points to a tally."""
    tally[name] = tally.get(name, 0.0) + points


class Search:
    """All looks of one deal in one quarter."""

    def __init__(self, model, deal) -> None:
        self.model, self.deal = model, deal
        self.no_place = self.no_money = self.made = False
        self.declined: list[Offer] = []
        self.best: Offer | None = None

    def look_around(self) -> Offer | None:
        """Look as often as allowed, and return the best offer that would be accepted."""
        seen = False
        for look in (*range(int(min(100, self.model.settings.candidates))), *self.office_looks()):
            partner = self.look(look)
            if partner is not None:
                seen = True
                self.ask(partner, self.deal.now(draws.WEIGHING, look)[3], look)
        if seen and self.best is None:
            self.blame_match()
        return self.best

    def office_looks(self) -> range:
        """Number the looks of the office of the source's city (M3)."""
        office = self.deal.source.city.office
        if office == 0.0:
            return range(0)
        looks = self.model.settings.office_looks * office + self.deal.now(draws.OFFICE_SHOWS)[0]
        return range(FIRST_OFFICE_LOOK, FIRST_OFFICE_LOOK + math.floor(looks))

    def shown(self, partner, look: int) -> bool:
        """Say whether the office shows whom its look found (M3)."""
        share = self.model.settings.looks_abroad
        if partner.city is self.deal.source.city:
            share = 1.0 - share
        return self.deal.now(draws.OFFICE_SHOWS, 1 + look - FIRST_OFFICE_LOOK)[0] < min(1.0, 2.0 * share)

    def look(self, look: int):
        """Look once: return whom the deal sees, or None."""
        model, deal = self.model, self.deal
        hides = {barrier.name: 1.0 - barrier.across(deal.direction) for barrier in model.barriers}
        seen = model.settings.university_visibility if deal.direction.from_university else 1.0
        hides["technology_not_seen"] = 1.0 - seen
        crossing = seen * all_open(model.settings, [barrier.across(deal.direction) for barrier in model.barriers])
        if deal.listed and crossing > 0.0:
            crossing **= 1.0 - model.settings.catalogue_reach
        if deal.now(draws.ACROSS, look // 4)[look % 4] >= crossing:
            self.share_point(hides)
            return None
        partner = self.candidate(look)
        if partner is None:
            add(deal.tally_search, "no_partner_found", 1.0)
            return None
        if look >= FIRST_OFFICE_LOOK and not self.shown(partner, look):
            return None
        hides = {
            barrier.name: 1.0 - barrier.visibility(deal.direction, deal.source, partner) for barrier in model.barriers
        }
        if deal.now(draws.WEIGHING, look)[2] >= all_open(model.settings, [1.0 - hidden for hidden in hides.values()]):
            self.share_point(hides)
            return None
        return partner

    def share_point(self, hides: dict[str, float]) -> None:
        """Share a point among what hides, in proportion."""
        total = sum(hides.values())
        for name, hidden in hides.items():
            if hidden > 0.0:
                add(self.deal.tally_search, name, hidden / total)

    def candidate(self, look: int):
        """Draw whom a look falls on."""
        model, deal = self.model, self.deal
        settings, kind = model.settings, deal.direction.partner
        memory, place, field, member = deal.now(draws.CANDIDATE, look)
        known = [one for one in deal.source.partners if one.kind == kind and one.alive]
        if memory < settings.tie_memory and known:
            return draws.one_of(known, place)
        attention = deal.source.city.attention[deal.source.kind, kind, deal.field]
        if deal.rung == 3 or (deal.rung == 2 and look == 0):
            leaders = [one for one in model.lead_enterprises if one.kind == kind]
            if leaders:
                return leaders[draws.choose([attention[one.city.place] for one in leaders], place) or 0]
        city = draws.choose(attention, place)
        if city is None:
            return None
        fields = model.cities[city].by_field[kind]
        chosen = draws.choose(model.cities[city].shares[kind, deal.field], field)
        if chosen is None:
            return None
        partner = draws.one_of(fields[chosen], member)
        other, keep, _, _ = deal.now(draws.WEIGHING, look)
        if keep < settings.preferential_attachment:
            second = draws.one_of(fields[chosen], other)
            if second.partner_count > partner.partner_count:
                return second
        return partner

    def ask(self, partner, preferred: float, look: int) -> None:
        """Ask a partner that is seen."""
        if not has_place(self.deal, partner):
            self.no_place = True
            return
        if not has_room(partner):
            return
        offer = Offer(self.model, self.deal, partner, preferred)
        if not offer.affordable():
            self.no_money = True
            return
        if not offer.beats_own_making() and not self.taken_unweighed(look):
            self.made = True
            return
        if offer.accepted():
            rank = (offer.net_value, -partner.key)
            if self.best is None or rank > (self.best.net_value, -self.best.partner.key):
                self.best = offer
                self.deal.brokered = look >= FIRST_OFFICE_LOOK
        else:
            self.declined.append(offer)
            self.deal.keep_refused(offer)

    def taken_unweighed(self, look: int) -> bool:
        """Say whether a buyer takes a supply without weighing it against own making (M4)."""
        return self.deal.now(draws.UNWEIGHED, look)[0] < self.model.settings.unweighed_purchases

    def blame_match(self) -> None:
        """Give one point to what kept every partner away."""
        pivotal = set()
        for offer in self.declined:
            pivotal |= {barrier.name for barrier in self.model.barriers if offer.accepted(without=[barrier])}
        if pivotal:
            for name in pivotal:
                add(self.deal.tally_match, name, 1.0 / len(pivotal))
        elif self.declined:
            add(self.deal.tally_match, "low_value", 1.0)
        elif self.made:
            add(self.deal.tally_match, "made_in_house", 1.0)
        elif self.no_money:
            add(self.deal.tally_match, "no_procurement_budget", 1.0)
        else:
            add(self.deal.tally_match, "no_lead_enterprise_place" if self.no_place else "partner_fully_booked", 1.0)


def search_and_match(model) -> None:
    """Let every searching deal propose to its best partner, resolve the proposals, and let patience run out."""
    offers = [Search(model, deal).look_around() for deal in model.deals_in("search")]
    resolve(model, [offer for offer in offers if offer is not None])
    for deal in model.deals_in("search"):
        if model.quarter - deal.opened + 1 >= model.settings.patience:
            give_up(model, deal)


def resolve(model, offers: list[Offer]) -> None:
    """Take up proposals in descending net value, as long as there is room and place."""
    for offer in sorted(offers, key=lambda offer: -offer.net_value):
        deal, partner = offer.deal, offer.partner
        if not has_room(partner):
            add(deal.tally_match, "partner_fully_booked", 1.0)
        elif not has_place(deal, partner):
            add(deal.tally_match, "no_lead_enterprise_place", 1.0)
        elif not offer.affordable():
            add(deal.tally_match, "no_procurement_budget", 1.0)
        else:
            match(model, offer)


def match(model, offer: Offer) -> None:
    """Bring the parties together."""
    deal, partner = offer.deal, offer.partner
    deal.recipient, deal.payer = partner, offer.payer
    deal.value, deal.cost, deal.distance, deal.score = offer.value, offer.cost(), offer.distance, offer.net_value
    deal.matched = float(model.quarter)
    deal.jurisdictions_differ = deal.source.jurisdiction != partner.jurisdiction
    deal.price = offer.price
    deal.capital = offer.capital
    if deal.price > 0.0:
        partner.order(deal.price)
    partner.open_deals += 1
    if deal.rung > 1 and partner.anchor:
        partner.places_used += 1
    review = 1.0 - math.prod(1.0 - barrier.review_needed(deal) for barrier in model.barriers)
    second = 1.0 - math.prod(1.0 - barrier.second_approval(deal) for barrier in model.barriers)
    deal.review_pending = deal.life(draws.REVIEW_NEEDED)[0] < review
    deal.second_pending = deal.life(draws.SECOND_NEEDED)[0] < second
    deal.enter("access")


CAUSE_ORDER = (
    "no_partner_found",
    "technology_not_seen",
    "partner_fully_booked",
    "no_lead_enterprise_place",
    "no_procurement_budget",
    "made_in_house",
    "low_value",
    "standards_mismatch",
    "secrecy",
    "market_separation",
    "unequal_policy_treatment",
    "missing_coordination_body",
)


def give_up(model, deal) -> None:
    """Die for want of a partner, of a cause drawn from the tallies."""
    tallies = [
        (stage, cause, tally.get(cause, 0.0))
        for cause in CAUSE_ORDER
        for stage, tally in (("search", deal.tally_search), ("match", deal.tally_match))
    ]
    chosen = draws.choose([points for _, _, points in tallies], deal.now(draws.SEARCH_CAUSE)[0])
    stage, cause = ("search", "no_partner_found") if chosen is None else tallies[chosen][:2]
    hidden = {**deal.tally_search, **deal.tally_match}
    deal.shut = {barrier.name for barrier in model.barriers if barrier.name in hidden}
    deal.die(cause, model.quarter + 1.0, stage)
