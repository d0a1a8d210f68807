"""Only this machine's own pages get in: hosts, origins, headers, and what the server listens on."""

from __future__ import annotations

import asyncio
import errno
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("solara", reason="the browser page is an extra: pip install -e '.[app]'")

from solara.server.settings import assets

from sim.app.guard import HEADERS, Guard, authority
from sim.app.serve import listen

ROOT = Path(__file__).parents[3]
OURS = "127.0.0.1:8765"
PARTS = Path(assets.proxy_cache_dir)
REQUIRE = "requirejs@2.3.6/require.js"


def asked(kind: str, host: str | None, origin: str | None = None, path: str = "/") -> list[Any]:
    """Send one request through the guard and return what comes back."""
    sent: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if kind == "http":
            await send({"type": "http.response.start", "status": 200, "headers": [(b"x-frame-options", b"ALLOW")]})
        else:
            await send({"type": "websocket.accept"})

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {}

    headers = [(name, value.encode()) for name, value in ((b"host", host), (b"origin", origin)) if value is not None]
    scope = {"type": kind, "headers": headers, "path": path, "server": ("127.0.0.1", 8765)}
    asyncio.run(Guard(app, ["127.0.0.1", "localhost", "::1"], 8765, PARTS)(scope, receive, send))
    return sent


@pytest.mark.parametrize("host", [OURS, "localhost:8765", "LOCALHOST:8765", "[::1]:8765"])
def test_our_own_names_get_in(host: str) -> None:
    assert asked("http", host)[0]["status"] == 200
    assert asked("websocket", host, f"http://{host.lower()}")[0]["type"] == "websocket.accept"


@pytest.mark.parametrize(
    "host", [None, "evil.example", "evil.example:8765", "127.0.0.1", "127.0.0.1:80", "localhost.evil:8765"]
)
def test_foreign_hosts_are_refused(host: str | None) -> None:
    assert asked("http", host)[0]["status"] == 403
    assert asked("websocket", host, "http://127.0.0.1:8765")[0]["type"] == "websocket.close"


@pytest.mark.parametrize(
    "origin",
    [None, "null", "http://evil.example", "https://127.0.0.1:8765", "http://127.0.0.1:9999", "http://localhost:8765"],
)
def test_sockets_of_foreign_pages_are_refused(origin: str | None) -> None:
    assert asked("websocket", OURS, origin)[0]["type"] == "websocket.close"


def test_a_foreign_page_cannot_post() -> None:
    assert asked("http", OURS, "http://evil.example", "/_solara/api/close/1")[0]["status"] == 403


@pytest.mark.parametrize("path", ["/resourcez", "/_solara/api/evict/1"])
def test_what_tells_about_the_server_is_closed(path: str) -> None:
    assert asked("http", OURS, None, path)[0]["status"] == 404


def test_parts_of_the_front_end_that_are_here_get_through() -> None:
    assert (PARTS / REQUIRE).is_file(), "solara-assets is not installed"
    assert asked("http", OURS, None, f"/_solara/cdn/{REQUIRE}")[0]["status"] == 200


@pytest.mark.parametrize(
    "part",
    [
        "nothing@1.0.0/none.js",
        "@widgetti",
        "@widgetti/",
        "@widgetti/solara-vuetify-app@10.1.1",
        "",
        "/",
        f"a/../{REQUIRE}",
    ],
)
def test_parts_that_are_no_file_of_this_machine_are_not_looked_for(part: str) -> None:
    """A folder that is asked for would be cleared away by the framework, and the page be broken for good."""
    assert asked("http", OURS, None, f"/_solara/cdn/{part}")[0]["status"] == 404


def test_every_answer_carries_the_headers_once() -> None:
    headers = asked("http", OURS)[0]["headers"]
    assert [value for name, value in headers if name == b"x-frame-options"] == [b"DENY"]
    assert set(HEADERS) <= set(headers)
    policy = dict(headers)[b"content-security-policy"].decode()
    assert "frame-ancestors 'none'" in policy
    assert "http" not in policy


def test_an_authority_is_written_as_browsers_do() -> None:
    assert [authority("::1", 80), authority("::1", 81), authority("A", 80)] == ["[::1]", "[::1]:81", "a"]


def test_a_taken_port_is_said_and_a_free_one_found() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(OSError, match="--port") as refused:
            listen("127.0.0.1", port)
        assert refused.value.errno == errno.EADDRINUSE
    free = listen("127.0.0.1", None)
    assert free.getsockname()[0] == "127.0.0.1"
    free.close()


@pytest.fixture(scope="module")
def address() -> Any:
    """Start `sim app` with HOST set to all interfaces, as many shells have it, and return its address."""
    command = [sys.executable, "-m", "sim.cli", "app", "tiny", "--no-browser"]
    environment = {**os.environ, "HOST": "0.0.0.0", "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        said = server.stdout.readline()
        assert "http://127.0.0.1:" in said
        yield said.split("open at ")[1].split(" ")[0]
        server.terminate()


def test_it_listens_on_this_machine_alone_whatever_the_environment_says(address: str) -> None:
    port = int(address.rstrip("/").rpartition(":")[2])
    with urllib.request.urlopen(address) as page:
        assert page.status == 200
        assert page.headers["X-Frame-Options"] == "DENY"
        text = page.read().decode()
    assert "https://cdn" not in text
    others = {one[4][0] for one in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)} - {"127.0.0.1"}
    for other in others:
        with (
            pytest.raises((ConnectionRefusedError, TimeoutError)),
            socket.create_connection((other, port), timeout=0.5),
        ):
            pass


def test_a_renamed_host_is_refused_by_the_server(address: str) -> None:
    asking = urllib.request.Request(address, headers={"Host": "evil.example"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(asking)
    assert refused.value.code == 403


def test_parts_that_are_not_there_are_answered_at_once_and_hold_nobody_up(address: str) -> None:
    """The framework would try to fetch each for seven seconds."""

    def status(number: int) -> int:
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"{address}_solara/cdn/nothing@1.0.{number}/none.js", timeout=20)
        return refused.value.code

    begun = time.monotonic()
    with ThreadPoolExecutor(40) as many:
        assert set(many.map(status, range(160))) == {404}
    with urllib.request.urlopen(f"{address}_solara/cdn/{REQUIRE}", timeout=20) as part:
        assert part.status == 200
    assert time.monotonic() - begun < 7.0, "one look elsewhere takes seven seconds"


@pytest.mark.parametrize("path", ["static/../../../etc/passwd", "_solara/cdn/../../../../etc/passwd", "no/such/page"])
def test_no_file_of_the_machine_is_served(address: str, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(address + path)
    assert refused.value.code in (400, 403, 404)
    assert b"Traceback" not in refused.value.read()
