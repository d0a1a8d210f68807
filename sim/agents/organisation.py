"""Every organisation that takes part in deals is a Mesa agent, a handle on one row of the model's tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import mesa
import numpy as np

from sim.agents import military_enterprise, private_firm, university
from sim.agents.clearance_office import holds_licence
from sim.agents.judgement import Judgement
from sim.agents.kind import Kind
from sim.agents.kinds import KINDS
from sim.tables import PARTNERS_REMEMBERED, OrganisationRow

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray


class Handle(mesa.Agent):  # type: ignore[misc]
    """A Mesa agent whose state lives in the model's tables.

    Attributes:
        row: row of its table. Rows never move while the model lives.
    """

    row: int

    @classmethod
    def at(cls, model: mesa.Model, row: int, unique_id: int) -> Handle:
        """Return a handle on an existing row; nothing in the model changes."""
        agent = object.__new__(cls)
        agent.model, agent.row, agent.unique_id, agent.pos = model, row, unique_id, None
        return agent


class Organisation(Handle):
    """Military enterprise, private firm or university: it offers, seeks, pays for and absorbs technology.

    Creating one founds it; it takes part from the next quarter. `remove()` closes it; its open deals die with
    the cause "organisation_closed" in the next quarter.

    Args:
        model: a CollaborationModel.
        city: key of its city, "chengdu".
        field: name of its technology field, "aviation".
        revenue: million yuan a year; the kind's median if not given.
        active: whether it takes part in the other side's market at once.

    Raises:
        ValueError: unknown city or field, or a number out of range.
    """

    KIND: ClassVar[Kind]

    revenue = OrganisationRow.revenue
    cash = OrganisationRow.cash
    perceived_success = OrganisationRow.perceived_success
    trust = OrganisationRow.trust
    open_shelf = OrganisationRow.open_shelf
    classified_shelf = OrganisationRow.classified_shelf
    open_deals = OrganisationRow.open_deals
    deliveries = OrganisationRow.deliveries
    partner_count = OrganisationRow.partner_count
    licence_class = OrganisationRow.licence_class
    licence_expiry = OrganisationRow.licence_expiry
    rung = OrganisationRow.rung
    active = OrganisationRow.active
    anchor = OrganisationRow.anchor
    key = OrganisationRow.key

    def __init__(
        self, model: mesa.Model, *, city: str, field: str, revenue: float | None = None, active: bool = True
    ) -> None:
        self.row = model.found(self.KIND.name, city=city, field=field, revenue=revenue, active=active)
        super().__init__(model)
        self.unique_id = self.key + 1

    @property
    def kind(self) -> str:
        """Word for its kind, as in scenarios and results."""
        return self.KIND.name

    @property
    def city(self) -> str:
        """Key of its city."""
        return str(self.model.region.cities[self._column("city")].key)

    @property
    def jurisdiction(self) -> str:
        """Name of its jurisdiction."""
        return str(self.model.region.jurisdictions[self._column("jurisdiction")])

    @property
    def field(self) -> str:
        """Name of its technology field."""
        return str(self.model.field_names[self._column("field")])

    @property
    def expertise(self) -> NDArray[np.float64]:
        """Expertise by technology field, shape (fields,), 0..1; a live view that may be written."""
        profile: NDArray[np.float64] = self.model.world.expertise[self.row]
        return profile

    @property
    def licensed(self) -> bool:
        """Whether it holds a licence that is still valid."""
        return bool(holds_licence(self.licence_class, self.licence_expiry, 1, self.model.quarter))

    @property
    def partners(self) -> list[Organisation]:
        """The last partners it remembers, oldest first, as far as they still exist."""
        buffer = self.model.world.organisations["partners"][self.row]
        count = self.partner_count
        first = max(0, count - PARTNERS_REMEMBERED)
        rows = [int(buffer[i % PARTNERS_REMEMBERED]) for i in range(first, count)]
        return [self.model.organisation(row) for row in rows if self.model.world.organisations["alive"][row]]

    @property
    def deals(self) -> pd.DataFrame:
        """Every deal it was ever a party of, one row each, as in `model.deals()`."""
        frame: pd.DataFrame = self.model.deals(organisation=self.row)
        return frame

    def would_accept(self, deal: int) -> Judgement:
        """Tell whether it would become the partner of a deal now, by the rule the match itself uses.

        Args:
            deal: number of a deal, row of `model.deals()`.

        Returns:
            A `Judgement`: accepted or not, gain and hurdle in million yuan, and why.
        """
        answer: Judgement = self.model.judge(deal, self.row)
        return answer

    def remove(self) -> None:
        """Close the organisation; it takes no part from now on."""
        self.model.close(self.row)
        super().remove()

    def _column(self, name: str) -> int:
        return int(self.model.world.organisations[name][self.row])


class MilitaryEnterprise(Organisation):
    """A military enterprise or defence institute; the largest can be lead ("Qomolangma") enterprises."""

    KIND = military_enterprise.KIND


class PrivateFirm(Organisation):
    """A high-tech firm: dormant until it enters the military market, then a supplier that may climb the ladder."""

    KIND = private_firm.KIND

    def entry_chance(self) -> float:
        """Chance that it enters the military market in the next quarter if it is dormant, 0..1."""
        return float(self.model.entry_chance(self.row))


class University(Organisation):
    """A university or civilian research institute."""

    KIND = university.KIND


_WRITTEN = {written.KIND.name: written for written in (MilitaryEnterprise, PrivateFirm, University)}


def _class_of(kind: Kind) -> type[Organisation]:
    """Return the class of a kind; one that answers no question of its own needs none of its own and gets this."""
    name = "".join(word.capitalize() for word in kind.name.split("_"))
    return _WRITTEN.get(kind.name) or type(name, (Organisation,), {"KIND": kind, "__doc__": kind.words})


ORGANISATIONS: tuple[type[Organisation], ...] = tuple(_class_of(kind) for kind in KINDS)
globals().update({one.__name__: one for one in ORGANISATIONS})  # a pickled agent finds its class by this name
