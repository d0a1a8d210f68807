"""Parts and plans are damaged, exchanged and forged; what is bad is found and made again, nothing else is."""

from __future__ import annotations

import json
import os
import random
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from sim.cli import sim as command
from sim.cli.edge import code_of
from sim.experiment import Experiment, SweepOptions, sweep
from sim.store import Results, Store
from sim.store.parts import FOOTER
from tests.torture.attack import Attack, Bench
from tests.torture.worlds import fault_of, quick, reference

MACHINE = 3


def bits(bench: Bench) -> None:
    """Flip single bits of a part; the damage shows, or the values are what they were."""
    luck = random.Random(bench.seed)
    asked = quick(24)
    sound = reference(bench.folder, asked)
    store = bench.folder / "reference"
    digest = Results(store).digest()
    parts = Store(store).parts()
    contents = {part: part.read_bytes() for part in parts}
    for _ in range(bench.times(5_000, 100)):
        part = luck.choice(parts)
        flip = luck.randrange(8 * len(contents[part]))
        content = bytearray(contents[part])
        content[flip // 8] ^= 1 << flip % 8
        part.write_bytes(content)
        bench.tries += 1
        if Store(store).inventory(mend=False).set_aside:
            bench.note("flips found")
        else:
            bench.note("flips of no consequence")
            bench.held(Results(store).digest() == digest, f"bit {flip} of {part.name} changes the results unseen")
        part.write_bytes(contents[part])
    bench.held(not fault_of(store, sound), "the store did not come back")


def strangers(bench: Bench) -> None:
    """Cut, swap, rename, forge and age parts; the same sweep sets them aside and makes only their runs again."""
    luck = random.Random(bench.seed)
    asked = quick(60) | {"keep": ["history"]}
    sound = reference(bench.folder, asked)
    experiment = Experiment.from_dict(asked)
    for place in range(bench.times(10 * len(DAMAGES), len(DAMAGES))):
        store = bench.folder / f"store{place}"
        shutil.copytree(bench.folder / "reference", store)
        kind = list(DAMAGES)[place % len(DAMAGES)]
        before = len(Store(store).parts())
        DAMAGES[kind](store, luck)
        bench.tries += 1
        told: list[int] = []
        options = SweepOptions(preflight=False, progress=lambda one, told=told: told.append(one.fresh))  # type: ignore[misc]
        sweep(experiment, store, options=options)
        fault = fault_of(store, sound)
        bench.held(not fault, f"{kind}: {fault}")
        bench.held(Store(store).inventory(mend=False).set_aside == [], f"{kind}: not set aside")
        bench.held(max(told) < 60 or before == 1, f"{kind}: everything was made again")
        shutil.rmtree(store)


def _some(store: Path, luck: random.Random) -> Path:
    return luck.choice(sorted((store / luck.choice(["runs", "history"])).glob("*.parquet")))


def _cut(store: Path, luck: random.Random) -> None:
    part = _some(store, luck)
    part.write_bytes(part.read_bytes()[: luck.randrange(part.stat().st_size)])


def _longer(store: Path, luck: random.Random) -> None:
    part = _some(store, luck)
    part.write_bytes(part.read_bytes() + luck.randbytes(luck.randrange(1, 400)))


def _swapped(store: Path, luck: random.Random) -> None:
    one, other = luck.sample(sorted((store / "runs").glob("*.parquet")), 2)
    content = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(content)


def _foreign(store: Path, luck: random.Random) -> None:
    import pandas as pd

    pd.DataFrame({"run": ["x"], "status": ["ok"]}).to_parquet(store / "runs" / f"{luck.getrandbits(128):032x}.parquet")


def _text(store: Path, luck: random.Random) -> None:
    (store / "runs" / "notes.txt").write_text("do not forget the milk")
    (store / "runs" / f"{luck.getrandbits(128):032x}.parquet").write_bytes(luck.randbytes(300))


def _folder(store: Path, luck: random.Random) -> None:
    (store / "runs" / f"{luck.getrandbits(128):032x}.parquet").mkdir()


def _older(store: Path, luck: random.Random) -> None:
    """Write a part as a version would that knew no digests."""
    part = _some(store, luck)
    table = pq.read_table(part)
    footer = {**json.loads(table.schema.metadata[FOOTER]), "format": 0}
    footer.pop("sha256")
    pq.write_table(table.replace_schema_metadata({FOOTER: json.dumps(footer).encode()}), part)


def _forged(store: Path, luck: random.Random) -> None:
    """Change a value and leave name and footer as they are."""
    part = luck.choice(sorted((store / "runs").glob("*.parquet")))
    table = pq.read_table(part)
    frame = table.to_pandas()
    frame.loc[0, "transfers_delivered"] += 1.0
    import pyarrow as pa

    forged = pa.Table.from_pandas(frame, schema=table.schema.remove_metadata(), preserve_index=False)
    pq.write_table(forged.replace_schema_metadata(table.schema.metadata), part)


def _aged(store: Path, luck: random.Random) -> None:
    """Date files from another century, as after a clock that was wrong, and lose one."""
    for part in (store / "runs").iterdir():
        os.utime(part, (luck.choice([0, 4_000_000_000]),) * 2)
    luck.choice(sorted((store / "runs").iterdir())).unlink()


DAMAGES = {
    "cut": _cut,
    "longer": _longer,
    "swapped": _swapped,
    "foreign": _foreign,
    "text": _text,
    "folder": _folder,
    "of an older version": _older,
    "forged": _forged,
    "of another century": _aged,
}


def plans(bench: Bench) -> None:
    """Spoil the plan of a store in every way; it is said, no report is made of it, and the same sweep mends it."""
    luck = random.Random(bench.seed)
    asked = quick(8)
    sound = reference(bench.folder, asked)
    store = bench.folder / "reference"
    content = (store / "plan.json").read_text(encoding="utf-8")
    experiment = Experiment.from_dict(asked)
    for _ in range(bench.times(2000, 100)):
        (store / "plan.json").write_text(_spoiled(content, luck), encoding="utf-8")
        bench.tries += 1
        code, said = spoken(["status", str(store)])
        bench.note(f"exit {code}")
        bench.held(code in (0, MACHINE), f"exit {code}: {said}")
        bench.held("Traceback" not in said, said)
    sweep(experiment, store, options=SweepOptions(preflight=False))
    bench.held(not fault_of(store, sound), "the same sweep did not mend it")


def _spoiled(content: str, luck: random.Random) -> str:
    data = json.loads(content)
    how = luck.randrange(4)
    if how == 0:
        return content[: luck.randrange(len(content))]
    if how == 1:
        place = luck.randrange(len(content))
        return content[:place] + chr(luck.randrange(32, 300)) + content[place + 1 :]
    at: Any = data
    while isinstance(at, dict | list) and at and luck.random() < 0.7:
        key = luck.choice(list(at)) if isinstance(at, dict) else luck.randrange(len(at))
        inner = at[key]
        if not isinstance(inner, dict | list) or luck.random() < 0.4:
            at[key] = luck.choice([None, -1, 10**30, 1e308, "", "x", [], {}, [[]], True, {"a": 1}, "../../etc"])
            break
        at = inner
    if how == 3 and isinstance(data, dict):
        data.pop(luck.choice(list(data)))
    return json.dumps(data)


def spoken(arguments: list[str]) -> tuple[int, str]:
    """Run a command of `sim` in this process; return its exit and what it said on stderr."""
    said = StringIO()
    with redirect_stderr(said), redirect_stdout(StringIO()):
        code = code_of(command, arguments)
    return code, said.getvalue()


@contextmanager
def jumping_clock(luck: random.Random) -> Iterator[list[float]]:
    """Let the clock on the wall jump, mostly backwards, by up to days, whenever it is read."""
    real, jumps = time.time, [0.0]

    def now() -> float:
        if luck.random() < 0.5:
            jumps.append(jumps[-1] - luck.choice([1.0, 3600.0, 86_400.0, -60.0]))
        return real() + jumps[-1]

    time.time = now
    try:
        yield jumps
    finally:
        time.time = real


def clock(bench: Bench) -> None:
    """Let the clock jump backwards in a sweep with a time limit for runs."""
    asked = quick(bench.times(200, 40))
    sound = reference(bench.folder, asked)
    luck = random.Random(bench.seed)
    for jobs in (1, 2):
        store = bench.folder / f"store{jobs}"
        with jumping_clock(luck) as jumps:
            sweep(Experiment.from_dict(asked), store, jobs=jobs, options=SweepOptions(timeout=60.0, preflight=False))
            for _ in range(50):
                time.time()
        bench.tries += len(jumps) - 1
        fault = fault_of(store, sound)
        bench.held(not fault, fault)


ATTACKS = (
    Attack("bits", "single bits of parts flip: the damage shows or does no harm", bits),
    Attack("parts", "parts are cut, swapped, forged, foreign, older: only their runs are made again", strangers),
    Attack("plans", "plan.json is spoiled: it is said, and the same sweep mends it", plans),
    Attack("clock", "the clock jumps backwards in sweeps with a time limit: no run is late for it", clock),
)
