"""What the calibration has kept: populations of forms, tables by form, and whether they are of today's rules."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.calibration.numbers import free
from experiments.calibration.runs import FOLDER
from experiments.calibration.synthetic import Polynomial
from sim.engine import model_version

EXPECTED = "expected "
"""What the names of columns begin with that hold what a statistic was expected to be."""


def population_of(name: str, folder: Path = FOLDER) -> pd.DataFrame:
    """Return what `posterior` kept of a form: a row per draw.

    Raises:
        SystemExit: if there is nothing, or it is of other rules or free numbers than today's; says how to make it.
    """
    file, how = population_file(name, folder), about(name, folder)
    if not file.is_file() or not how:
        raise SystemExit(f"there is no {file}: python -m experiments.calibration.posterior {name}")
    if how["model"] != model_version() or how["keys"] != [one.key for one in free()]:
        raise SystemExit(
            f"{file} is of other rules, or other free numbers, than today's: "
            f"python -m experiments.calibration.posterior {name}"
        )
    return pd.read_parquet(file)


def population_file(name: str, folder: Path = FOLDER) -> Path:
    """Return where the draws of a form are kept."""
    return folder / f"population-{name}.parquet"


def about(name: str, folder: Path = FOLDER) -> dict[str, Any]:
    """Return how the draws of a form were made; empty if none are kept."""
    file = population_file(name, folder).with_suffix(".json")
    return dict(json.loads(file.read_text(encoding="utf-8"))) if file.is_file() else {}


def keep_about(name: str, folder: Path = FOLDER, **how: Any) -> None:
    """Keep how the draws of a form were made, with the rules and the free numbers they are of."""
    file = population_file(name, folder).with_suffix(".json")
    whole = {"model": model_version(), "keys": [one.key for one in free()], **how}
    file.write_text(json.dumps(whole, indent=1), encoding="utf-8")


def polynomial_file(name: str, folder: Path = FOLDER) -> Path:
    """Return where what runs of a form show is kept, as it was learned."""
    return folder / f"polynomial-{name}.npz"


def keep_polynomial(polynomial: Polynomial, name: str, folder: Path = FOLDER) -> None:
    """Keep what was learned of a form."""
    np.savez(polynomial_file(name, folder), **{one.name: getattr(polynomial, one.name) for one in fields(Polynomial)})


def polynomial_of(name: str, folder: Path = FOLDER) -> Polynomial:
    """Return what was learned of a form.

    Raises:
        SystemExit: if nothing was; says how to.
    """
    file = polynomial_file(name, folder)
    if not file.is_file():
        raise SystemExit(f"there is no {file}: python -m experiments.calibration.posterior {name}")
    with np.load(file) as kept:
        return Polynomial(**{one.name: kept[one.name] for one in fields(Polynomial)})


def keep_form(file: Path, table: pd.DataFrame) -> None:
    """Put the rows of a form in the place of those that a file has of it."""
    old = pd.read_csv(file) if file.is_file() else table[:0]
    old = old[old["form"] != table["form"].iloc[0]]
    both = pd.concat([old, table], ignore_index=True) if len(old) else table
    both.to_csv(file, index=False, float_format="%.4g")


def stale(model: str) -> str:
    """Say that figures are of other rules than those of today, if they are."""
    return "" if model == model_version()[:12] else f"; of other rules than those of today ({model})"
