from __future__ import annotations

import asyncio
import re
import signal
import sys
import threading

import pytest

from harness.supervision import limits
from harness.supervision.heartbeat import Heartbeat, LoopStuck

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="has no such timers")


async def _busy() -> None:
    re.search("(a|a)+(a|a)+c$", "a" * 40)


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "STUCK", 0.4)
    monkeypatch.setattr(limits, "BEAT", 0.05)
    monkeypatch.setattr(limits, "HELD_UP", 0.3)


def test_what_keeps_the_loop_busy_is_broken_off_and_the_delay_is_known() -> None:
    async def work() -> None:
        heartbeat = Heartbeat(frozenset({_busy.__code__}), lambda: True)
        heartbeat.start()
        began = asyncio.get_running_loop().time()
        await asyncio.sleep(0.2)
        assert not heartbeat.was_held_up(began)
        with pytest.raises(LoopStuck):
            await _busy()
        await asyncio.sleep(0.2)
        assert heartbeat.was_held_up(began)
        heartbeat.stop()

    asyncio.run(work())
    assert signal.getsignal(signal.SIGPROF) is signal.SIG_DFL


def test_other_code_is_let_go_on_and_other_threads_have_no_timer() -> None:
    async def work() -> None:
        heartbeat = Heartbeat(frozenset({_busy.__code__}), lambda: True)
        heartbeat.start()
        sum(range(40_000_000))
        heartbeat.stop()

    asyncio.run(work())
    thread = threading.Thread(target=asyncio.run, args=(work(),))
    thread.start()
    thread.join()
