"""A slow page is judged the same again and again, also on a machine that has other things to do."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from harness.audit.auditing import audit
from harness.audit.target import Target
from harness.browser.engine import Engine, EngineOptions

PAGES = [
    Path(__file__).parent / "cases" / name
    for name in ("late-embed/ok-after-three-seconds.html", "waiting/embed-after-two-timers.html")
]
BUSY = "while True: sum(range(10_000))"


async def _findings(output: Path, page: Path, times: int) -> list[tuple[str, ...]]:
    async with Engine(EngineOptions(output=output, in_flight=5, screenshot="off")) as engine:
        every = [await audit(engine, Target(page.name, page)) for _ in range(times)]
    assert [one.troubles for one in every] == [()] * times
    return [tuple(f"{f.rule} {f.place} {f.message}" for f in one.findings) for one in every]


@pytest.mark.campaign
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_ten_audits_of_a_slow_page_under_load_find_the_same(tmp_path: Path, page: Path) -> None:
    loads = [
        subprocess.Popen([sys.executable, "-c", BUSY]) for _ in range(2 * (os.cpu_count() or 1))
    ]
    try:
        found = asyncio.run(_findings(tmp_path, page, 10))
    finally:
        for load in loads:
            load.kill()
            load.wait()
    assert found == [()] * 10
