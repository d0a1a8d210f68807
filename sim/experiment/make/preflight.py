"""Before many runs, a few are made several times: what comes out differently would make a sweep worthless.

The same runs are made by the executor itself, in a fresh process, and in another fresh process with another hash
seed, in the other order and after a run that has nothing to do with them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol

from sim.experiment.executors import Executor, LostError
from sim.experiment.plan import Task, in_groups
from sim.experiment.reading import ReproducibilityError
from sim.language import _
from sim.scenario import Scenario
from sim.store import Plan, RunRow, RunStatus

Outcomes = Mapping[str, Any]


class Worlds(Protocol):
    """Gives the scenario of an arm under a parameter draw, as a study does."""

    @property
    def scenario(self) -> Callable[[int, int], Scenario]:
        """Takes the numbers of both."""


SETTINGS = (("0", False), ("1", True))
UNRELATED_SEED = 987_654_321


def check(study: Worlds, plan: Plan, executor: Executor) -> None:
    """Make the first run of the first and of the last arm in several ways and compare them.

    Raises:
        ReproducibilityError: if they differ; says in what.
        LostError: if a fresh process cannot make a run at all.
    """
    tasks = sample(study, plan)
    with ThreadPoolExecutor(len(SETTINGS)) as waiting:  # for processes: they and the executor begin at once
        fresh = {seed: waiting.submit(_fresh, tasks, seed, reverse) for seed, reverse in SETTINGS}
        made = {"here": _by_run(executor, tasks, plan.model)}
        made |= {
            _("in a fresh process with hash seed {seed}", seed=seed): results.result()
            for seed, results in fresh.items()
        }
    (name, first), *others = made.items()
    for other, results in others:
        for run, outcomes in first.items():
            if results.get(run) != outcomes:
                raise ReproducibilityError(_difference(name, outcomes, other, results.get(run, {})))


def sample(study: Worlds, plan: Plan) -> list[Task]:
    """Return the runs that are compared; if they have a beginning in common, the executor makes that once."""
    arms = {arm: study.scenario(arm, 0) for arm in (0, len(plan.arms) - 1)}
    wanted = [
        (scenario, Task(f"preflight-{arm}", scenario.digest, scenario.to_dict(), 0, ()))
        for arm, scenario in arms.items()
    ]
    return list(in_groups([wanted], len(wanted)))


def results_of(rows: Sequence[RunRow]) -> dict[str, Outcomes]:
    """Return what came out, exactly, by run; of a failed run its status."""
    return {
        row.run: {name: float(value).hex() for name, value in row.outcomes.items()}
        if row.status is RunStatus.OK
        else {"status": str(row.status)}
        for row in rows
    }


def _by_run(executor: Executor, tasks: Sequence[Task], model: str) -> dict[str, Outcomes]:
    found: dict[str, Outcomes] = {}
    for rows in executor.rows(iter(tasks), model):
        found |= results_of(rows)
    return found


def _fresh(tasks: Sequence[Task], hash_seed: str, reverse: bool) -> dict[str, Outcomes]:
    order = list(reversed(tasks)) if reverse else list(tasks)
    before = [order[-1]._replace(run="unrelated", seed=UNRELATED_SEED)] if reverse else []
    done = subprocess.run(
        [sys.executable, "-m", __spec__.name],
        input=json.dumps([list(task) for task in (*before, *order)]),
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise LostError(_("a fresh process cannot make a run: {last}", last=last[:300]))
    found: dict[str, Outcomes] = json.loads(done.stdout)
    found.pop("unrelated", None)
    return found


def _difference(one: str, first: Outcomes, other: str, second: Outcomes) -> str:
    names = [name for name in first if first[name] != second.get(name)]
    name = names[0]
    return _(
        "the same run gives different results on this machine: {name} is {number} {one} and "
        "{number_2} {other} ({names} outcomes differ)",
        name=name,
        number=_number(first[name]),
        one=one,
        number_2=_number(second.get(name)),
        other=other,
        names=len(names),
    )


def _number(text: Any) -> str:
    try:
        return repr(float.fromhex(text))
    except (TypeError, ValueError):
        return str(text)


def main() -> None:
    """Make the runs on standard input and write their results to standard output."""
    from sim.experiment.executors.work import one

    tasks = [Task(*task)._replace(keep=tuple(task[4])) for task in json.load(sys.stdin)]
    json.dump(results_of([one(task) for task in tasks]), sys.stdout)


if __name__ == "__main__":
    main()
