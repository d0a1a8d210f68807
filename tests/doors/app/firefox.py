"""Debian's Firefox, driven by its own remote protocol (Marionette): a length, a colon, a list in JSON."""

from __future__ import annotations

import base64
import json
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


class Firefox:
    """One window without a screen."""

    def __init__(self, wire: socket.socket) -> None:
        self._wire, self._number = wire, 0
        self._read()
        self._ask("WebDriver:NewSession", {"capabilities": {}})

    def open(self, url: str) -> None:
        self._ask("WebDriver:Navigate", {"url": url})

    def run(self, script: str) -> Any:
        """Run JavaScript in the page and return what it returns."""
        return self._ask("WebDriver:ExecuteScript", {"script": script, "args": []})["value"]

    def wait_for(self, condition: str, seconds: float = 60) -> None:
        """Wait until a condition holds in the page."""
        ends = time.monotonic() + seconds
        while not self.run(f"return !!({condition})"):
            assert time.monotonic() < ends, f"never came true: {condition}"
            time.sleep(0.1)

    def drag(self, start: tuple[float, float], points: list[tuple[float, float]]) -> None:
        """Press the mouse, move it along points of the window and let go."""
        moves = [{"type": "pointerMove", "duration": 60, "x": round(x), "y": round(y)} for x, y in (start, *points)]
        moves[1:1] = [{"type": "pointerDown", "button": 0}]
        moves.append({"type": "pointerUp", "button": 0})
        mouse = {"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": moves}
        self._ask("WebDriver:PerformActions", {"actions": [mouse]})

    def picture(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(self._ask("WebDriver:TakeScreenshot", {"full": False})["value"]))

    def size(self, width: int, height: int) -> None:
        self._ask("WebDriver:SetWindowRect", {"width": width, "height": height})

    def _ask(self, command: str, what: dict[str, Any]) -> Any:
        self._number += 1
        asked = json.dumps([0, self._number, command, what]).encode()
        self._wire.sendall(str(len(asked)).encode() + b":" + asked)
        _, _, error, answer = self._read()
        assert error is None, error
        return answer

    def _read(self) -> Any:
        length = b""
        while (one := self._wire.recv(1)) != b":":
            assert one, "Firefox has gone"
            length += one
        text = b""
        while len(text) < int(length):
            text += self._wire.recv(int(length) - len(text))
        return json.loads(text)


@contextmanager
def firefox(program: str, profile: Path) -> Iterator[Firefox]:
    """Start Firefox without a screen, with an empty profile, and yield it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (profile / "user.js").write_text(f'user_pref("marionette.port", {port});\n', encoding="utf-8")
    command = [program, "--headless", "--marionette", "--no-remote", "--profile", str(profile)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            yield Firefox(_connected(port))
        finally:
            process.terminate()


def _connected(port: int) -> socket.socket:
    for _ in range(300):
        try:
            wire = socket.create_connection(("127.0.0.1", port), timeout=120)
        except ConnectionRefusedError:
            time.sleep(0.2)
        else:
            return wire
    raise AssertionError("Firefox did not start")
