"""The conftest.py of the tests by hand: the browser, the server and whom to trust."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

TASK: dict[str, Any] = json.loads(Path(os.environ["BENCHMARK_TASK"]).read_text(encoding="utf-8"))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    metafunc.parametrize("number", range(len(TASK["ports"])))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    switch = f"--ignore-certificate-errors-spki-list={TASK['fingerprint']}"
    return {**browser_type_launch_args, "executable_path": TASK["browser"], "args": [switch]}


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any], number: int) -> dict[str, Any]:
    server = f"http://127.0.0.1:{TASK['ports'][number]}"
    return {**browser_context_args, "proxy": {"server": server, "bypass": "<-loopback>"}}


@pytest.fixture(autouse=True)
def _marks(browser: Browser) -> Iterator[None]:  # noqa: ARG001 - so that it runs already
    """When a test begins with its browser running, and when its context is closed."""
    marks = Path(TASK["marks"])
    with marks.open("a", encoding="ascii") as file:
        file.write(f"{time.time()}\n")
    yield
    with marks.open("a", encoding="ascii") as file:
        file.write(f"{time.time()}\n")
