"""A tree-structured Parzen estimator proposes where good genomes are denser than bad ones (Bergstra et al. 2011)."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.experiment.engines.engine import EngineKind, Genomes, Setup, Told, first_generation

EXCESS = "excess"


class ParzenTrees:
    """Asks optuna's sampler, a generation at a time.

    Args:
        setup: what it starts from; its first generation is tried before the sampler is asked.
    """

    def __init__(self, setup: Setup) -> None:
        import optuna

        optuna.logging.set_verbosity(optuna.logging.WARNING)
        self._names = [f"{gene:03d}" for gene in range(setup.genes)]
        self._ranges: dict[str, Any] = {name: optuna.distributions.FloatDistribution(0.0, 1.0) for name in self._names}
        with warnings.catch_warnings():  # the sampler's limits are an experiment of optuna's
            warnings.simplefilter("ignore")
            sampler = optuna.samplers.TPESampler(
                seed=setup.seed,
                n_startup_trials=setup.generation,
                constraints_func=lambda trial: trial.user_attrs[EXCESS],
            )
        self._study = optuna.create_study(directions=["minimize"] * setup.aims, sampler=sampler)
        for genome in first_generation(setup):
            self._study.enqueue_trial(dict(zip(self._names, genome.tolist(), strict=True)))
        self._generation = setup.generation
        self._trials: list[Any] = []

    def ask(self) -> Genomes:
        """Return the next generation."""
        self._trials = [self._study.ask(self._ranges) for _ in range(self._generation)]
        return np.array([[trial.params[name] for name in self._names] for trial in self._trials])

    def tell(self, told: Sequence[Told]) -> None:
        """Take in what was found of the generation asked last."""
        for trial, one in zip(self._trials, told, strict=True):
            trial.set_user_attr(EXCESS, (one.excess,))
            self._study.tell(trial, list(one.aims))


ENGINE = EngineKind("tpe", "a model of where good programmes lie, for few and dear runs", "optuna", ParzenTrees)
