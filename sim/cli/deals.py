"""`sim deals` follows the same deals in two worlds: which end otherwise, where they part, and why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from sim.cli import options
from sim.cli.results import json_text, write_provenance
from sim.cli.screen import tell
from sim.cli.talk import announce_compiling, number, table
from sim.language import N_, _, term

if TYPE_CHECKING:
    import pandas as pd

    from sim.analysis.same_deals import SameDeals
    from sim.engine import Run
    from sim.scenario import Scenario

MADE_BY = "sim deals"
TABLES = "deals.csv", "turns.csv"
MOST_TURNS, MOST_DEALS, MOST_BARRIERS = 12, 8, 10
EXAMPLES = options.examples(
    "sim deals baseline openness --set population.scale=0.2",
    "sim deals baseline openness --set population.scale=0.2 --deal 40",
    "sim deals baseline openness --of results/two --reading 3",
)


@click.command(epilog=EXAMPLES)
@click.argument("a", metavar="A", type=options.SCENARIO)
@click.argument("b", metavar="B", type=options.SCENARIO)
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), metavar="N", help="Seed of both runs; 0 if not given.")
@click.option(
    "--of",
    "folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Take A and B as arms of these results of sim compare or sim sweep, and not as scenarios.",
)
@click.option("--reading", type=click.IntRange(0, 10_000), metavar="N", help="Under this reading of them; 0.")
@click.option("--deal", type=click.IntRange(0, 10**9), metavar="N", help="Follow this deal of A, by its number.")
@options.settings
@options.out("the deals that end otherwise, and provenance")
@options.as_json
@options.quiet
@click.pass_context
def deals(
    ctx: click.Context,
    a: str,
    b: str,
    seed: int | None,
    folder: Path | None,
    reading: int | None,
    deal: int | None,
    settings: tuple[str, ...],
    out: Path | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Follow the same deals in two worlds: which of A end otherwise in B, where they part, and why.

    Both worlds are run under one seed; they open the same deals as long as they stay alike. The seed is one of many:
    what happens to these deals explains a difference, and proves none.
    """
    if folder is None and reading is not None:
        raise click.UsageError(_("--reading goes with --of, which names the results that have it"))
    if folder is not None and (settings or seed is not None):
        raise click.UsageError(_("--of takes worlds and seed from the results: --set and --seed do not go with it"))
    if folder is None:
        worlds, of_seed = _scenarios(a, b, settings), seed or 0
    else:
        worlds, of_seed = _arms(folder, (a, b), reading or 0)
    if not quiet:
        announce_compiling()
    from sim.analysis.same_deals import same_deals
    from sim.cli.load import short_names
    from sim.engine import Run

    first, second = (Run(world, seed=of_seed).run() for world in worlds)
    found = same_deals(first.deals(), second.deals())
    names = short_names([a, b]) if folder is None else [a, b]
    one = None if deal is None else _followed(first, second, found, deal)
    if out is not None:
        _write(out, found, ctx.obj or (), worlds, of_seed)
    if as_json:
        tell(json_text(_data(found, names, of_seed, one)))
    elif not quiet and one is not None:
        _show_deal(one, names)
    elif not quiet:
        _show(found, names, of_seed, out)


def _scenarios(a: str, b: str, settings: tuple[str, ...]) -> list[Scenario]:
    from sim.cli.compare import arms_of

    return list(arms_of((a, b), settings).values())


def _arms(folder: Path, names: tuple[str, str], reading: int) -> tuple[list[Scenario], int]:
    """Return two arms of some results as they are under a reading, and the reading's seed."""
    from sim.experiment.make.verify import worlds_of
    from sim.store import Results
    from sim.store.digests import provenance_of

    results, provenance = Results(folder), provenance_of(folder)
    arms = [arm.name for arm in results.plan.arms]
    for name in names:
        if name not in arms:
            raise click.UsageError(
                _(
                    "{folder} has no arm {name!r:.60}; its arms are {arms}",
                    folder=folder,
                    name=name,
                    arms=", ".join(arms[:12]),
                )
            )
    readings = len(results.plan.draws) if any(results.plan.draws) else results.plan.seeds
    if reading >= readings:
        raise click.UsageError(
            _(
                "{folder} has readings 0 to {readings}, and no reading {reading}",
                folder=folder,
                readings=readings - 1,
                reading=reading,
            )
        )
    worlds = worlds_of(folder, results, provenance, None)
    draw = reading if any(results.plan.draws) else 0
    return [worlds(arms.index(name), draw) for name in names], reading if results.plan.own_seeds or not draw else 0


def _followed(first: Run, second: Run, found: SameDeals, deal: int) -> dict[str, Any]:
    """Return one deal of A in both worlds: its steps, and what each barrier costs it."""
    from sim.analysis.same_deals import KEY, STEPS, barriers_in_both
    from sim.engine.why import explain

    ours, theirs = first.deals(), second.deals()
    if deal >= len(ours):
        raise click.UsageError(_("--deal {deal}: A has deals 0 to {ours}", deal=deal, ours=len(ours) - 1))
    row = ours.iloc[deal]
    twin = theirs[(theirs[KEY] == row[KEY].to_numpy()).all(axis=1)]
    names = ["direction", "field", "status", "cause", "stage", "recipient_kind", "recipient_city", *STEPS]
    said: dict[str, Any] = {"deal": deal, "a": {name: _plain(row[name]) for name in names}, "b": None, "barriers": []}
    if len(twin):
        other = twin.iloc[0]
        said["b"] = {"deal": int(other["deal"]), **{name: _plain(other[name]) for name in names}}
        both = barriers_in_both(explain(first.world, deal), explain(second.world, int(other["deal"])))
        said["barriers"] = both.to_dict(orient="records")
    parted = found.rows[found.rows["deal_a"] == deal]
    said["parted"] = str(parted["parted"].iloc[0]) if len(parted) else ""
    return said


def _plain(value: Any) -> Any:
    """Return a cell as JSON has it."""
    if isinstance(value, str):
        return value
    number_ = float(value)
    return None if number_ != number_ else number_


def _show(found: SameDeals, names: list[str], seed: int, out: Path | None) -> None:
    """Print how many deals end otherwise, which turns are the most frequent, and the latest of them."""
    differ = found.both - found.same
    tell(
        _(
            "A is {a}, B is {b}, both under seed {seed}: {both:,} deals are opened in both, {differ:,} of them end "
            "otherwise; {only_a:,} only in A, {only_b:,} only in B.",
            a=names[0],
            b=names[1],
            seed=seed,
            both=found.both,
            differ=differ,
            only_a=found.only_a,
            only_b=found.only_b,
        )
    )
    if not differ:
        return
    head = (_("in A"), _("in B"), _("they part at"), _("deals"))
    turns = [(_said(one.fate_a), _said(one.fate_b), _(one.parted), f"{one.deals:,}") for one in _rows(found.turns)]
    table(
        _("How the same deals end ({shown} of {turns} turns)", shown=len(turns[:MOST_TURNS]), turns=len(turns)),
        head,
        turns[:MOST_TURNS],
    )
    fates = (_("in A"), _("in B"), _("they part at"))
    columns = (_("deal of A"), _("of B"), _("opened"), _("direction"), *fates, _("partner"))
    latest = [
        (f"{one.deal_a}", f"{one.deal_b}", f"{one.opened:.0f}", term(one.direction), _said(one.fate_a),
         _said(one.fate_b), _(one.parted), _(one.partner))
        for one in _rows(found.rows.head(MOST_DEALS))
    ]  # fmt: skip
    table(_("The latest of them"), columns, latest)
    tell(
        _(
            "One deal, step by step, and what each barrier costs it in both: the same command with "
            "--deal and its number."
        )
    )
    if out is not None:
        tell(_("Written to {out}: deals.csv holds all of them.", out=out))


def _show_deal(one: dict[str, Any], names: list[str]) -> None:
    """Print one deal in both worlds."""
    from sim.analysis.same_deals import STEPS, WORDS

    a, b = one["a"], one["b"]
    if b is None:
        tell(
            _(
                "Deal {deal} of {a} is not opened in {b}: the two worlds had parted before.",
                deal=one["deal"],
                a=names[0],
                b=names[1],
            )
        )
        return
    text = N_("Deal {deal} of {a}, {other} of {b}, {direction}; it ends alike in both.")
    if one["parted"]:
        text = N_("Deal {deal} of {a}, {other} of {b}, {direction}; they part at {step}.")
    places = {"a": names[0], "b": names[1], "direction": term(a["direction"]), "step": _(one["parted"] or "")}
    tell(_(text, deal=one["deal"], other=b["deal"], **places))
    rows = [(_("partner"), _partner(a), _partner(b))]
    rows += [(_("{step}, quarter", step=_(WORDS[step])), _quarter(a[step]), _quarter(b[step])) for step in STEPS]
    rows += [(_("end"), _said(_fate(a)), _said(_fate(b)))]
    table(_("Step by step"), ("", names[0], names[1]), rows)
    if one["barriers"]:
        head = (_("barrier"), _("stage"), _("what it changes"), names[0], names[1], _("without it"))
        told = [
            (term(row["barrier"]), term(row["stage"]), _(row["point"]), *(number(row[name]) for name in NUMBERS))
            for row in one["barriers"][:MOST_BARRIERS]
        ]
        table(_("What each barrier costs it"), head, told)


NUMBERS = ("now_a", "now_b", "without")


def _fate(deal: dict[str, Any]) -> str:
    return str(deal["cause"] if deal["status"] == "dead" else deal["status"])


def _said(fate: str) -> str:
    """Say what became of a deal."""
    known = {"open": _("still under way"), "delivered": _("delivered")}
    return known.get(fate, _("died of {cause}", cause=term(fate)))


def _partner(deal: dict[str, Any]) -> str:
    kind, city = deal["recipient_kind"], deal["recipient_city"]
    return _("{kind}, {city}", kind=term(kind), city=city) if isinstance(kind, str) else _("none")


def _quarter(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f}"


def _rows(frame: pd.DataFrame) -> list[Any]:
    return list(frame.itertuples(index=False))


def _data(found: SameDeals, names: list[str], seed: int, one: dict[str, Any] | None) -> dict[str, Any]:
    """Return what is found as data for a script."""
    counts = {"both": found.both, "same": found.same, "only_a": found.only_a, "only_b": found.only_b}
    if one is not None:
        return {"a": names[0], "b": names[1], "seed": seed, **counts, "deal": one}
    turns, rows = (frame.to_dict(orient="records") for frame in (found.turns, found.rows))
    return {"a": names[0], "b": names[1], "seed": seed, **counts, "turns": turns, "deals": rows}


def _write(out: Path, found: SameDeals, arguments: tuple[str, ...], worlds: list[Scenario], seed: int) -> None:
    """Write the deals that end otherwise."""
    from sim.cli.results import results_folder
    from sim.report.spreadsheet import write_csv

    with results_folder(out, MADE_BY) as folder:
        for name, frame in zip(TABLES, (found.rows, found.turns), strict=True):
            write_csv(frame, folder / name)
        write_provenance(folder, MADE_BY, arguments, digests=[world.digest for world in worlds], seed=seed)
