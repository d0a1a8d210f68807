"""Code the barriers by hand, and turn codes into readings.

`python -m experiments.coding sheet NAME.csv` writes an empty sheet: one statement of the analysis a line, in our words,
with the section to read it in, and a column for the code. Each coder fills in one alone.
`python -m experiments.coding read A.csv B.csv ... [--out codings.csv] [--number 200]` says how far coders agree
(Krippendorff's alpha for codes on a scale) and writes codings of the five barriers, a row each, as `[readings] coding`
takes them.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from experiments.coding.codes import SheetError, agreement, codings, read_sheet, write_sheet

NUMBER = 200


def main(arguments: list[str] | None = None) -> int:
    """Write a sheet, or read filled ones; return 0, or 2 if a sheet cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m experiments.coding", description=__doc__)
    parts = parser.add_subparsers(dest="what", required=True)
    sheet = parts.add_parser("sheet", help="write an empty sheet for one coder")
    sheet.add_argument("file", type=Path)
    read = parts.add_parser("read", help="read filled sheets, one per coder")
    read.add_argument("files", type=Path, nargs="+")
    read.add_argument("--out", type=Path, help="where to write codings of the barriers")
    read.add_argument("--number", type=int, default=NUMBER, help=f"how many codings are written (default {NUMBER})")
    given = parser.parse_args(arguments)
    try:
        if given.what == "sheet":
            write_sheet(given.file)
            print(f"{given.file}: fill in the column code, alone, then hand it in")
            return 0
        coders = [read_sheet(file) for file in given.files]
    except SheetError as refused:
        print(refused, file=sys.stderr)
        return 2
    print(agreement(coders))
    if given.out:
        table = codings(coders, given.number)
        table.to_csv(given.out, index=False, float_format="%.4f", lineterminator="\n")
        print(f"{given.out}: {len(table)} codings; name it as [readings] coding")
    return 0


if __name__ == "__main__":
    sys.exit(main())
