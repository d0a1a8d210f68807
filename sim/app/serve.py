"""The server of the laboratory: on this machine only unless told otherwise, without a network, without tracebacks."""

from __future__ import annotations

import ctypes
import errno
import gc
import logging
import os
import socket
import sys
import threading
import time
import warnings
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from sim.app import library
from sim.language import _

HOST, PORT, TRIES = "127.0.0.1", 8765, 20
OWN = ("/api/", "/studies/")
"""Paths of the laboratory's page beside the first; all others are those of Mesa's viewer."""
PAUSE = 15.0  # seconds between two looks at how many tabs are open
SETTINGS = {
    "SOLARA_APP": "sim.app.routes",
    "SOLARA_MODE": "production",
    "SOLARA_ASSETS_PROXY": "True",  # assets come from the package solara-assets ...
    "SOLARA_ASSETS_CDN": "http://127.0.0.1:9/",  # ... and what it lacks is not fetched: see Guard.lacks
    "SOLARA_KERNEL_CULL_TIMEOUT": "60s",  # a tab that lost its connection gets a minute to come back
    "SOLARA_THEME_FORCE_REFRESH": "True",  # one that comes back too late begins again from its address, unasked
    "SOLARA_KERNEL_MAX_PER_SESSION": "200",
    "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False",
    "SOLARA_THEME_SHOW_BANNER": "False",
    "SOLARA_THEME_VARIANT": "light",
    "SOLARA_THEME_LOADER": "plain",
    "SOLARA_THEME_TITLE": "Technology-transfer policy laboratory",
    "SOLARA_ASSETS_FONTAWESOME_ENABLED": "False",
}


def serve(
    scenario: str | None, host: str = HOST, port: int | None = None, ready: Callable[[str], None] | None = None
) -> None:
    """Serve the laboratory until it is interrupted.

    Args:
        scenario: name of a shipped scenario, or path of a file, that new tabs begin with.
        host: address to listen on.
        port: to listen on; the first free one from 8765 if not given.
        ready: told the address once pages can be opened.

    Raises:
        OSError: if the port is taken, or the address is not one of this machine.
    """
    listening = listen(host, port)
    number = int(listening.getsockname()[1])
    server = server_of(scenario, host, number)
    shown = "127.0.0.1" if host in ("0.0.0.0", "::", "") else host
    url = f"http://{f'[{shown}]' if ':' in shown else shown}:{number}/"
    threading.Thread(target=_tell_when_ready, args=(server, url, ready), daemon=True).start()
    threading.Thread(target=warm_up, daemon=True).start()
    threading.Thread(target=give_memory_back, daemon=True).start()
    server.run(sockets=[listening])


def listen(host: str, port: int | None) -> socket.socket:
    """Return a socket that listens; the first free port from 8765 if none is asked for."""
    tried = [port] if port is not None else list(range(PORT, PORT + TRIES))
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for number in tried:
        one = socket.socket(family, socket.SOCK_STREAM)
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind((host, number))
            one.listen()  # two that have bound alike learn of one another only here
        except OSError as error:
            one.close()
            if error.errno != errno.EADDRINUSE or number == tried[-1]:
                raise OSError(
                    error.errno,
                    _("{strerror}; name another port with --port", strerror=error.strerror),
                    f"{host}:{number}",
                ) from None
            continue
        return one
    raise AssertionError("unreachable")


def server_of(scenario: str | None, host: str, port: int) -> Any:
    """Return a server of the guarded app, not yet started."""
    os.environ.update(SETTINGS)
    os.environ[library.VARIABLE] = scenario or ""
    import uvicorn

    warnings.filterwarnings("ignore", message="Cookies with samesite=none")
    warnings.filterwarnings("ignore", category=DeprecationWarning, module="websockets|uvicorn|solara")
    import solara.server.starlette as solara_server
    from solara.server.settings import assets

    from sim.app.api import api_of
    from sim.app.guard import Guard
    from sim.app.lab import Laboratory

    keep_tracebacks_here()
    hosts = {"127.0.0.1", "localhost", "::1", host}
    if host not in ("127.0.0.1", "localhost", "::1"):
        hosts |= {socket.gethostname(), socket.getfqdn()}
    app = Guard(divided(api_of(Laboratory(Path.cwd())), solara_server.app), hosts, port, assets.proxy_cache_dir)
    return uvicorn.Server(
        uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            loop="asyncio",
            server_header=False,
            ws_ping_timeout=120,  # a tab on a busy machine may be slow to answer; it is not gone for that
        )
    )


def divided(page: Any, viewer: Any) -> Any:
    """Return an app that gives requests of the laboratory's page to the one, and all others to Mesa's viewer."""

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        path = scope.get("path", "")
        own = scope["type"] == "http" and (path == "/" or path.startswith(OWN))
        await (page if own else viewer)(scope, receive, send)

    return answer


def keep_tracebacks_here() -> None:
    """Write what goes wrong in a page's code to the log of the server, and nothing of it to the browser."""
    from solara.server import app, patch

    log = logging.getLogger("sim.app")

    def showtraceback(self: object) -> None:
        log.error(_("a part of the page failed"), exc_info=sys.exc_info())

    patch.FakeIPython.showtraceback = showtraceback
    # Solara writes the traceback of a page that cannot even be opened into the page: give it a sentence to write.
    said = _("The page could not be opened; the reason is written where the laboratory was started.")

    def in_a_sentence(*_: object) -> list[str]:
        log.error(said, exc_info=sys.exc_info())
        return [said]

    app.traceback = SimpleNamespace(format_exception=in_a_sentence)


def warm_up() -> None:
    """Load the machine code before the first tab asks for it."""
    with suppress(Exception):  # whoever runs first meets the same trouble, and says it
        from sim.model import CollaborationModel
        from sim.scenario import Scenario

        model = CollaborationModel(Scenario.load("tiny"), seed=0)
        for _ in range(4):
            model.step()
        model.why(0)
        model.judge(0, 0)


def give_memory_back() -> None:
    """Hand the memory of closed tabs back to the machine; Linux's C library keeps it until asked."""
    before = 0
    while True:
        time.sleep(PAUSE)
        viewer = sys.modules.get("sim.app.mesa_page")  # not before somebody has opened it
        now = viewer.watched_now() if viewer is not None else 0
        if now < before:
            gc.collect()
            with suppress(OSError, AttributeError):
                ctypes.CDLL("libc.so.6").malloc_trim(0)
        before = now


def _tell_when_ready(server: Any, url: str, ready: Callable[[str], None] | None) -> None:
    while not server.started and not server.should_exit:
        time.sleep(0.05)
    if ready is not None and server.started:
        ready(url)
