"""Only this machine's own pages may talk to the laboratory: foreign hosts, origins and frames are turned away.

A web page that an analyst visits can send requests, and open sockets, to a server on the same machine. So every
request must name a host that is ours, and one that says where it comes from must come from our own page.

The parts of the front end lie on this machine. One that does not is not there: it is neither looked for elsewhere,
nor is a folder that is asked for taken for something to clear away, which the framework behind does.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from pathlib import Path
from typing import Any

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

CLOSED = ("/resourcez", "/_solara/api/evict")
"""Answers of the server about itself that nobody but its maker needs."""
PARTS = "/_solara/cdn/"
"""Where the page asks for parts of the front end."""
ABSENT = b"There is no such page."
POLICY = (
    # The front end compiles its templates in the browser, which needs eval; nothing may come from elsewhere.
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' ws: wss:; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-src 'none'; frame-ancestors 'none'"
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-frame-options", b"DENY"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)


class Guard:
    """Stands before the app.

    Args:
        app: what is guarded.
        hosts: names and addresses under which it may be called, without port.
        port: on which it listens.
        parts: folder that holds the parts of the front end.
    """

    def __init__(self, app: App, hosts: Iterable[str], port: int, parts: Path) -> None:
        self.app = app
        self.parts = parts
        self.hosts = frozenset(authority(host, port) for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or refuse it with 403."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
        elif not self.welcome(scope):
            await refuse(scope, send, 403, b"This laboratory answers to its own page only.")
        elif any(scope["path"].startswith(path) for path in CLOSED) or self.lacks(scope["path"]):
            await refuse(scope, send, 404, ABSENT)
        else:
            await self.app(scope, receive, _with_headers(send))

    def welcome(self, scope: Scope) -> bool:
        """Tell whether a request names our host and, if it says from where it comes, comes from our page.

        A socket must say where it comes from: every browser does.
        """
        hosts = [value.decode("latin-1").lower() for name, value in scope["headers"] if name == b"host"]
        origins = [value.decode("latin-1").lower() for name, value in scope["headers"] if name == b"origin"]
        if len(hosts) != 1 or hosts[0] not in self._mine(scope):
            return False
        if not origins:
            return bool(scope["type"] == "http")
        return origins == [f"http://{hosts[0]}"]

    def lacks(self, path: str) -> bool:
        """Tell whether a path asks for a part of the front end that is no file of this machine's."""
        if not path.startswith(PARTS):
            return False
        names = path.removeprefix(PARTS).split("/")
        if any(name in ("", ".", "..") or "\\" in name or "\0" in name for name in names):
            return True
        return not self.parts.joinpath(*names).is_file()

    def _mine(self, scope: Scope) -> frozenset[str]:
        server = scope.get("server")
        return self.hosts | {authority(*server)} if server and server[1] else self.hosts


def authority(host: str, port: int) -> str:
    """Write a host and a port as the Host header does; an IPv6 address stands in brackets."""
    name = f"[{host}]" if ":" in host else host
    return f"{name}:{port}".lower() if port != 80 else name.lower()


async def refuse(scope: Scope, send: Send, status: int, said: bytes) -> None:
    """Answer in one sentence; a socket is closed before it opens, which the browser sees as 403."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    headers = [(b"content-type", b"text/plain; charset=utf-8"), *HEADERS]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": said})


def _with_headers(send: Send) -> Send:
    async def told(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            kept = [(name, value) for name, value in message["headers"] if name.lower() not in dict(HEADERS)]
            message = {**message, "headers": [*kept, *HEADERS]}
        await send(message)

    return told
