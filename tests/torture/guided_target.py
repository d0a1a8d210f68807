"""What atheris calls over and over: `python -m tests.torture.guided_target KIND [options of libFuzzer] FOLDER`.

It is a process of its own: the rooms that read files are counted in from the moment they are imported, and libFuzzer
ends the process that it was started in.
"""

from __future__ import annotations

import sys
import tempfile
import warnings
from pathlib import Path

INSTRUMENTED = ["tomllib", "sim.scenario", "sim.experiment"]


def main() -> None:
    """Load one file after another; anything but a documented error ends it, with the file kept."""
    import atheris

    kind, *options = sys.argv[1:]
    with atheris.instrument_imports(include=INSTRUMENTED, enable_loader_override=False):
        from sim.experiment import Experiment
        from sim.scenario import Scenario, ScenarioError

    from tests.torture.fuzz_files import laid_out

    file = Path(tempfile.mkdtemp(prefix="guided-")) / "one.toml"
    warnings.simplefilter("ignore")

    def one(content: bytes) -> None:
        file.write_bytes(content)
        try:
            if kind == "scenario":
                Scenario.load(file)
            else:
                laid_out(Experiment.load(file))
        except ScenarioError as error:
            assert error.problems
            assert len(str(error)) < 60_000

    atheris.Setup([sys.argv[0], *options], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
