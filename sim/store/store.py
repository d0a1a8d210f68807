"""A store holds runs and plans; opening it verifies every part, and what is damaged is set aside and done again."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import filelock
import pyarrow as pa

from sim.language import N_, _
from sim.store.additions import refuse_links
from sim.store.errors import StoreError
from sim.store.files import UNFINISHED, put_if_absent, remove_leftovers, replace, sync_folder
from sim.store.parts import SUFFIX, DamagedError, decode, encode, kept_table, runs_table
from sim.store.plan import Plan
from sim.store.rows import RunRow, RunStatus

RUNS, PLANS, ASIDE, LOCK, PLAN = "runs", "plans", "aside", "lock", "plan.json"
PART_NAME = re.compile(rf"[0-9a-f]{{32}}{re.escape(SUFFIX)}")
PLAN_NAME = re.compile(r".*-[0-9a-f]{12}\.json")


@dataclass(slots=True)
class Inventory:
    """What a store holds.

    Args:
        status: how every run ended, by its identity.
        kept: identities of the runs of which a table was kept, by the table's name.
        set_aside: what was wrong with which part, a sentence each.
        strangers: what lies among the parts of a table and is none, a sentence each; it is left where it is.
    """

    status: dict[str, RunStatus] = field(default_factory=dict)
    kept: dict[str, set[str]] = field(default_factory=dict)
    set_aside: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def note(self, run: str, status: RunStatus) -> None:
        """Take a run in; what ended well counts before what did not."""
        if self.status.get(run) is not RunStatus.OK:
            self.status[run] = status

    def has(self, run: str, tables: Sequence[str], again: bool = False) -> bool:
        """Tell whether a run needs no doing.

        Args:
            run: its identity.
            tables: names of the tables that are wanted of it.
            again: whether runs that failed are to be tried again.
        """
        status = self.status.get(run)
        if status is None or (again and status is not RunStatus.OK):
            return False
        return status is not RunStatus.OK or all(run in self.kept.get(name, ()) for name in tables)


class Store:
    """A folder of runs.

    Its own are `runs/`, `plans/`, `plan.json`, `aside/`, the locks, and the parts of the tables that its plan keeps.
    Whatever else lies in the folder is somebody else's.

    Args:
        folder: the folder; made if it is not there.

    Raises:
        StoreError: if it holds something that is no store.
        OSError: if it cannot be made.
    """

    def __init__(self, folder: Path | str) -> None:
        self.folder = Path(folder)
        if self.folder.exists() and not self.folder.is_dir():
            raise StoreError(self.folder, _("is not a folder"), _("name another folder"))
        if self.folder.is_dir() and any(self.folder.iterdir()) and not is_store(self.folder):
            raise StoreError(self.folder, _("holds something that is no store of runs"), _("name another folder"))
        self.folder.mkdir(parents=True, exist_ok=True)
        if not (self.folder / RUNS).is_dir():
            self._own(RUNS).mkdir(exist_ok=True)

    @classmethod
    def existing(cls, folder: Path | str) -> Store:
        """Open a store that must be there.

        Raises:
            StoreError: if there is none.
        """
        if not (Path(folder) / RUNS).is_dir():
            raise StoreError(folder, _("holds no runs"), _("name the folder given to `sim sweep --out`"))
        return cls(folder)

    @contextmanager
    def locked(self, shard: str = "") -> Iterator[None]:
        """Keep other coordinators out while this one works; saves work, correctness does not rest on it.

        Args:
            shard: name of the share of the runs; coordinators of different shares do not disturb one another.

        Raises:
            StoreError: if another coordinator is at work.
        """
        for name in (RUNS, PLANS, PLAN):
            self._own(name)
        path = self._own(f"{LOCK}{f'-{shard}' if shard else ''}")
        if path.is_file() and not path.read_bytes()[:1].isdigit() and path.stat().st_size:
            # A lock is empty, or holds the number of a process; some versions of the library would empty another file.
            raise StoreError(
                path, _("is no lock of a store"), _("move it elsewhere, or name another folder with --out")
            )
        lock = filelock.FileLock(path, timeout=0)
        try:
            lock.acquire()
        except filelock.Timeout:
            what = _("is in use: another sweep is writing to it")
            raise StoreError(self.folder, what, _("wait for it, or name another folder with --out")) from None
        try:
            for folder in (self.folder.resolve().parent, self.folder, self.folder / RUNS, self.folder / PLANS):
                remove_leftovers(folder)
            yield
        finally:
            lock.release()

    def keep_plan(self, plan: Plan) -> None:
        """Write a plan down, and that it is the latest; what is called like the latest and is none is set aside."""
        text = plan.to_json().encode()
        self._own(PLANS).mkdir(exist_ok=True)
        put_if_absent(self._own(f"{PLANS}/{plan.name}-{plan.id[:12]}.json"), text)
        path = self._own(PLAN)
        if path.exists():
            try:
                self.plan()
            except StoreError:
                self._set_aside(path)
        replace(path, text)

    def plan(self) -> Plan:
        """Return the latest plan.

        Raises:
            StoreError: if there is none, or it cannot be read.
        """
        path = self.folder / PLAN
        try:
            plan = Plan.from_json(path.read_text(encoding="utf-8"))
            if not any((self.folder / PLANS).glob(f"*-{plan.id[:12]}.json")):
                raise ValueError(_("it is none of those that were kept here"))
        except FileNotFoundError:
            raise StoreError(self.folder, _("holds no plan"), _("run `sim sweep` on it first")) from None
        except (ValueError, TypeError) as error:  # text of another encoding is a ValueError too
            raise StoreError(path, _("is damaged: {error}", error=error), _("run the same `sim sweep` again")) from None
        return plan

    def plans(self) -> Iterator[Plan]:
        """Yield every plan that was ever kept here and can be read."""
        folder = self.folder / PLANS
        for path in sorted(folder.glob("*.json")) if folder.is_dir() else ():
            try:
                yield Plan.from_json(path.read_text(encoding="utf-8"))
            except (OSError, ValueError):
                continue

    def add(self, rows: Sequence[RunRow], about: Mapping[str, Any]) -> None:
        """Keep runs for good: the tables of each first, so that a run that is there is there whole.

        Args:
            rows: what became of the runs.
            about: what is worth knowing about how they were made.

        Raises:
            StoreError: if the folder is gone.
            OSError: if the disk refuses; nothing is then half written.
        """
        try:
            for name in sorted({name for row in rows for name in row.tables}):
                self._put(name, kept_table(rows, name), about)
            self._put(RUNS, runs_table(rows), about)
        except FileNotFoundError:
            self.refuse_if_gone()
            raise

    def refuse_if_gone(self) -> None:
        """Make sure that the folder is still there.

        Raises:
            StoreError: if it is not.
        """
        if not (self.folder / RUNS).is_dir():
            what = _("is gone: it was moved or removed while it was written to")
            raise StoreError(self.folder, what, _("put it back, or let the same command begin again"))

    def inventory(self, kept: Sequence[str] = (), mend: bool = True) -> Inventory:
        """Verify every part and say what there is.

        Args:
            kept: names of the tables to look for beside the runs, as a plan names them.
            mend: whether to set aside what is damaged; else it is only passed over.
        """
        found = Inventory()
        for name in (RUNS, *kept):
            if mend:
                remove_leftovers(self._own(name))
            for table in self._parts_of(name, found, mend):
                runs = table.column("run").to_pylist()
                if name == RUNS:
                    for run, status in zip(runs, table.column("status").to_pylist(), strict=True):
                        found.note(run, RunStatus(status))
                else:
                    found.kept.setdefault(name, set()).update(runs)
        return found

    def tables(self, name: str = RUNS) -> Iterator[pa.Table]:
        """Yield every whole part of one kind: the runs, or a table that was kept of them."""
        yield from self._parts_of(name, Inventory(), mend=False)

    def parts(self) -> list[Path]:
        """Return the files that hold runs."""
        return sorted(path for path in (self.folder / RUNS).iterdir() if PART_NAME.fullmatch(path.name))

    def _put(self, kind: str, table: pa.Table, about: Mapping[str, Any]) -> None:
        folder = self._own(kind)
        if not folder.is_dir():
            folder.mkdir(exist_ok=True)
            sync_folder(self.folder)
        name, content = encode(table, about)
        put_if_absent(self._own(f"{kind}/{name}"), content)

    def _own(self, name: str) -> Path:
        """Return a place of the store that is to be written to; it is not one behind a symbolic link."""
        refuse_links(self.folder, name)
        return self.folder / name

    def _parts_of(self, name: str, found: Inventory, mend: bool) -> Iterator[pa.Table]:
        folder = self.folder / name
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if path.name.startswith(UNFINISHED):
                continue
            part = PART_NAME.fullmatch(path.name)
            if not part and name != RUNS:  # the folder of a table may have been there before
                found.strangers.append(
                    _("{part} is no part of this store; it is left where it is", part=f"{name}/{path.name}")
                )
                continue
            try:
                if not part or path.is_dir():
                    raise DamagedError(_("is no part of this store"))
                yield decode(path)
            except FileNotFoundError:
                if mend:
                    self._own(f"{name}/{path.name}")  # refuses a link to nothing
                continue  # another coordinator has set it aside
            except DamagedError as error:
                part_name = f"{name}/{path.name}"
                if mend:
                    self._set_aside(self._own(part_name))
                text = (
                    N_("{part} {damage}; set aside in {aside}/, its runs are done again")
                    if mend
                    else N_("{part} {damage}")
                )
                found.set_aside.append(_(text, part=part_name, damage=error, aside=ASIDE))

    def _set_aside(self, path: Path) -> None:
        folder = self._own(ASIDE)
        folder.mkdir(exist_ok=True)
        target, count = folder / path.name, 1
        while os.path.lexists(target):
            target, count = folder / f"{path.name}.{count}", count + 1
        path.rename(target)


def is_store(folder: Path) -> bool:
    """Tell whether a folder that is not empty is a store: by its parts or plans, not by names that anybody gives."""
    runs, plans = folder / RUNS, folder / PLANS
    inside = [path.name for path in runs.iterdir() if not path.name.startswith(UNFINISHED)] if runs.is_dir() else ["-"]
    kept = [path.name for path in plans.iterdir()] if plans.is_dir() else []
    return not inside or any(map(PART_NAME.fullmatch, inside)) or any(map(PLAN_NAME.fullmatch, kept))
