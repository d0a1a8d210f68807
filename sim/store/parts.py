"""A part is a Parquet file named by the digest of its values: damage and strangers show, and equal parts are one.

The digest is over values, not over the file, because the bytes of a Parquet file differ between versions of the
library that wrote it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from sim.language import _
from sim.store.rows import RunRow

NAME_LENGTH = 32
SUFFIX = ".parquet"
FOOTER = b"transfer_policy_lab"
FORMAT = 1
LONGEST_MESSAGE = 2000


class DamagedError(Exception):
    """Raised if a file is not a whole part."""


def runs_table(rows: Sequence[RunRow]) -> pa.Table:
    """Return rows as a table: run, scenario, seed, status, message and every outcome, NaN where there is none."""
    names = sorted({name for row in rows for name in row.outcomes})
    columns: dict[str, Any] = {
        "run": [row.run for row in rows],
        "scenario": [row.scenario for row in rows],
        "seed": pa.array([row.seed for row in rows], pa.int64()),
        "status": [str(row.status) for row in rows],
        "message": [row.message[:LONGEST_MESSAGE] for row in rows],
    }
    for name in names:
        columns[name] = pa.array([float(row.outcomes.get(name, np.nan)) for row in rows], pa.float64())
    return pa.table(columns)


def kept_table(rows: Sequence[RunRow], name: str) -> pa.Table:
    """Return one kept table of several runs under one another, with their run in the first column."""
    tables = []
    for row in rows:
        if name in row.tables:
            table = row.tables[name]
            tables.append(table.add_column(0, "run", pa.array([row.run] * table.num_rows, pa.string())))
    return (
        pa.concat_tables(tables, promote_options="default") if tables else pa.table({"run": pa.array([], pa.string())})
    )


def digest_of(table: pa.Table) -> str:
    """Return the SHA-256 of a table's column names and values: one NaN, no minus zero, text as UTF-8."""
    digest = hashlib.sha256()
    for name in sorted(table.column_names):
        column = table.column(name).combine_chunks()
        digest.update(f"{name}\n{column.type}\n{len(column)}\n".encode())
        digest.update(_bytes_of(column))
    return digest.hexdigest()


def encode(table: pa.Table, about: Mapping[str, Any]) -> tuple[str, bytes]:
    """Return the file name of a part and its bytes.

    Args:
        table: what it holds.
        about: what is worth knowing about how it was made; not part of its identity.
    """
    name = digest_of(table)
    footer = {"format": FORMAT, "sha256": name, **about}
    labelled = table.replace_schema_metadata({FOOTER: json.dumps(footer, sort_keys=True).encode()})
    sink = pa.BufferOutputStream()
    pq.write_table(labelled, sink, compression="zstd", write_page_checksum=True)
    return f"{name[:NAME_LENGTH]}{SUFFIX}", sink.getvalue().to_pybytes()


def decode(path: Path) -> pa.Table:
    """Read a part and make sure that it holds what its name says.

    Raises:
        DamagedError: if it does not.
        OSError: if it cannot be read at all.
    """
    content = path.read_bytes()
    try:
        # Parts are small: one thread reads them sooner than several.
        with pq.ParquetFile(pa.BufferReader(content), page_checksum_verification=True) as file:
            table = file.read(use_threads=False)
        footer = json.loads(table.schema.metadata[FOOTER])
        digest = digest_of(table)
    except Exception as error:  # noqa: BLE001  # a damaged file can make any reader fail in any way
        reason = str(error).partition("\n")[0][:160] or type(error).__name__
        raise DamagedError(_("is no whole part ({reason})", reason=reason)) from None
    if footer.get("sha256") != digest or path.name != f"{digest[:NAME_LENGTH]}{SUFFIX}":
        raise DamagedError(_("does not hold what its name says"))
    return table


def about_of(path: Path) -> Mapping[str, Any]:
    """Return what a part's footer says about how it was made; empty if it cannot be read."""
    try:
        about: Mapping[str, Any] = json.loads(pq.read_schema(path).metadata[FOOTER])
    except Exception:  # noqa: BLE001  # see decode
        return {}
    return about


def _bytes_of(column: pa.Array) -> bytes:
    if pa.types.is_floating(column.type):
        values = column.to_numpy(zero_copy_only=False).astype("<f8") + 0.0
        values[np.isnan(values)] = np.nan
        return bytes(values.tobytes())
    if pa.types.is_integer(column.type) and not column.null_count:
        return bytes(column.to_numpy(zero_copy_only=False).astype("<i8").tobytes())
    return json.dumps(column.to_pylist(), default=str).encode()
