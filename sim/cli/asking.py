"""Options that say which readings are made and how many; what does not go together is refused in words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import rich_click as click

from sim.cli.options import Function
from sim.language import _

NUMBER = 32
SECONDS = {"": 1.0, "s": 1.0, "min": 60.0, "h": 3600.0}


class Duration(click.ParamType[float]):
    """A time such as 90s, 2min or 1h."""

    name = "duration"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Read it as seconds."""
        found = re.fullmatch(r"(\d{1,6}(?:\.\d{1,3})?)\s*(s|min|h|)", str(value).strip())
        if found is None or not float(found[1]):
            self.fail(_("{value!r} is no time; write 90s, 2min or 1h", value=value), param, ctx)
        return float(found[1]) * SECONDS[found[2]]


READINGS = (
    click.option(
        "--readings",
        type=click.IntRange(1, 10_000),
        metavar="N",
        help=f"Readings, the same in all scenarios; {NUMBER} if not given. Below 14 there is no verdict.",
    ),
    click.option(
        "--within", type=Duration(), metavar="TIME", help="No more readings than go into a time such as 90s or 2min."
    ),
    click.option(
        "--until-decided",
        is_flag=True,
        help="Add readings until it is known which of any two scenarios does better, or that readings cannot tell.",
    ),
    click.option(
        "--most", type=click.IntRange(14, 10_000), metavar="N", help="Readings after which --until-decided ends; 256."
    ),
    click.option(
        "--forms",
        default="shipped",
        show_default=True,
        metavar="FORMS",
        help="Forms of the model among the readings: shipped, each, all, or switches such as demand,gates=weakest.",
    ),
    click.option(
        "--luck-only",
        is_flag=True,
        help="Seeds instead of readings: parameters, codings and form stay as the scenarios have them.",
    ),
    click.option("--replications", type=click.IntRange(1, 100_000), metavar="N", help="Seeds of --luck-only."),
    click.option(
        "--budget",
        type=click.FloatRange(0.0, 1e9),
        metavar="M_YUAN",
        help="Million yuan: what is lost by settling for a scenario is told among those that keep it.",
    ),
)


def readings_options(command: Function) -> Function:
    """Add the options that say which readings are made."""
    for option in reversed(READINGS):
        command = option(command)
    return command


def how_many(given: dict[str, Any], settings: Sequence[str]) -> dict[str, Any]:
    """Turn the options into what `sim.experiment.compare` takes.

    Args:
        given: values by the option's name; those that are used are taken out.
        settings: KEY=VALUE texts, whose keys no reading moves.

    Raises:
        click.UsageError: if they do not go together.
    """
    names = ("readings", "within", "until_decided", "most", "forms", "luck_only", "replications")
    readings, within, until_decided, most, forms, luck_only, seeds = (given.pop(name) for name in names)
    if seeds is not None and not luck_only:
        raise click.UsageError(
            _(
                "--replications {seeds} are seeds, which differ in luck alone: write --readings {seeds}, "
                "or add --luck-only if luck alone is meant",
                seeds=seeds,
            )
        )
    if luck_only and (readings is not None or forms != "shipped"):
        option = "--readings" if readings is not None else "--forms"
        raise click.UsageError(
            _("--luck-only and {option} exclude one another: with luck alone, --replications are made", option=option)
        )
    numbers = {"--readings": readings, "--replications": seeds, "--within": within}
    asked = [name for name, value in numbers.items() if value]
    if until_decided and asked:
        raise click.UsageError(
            _("--until-decided and {asked} exclude one another: both say how many are made", asked=asked[0])
        )
    if most is not None and not until_decided:
        raise click.UsageError(_("--most goes with --until-decided, which it ends"))

    from sim.experiment.reading.readings import ReadingsAsked
    from sim.scenario.overrides import override_of

    number = seeds if luck_only else readings
    more: dict[str, Any] = {"decide": "order", "most": most or 256} if until_decided else {}
    return {
        "readings": ReadingsAsked(number=number, forms=tuple(forms.split(","))),
        "luck_only": luck_only,
        "within": within,
        "held": [override_of(text)[1] for text in settings],
        **more,
    }
