"""Mesa's own tools find a data collector on the model: it reads what the model keeps anyway, and slows no step."""

from __future__ import annotations

from typing import Any, Protocol

import mesa
import numpy as np
import pandas as pd

from sim.outcomes import OUTCOMES


class Running(Protocol):
    """What is read of a model."""

    @property
    def run_seed(self) -> int:
        """Seed of the run."""

    @property
    def quarter(self) -> int:
        """Quarters that have been run."""

    def history(self) -> pd.DataFrame:
        """Return one row per quarter run."""

    def outcomes(self) -> dict[str, float]:
        """Measure every outcome."""


class Collected(mesa.DataCollector):  # type: ignore[misc]
    """A data collector whose model variables are the history by quarter, the seed, and at last the outcomes.

    With it `mesa.batch_run(CollaborationModel, ...)` returns the outcomes of every run. A model may be given another
    one: `model.datacollector = mesa.DataCollector(...)`.

    Args:
        model: whose history it reads.
    """

    def __init__(self, model: Running) -> None:
        super().__init__()
        self._model = model
        self.model_reporters = {outcome.name: outcome.name for outcome in OUTCOMES}  # without any, Mesa shows no table

    @property
    def model_vars(self) -> dict[str, list[Any]]:
        """One list per variable, an entry per quarter; outcomes are NaN but for the last."""
        if self._model.quarter == 0:
            return {}
        history = self._model.history()
        before = [np.nan] * (len(history) - 1)
        series: dict[str, list[Any]] = {str(name): history[name].tolist() for name in history.columns}
        series["seed"] = [self._model.run_seed] * len(history)
        return series | {name: [*before, value] for name, value in self._model.outcomes().items()}

    @model_vars.setter
    def model_vars(self, value: dict[str, list[Any]]) -> None:
        """Take what the base class begins with: nothing."""

    def collect(self, model: mesa.Model) -> None:
        """Do nothing: the model keeps its history itself."""
