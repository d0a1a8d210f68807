"""The laboratory's own page, and what it may ask of this machine: runs, reasons, another region, studies.

The page runs the model itself; the server is its second engine, for regions that a browser has no memory for, and
for all that needs files. It keeps nothing of a reader but the regions that were given lately.
"""

from __future__ import annotations

import gzip
import os
import secrets
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from sim.app import library
from sim.app.studies import RESULTS, Studies, StudyError
from sim.language import _
from sim.page import pack_of, page_of
from sim.page.result import run_task
from sim.page.settings import as_world
from sim.scenario import Problem, Scenario, ScenarioError
from sim.scenario.region_files import CITIES, FIELDS, RELATED, YEARS, shipped_regions
from sim.scenario.wording import printable

LARGEST_BODY = 4_000_000  # bytes of a request
MOST_REGIONS = 8
REGION_FILES = (CITIES, FIELDS, RELATED, YEARS)
GIVEN = "region that was given"


class Refused(Exception):  # noqa: N818  # an answer, not a fault
    """Raised for a request that is answered with problems.

    Args:
        problems: each with place, found, allowed and hint.
        status: of the answer.
    """

    def __init__(self, problems: list[dict[str, str]], status: int = 400) -> None:
        super().__init__(problems)
        self.problems, self.status = problems, status


class Laboratory:
    """Pages and runs of one server.

    Args:
        folder: below which studies are started, followed and opened.
    """

    def __init__(self, folder: Path) -> None:
        self.studies = Studies(folder)
        self._pool: ProcessPoolExecutor | None = None
        self._bases: OrderedDict[str, Scenario] = OrderedDict()
        self._given: dict[str, dict[str, str]] = {}
        self._pages: OrderedDict[str, bytes] = OrderedDict()
        self._making = threading.Lock()

    def base(self, region: str = "") -> Scenario:
        """Return the scenario of a page: that of the command line, or that of a region that was given."""
        if region and region not in self._bases:
            raise Refused([said("region", _("it is not known here any more"), _("give its file again"))], 404)
        return self._bases[region] if region else library.load(library.start_name())

    def page(self, region: str = "") -> bytes:
        """Return the page of a region, packed by gzip."""
        base = self.base(region)
        key = region or base.digest
        with self._making:
            if key not in self._pages:
                name = library.seen_from(self.studies.folder / RESULTS)
                text = page_of(pack_of(base), server=True, region=region, base=name)
                self._pages[key] = gzip.compress(text.encode(), 6)
                while len(self._pages) > MOST_REGIONS:
                    self._pages.popitem(last=False)
            return self._pages[key]

    def take_region(self, files: Mapping[str, str]) -> str:
        """Take the files of a region; return the name under which its page is asked for.

        Args:
            files: texts by the names that files of a region have; `cities.csv` among them.

        Raises:
            Refused: if anything in them is wrong; holds every problem found, and nothing has changed.
        """
        if strange := sorted(set(files) - set(REGION_FILES)) or ([CITIES] if CITIES not in files else []):
            what = _("it is no file of a region") if strange[0] in files else _("it is missing")
            raise Refused([said(printable(strange[0]), what, ", ".join(REGION_FILES))])
        start = library.load(library.start_name())
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place) / GIVEN
            folder.mkdir()
            for file, text in files.items():
                (folder / file).write_text(text, encoding="utf-8")
            try:
                base = start.varied([("region", "region.cities", str(folder))])
            except ScenarioError as error:
                raise Refused([_told(one) for one in error.problems]) from None
        name = secrets.token_hex(8)
        self._bases[name], self._given[name] = base, dict(files)
        while len(self._bases) > MOST_REGIONS:
            self._given.pop(self._bases.popitem(last=False)[0], None)
        return name

    def region_files(self, region: str = "") -> dict[str, str]:
        """Return the files of the region of a page, by name, as they were read or given."""
        named = str(self.base(region).to_dict()["region"]["cities"])
        if region:
            return self._given[region]
        path = library.opened()
        place = shipped_regions().get(named) or (path.parent if path else Path()) / named
        if place.is_file():
            return {CITIES: place.read_text(encoding="utf-8-sig")}
        known = [one for one in REGION_FILES if (place / one).is_file()]
        return {one: (place / one).read_text(encoding="utf-8-sig") for one in known}

    def run(self, task: Mapping[str, Any]) -> Any:
        """Start a run in the warm pool and return its future."""
        base = self.base(str(task.get("region", "")))
        as_world(task["moved"], base, task.get("form"))
        try:
            return self._warm().submit(run_task, base, dict(task))
        except BrokenProcessPool:
            self.close()
            return self._warm().submit(run_task, base, dict(task))

    def why(self, asked: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Return what each barrier costs a deal of a run: now, and what it would be without.

        Args:
            asked: moved, form and seed of the run; initiator, opened and slot of the deal.
        """
        from sim.model import CollaborationModel

        model = CollaborationModel(
            as_world(asked["moved"], self.base(str(asked.get("region", ""))), asked.get("form")),
            seed=int(asked["seed"]),
        )
        model.run()
        deals = model.record().deals
        found = (deals["initiator"] == asked["initiator"]) & (deals["opened"] == asked["opened"])
        rows = (found & (deals["slot"] == asked["slot"])).nonzero()[0]
        if not len(rows):
            raise Refused([said("deal", _("there is no such deal in this run"), "")], 404)
        told: list[Any] = model.why(int(rows[0])).to_dict("records")
        return told

    def close(self) -> None:
        """Stop the pool."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
        self._pool = None

    def _warm(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(max_workers=max(1, os.cpu_count() or 1), mp_context=get_context("spawn"))
        return self._pool


def said(place: str, found: str, allowed: str, hint: str = "") -> dict[str, str]:
    """Return a problem in plain data."""
    return {"place": place, "found": found, "allowed": allowed, "hint": hint}


def _told(problem: Problem) -> dict[str, str]:
    """Return a problem of a region that was given, by the names of its files."""
    place = problem.location.rpartition(f"{GIVEN}/")[2].removeprefix(f"{CITIES}:")
    return said(place, problem.found, problem.allowed, problem.hint or problem.fix)


__all__ = ["LARGEST_BODY", "Laboratory", "Refused", "StudyError", "said"]
