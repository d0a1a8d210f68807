"""A folder of results says of itself whether it is as it was written: every file, every part, every run of its plan."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from sim.language import N_, _
from sim.store.additions import digest_of_file, noted
from sim.store.errors import StoreError
from sim.store.results import Results
from sim.store.rows import RunStatus
from sim.store.store import Store

PROVENANCE = "provenance.json"


class Digests(NamedTuple):
    """What was compared with the digests that a folder keeps.

    Args:
        files: tables, figures, scenarios and pages.
        parts: parts of the store.
        faults: what is not as it was written, a sentence each.
    """

    files: int
    parts: int
    faults: tuple[str, ...]


def provenance_of(folder: Path) -> Mapping[str, Any]:
    """Return what a folder says of how its results came about.

    Raises:
        StoreError: if it says nothing, or nothing that can be read.
    """
    path, remedy = folder / PROVENANCE, _("name a folder that `sim run`, `compare` or `sweep` wrote with --out")
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise StoreError(
            folder,
            _("holds no {provenance}: it is no results folder, or a sweep not done", provenance=PROVENANCE),
            remedy,
        ) from None
    except ValueError as error:
        raise StoreError(path, _("cannot be read ({error})", error=error), _("make the results again")) from None
    if not isinstance(found, dict) or not isinstance(found.get("made_by"), str):
        raise StoreError(path, _("does not say which command made the results"), remedy)
    return found


def files_as_written(folder: Path, provenance: Mapping[str, Any]) -> Digests:
    """Compare every file that was written to a folder with the digests kept there.

    What was noted of a file when it was written holds; what the provenance says of it holds more exactly.
    """
    known = noted(folder)
    exact = provenance.get("sha256")
    if isinstance(exact, dict):
        known |= {name: {str(digest)} for name, digest in exact.items()}
    faults = []
    for name, digests in sorted(known.items()):
        path = folder / name
        if not path.is_file():
            faults.append(_("{name} was written here and is gone", name=name))
        elif digest_of_file(path) not in digests:
            faults.append(_("{name} is not as it was written", name=name))
    return Digests(len(known), 0, tuple(faults))


def store_as_written(results: Results, provenance: Mapping[str, Any]) -> Digests:
    """Compare every part of a store with its digest, and the runs with the plan and the digest of their table."""
    store, plan = results.store, results.plan
    found = store.inventory(plan.kept, mend=False)
    counts = results.counts()
    faults = [*found.set_aside, *found.strangers]
    faults += [_(text, wrong=counts[how], all=len(plan)) for how, text in WRONG.items() if counts[how]]
    well = {run.run for run in plan.runs() if found.status.get(run.run) is RunStatus.OK}
    lacking = {name: len(well - found.kept.get(name, set())) for name in plan.kept}
    faults += [
        _("of {count:,} runs the table {name} is missing", count=count, name=name)
        for name, count in lacking.items()
        if count
    ]
    whole = provenance.get("sha256")
    if isinstance(whole, str) and not faults and whole != results.digest():
        faults.append(_("the runs are not those that the table was made of"))
    return Digests(0, parts_of(store, plan.kept), tuple(faults))


WRONG: Mapping[str, str] = {
    "missing": N_("{wrong:,} of {all:,} runs are missing"),
    "failed": N_("{wrong:,} of {all:,} runs failed"),
}
"""What is said of runs that are not as planned; messages."""


def parts_of(store: Store, kept: tuple[str, ...]) -> int:
    """Return how many parts a store has."""
    folders = [store.folder / name for name in kept]
    return len(store.parts()) + sum(len(list(folder.glob("*.parquet"))) for folder in folders if folder.is_dir())
