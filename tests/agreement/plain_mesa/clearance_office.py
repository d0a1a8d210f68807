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
        return len(self.free_at)

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
        while len(self.free_at) < wanted:
            heapq.heappush(self.free_at, float(self.model.quarter))
        while len(self.free_at) > wanted:
            heapq.heappop(self.free_at)

    def file(self, case: Case) -> None:
        """Take in a case of this quarter."""
        self.new_cases.append(case)

    def serve(self) -> None:
        """Let clerks take up cases in the order of filing."""
        self.queue += sorted(self.new_cases, key=lambda case: case.filed)
        self.new_cases = []
        self.waits, self.started = 0.0, 0
        end = self.model.quarter + 1.0
        while self.queue and self.free_at:
            case = self.queue[0]
            start = max(self.free_at[0], case.filed)
            if start >= end:
                break
            self.queue.pop(0)
            if case.interest_until < start:
                case.status = "withdrawn"
                continue
            case.status = "working"
            case.started, case.decided = start, start + case.work
            heapq.heapreplace(self.free_at, case.decided)
            self.waits += start - case.filed
            self.started += 1
        if self.started > 0:
            self.mean_wait += self.model.settings.wait_memory * (self.waits / self.started - self.mean_wait)
