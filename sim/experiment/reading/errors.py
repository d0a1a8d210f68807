"""A wrong experiment is answered like a wrong scenario: with the place, what was found, what is allowed."""

from __future__ import annotations

from sim.language import _
from sim.scenario import ScenarioError


class ExperimentError(ScenarioError):
    """Raised for anything wrong with an experiment file or the scenarios it names; holds every problem found.

    Attributes:
        problems: all problems, in the order of the file.
    """


class ReproducibilityError(RuntimeError):
    """Raised if the same run gives different results on this machine; no sweep is started then."""


class RunError(RuntimeError):
    """Raised if a run of a comparison fails; names the arm and the seed, and says what went wrong."""

    def __init__(self, arm: str, seed: int, why: str) -> None:
        self.arm, self.seed, self.why = arm, seed, why
        super().__init__(_("the run of {arm!r} with seed {seed} failed: {why}", arm=arm, seed=seed, why=why))

    def __reduce__(self) -> tuple[type[RunError], tuple[str, int, str]]:
        return type(self), (self.arm, self.seed, self.why)
