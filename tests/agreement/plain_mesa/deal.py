"""A deal is a plain object that passes from stage to stage until it is delivered or dies (ODD 3)."""

from __future__ import annotations

import math

from tests.agreement.plain_mesa import draws

STAGES = ("search", "match", "access", "standards", "finance", "absorption", "delivered")
WEARINESS = {"licence": 1, "review": 9, "second_approval": 17}
FINISH, ATTRITION, TECHNICAL_FAILURE, FINANCE, FIRST_BARRIER = range(5)


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
        self.classified = False
        if source.has_shelf:
            self.classified = source.open_shelf == 0
            if model.settings.shelf == "open":
                self.classified = nature[1] * (source.open_shelf + source.classified_shelf) < source.classified_shelf
            if self.classified:
                source.classified_shelf -= 1
            else:
                source.open_shelf -= 1
        self.controlled = not self.direction.climbs or self.life(draws.SCOPE)[0] < self.scope
        offered = source.has_shelf and self.direction.sides_differ and not self.classified
        self.listed = offered and self.life(draws.LISTED)[0] < model.settings.catalogue_share
        model.meters["listed"] += self.listed
        source.open_deals += 1
        self.stage = "search"
        self.status = "open"
        self.cause = "none"
        self.shut: set[str] = set()
        self.clocked = -1
        self.distance = self.value = self.cost = self.score = self.capital = self.need = 0.0
        self.jurisdictions_differ = self.review_pending = self.second_pending = False
        self.hazard: dict[int, float] = {}
        self.rang = math.nan
        self.threshold = 0.0
        self.tally_search: dict[str, float] = {}
        self.tally_match: dict[str, float] = {}
        self.case = None
        self.filed = self.matched = self.cleared = self.converted = self.financed = self.ended = math.nan
        self.office_wait = 0.0
        self.class_held = 0
        self.money = "nobody"
        self.fund_paid = 0.0
        self.price = 0.0
        self.deadweight = False
        self.brokered = False
        self.refused: list[dict[str, float]] = []

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

    @property
    def open(self) -> bool:
        """Whether it is under way."""
        return self.status == "open"

    @property
    def waits(self) -> bool:
        """Whether it waits for a decision of a clearance office."""
        return not math.isnan(self.filed)

    @property
    def scope(self) -> float:
        """The part of the supplies of its rung that are under control (M5)."""
        settings = self.model.settings
        scope = (settings.access_scope_1, settings.access_scope_2, settings.access_scope_3)[self.rung - 1]
        return self.model.centre.scope(scope)

    @property
    def needed_class(self) -> int:
        """The class of licence that its civilian party needs (M5)."""
        if self.direction.climbs:
            return self.rung if self.controlled else 0
        return self.direction.licence

    @property
    def licence_missing(self) -> bool:
        """Whether the civilian party still lacks it."""
        return self.needed_class > self.source.valid_licence

    def interest_lost(self, kind: str) -> float:
        """When it loses interest in waiting for a case of this kind (M6)."""
        attrition = self.model.settings.attrition
        if attrition <= 0.0:
            return math.inf
        event = 64 * STAGES.index("access") + WEARINESS[kind]
        return self.filed + draws.exponential(self.life(draws.CLOCK, event)[0]) / attrition

    def gap(self, without=()) -> float:
        """Share of the standards that must be converted now (M9)."""
        return 1.0 - math.prod(
            1.0 - barrier.gap(self.direction, self.field, self.rung)
            for barrier in self.model.barriers
            if barrier not in without
        )

    def enter(self, stage: str) -> None:
        """Begin a stage."""
        self.stage = stage
        self.hazard = {}

    def die(self, cause: str, time: float, stage: str | None = None) -> None:
        """End without delivery."""
        self.status = "dead"
        self.cause = cause
        self.ended = time
        names = {barrier.name for barrier in self.model.barriers}
        self.shut = self.shut | {cause} if cause in names else set()
        self.stage = stage or self.stage
        self.source.open_deals -= 1
        if self.recipient is not None:
            self.recipient.open_deals -= 1
            if self.direction.climbs:
                self.model.centre.count(self, 0.0)
            if self.price > 0.0:
                self.recipient.purse.left += self.price
            self.source.regret(cause)
            self.recipient.regret(cause)

    def keep_refused(self, offer) -> None:
        """Remember an offer that was refused: in numbers, as later quarters will change what they come from."""
        hurdle = offer.hurdle()
        burdens = {b.name: hurdle - offer.hurdle(without=[b]) for b in self.model.barriers}
        self.refused.append(
            {
                "refused_by": offer.partner.key,
                "refused_quarter": self.model.quarter,
                "refused_value": offer.value,
                "refused_cost": offer.cost(),
                "refused_score": offer.net_value,
                **{f"refused_burden_{name}": burden for name, burden in burdens.items()},
            }
        )

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

    def die_of(self, event: int | None) -> None:
        """Die if a clock rang that ends a deal."""
        if event == ATTRITION:
            self.die("attrition", self.rang)
        elif event == TECHNICAL_FAILURE:
            self.die("technical_failure", self.rang)
        elif event is not None:
            self.die(self.model.barriers[event - FIRST_BARRIER].name, self.rang)
