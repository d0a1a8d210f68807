"""`sim app` opens the browser laboratory on this machine."""

from __future__ import annotations

import os
import sys
import webbrowser

import rich_click as click

from sim.cli import options
from sim.cli.screen import say, tell
from sim.language import _

EXAMPLES = options.examples(
    "sim app",
    "sim app reform_package",
    "sim app scenarios/tiny.toml --port 9000",
)
ALONE = ("127.0.0.1", "localhost", "::1")


@click.command(epilog=EXAMPLES)
@click.argument("scenario", type=options.SCENARIO, required=False)
@click.option("--host", default="127.0.0.1", show_default=True, metavar="HOST", help="Address to listen on.")
@click.option(
    "--port", type=click.IntRange(1, 65_535), metavar="PORT", help="Port; the first free one from 8765 if not given."
)
@click.option("--no-browser", is_flag=True, help="Open no browser, only say the address.")
def app(scenario: str | None, host: str, port: int | None, no_browser: bool) -> None:
    """Open the browser laboratory: see the region work, move a lever, understand why.

    SCENARIO is a file, or the name of a shipped scenario; new tabs begin with it. Only this machine can open the page,
    unless another HOST is given.
    """
    from sim.cli.load import load_all
    from sim.cli.talk import announce_compiling

    load_all([scenario] if scenario else [])
    check_installed()
    from sim.app.serve import serve

    announce_compiling()
    if host not in ALONE:
        say(
            _(
                "warning: everybody who can reach {host} can use this laboratory; nobody is asked for a password",
                host=host,
            )
        )

    def ready(url: str) -> None:
        tell(_("The laboratory is open at {url} (Mesa's own viewer: {url}mesa). Stop it with Ctrl-C.", url=url))
        sys.stdout.flush()
        if not no_browser and has_screen():
            webbrowser.open(url)

    serve(scenario, host, port, ready)


def check_installed() -> None:
    """Find out whether the optional part is installed before anything of it starts.

    Raises:
        ModuleNotFoundError: if it is not.
    """
    from importlib.util import find_spec

    for name in ("solara", "solara_assets", "altair", "uvicorn"):
        if find_spec(name) is None:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def has_screen() -> bool:
    """Tell whether a browser could be seen: not on a server without a screen."""
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
