"""`python -m tests.torture [NAME ...] [--short] [--python PATH ...]`: attack, one line each; exit 1 if any fault."""

from __future__ import annotations

import argparse
import datetime
import platform
import resource
import shutil
import sys
import tempfile
import time
import traceback
from pathlib import Path

from tests.torture.attack import Attack, Bench, SkippedError
from tests.torture.attacks import ATTACKS


def made(attack: Attack, short: bool, pythons: tuple[str, ...]) -> tuple[str, str]:
    """Make an attack in a folder of its own; return its verdict and its line."""
    folder = Path(tempfile.mkdtemp(prefix=f"torture-{attack.name}-"))
    bench = Bench(folder, short, pythons)
    begun, spent = time.monotonic(), processor()
    verdict = "held"
    try:
        attack.run(bench)
    except SkippedError as skipped:
        verdict = "skipped"
        bench.tell(str(skipped))
    except Exception as error:  # noqa: BLE001  # an attack that breaks down has found something, if only in itself
        traceback.print_exc()
        bench.faults.append(f"{type(error).__name__}: {error}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    verdict = "FAILED" if bench.faults else verdict
    seconds = f"{time.monotonic() - begun:6.0f} s {processor() - spent:6.0f} s"
    return verdict, f"{attack.name:22} {bench.tries:>9,} {verdict:8} {seconds}  {bench.told()}"


def processor() -> float:
    """Return the seconds of processors that this process and those that it started have taken."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def main() -> int:
    """Make the attacks that were asked for, all if none was."""
    names = [attack.name for attack in ATTACKS]
    reads = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    reads.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(names)}; all if none is given")
    reads.add_argument("--short", action="store_true", help="a few tries of each, as the tests make them")
    reads.add_argument("--python", action="append", default=[], metavar="PATH", help="another interpreter to compare")
    reads.add_argument("--list", action="store_true", help="say what the attacks are")
    asked = reads.parse_args()
    unknown = sorted(set(asked.names) - set(names))
    if unknown:
        reads.error(f"there is no attack {', '.join(unknown)}; there are {', '.join(names)}")
    if asked.list:
        print("\n".join(f"{attack.name:22} {attack.words}" for attack in ATTACKS))
        return 0
    from importlib import metadata

    versions = " ".join(f"{name} {metadata.version(name)}" for name in ("numpy", "numba", "mesa", "pyarrow"))
    now = datetime.datetime.now(datetime.UTC)
    print(f"{now:%Y-%m-%d}, Python {platform.python_version()}, {versions}, {platform.machine()}")
    print(f"{'attack':22} {'tries':>9} verdict  seconds     work  what was seen", flush=True)
    verdicts = []
    for attack in ATTACKS:
        if not asked.names or attack.name in asked.names:
            verdict, line = made(attack, asked.short, tuple(asked.python))
            verdicts.append(verdict)
            print(line, flush=True)
    print(", ".join(f"{verdicts.count(verdict)} {verdict}" for verdict in sorted(set(verdicts))))
    return int("FAILED" in verdicts)


if __name__ == "__main__":
    sys.exit(main())
