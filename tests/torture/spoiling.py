"""Texts and values at the edges, and the ways in which they spoil a file."""

from __future__ import annotations

import base64
import json
import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import tomli_w

from tests.torture.worlds import ROOT, quick

EDGES: tuple[Any, ...] = (
    *(0, 1, -1, -0.0, 5e-324, 2.2e-308, 1e308, 1e-308, 0.1, 0.5, 1.5, 60, 4000, 4001, 2**31, 2**63 - 1, 2**63, 2**64),
    *(10**18, 10**19, -(2**63), 10**400, float("inf"), float("-inf"), float("nan"), 1e17, 65, True, False, "", " "),
    *("0.5", "0,5", "nan", "base", "baseline", "tiny", "../../../etc/passwd", "/dev/zero", "/dev/null", ".", "\x00"),
    *("𝔘𝔫𝔦𝔠𝔬𝔡𝔢", "重庆", "\u202etxet", "é", "e\u0301", "a" * 5000, "=1+1", "<script>", "%s%n", "{0}", "\n", "\ud7ff"),
    *([], {}, [[]], [0.0, 0.5], ["base", 0.0], {"low": 0.0, "high": 1.0}, {"low": 1.0, "high": 0.0, "levels": 10**9}),
    *({"distribution": "normal", "mean": 0.0, "sd": 1e308}, [1, "a", None], {"": 1}, {"a.b": {"c": 1}}),
)
PIECES = (
    *(
        "[",
        "]",
        "{",
        "}",
        '"',
        "'",
        '"""',
        "=",
        "==",
        ".",
        ",",
        "#",
        "\n",
        "\r",
        "\t",
        "\x00",
        "\ufeff",
        "\\",
        "\\u0000",
    ),
    *("nan", "inf", "-inf", "1e400", "9" * 400, "0x", "1_000", "1979-05-27", "true", "[[shocks]]\n", "[levers.x]\n"),
    *("extends = 'baseline'\n", "a" * 2000, ".".join("a" * 80), "[" * 80, "\U0010ffff", "\u202e", "é", "e\u0301", "中"),
)

CORPUS = Path(__file__).parent / "corpus"


def corpus(kind: str) -> list[bytes]:
    """Return files to begin with: what is shipped."""
    shipped = ROOT / "scenarios" if kind == "scenario" else ROOT / "experiments"
    files = [file.read_bytes() for file in sorted(shipped.rglob("*.toml"))]
    return [*files, tomli_w.dumps(quick(4)).encode()] if kind == "experiment" else files


def kept(kind: str) -> list[bytes]:
    """Return the files that a search led by coverage has found, and those that once were answered badly."""
    file = CORPUS / f"{kind}.json"
    return [base64.b64decode(one) for one in json.loads(file.read_text("ascii"))] if file.exists() else []


def keep(kind: str, files: Iterable[bytes]) -> None:
    """Keep files for every search that follows."""
    CORPUS.mkdir(exist_ok=True)
    coded = [base64.b64encode(one).decode("ascii") for one in files]
    (CORPUS / f"{kind}.json").write_text(json.dumps(sorted(coded), indent=0) + "\n", encoding="ascii")


def unpacked(folder: Path, files: Iterable[bytes]) -> None:
    """Write files into a new folder."""
    folder.mkdir(parents=True)
    for place, content in enumerate(files):
        (folder / f"{place:05}").write_bytes(content)


def spoiled(text: str, luck: random.Random) -> str:
    """Change a text a little, or much."""
    for _ in range(luck.choice((1, 1, 1, 2, 4, 16))):
        here, there = sorted((luck.randrange(len(text) + 1), luck.randrange(len(text) + 1)))
        here = max(here, there - luck.choice((1, 4, 40, 400)))
        how = luck.randrange(6)
        if how == 0:
            text = text[:here] + text[there:]
        elif how == 1:
            text = text[:there] + luck.choice(PIECES) + text[there:]
        elif how == 2:
            text = text[:here] + luck.choice(PIECES) + text[there:]
        elif how == 3:
            text = text[:there] + text[here:there] * luck.choice((1, 2, 30)) + text[there:]
        elif how == 4:
            text = text[:there] + chr(luck.choice((luck.randrange(128), luck.randrange(0xD800)))) + text[there + 1 :]
        else:
            lines = text.splitlines(keepends=True)
            if lines:
                place = luck.randrange(len(lines))
                key, equals, _ = lines[place].partition("=")
                lines[place] = f"{key}= {shown(luck.choice(EDGES))}\n" if equals else luck.choice(lines)
                text = "".join(lines)
    return text


def shown(value: Any) -> str:
    """Write an edge as TOML, or as what somebody might type."""
    try:
        return tomli_w.dumps({"x": value}).partition("=")[2].strip() or "{}"
    except (TypeError, ValueError):
        return str(value)
