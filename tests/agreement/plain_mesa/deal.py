"""A deal is a plain object that passes from stage to stage until it is delivered or dies (ODD 3)."""

from __future__ import annotations

import math

from tests.agreement.plain_mesa import draws
from tests.agreement.plain_mesa.clearance_office import Case

STAGES = ("search", "match", "access", "standards", "finance", "absorption", "delivered")
FINISH, ATTRITION, TECHNICAL_FAILURE, FINANCE, FIRST_BARRIER = range(5)
CASE_EVENT = {"licence": 1, "review": 9, "second_approval": 17}
CASE_INDEX = {"licence": 1, "review": 2, "second_approval": 3}


class Deal:
    """One technology on its way from a source to a recipient."""

    def __init__(self, model, source, slot: int) -> None:
        self.model = model
        self.source = source
        self.recipient = None
        self.payer = None
        self.opened = model.quarter
        self.slot = slot
        self.drawn: dict = {}
        nature = self.life(draws.DEAL_NATURE)
        self.direction = source.offers(nature[0])
        self.field = source.field
        self.rung = source.rung if self.direction.climbs else 1
        low, high = self.direction.steps_low, self.direction.steps_high
        self.steps = min(high, low + int(nature[2] * (high - low + 1))) + (self.rung if self.direction.climbs else 0)
        spread = model.settings.quality_spread
        first, second, _, _ = self.life(draws.DEAL_QUALITY)
        self.quality = math.exp(spread * draws.normal(first, second) - spread * spread / 2.0)
        self.classified = nature[1] * (source.open_shelf + source.classified_shelf) < source.classified_shelf
        if source.has_shelf:
            if self.classified:
                source.classified_shelf -= 1
            else:
                source.open_shelf -= 1
        source.open_deals += 1
        self.stage = "search"
        self.status = "open"
        self.cause = "none"
        self.clocked = -1
        self.distance = self.value = self.cost = self.score = 0.0
        self.jurisdictions_differ = self.review_pending = self.second_pending = False
        self.hazard: dict[int, float] = {}
        self.threshold = 0.0
        self.tally_search: dict[str, float] = {}
        self.tally_match: dict[str, float] = {}
        self.case = None
        self.filed = self.matched = self.cleared = self.converted = self.financed = self.ended = math.nan
        self.office_wait = 0.0
        self.class_held = 0
        self.money = "nobody"
        self.fund_paid = 0.0
        self.deadweight = False

    # Chance.

    def life(self, purpose: int, index: int = 0) -> tuple[float, ...]:
        """Return four draws that belong to the deal for life."""
        if (purpose, index) not in self.drawn:
            moment = draws.deal_moment(self.opened, self.slot, None)
            self.drawn[purpose, index] = self.model.chance.uniforms(purpose, self.source.key, moment, index)
        return self.drawn[purpose, index]

    def now(self, purpose: int, index: int = 0) -> tuple[float, ...]:
        """Return four draws of this quarter."""
        moment = draws.deal_moment(self.opened, self.slot, self.model.quarter)
        return self.model.chance.uniforms(purpose, self.source.key, moment, index)

    # What it needs.

    @property
    def open(self) -> bool:
        """Whether it is under way."""
        return self.status == "open"

    @property
    def needed_class(self) -> int:
        """The class of licence that its civilian party needs (M5)."""
        return self.rung if self.direction.climbs else self.direction.licence

    @property
    def licence_missing(self) -> bool:
        """Whether the civilian party still lacks it."""
        return self.needed_class > self.source.valid_licence

    def gap(self, without=()) -> float:
        """Share of the standards that must be converted now (M9)."""
        return 1.0 - math.prod(
            1.0 - barrier.gap(self.direction, self.field, self.rung)
            for barrier in self.model.barriers
            if barrier not in without
        )

    # Moving on.

    def enter(self, stage: str) -> None:
        """Begin a stage."""
        self.stage = stage
        self.hazard = {}

    def die(self, cause: str, time: float, stage: str | None = None) -> None:
        """End without delivery."""
        self.status = "dead"
        self.cause = cause
        self.ended = time
        self.stage = stage or self.stage
        self.source.open_deals -= 1
        if self.recipient is not None:
            self.recipient.open_deals -= 1
            self.source.regret(cause)
            self.recipient.regret(cause)

    def run_clocks(self, rates: dict[int, float]) -> int | None:
        """Run every clock for a quarter; return the event whose clock rings first, its time in `rang` (7.0)."""
        self.clocked = self.model.quarter
        first, least = None, math.inf
        for event in sorted(rates):
            rate = rates[event]
            if rate > 0.0:
                part = max(0.0, self.theta(event) - self.hazard.get(event, 0.0)) / rate
                if part <= 1.0 and part < least:
                    first, least = event, part
        for event, rate in rates.items():
            self.hazard[event] = self.hazard.get(event, 0.0) + rate
        self.rang = self.model.quarter + least
        return first

    def theta(self, event: int) -> float:
        """Return the hazard at which a clock rings."""
        if self.stage == "absorption" and event == FINISH:
            return self.threshold
        return draws.exponential(self.life(draws.CLOCK, 64 * STAGES.index(self.stage) + event)[0])

    # Access (M5 to M8).

    @property
    def waits(self) -> bool:
        """Whether it has filed something that is not decided yet."""
        return not math.isnan(self.filed)

    @property
    def wanted_at_office(self) -> str | None:
        """What it needs next from a clearance office."""
        if self.licence_missing:
            return "licence"
        if self.review_pending:
            return "review"
        return "second_approval" if self.second_pending else None

    def take_next_step_to_clearance(self) -> None:
        """File what it needs next, unless it waits already; keep the application of its firm in being."""
        wanted = self.wanted_at_office
        if wanted is None:
            return
        if not self.waits:
            self.filed = self.model.quarter + self.life(draws.CASE_FILED, CASE_INDEX[wanted])[0]
            if wanted != "licence":
                self.file_own_case(wanted)
        if wanted == "licence":
            self.source.apply_for_licence(self)

    def file_own_case(self, kind: str) -> None:
        """File a review at the source's office, or a second approval at the recipient's."""
        settings = self.model.settings
        work = settings.work_review * self.layer_factor * draws.exponential(self.life(draws.CASE_WORK, CASE_INDEX[kind])[0])
        self.case = Case(kind, self.filed, work, deal=self)
        organisation = self.source if kind == "review" else self.recipient
        self.model.offices[organisation.jurisdiction].file(self.case)

    @property
    def layer_factor(self) -> float:
        """By how much layers of approval multiply the work on its files (M8)."""
        settings = self.model.settings
        both = self.source.city.own_office and self.recipient.city.own_office
        return (min(1.0, settings.layers) if both else settings.layers) / (1.0 - settings.overlap)

    def interest_lost(self, kind: str) -> float:
        """When it loses interest in waiting for a case of this kind."""
        attrition = self.model.settings.attrition
        if attrition <= 0.0:
            return math.inf
        event = 64 * STAGES.index("access") + CASE_EVENT[kind]
        return self.filed + draws.exponential(self.life(draws.CLOCK, event)[0]) / attrition

    def follow_case(self) -> None:
        """Take note of a decision, lose interest, or clear."""
        if self.case is not None:
            if self.case.status in ("waiting", "withdrawn"):
                self.lose_interest(self.case.kind)
            elif self.case.decided < self.model.quarter + 1.0:
                self.hear_decision()
        elif self.waits:
            self.wait_for_licence()
        if self.open and not self.waits and self.wanted_at_office is None:
            self.clear()

    def lose_interest(self, kind: str) -> None:
        """Die in the queue if interest is lost by the end of the quarter (M6)."""
        lost = self.interest_lost(kind)
        if lost < self.model.quarter + 1.0:
            if self.case is not None:
                self.case.status = "withdrawn"
            self.die("office_congestion", lost)

    def hear_decision(self) -> None:
        """Take note of a decision on its own case."""
        case, self.case = self.case, None
        self.clocked = self.model.quarter
        self.office_wait += case.started - case.filed
        self.filed = math.nan
        case.decide(self.model)
        if case.kind == "second_approval":
            self.second_pending = False
            return
        self.review_pending = False
        if not case.granted:
            self.die(case.refused_by, case.decided)
        elif self.classified:
            self.model.exposure += 1.0

    def wait_for_licence(self) -> None:
        """Wait for the firm's application: granted, refused, or interest lost."""
        firm, quarter = self.source, self.model.quarter
        if not self.licence_missing:
            self.clocked = quarter
            self.office_wait += max(0.0, firm.licence_started - self.filed)
            self.filed = math.nan
        elif max(self.filed, quarter) <= firm.refused < quarter + 1.0:
            self.die(firm.refused_cause, firm.refused)
        else:
            case = firm.pending_case
            worked_on = case is not None and case.status == "working" and case.started <= self.interest_lost("licence")
            if not worked_on:
                self.lose_interest("licence")

    def clear(self) -> None:
        """Leave access."""
        self.cleared = float(self.model.quarter)
        civilian = self.source if self.source.side == "civil" else self.recipient
        self.class_held = civilian.licence_class
        self.enter("standards" if self.direction.sides_differ else "finance")

    # Conversion (M9).

    def convert(self) -> bool:
        """Run the clocks of the standards stage; return whether a conversion was completed."""
        settings = self.model.settings
        gap = self.gap()
        rates = {FINISH: settings.std_rate * (1.0 - gap), ATTRITION: settings.attrition}
        for barrier in self.model.barriers:
            rates[FIRST_BARRIER + barrier.place] = settings.std_giveup * barrier.gap(
                self.direction, self.field, self.rung
            )
        event = self.run_clocks(rates)
        if event == FINISH:
            self.converted = self.rang
            self.enter("finance")
            return True
        self.die_of(event)
        return False

    def die_of(self, event: int | None) -> None:
        """Die if a clock rang."""
        if event == ATTRITION:
            self.die("attrition", self.rang)
        elif event == TECHNICAL_FAILURE:
            self.die("technical_failure", self.rang)
        elif event is not None:
            self.die(self.model.barriers[event - FIRST_BARRIER].name, self.rang)

    # Absorption (M11).

    def absorb(self) -> None:
        """Run the clocks of the absorption stage."""
        settings = self.model.settings
        capacity = absorptive_capacity(settings, self.model.related, self.recipient, self.field)
        understood = comprehension(settings, self.distance, capacity)
        speed = settings.absorb_rate * capacity * understood * self.contact()
        rates = {ATTRITION: settings.attrition}
        for barrier in self.model.barriers:
            speed *= barrier.contact(self)
            rates[FIRST_BARRIER + barrier.place] = barrier.withdrawal(self)
        rates[FINISH] = speed
        rates[TECHNICAL_FAILURE] = settings.fail_rate * (1.0 - capacity) + settings.fail_floor
        event = self.run_clocks(rates)
        if event == FINISH:
            self.enter("delivered")
            self.ended = self.rang
        else:
            self.die_of(event)

    def contact(self) -> float:
        """Return how much contact the parties have."""
        settings = self.model.settings
        contact = 1.0
        if self.source.city is self.recipient.city:
            contact += settings.same_city_contact
        if self.source.anchor or self.recipient.anchor:
            contact += settings.anchor_contact
        return contact + settings.base_contact * self.recipient.city.base

    # Delivery (M12).

    def deliver(self) -> None:
        """Come into use: the parties learn, trust and earn."""
        model, settings = self.model, self.model.settings
        source, recipient = self.source, self.recipient
        self.status = "delivered"
        lead = max(0.0, source.expertise[self.field] - recipient.expertise[self.field])
        recipient.expertise[self.field] += settings.transfer_share * lead
        source.remember(recipient)
        recipient.remember(source)
        if self.direction.sides_differ:
            source.last_delivery = recipient.last_delivery = model.quarter
        self.payer.cash += settings.delivery_cash * self.value
        if self.classified:
            model.exposure += 2.0
        for city in {source.city.place: source.city, recipient.city.place: recipient.city}.values():
            city.value_all += self.value
        if self.jurisdictions_differ:
            source.city.value_left += self.value
            recipient.city.value_came += self.value
        if self.direction.climbs:
            model.meters["ladder_value"] += self.value
            source.supplied()


def absorptive_capacity(settings, related, recipient, field: int) -> float:
    """Return how well a recipient takes up technology of a field, 0 to 1 (M4)."""
    known = max(known * near for known, near in zip(recipient.expertise, related[field], strict=True))
    return 1.0 - math.exp(-settings.absorb_coef * known)


def comprehension(settings, distance: float, capacity: float) -> float:
    """Return how well parties at a cognitive distance understand one another (M4)."""
    return math.exp(-distance / (settings.comprehension_scale * (0.5 + capacity)))
