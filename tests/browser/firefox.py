"""Drives Firefox without a window through Marionette, the remote control that it brings along."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

FIREFOX = ("firefox-esr", "firefox")
PREFERENCES = {
    "datareporting.policy.dataSubmissionEnabled": False,
    "app.update.disabledForTesting": True,
    "browser.startup.page": 0,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
}
_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
"""The key of a reference to an element, as WebDriver has it."""
_CONTROL = "\ue009"


def installed() -> str | None:
    """Return the path of the system's Firefox, None where there is none."""
    return next(filter(None, map(shutil.which, FIREFOX)), None)


class Firefox:
    """A window of Firefox; what goes wrong there is raised here."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._received = b""
        self._number = 0
        self._message()  # a greeting
        self._send("WebDriver:NewSession", {"capabilities": {"alwaysMatch": {"acceptInsecureCerts": False}}})
        self._send("WebDriver:SetTimeouts", {"script": 15_000})

    def goto(self, address: str) -> None:
        """Open *address* and wait until it is loaded."""
        self._send("WebDriver:Navigate", {"url": address})

    def evaluate(self, expression: str) -> Any:  # noqa: ANN401 - whatever JavaScript has
        """Return the value of a JavaScript *expression*."""
        return self._send("WebDriver:ExecuteScript", {"script": f"return {expression}", "args": []})["value"]

    def until(self, condition: str) -> None:
        """Wait until *condition* holds."""
        for _ in range(100):
            if self.evaluate(condition):
                return
            time.sleep(0.05)
        raise AssertionError(f"never came true: {condition}")

    def press_with_control(self, key: str) -> None:
        """Press *key* while the control key is down."""
        keys = [("keyDown", _CONTROL), ("keyDown", key), ("keyUp", key), ("keyUp", _CONTROL)]
        actions = [{"type": kind, "value": value} for kind, value in keys]
        self._send("WebDriver:PerformActions", {"actions": [{"type": "key", "id": "keyboard", "actions": actions}]})

    def quit(self) -> None:
        """End Firefox."""
        self._send("Marionette:Quit", {"flags": ["eForceQuit"]})

    def _send(self, command: str, parameters: dict[str, Any]) -> Any:  # noqa: ANN401 - whatever the command answers
        self._number += 1
        text = json.dumps([0, self._number, command, parameters])
        self._connection.sendall(f"{len(text.encode())}:{text}".encode())
        _, _, problem, answer = self._message()
        if problem:
            raise AssertionError(f"{command}: {problem}")
        return answer

    def _message(self) -> Any:  # noqa: ANN401 - JSON
        while b":" not in self._received:
            self._receive()
        size, _, self._received = self._received.partition(b":")
        while len(self._received) < int(size):
            self._receive()
        text, self._received = self._received[: int(size)], self._received[int(size) :]
        return json.loads(text)

    def _receive(self) -> None:
        received = self._connection.recv(65536)
        if not received:
            raise AssertionError("Firefox has gone")
        self._received += received


@contextmanager
def launched(program: str, profile: Path) -> Iterator[Firefox]:
    """Start *program* with a fresh *profile*; end it in the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    lines = [
        f"user_pref({json.dumps(name)}, {json.dumps(value)});"
        for name, value in {**PREFERENCES, "marionette.port": port}.items()
    ]
    (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
    process = subprocess.Popen(
        [program, "--headless", "--marionette", "--no-remote", "--profile", str(profile)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"HOME": str(profile), "MOZ_DISABLE_CONTENT_SANDBOX": "1"},
    )
    try:
        with _connected(process, port) as connection:
            firefox = Firefox(connection)
            yield firefox
            firefox.quit()
        process.wait(timeout=10)
    finally:
        process.kill()
        process.wait()


def _connected(process: subprocess.Popen[bytes], port: int) -> socket.socket:
    for _ in range(300):
        if process.poll() is not None:
            break
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=60)
        except ConnectionRefusedError:
            time.sleep(0.1)
    raise AssertionError("Firefox does not start")
