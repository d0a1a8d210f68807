"""Tables are written so that a spreadsheet shows what stands in them and calculates nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from sim.store.files import replace


def write_csv(data: pd.DataFrame, path: Path) -> None:
    """Write a table; a cell that a spreadsheet would take for a formula is marked as text."""
    safe = data.copy()
    for name in safe.columns:
        if not pd.api.types.is_numeric_dtype(safe[name]):
            safe[name] = [_harmless(value) for value in safe[name]]
    replace(path, safe.to_csv(index=False).encode())


def _harmless(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
