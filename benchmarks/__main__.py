"""What does a run of the baseline cost in time and memory? `python -m benchmarks [RUNS]`."""

from __future__ import annotations

import resource
import statistics
import sys
import time

from sim import CollaborationModel, Scenario


def peak_megabytes() -> float:
    """Return the most memory this process has held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(runs: int) -> None:
    """Time construction, run and outcomes after compilation, and print medians with their range."""
    scenario = Scenario.load("baseline")
    print(f"memory after imports                {peak_megabytes():8.0f} MB")
    begin = time.perf_counter()
    CollaborationModel(scenario, seed=0).run()
    print(f"first run, compiled code loaded     {time.perf_counter() - begin:8.2f} s")
    print(f"memory after one run                {peak_megabytes():8.0f} MB")
    spans: dict[str, list[float]] = {"construction": [], "60 quarters": [], "outcomes": []}
    for seed in range(runs):
        times = [time.perf_counter()]
        model = CollaborationModel(scenario, seed=seed)
        times.append(time.perf_counter())
        model.run()
        times.append(time.perf_counter())
        model.outcomes()
        times.append(time.perf_counter())
        for name, start, end in zip(spans, times, times[1:], strict=False):
            spans[name].append(end - start)
    for name, values in spans.items():
        low, middle, high = min(values), statistics.median(values), max(values)
        print(f"{name:20s} median {1000 * middle:7.1f} ms   lowest {1000 * low:7.1f}   highest {1000 * high:7.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
