"""The command line: run scenarios, compare them, and check files."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from sim import __version__
from sim.scenario import Scenario, ScenarioError, shipped_names


@click.group()
@click.version_option(__version__)
def sim() -> None:
    """Compare technology-transfer policies by simulation. Example: sim run baseline --out results/baseline"""


@sim.command()
def scenarios() -> None:
    """List what is shipped, a line each."""
    for name in shipped_names():
        click.echo(f"{name:36s} {Scenario.load(name).title}")


@sim.command()
@click.argument("files", nargs=-1, required=True)
def validate(files: tuple[str, ...]) -> None:
    """Say what is wrong with scenario files and what was meant."""
    for name in files:
        Scenario.load(name)
        click.echo(f"{name}: ok")


@sim.command()
@click.argument("scenario")
@click.option("--seed", default=0, show_default=True, type=click.IntRange(0, 2**63 - 1))
@click.option("--set", "settings", multiple=True, metavar="KEY=VALUE")
@click.option("--out", type=click.Path(path_type=Path))
def run(scenario: str, seed: int, settings: tuple[str, ...], out: Path | None) -> None:
    """Run one scenario and print its outcomes."""
    chosen = Scenario.load(scenario).override_text(settings)
    from sim.model import CollaborationModel, needs_compiling

    if needs_compiling():
        click.echo("compiling the model once, one to two minutes ...", err=True)
    model = CollaborationModel(chosen, seed=seed).run()
    outcomes = model.outcomes()
    if out is not None:
        from sim.report.figures import draw_all

        (out / "figures").mkdir(parents=True, exist_ok=True)
        (out / "scenario.toml").write_text(chosen.to_toml(), encoding="utf-8")
        (out / "outcomes.json").write_text(json.dumps(outcomes, indent=2), encoding="utf-8")
        model.history().to_csv(out / "history.csv")
        model.deals().to_parquet(out / "deals.parquet")
        draw_all(model, out / "figures")
    for name, value in outcomes.items():
        click.echo(f"{name:48s} {value:14.3f}")


@sim.command()
@click.argument("arms", nargs=-1, required=True)
@click.option("--replications", default=16, show_default=True, type=click.IntRange(2, 100_000))
@click.option("--jobs", default=1, show_default=True, type=click.IntRange(1, 256))
@click.option("--out", type=click.Path(path_type=Path))
def compare(arms: tuple[str, ...], replications: int, jobs: int, out: Path | None) -> None:
    """Compare scenarios on the same seeds; the first is the baseline."""
    chosen = [Scenario.load(arm) for arm in arms]
    from sim.experiment import compare as compare_arms

    result = compare_arms(chosen, replications=replications, jobs=jobs)
    headline = [name for name in result.table["outcome"].unique() if name.startswith("transfers_")]
    headline += ["leaks", "programme_cost_million_yuan"]
    shown = result.table[result.table["outcome"].isin(headline)]
    click.echo(shown.round(2).to_string(index=False))
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        result.runs.to_csv(out / "runs.csv", index=False)
        result.table.to_csv(out / "differences.csv", index=False)


def main() -> None:
    """Run the command line; a wrong input ends with exit code 2 and a message, never a traceback."""
    try:
        sim.main(standalone_mode=True)
    except ScenarioError as error:
        click.echo(f"error: {error}", err=True)
        sys.exit(2)
