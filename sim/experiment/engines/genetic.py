"""Genetic algorithms of pymoo (Blank & Deb 2020) under our protocol: what NSGA-II and NSGA-III have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.experiment.engines.engine import Genomes, Setup, Told

CROSSOVER_CHANCE, SPREAD = 0.9, 3.0
GENES_MUTATED = 2.0
"""Genes that a mutation changes on average."""
ENDLESS = 10**9


def operators(genes: int) -> dict[str, Any]:
    """Return how genomes are crossed and mutated."""
    from pymoo.operators.crossover.sbx import SBX
    from pymoo.operators.mutation.pm import PM

    chance = min(1.0, GENES_MUTATED / genes)
    return {"crossover": SBX(prob=CROSSOVER_CHANCE, eta=SPREAD), "mutation": PM(prob_var=chance, eta=SPREAD)}


class Genetic:
    """Asks an algorithm of pymoo.

    Args:
        algorithm: of pymoo, with operators and a first generation.
        setup: what it starts from.
    """

    def __init__(self, algorithm: Any, setup: Setup) -> None:
        from pymoo.core.problem import Problem

        self._problem = Problem(n_var=setup.genes, n_obj=setup.aims, n_ieq_constr=1, xl=0.0, xu=1.0)
        self._algorithm, self._asked = algorithm, None
        algorithm.setup(self._problem, termination=("n_gen", ENDLESS), seed=setup.seed, verbose=False)

    def ask(self) -> Genomes:
        """Return the next generation."""
        self._asked = self._algorithm.ask()
        if self._asked is None or not len(self._asked):
            return np.empty((0, self._problem.n_var))
        return np.asarray(self._asked.get("X"), dtype=np.float64)

    def tell(self, told: Sequence[Told]) -> None:
        """Take in what was found of the generation asked last."""
        from pymoo.core.evaluator import Evaluator
        from pymoo.problems.static import StaticProblem

        aims = np.array([one.aims for one in told], dtype=np.float64)
        excess = np.array([[one.excess] for one in told], dtype=np.float64)
        Evaluator().eval(StaticProblem(self._problem, F=aims, G=excess), self._asked)
        self._algorithm.tell(infills=self._asked)
