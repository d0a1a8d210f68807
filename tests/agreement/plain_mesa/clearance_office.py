"""A clearance office serves its cases first come, first served, one at a time per clerk (ODD M6)."""

from __future__ import annotations

import heapq
import math

import mesa


class Case:
    """A licence application, a secrecy review or a second approval."""

    def __init__(self, kind: str, filed: float, work: float, *, organisation=None, deal=None, licence_class=0) -> None:
        self.kind = kind
        self.filed = filed
        self.work = work
        self.organisation = organisation
        self.deal = deal
        self.licence_class = licence_class
        self.ordinal = organisation.applications if organisation else 0
        self.status = "waiting"
        self.started = math.nan
        self.decided = math.nan
        self.granted = False
        self.interest_until = -math.inf


class ClearanceOffice(mesa.Agent):
    """One office per jurisdiction, with a queue and clerks."""

    def __init__(self, model, jurisdiction: int, share: float) -> None:
        super().__init__(model)
        self.jurisdiction = jurisdiction
        self.share = share
        self.free_at: list[float] = []
        self.queue: list[Case] = []
        self.new_cases: list[Case] = []
        self.at_work: list[Case] = []
        self.mean_wait = 0.0
        self.waits = 0.0
        self.started = 0

    @property
    def clerks(self) -> int:
        """Number of clerks."""
        return len(self.free_at)

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
                if case.organisation is not None:
                    case.organisation.pending_case = None
                continue
            case.status = "working"
            case.started, case.decided = start, start + case.work
            heapq.heapreplace(self.free_at, case.decided)
            self.at_work.append(case)
            self.waits += start - case.filed
            self.started += 1
        if self.started > 0:
            self.mean_wait += self.model.settings.wait_memory * (self.waits / self.started - self.mean_wait)

    def decided_cases(self) -> list[Case]:
        """Hand out the cases whose decision falls into this quarter."""
        end = self.model.quarter + 1.0
        done = [case for case in self.at_work if case.decided < end]
        self.at_work = [case for case in self.at_work if case.decided >= end]
        return done


def layer_factor(settings, both_coordinated: bool) -> float:
    """Return by how much layers of approval multiply the work (M8)."""
    layers = min(1.0, settings.layers) if both_coordinated else settings.layers
    return layers / (1.0 - settings.overlap)
