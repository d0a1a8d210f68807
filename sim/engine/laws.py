"""What is opened is delivered, dead or open; nobody spends what is not there: laws that hold in every quarter of a run.

They are read off the tables from outside, so a run that is watched gives what it gives unwatched. The letters are
those of the validation plan: C1 accounts of deals, C2 causes of death, C3 stocks and capacities, C4 licences;
C7 choices, agreements among them; C8 firms; and that every number is one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Generic, Protocol, TypeVar

import numpy as np

from sim.engine import agreement_laws, money_laws
from sim.engine.firms import broken_laws, living_firms
from sim.outcomes import Record
from sim.scenario import Scenario
from sim.state import World
from sim.tables import FIRST_BARRIER, CaseStatus, Records, Status

STOCKS = ("cash", "open_shelf", "classified_shelf", "open_deals", "applications", "deliveries", "supplies")
SHARES = ("perceived_success", "trust")
TIMES = ("matched", "cleared", "converted", "financed", "ended", "filed", "started", "decided", "score")
REFUSED = ("refused_value", "refused_cost", "refused_score")
"""Columns in which NaN says "not yet" or, of offers, "none"; in all others it would be a fault."""
CLASSES = 3  # of licences: parts, key subsystems, complete machines
LARGEST_COUNT = 2**31 - 1
COUNTED = ("deals", "open_deals", "cases", "organisations", "loans")


class LawError(RuntimeError):
    """Raised if a law does not hold in a run; the message says which, in which quarter and by how much."""


class Watched(Protocol):
    """What is read and stepped: a run, or the model that wraps one."""

    @property
    def world(self) -> World:
        """All tables of the run."""

    @property
    def inputs(self) -> Scenario:
        """The scenario."""

    @property
    def run_seed(self) -> int:
        """Seed of the run."""

    @property
    def quarter(self) -> int:
        """Quarters that have been run."""

    def record(self) -> Record:
        """Return what outcomes read."""

    def step(self) -> None:
        """Run one quarter."""


W = TypeVar("W", bound=Watched)


class Watch(Generic[W]):
    """Looks at a run after every quarter.

    Args:
        model: the run, or the model that wraps it, at any quarter.
    """

    def __init__(self, model: W) -> None:
        self.model = model
        self._earlier, self._firms, self._since = model.record().deals.copy(), living_firms(model.world), model.quarter

    def run(self) -> W:
        """Run to the scenario's horizon, looking after every quarter, and return what was run.

        Raises:
            LawError: at the first quarter in which a law does not hold.
        """
        while self.model.quarter < self.model.inputs.run.quarters:
            self.model.step()
            self.look()
        return self.model

    def look(self) -> None:
        """Make sure that every law holds now.

        Raises:
            LawError: if one does not; names all that do not.
        """
        broken = list(self.broken())
        self._earlier = self.model.record().deals.copy()
        self._firms, self._since = living_firms(self.model.world), self.model.quarter
        if broken:
            raise LawError(f"after quarter {self.model.quarter - 1}, seed {self.model.run_seed}: {'; '.join(broken)}")

    def broken(self) -> Iterator[str]:
        """Yield, a sentence each, which laws do not hold now."""
        yield from self._accounts()
        yield from self._causes()
        yield from self._stocks()
        yield from money_laws.broken(self.model.world, self.model.record())
        yield from self._offices()
        yield from self._licences()
        yield from broken_laws(self.model.world, self._firms, self._since)
        yield from self._choices()
        yield from self._numbers()

    def _accounts(self) -> Iterator[str]:
        """C1: opened = delivered + dead + open, by direction; what is over stays as it is."""
        world, deals, earlier = self.model.world, self.model.record().deals, self._earlier
        known = np.isin(deals["status"], [int(status) for status in Status])
        for direction in range(len(world.directions)):
            mine = deals["direction"] == direction
            opened, counted = int(mine.sum()), int((mine & known).sum())
            if opened != counted:
                yield f"C1: of {opened} deals of direction {direction} {counted} are open, delivered or dead"
        listed = np.sort(world.open_deals[: int(world.region[0].open_deals)])
        is_open = np.flatnonzero(deals["status"] == Status.OPEN)
        if not np.array_equal(listed, is_open):
            yield f"C1: {len(listed)} deals are listed as open and {len(is_open)} are"
        over = np.flatnonzero(earlier["status"] != Status.OPEN)
        for name in deals.dtype.names or ():
            equal_nan = deals.dtype[name].base.kind == "f"
            if not np.array_equal(deals[name][over], earlier[name][over], equal_nan=equal_nan):
                yield f"C1: {name} of deals that were over has changed"

    def _causes(self) -> Iterator[str]:
        """C2: what is dead has one cause, what is not has none; a barrier that is absent kills nothing."""
        deals, world = self.model.record().deals, self.model.world
        dead = deals["status"] == Status.DEAD
        count = world.history_by_barrier.shape[1]
        known = (deals["cause"] > 0) & (deals["cause"] < FIRST_BARRIER + count)
        if (dead != known).any() or (deals["cause"][~dead] != 0).any():
            yield f"C2: {int((dead != known).sum())} deals have no cause and are dead, or have one and are not"
        if np.isnan(deals["ended"][deals["status"] != Status.OPEN]).any():
            yield "C2: deals are over and have no end"
        ever = world.history_by_barrier[: self.model.quarter].max(axis=0, initial=0.0)
        for index in np.flatnonzero(ever == 0.0).tolist():
            killed = int((deals["cause"][dead] == FIRST_BARRIER + index).sum())
            if killed:
                yield f"C2: barrier {index} was never in force and killed {killed} deals"

    def _stocks(self) -> Iterator[str]:
        """C3: no stock is negative, every count of open deals is that of a recount."""
        world = self.model.world
        for name in STOCKS:
            least = world.organisations[name].min(initial=0)
            if least < 0:
                yield f"C3: {name} of an organisation is {least}"
        rows = world.open_deals[: int(world.region[0].open_deals)]
        parties = np.concatenate([world.deals["source"][rows], world.deals["recipient"][rows]])
        recount = np.bincount(parties[parties >= 0], minlength=len(world.organisations))
        apart = int((recount != world.organisations["open_deals"]).sum())
        if apart:
            yield f"C3: {apart} organisations do not take part in as many open deals as they count"

    def _offices(self) -> Iterator[str]:
        """C3: no office works on more cases than it has clerks, begins before it is asked, grants what it left."""
        world, cases, now = self.model.world, self.model.record().cases, self.model.quarter
        for office in range(len(world.offices)):
            here = cases["office"] == office
            at_work = here & (cases["started"] < now) & (cases["decided"] >= now)
            clerks, busy = int(world.offices["clerks"][office]), int(at_work.sum())
            if busy > clerks:
                yield f"C3: office {office} works on {busy} cases with {clerks} clerks"
            queue = world.queue[office, : int(world.offices["waiting"][office])]
            waiting = np.flatnonzero(here & (cases["status"] == CaseStatus.WAITING))
            if len(np.unique(queue)) != len(queue) or not np.isin(waiting, queue).all():
                yield f"C3: office {office} has {len(waiting)} waiting cases that are not once each in its queue"
        if (cases["started"] < cases["filed"]).any():
            yield "C3: a case was taken up before it was filed"
        if cases["granted"][np.isin(cases["status"], [CaseStatus.WAITING, CaseStatus.WITHDRAWN])].any():
            yield "C3: a case was granted that was never decided"

    def _licences(self) -> Iterator[str]:
        """C4: nobody makes a controlled supply at a rung above the licence class it held when conversion began."""
        deals, world = self.model.record().deals, self.model.world
        climbs = world.directions["climbs"][deals["direction"]]
        let_in = ~np.isnan(deals["cleared"]) | (deals["status"] == Status.DELIVERED)
        above = climbs & let_in & deals["controlled"] & (deals["class_held"] < deals["rung"])
        if above.any():
            yield f"C4: {int(above.sum())} supplies were let in above the licence class that was held"
        if (world.organisations["licence_class"] > CLASSES).any():
            yield "C4: an organisation holds a licence of a class that does not exist"

    def _choices(self) -> Iterator[str]:
        """C7: no ledger is negative and no city keeps up more than its money pays for."""
        world = self.model.world
        for name in ("put_in", "got_out"):
            if (world.ledger[name] < 0.0).any():
                yield f"C7: {name} of a ledger is negative"
        if len(world.ledger) != len(world.organisations):
            yield f"C7: {len(world.organisations)} organisations have {len(world.ledger)} ledgers"
        for name in ("kept_base", "kept_office"):
            levels = world.cities[name]
            if not ((levels >= 0.0) & (levels <= 1.0)).all():
                yield f"C7: {name} of a city is not between 0 and 1"
        dormant = world.kinds["enters"][world.organisations["kind"]] & ~world.organisations["active"]
        if (world.organisations["licence_class"][dormant & (world.organisations["pending_case"] < 0)] > 0).any():
            yield "C7: an organisation that takes no part holds a licence"
        granted, decided = world.offices["licences_granted"], world.offices["licences_decided"]
        if (granted > decided).any() or (granted < 0).any():
            yield "C7: an office has granted more licences than it decided"
        yield from agreement_laws.broken(world)

    def _numbers(self) -> Iterator[str]:
        """Every number is finite, every share between 0 and 1, every counter below what it can hold."""
        world, record = self.model.world, self.model.record()
        matched = ~np.isnan(record.deals["matched"])
        if np.isnan(record.deals["score"][matched]).any():
            yield "a deal was matched on a score that is no number"
        tables: dict[str, Any] = {
            "organisations": world.organisations,
            "deals": record.deals,
            "cases": record.cases,
            "history": record.history,
            "settings": world.settings,
            "offices": world.offices,
            "ledger": world.ledger,
            "cities": world.cities,
            "meters": world.meters,
            "ways": world.ways,
            "loans": world.loans[: int(world.region[0].loans)],
            "region": world.region,
        }
        for name, table in tables.items():
            yield from (f"{name}.{column} is not finite" for column in not_finite(table))
        for name in ("expertise", "gravity", "city_pair", "field_attention", "peers"):
            if not np.isfinite(getattr(world, name)).all():
                yield f"{name} is not finite"
        for name in SHARES:
            values = world.organisations[name]
            if not ((values >= 0.0) & (values <= 1.0)).all():
                yield f"{name} of an organisation is not between 0 and 1"
        for name in COUNTED:
            if not 0 <= int(world.region[name][0]) < LARGEST_COUNT:
                yield f"there are {int(world.region[name][0])} {name}"


def not_finite(table: Records) -> list[str]:
    """Return the columns of a table that hold an infinity, or a NaN that does not say "not yet"."""
    found = []
    for name in table.dtype.names or ():
        if table.dtype[name].base.kind != "f":
            continue
        values = table[name]
        if np.isinf(values).any() or (name not in (*TIMES, *REFUSED) and np.isnan(values).any()):
            found.append(name)
    return found
