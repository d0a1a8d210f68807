"""Many runs: the same seeds in every arm, so that what differs is the policy and not the luck."""

from sim.experiment.compare import Comparison, compare
from sim.experiment.execute import RunError

__all__ = ["Comparison", "RunError", "compare"]
