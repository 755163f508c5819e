"""Begins and ends the staging server for tests."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.request import urlopen

if TYPE_CHECKING:
    from collections.abc import Iterator

SERVE = Path(__file__).with_name("serve.py")
LOOPBACK = "127.0.0.1"
USER, PASSWORD, TOKEN, VISITOR = "integrator", "open-sesame-42", "preview-token-77", "session-1234"


@dataclass(frozen=True)
class Staging:
    """Where the server is: its ports by kind, and the folder of its certificates."""

    ports: dict[str, int]
    folder: Path

    def url(self, path: str = "/", kind: str = "http", name: str = LOOPBACK) -> str:
        """The address of one of its pages."""
        scheme = "http" if kind == "http" else "https"
        return f"{scheme}://{name}:{self.ports[kind]}{path}"

    def log(self) -> list[dict[str, Any]]:
        """What was asked of it so far."""
        with urlopen(self.url("/log"), timeout=10) as answer:  # noqa: S310 - it is http
            found: list[dict[str, Any]] = json.load(answer)
        return found


def free_port() -> int:
    """A port at which nobody listens."""
    with socket.create_server((LOOPBACK, 0)) as free:
        return int(free.getsockname()[1])


@contextmanager
def serving(folder: Path) -> Iterator[Staging]:
    """The server, while the block lasts."""
    process = subprocess.Popen(
        [sys.executable, str(SERVE), str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("the staging server has no pipes")
    try:
        yield Staging(json.loads(process.stdout.readline()), folder)
    finally:
        process.stdin.close()
        process.wait(timeout=10)
        process.stdout.close()
