"""A lane is one arm of a tab: its plan, its own model, and the last frame of it."""

from __future__ import annotations

from sim.app.frame import Frame, frame_of
from sim.app.plan import Setup
from sim.model import CollaborationModel
from sim.scenario import Problem, Scenario, ScenarioError
from sim.scenario.consistency import organisations

MAX_ORGANISATIONS = 60_000
"""More than this is for the command line: a page of many tabs would stand still."""


def fit_for_a_page(scenario: Scenario) -> Scenario:
    """Return the scenario.

    Raises:
        ScenarioError: if its population is too large for a page.
    """
    count = organisations(scenario.region, scenario.population)
    if count > MAX_ORGANISATIONS:
        allowed = f"at most {MAX_ORGANISATIONS:,} on the page; larger ones run with: sim run"
        raise ScenarioError([Problem("population", f"{count:,} organisations", allowed)])
    return scenario


class Lane:
    """One plan and the model that runs it.

    Args:
        plan: what is set.
        seed: of the run.

    Raises:
        ScenarioError: if the plan is wrong.
    """

    def __init__(self, plan: Setup, seed: int) -> None:
        self.plan, self.seed = plan, seed
        self.problems: tuple[str, ...] = ()
        self.model = CollaborationModel(fit_for_a_page(plan.begun()), seed=seed)

    def frame(self) -> Frame:
        """Return the present moment, frozen."""
        return frame_of(self.model)

    def move(self, key: str, value: object, over: bool = False) -> bool:
        """Change a value: at once before the run begins, from the next quarter on while it is under way.

        Args:
            key, value: what is moved to what.
            over: whether the run is over, so that the value is of the next one and the model stays as it is.

        Returns:
            whether the value was taken; if not, `problems` says why.
        """
        quarter = self.model.quarter
        try:
            plan = self.plan.moved(key, value, quarter, over)
            if over:
                plan.begun()
            elif quarter == 0:
                self.model = CollaborationModel(plan.begun(), seed=self.seed)
            else:
                for change in plan.changes[len(self.plan.changes) :]:
                    self.model.set(change.key, change.value)
        except ScenarioError as error:
            self.problems = tuple(str(problem) for problem in error.problems)
            return False
        self.plan, self.problems = plan, ()
        return True

    def restart(self, seed: int | None = None) -> None:
        """Begin a new run with what is set now."""
        self.plan = self.plan.restarted()
        self.seed = self.seed if seed is None else seed
        self.model = CollaborationModel(self.plan.begun(), seed=self.seed)
