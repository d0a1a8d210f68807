"""Results are the runs of one plan: a tidy table, and a refusal to pass a part off as the whole."""

from __future__ import annotations

import hashlib
from collections import Counter
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from sim.language import _
from sim.store.errors import StoreError
from sim.store.files import replace
from sim.store.parts import digest_of
from sim.store.plan import Plan
from sim.store.rows import RunStatus
from sim.store.store import RUNS, Store

HEAD = ("run", "arm", "draw", "seed")


class Results:
    """The runs of the latest plan of a store.

    Args:
        store: where they are kept.
        plan: another plan than the latest.
    """

    def __init__(self, store: Store | Path | str, plan: Plan | None = None) -> None:
        self.store = store if isinstance(store, Store) else Store.existing(store)
        self.plan = plan if plan is not None else self.store.plan()

    def frame(self, ok_only: bool = False, twins: bool = False) -> pd.DataFrame:
        """Return one row per run that is there, in the order of the plan.

        Columns: run (identity), arm, draw (number of the parameter draw), seed, every factor by its dotted key (as the
        arm has it: the base's value where the arm leaves it alone, even if draws move it; those are `plan.draws`),
        status, message, scenario (digest) and every outcome in its unit, NaN if the run failed.

        Args:
            ok_only: leave out the runs that failed.
            twins: return the twins of readings, and not the readings.

        Raises:
            StoreError: if two runs that should be one contradict one another.
        """
        planned = self.plan.frame(twins)
        frame = planned.merge(self._runs.drop(columns="seed"), on="run", how="inner", sort=False)
        return frame[frame["status"] == RunStatus.OK].reset_index(drop=True) if ok_only else frame

    def whole(self) -> pd.DataFrame:
        """Return the frame with the twins below it, if there are any, told by a column `twin`."""
        frame = self.frame()
        if not self.plan.twins:
            return frame
        both = [frame.assign(twin=False), self.frame(twins=True).assign(twin=True)]
        return pd.concat(both, ignore_index=True)

    def counts(self) -> dict[str, int]:
        """Return how many runs are done, missing, failed, and failed in each way."""
        status = dict(zip(self._runs["run"], self._runs["status"], strict=True))
        found = Counter(status.get(run.run, "missing") for run in self.plan.runs())
        failed = {str(how): found[how] for how in RunStatus if how is not RunStatus.OK}
        return {"done": found[RunStatus.OK], "missing": found["missing"], "failed": sum(failed.values()), **failed}

    def kept(self, name: str) -> pd.DataFrame:
        """Return a table that was kept of every run, with the columns run, arm, draw and seed before its own.

        Raises:
            StoreError: if no such table was kept.
        """
        tables = list(self.store.tables(name))
        if not tables:
            kept = ", ".join(self.plan.kept) or "none"
            raise StoreError(
                self.store.folder,
                _("holds no table {name!r} of its runs", name=name),
                _("kept tables: {kept}", kept=kept),
            )
        planned = self.plan.frame()[list(HEAD)]
        whole = pa.concat_tables(tables, promote_options="default").to_pandas()
        return planned.merge(whole.drop_duplicates(), on="run", how="inner", sort=False)

    @cached_property
    def looks(self) -> int:
        """How often the readings were, or may be, looked at while they grew: one if their number was fixed beforehand.

        The plans in the store tell: those that share worlds with this one and have other numbers of readings.
        """
        worlds = {world for arm in self.plan.arms for world in arm.scenarios}
        numbers = {_size(self.plan)}
        for plan in self.store.plans():
            if not plan.readings.get("pace") and worlds & {world for arm in plan.arms for world in arm.scenarios}:
                numbers.add(_size(plan))
        planned = 2 if self.plan.readings.get("decide") else 1
        return max(planned, sum(number <= _size(self.plan) for number in numbers))

    def query(self, sql: str) -> pd.DataFrame:
        """Ask with SQL: the view `results` is the frame; needs the extra `analysis`.

        Args:
            sql: a DuckDB query, such as "select arm, avg(transfers_delivered) from results group by arm".
        """
        import duckdb

        with duckdb.connect() as connection:
            connection.register("results", self.whole())
            return connection.execute(sql).df()

    def digest(self) -> str:
        """Return the SHA-256 of the frame: equal for equal results, wherever and in whatever order they were made."""
        frame = self.whole().drop(columns="message")
        frame["arm"] = frame["arm"].astype(str)
        head = hashlib.sha256(self.plan.id.encode())
        head.update(digest_of(pa.Table.from_pandas(frame, preserve_index=False)).encode())
        return head.hexdigest()

    @cached_property
    def _runs(self) -> pd.DataFrame:
        """Every run of the plan that is there, once: what ended well before what did not."""
        wanted = frozenset(run.run for run in self.plan.runs())
        found: list[pa.Table] = []
        for table in self.store.tables(RUNS):
            table = table.filter(pa.array([run in wanted for run in table.column("run").to_pylist()], pa.bool_()))
            if table.num_rows:
                found.append(table)
        if not found:
            return pd.DataFrame({"run": [], "scenario": [], "seed": [], "status": [], "message": []})
        runs = pa.concat_tables(found, promote_options="default").to_pandas()
        order = {str(status): rank for rank, status in enumerate(RunStatus)}
        runs = runs.sort_values("status", key=lambda names: names.map(order), kind="stable")
        well = runs[runs["status"] == RunStatus.OK]
        self._refuse_contradictions(well)
        once: pd.DataFrame = runs.drop_duplicates("run").reset_index(drop=True)
        return once

    def _refuse_contradictions(self, runs: pd.DataFrame) -> None:
        different = runs.drop(columns="message").drop_duplicates()
        twice = different[different.duplicated("run", keep=False)]
        if len(twice):
            first = twice[twice["run"] == twice["run"].iloc[0]]
            varies = [str(name) for name in first.columns if first[name].nunique(dropna=False) > 1]
            seed = int(first["seed"].iloc[0])
            what = _(
                "holds run {run} (seed {seed}) twice with different {varies}",
                run=first["run"].iloc[0],
                seed=seed,
                varies=", ".join(varies[:3]),
            )
            remedy = _("one of the machines that wrote to it does not compute as the others: start a new store")
            raise StoreError(self.store.folder, what, remedy)


def _size(plan: Plan) -> int:
    """Return how many readings a plan has; its seeds if nothing else differs between them."""
    return len(plan.draws) if any(plan.draws) else plan.seeds


def describe(results: Results) -> dict[str, Any]:
    """Return in plain data what a store holds of its latest plan."""
    return {"plan": results.plan.id, "runs": len(results.plan), **results.counts(), "sha256": results.digest()}


def write_table(results: Results, path: Path) -> None:
    """Write the frame, twins last, as a Parquet file: the same bytes for the same results."""
    frame = results.whole().astype({"arm": str})
    sink = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None), sink)
    replace(path, sink.getvalue().to_pybytes())
