"""What atheris calls over and over: `python -m tests.torture.guided_target KIND AGAIN [options of libFuzzer] FOLDER`.

AGAIN is a program that starts the same once more, as libFuzzer does when it compares files.

It is a process of its own: the rooms that read files are counted in from the moment they are imported, and libFuzzer
ends the process that it was started in.
"""

from __future__ import annotations

import os
import sys
import warnings
from pathlib import Path

INSTRUMENTED = ["tomllib", "sim.scenario", "sim.experiment"]

LONGEST = 60_000  # characters of a message


def main() -> None:
    """Load one file after another; anything but a documented error ends it, with the file kept."""
    import atheris

    kind, *again_and_options = sys.argv[1:]
    with atheris.instrument_imports(include=INSTRUMENTED, enable_loader_override=False):
        from sim.experiment import Experiment
        from sim.scenario import Scenario, ScenarioError

    from tests.torture.fuzz_files import laid_out

    file = Path(again_and_options[0]).with_name(f"one-{os.getpid()}.toml")
    warnings.simplefilter("ignore")

    def one(content: bytes) -> None:
        file.write_bytes(content)
        try:
            if kind == "scenario":
                Scenario.load(file)
            else:
                laid_out(Experiment.load(file))
        except ScenarioError as error:
            if not error.problems or len(str(error)) > LONGEST:
                raise RuntimeError(f"a message of {len(str(error))} characters") from error

    atheris.Setup(again_and_options, one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
