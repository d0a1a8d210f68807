"""A clearance office serves its cases first come, first served, one at a time per clerk (ODD M6)."""

from __future__ import annotations

import heapq
import math

import mesa

from tests.agreement.plain_mesa.purse import Purse


class Case:
    """A licence application of a firm, or a secrecy review or second approval of one deal."""

    def __init__(self, kind: str, filed: float, work: float, *, firm=None, deal=None, licence_class: int = 0) -> None:
        self.kind = kind
        self.filed = filed
        self.work = work
        self.firm = firm
        self.deal = deal
        self.licence_class = licence_class
        self.ordinal = firm.applications if firm else 0
        self.status = "waiting"
        self.started = math.nan
        self.decided = math.nan
        self.granted = False
        self.refused_by = ""
        self.shut: set[str] = set()

    @property
    def interest_until(self) -> float:
        """When the last deal behind it loses interest."""
        return self.firm.interest_until if self.firm else self.deal.interest_lost(self.kind)


class ClearanceOffice(mesa.Agent):
    """One office per jurisdiction, with a queue and clerks."""

    def __init__(self, model, jurisdiction: int, share: float) -> None:
        super().__init__(model)
        self.jurisdiction = jurisdiction
        self.share = share
        self.purse = Purse()
        self.free_at: list[float] = []
        self.reviewers_free_at: list[float] = []
        self.queue: list[Case] = []
        self.new_cases: list[Case] = []
        self.mean_wait = 0.0
        self.granted_share = 1.0
        self.decisions: list[bool] = []
        self.waits = 0.0
        self.started = 0

    @property
    def waiting(self) -> int:
        """Number of cases in the queue that still wait."""
        return sum(case.status == "waiting" for case in self.queue)

    @property
    def clerks(self) -> int:
        """Number of clerks."""
        return len(self.free_at) + len(self.reviewers_free_at)

    def publish_grants(self) -> None:
        """Publish the share of licence applications granted this year, and begin to count anew (M5)."""
        if self.decisions:
            self.granted_share = sum(self.decisions) / len(self.decisions)
        self.decisions = []

    def staff(self) -> None:
        """Hire or dismiss clerks (M0)."""
        clerks = self.model.settings.clerks
        wanted = math.floor(clerks * self.share + 0.5)
        if clerks > 0.0:
            wanted = max(1, wanted)
        apart = self.reviewers(wanted)
        for counter, number in ((self.free_at, wanted - apart), (self.reviewers_free_at, apart)):
            while len(counter) < number:
                heapq.heappush(counter, float(self.model.quarter))
            while len(counter) > number:
                heapq.heappop(counter)

    def reviewers(self, clerks: int) -> int:
        """Return how many of so many clerks only review, if clerks are separate (M6)."""
        settings = self.model.settings
        if settings.offices != "separate" or clerks < 2:
            return 0
        return clerks - min(clerks - 1, max(1, math.floor(settings.licence_clerks * clerks + 0.5)))

    def file(self, case: Case) -> None:
        """Take in a case of this quarter."""
        self.new_cases.append(case)

    def serve(self) -> None:
        """Let clerks take up cases in the order of filing."""
        self.queue += sorted(self.new_cases, key=lambda case: case.filed)
        self.new_cases = []
        self.waits, self.started = 0.0, 0
        if self.reviewers_free_at:
            self.work_off(self.free_at, [case for case in self.queue if case.kind == "licence"])
            self.work_off(self.reviewers_free_at, [case for case in self.queue if case.kind != "licence"])
        else:
            self.work_off(self.free_at, list(self.queue))
        self.queue = [case for case in self.queue if case.status == "waiting"]
        if self.started > 0:
            self.mean_wait += self.model.settings.wait_memory * (self.waits / self.started - self.mean_wait)

    def work_off(self, free_at: list[float], cases: list[Case]) -> None:
        """Let the clerks of one counter take up its cases until the quarter ends, or the deadline decide them (M6)."""
        settings, quarter = self.model.settings, self.model.quarter
        for case in cases if free_at else ():
            last = math.inf
            if settings.offices == "statutory_clock":
                last = max(case.filed + settings.statutory_quarters, quarter)
            by_clerk = max(free_at[0], case.filed)
            start = min(by_clerk, last)
            if start >= quarter + 1.0:
                return
            if case.interest_until < start:
                case.status = "withdrawn"
                continue
            case.status = "working"
            case.started, case.decided = start, min(start + case.work, last)
            if start == by_clerk:
                heapq.heapreplace(free_at, case.decided)
            self.waits += start - case.filed
            self.started += 1
