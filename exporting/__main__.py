"""`make code`: compiles the kernels once, and writes `sim/code` for every kind of machine. About two minutes."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
from pathlib import Path

# Before Numba is loaded: code for any processor. ("x86-64" would leave the features of this one switched on.)
os.environ.update(NUMBA_CPU_NAME="generic", NUMBA_CPU_FEATURES="", NUMBA_DISABLE_JIT="0", TRANSFER_LAB_CODE="numba")

from exporting.entries import arguments_of_kernels, llvm_text, said_of, symbol_of
from exporting.portable import portable
from exporting.targets import TARGETS, make
from sim.machine_code.shipped import ABOUT, FOLDER
from sim.machine_code.sources import source_digest
from sim.state import World


def main() -> None:
    """Write the libraries, and what is said of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=FOLDER, help="folder to write to, sim/code if not given")
    parser.add_argument("--only", metavar="FILE", action="append", help="a library to make; all if not given")
    parser.add_argument(
        "--text", type=Path, help="file that the LLVM text is written to as well, for whoever wants to look"
    )
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    kernels = arguments_of_kernels()
    symbols = tuple(symbol_of(kernel) for kernel in kernels)
    text = portable(*llvm_text(kernels), symbols)
    if asked.text:
        asked.text.write_text(text, encoding="utf-8")
    targets = [target for target in TARGETS if not asked.only or target.file in asked.only]
    for target in targets:
        make(target, text, symbols, asked.out)
    digests = {one.file: hashlib.sha256((asked.out / one.file).read_bytes()).hexdigest() for one in targets}
    about = {
        "sources": source_digest(),
        "files": digests,
        "tables": list(World._fields),
        "kernels": {kernel.name: said_of(kernel, arguments) for kernel, arguments in kernels.items()},
    }
    lines = re.sub(r"\[[^][{}]+\]", lambda found: " ".join(found[0].split()), json.dumps(about, indent=1))
    (asked.out / ABOUT).write_text(lines + "\n", encoding="utf-8")
    for target in targets:
        print(f"{asked.out / target.file}: {(asked.out / target.file).stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
