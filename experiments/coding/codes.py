"""Sheets of codes: written empty, read with care, and what two or more of them say together."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from sim.barriers import BARRIERS
from sim.scenario.coding import SCALE, beta_of

STATEMENTS = Path(__file__).parent / "statements.csv"
COLUMNS = ["number", "barrier", "section", "statement", "code"]
SEED = 16
ENOUGH = 0.667
"""Alpha from which tentative conclusions are held to be in order (Krippendorff 2004, p. 241)."""


class SheetError(ValueError):
    """A sheet that cannot be used: where, what was found, what is allowed."""


def write_sheet(file: Path) -> None:
    """Write an empty sheet; a file that exists is not touched."""
    if file.exists():
        raise SheetError(f"{file}: is there already; a sheet that somebody may have filled is not written over")
    scale = "\n".join(f"# {level:.2f}  {words}" for level, words in SCALE.items())
    head = f"# Read each section, then code how strong the barrier is by its words; empty if unsure.\n{scale}\n"
    table = pd.read_csv(STATEMENTS).assign(code="")
    file.write_text(head + table[COLUMNS].to_csv(index=False, lineterminator="\n"), encoding="utf-8")


def read_sheet(file: Path) -> NDArray[np.float64]:
    """Return one coder's codes by statement, NaN where none was given.

    Raises:
        SheetError: the file is missing, its lines are not those of the sheet, or a code is not on the scale.
    """
    try:
        table = pd.read_csv(file, comment="#", dtype=str, keep_default_na=False)
    except (OSError, UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise SheetError(f"{file}: cannot be read as a sheet ({error})") from error
    missing = [name for name in ("number", "code") if name not in table]
    if missing:
        raise SheetError(f"{file}: has no column {missing[0]}; columns of a sheet are {', '.join(COLUMNS)}")
    numbers = [str(number) for number in pd.read_csv(STATEMENTS)["number"]]
    if list(table["number"]) != numbers:
        raise SheetError(f"{file}: column number must be 1 to {len(numbers)}, one line each, in order")
    return np.array([_code(file, line, text.strip()) for line, text in enumerate(table["code"], 1)])


def _code(file: Path, statement: int, text: str) -> float:
    if not text:
        return float("nan")
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if value not in SCALE:
        allowed = ", ".join(f"{level:g}" for level in SCALE)
        where = f"{file}, statement {statement}"
        raise SheetError(f"{where}: code {text!r} is not on the scale; allowed are {allowed}, or empty")
    return value


def by_barrier(coder: NDArray[np.float64]) -> dict[str, float]:
    """Return a coder's intensity of every barrier: the mean of its statements' codes, NaN if none was coded."""
    names = pd.read_csv(STATEMENTS)["barrier"].to_numpy()
    codes = {one.name: coder[names == one.name] for one in BARRIERS}
    return {name: float(np.nanmean(own)) if np.isfinite(own).any() else float("nan") for name, own in codes.items()}


def alpha(coders: Sequence[NDArray[np.float64]]) -> float:
    """Return Krippendorff's alpha of codes on an interval scale: 1 for agreement, 0 for what chance would give."""
    import krippendorff

    return float(krippendorff.alpha(reliability_data=np.vstack(coders), level_of_measurement="interval"))


def agreement(coders: Sequence[NDArray[np.float64]]) -> str:
    """Say what each coder found, and how far they agree."""
    found = pd.DataFrame([by_barrier(one) for one in coders], index=[f"coder {n + 1}" for n in range(len(coders))]).T
    found["in use"] = [one.default for one in BARRIERS]
    lines = [found.round(2).to_string()]
    if len(coders) < 2:
        return "\n".join([*lines, "one coder: nothing can be said of agreement; two or more are wanted"])
    value = alpha(coders)
    low = f"below {ENOUGH}: the words do not settle the codes"
    read = "enough for tentative conclusions" if value >= ENOUGH else low
    return "\n".join([*lines, f"Krippendorff's alpha {value:.2f} over {len(coders)} coders: {read}"])


def codings(coders: Sequence[NDArray[np.float64]], number: int) -> pd.DataFrame:
    """Draw codings of the barriers: a coder by lot for each barrier, then the spread of one reader about that code.

    Args:
        coders: codes by statement, one array per coder.
        number: rows.

    Returns:
        One column `barriers.NAME` per barrier, [number]; a barrier that nobody coded keeps the code in use.
    """
    random = np.random.default_rng(SEED)
    each = [by_barrier(one) for one in coders]
    table = {}
    for barrier in BARRIERS:
        known = [own[barrier.name] for own in each if np.isfinite(own[barrier.name])] or [barrier.default]
        chosen = random.choice(known, number)
        shape = np.array([beta_of(code) for code in chosen])
        table[f"barriers.{barrier.name}"] = stats.beta.rvs(shape[:, 0], shape[:, 1], random_state=random)
    return pd.DataFrame(table)
