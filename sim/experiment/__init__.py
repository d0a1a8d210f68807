"""Many runs: the same seeds in every arm, so that what differs is the policy and not the luck.

Six rooms, each asking only those before it: `designs` (how factors are combined) and `engines` (what proposes
programmes to a search), neither of which knows the other; `reading` (what an experiment file says), `plan` (its arms
and runs, laid out), `executors` (who makes the runs) and `make` (sweep, compare, estimate, search).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.later import loads

if TYPE_CHECKING:
    from sim.experiment.executors import Executor, LostError
    from sim.experiment.make.compare import Comparison, compare
    from sim.experiment.make.estimate import Estimate, estimate
    from sim.experiment.make.options import Progress, SweepOptions
    from sim.experiment.make.sweep import sweep
    from sim.experiment.make.verify import Proof, verify
    from sim.experiment.plan import Study
    from sim.experiment.reading import Experiment, ExperimentError, ReproducibilityError, RunError

__all__ = [
    "Comparison",
    "Estimate",
    "Executor",
    "Experiment",
    "ExperimentError",
    "LostError",
    "Progress",
    "Proof",
    "ReproducibilityError",
    "RunError",
    "Study",
    "SweepOptions",
    "compare",
    "estimate",
    "sweep",
    "verify",
]
__getattr__ = loads(
    __name__,
    {
        **dict.fromkeys(("Executor", "LostError"), "sim.experiment.executors"),
        **dict.fromkeys(("Comparison", "compare"), "sim.experiment.make.compare"),
        **dict.fromkeys(("Estimate", "estimate"), "sim.experiment.make.estimate"),
        **dict.fromkeys(("Progress", "SweepOptions"), "sim.experiment.make.options"),
        "sweep": "sim.experiment.make.sweep",
        **dict.fromkeys(("Proof", "verify"), "sim.experiment.make.verify"),
        "Study": "sim.experiment.plan",
        **dict.fromkeys(
            ("Experiment", "ExperimentError", "ReproducibilityError", "RunError"), "sim.experiment.reading"
        ),
    },
)
