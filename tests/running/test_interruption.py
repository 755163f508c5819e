"""What signals do to a program that listens, at the moments that there are."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals as POSIX has them")

LISTENING = """
import asyncio, os, signal, sys, time
from harness.running import interruption
interruption.listen()
def kill(number=signal.SIGTERM):
    os.kill(os.getpid(), number)
"""


def program(body: str, *before: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.run(
        [*before, sys.executable, "-c", LISTENING + body],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


ENDINGS = {
    "by itself it is noted": (
        "kill(); print('goes on', interruption.is_heard())",
        0,
        "goes on True\n",
    ),
    "what is heard can be heeded later": (
        "kill()\ntry: interruption.heed()\nexcept KeyboardInterrupt: print('heeded')",
        0,
        "heeded\n",
    ),
    "nothing heard, nothing heeded": ("interruption.heed(); print('well')", 0, "well\n"),
    "it breaks off": (
        (
            "try:\n"
            "    with interruption.breaking_off(): kill(); time.sleep(9)\n"
            "except KeyboardInterrupt: print('broken off')"
        ),
        0,
        "broken off\n",
    ),
    "in the block of a block it is noted": (
        (
            "with interruption.breaking_off():\n"
            "    with interruption.noted(): kill(); print('goes on')\n"
            "print(interruption.is_heard())"
        ),
        0,
        "goes on\nTrue\n",
    ),
    "an echo is the same signal": ("kill(); kill(signal.SIGHUP); print('goes on')", 0, "goes on\n"),
    "the second ends at once": (
        "print('first', flush=True); kill(); time.sleep(0.2); kill(signal.SIGINT); print('never')",
        2,
        "first\n",
    ),
    "the second ends a program that hangs in its end": (
        (
            "import threading\n"
            "kill(); time.sleep(0.2)\n"
            "threading.Timer(0.1, kill).start()\n"
            "while True: pass"
        ),
        2,
        "",
    ),
    "work is cancelled and cleans up": (
        (
            "async def work():\n"
            "    try:\n"
            "        kill(); await asyncio.sleep(9)\n"
            "    finally: await asyncio.sleep(0.01); print('clean')\n"
            "try: interruption.run(work())\n"
            "except KeyboardInterrupt: print('cancelled')"
        ),
        0,
        "clean\ncancelled\n",
    ),
    "work that is asleep is woken": (
        (
            "import threading\n"
            "async def work(): threading.Timer(0.1, kill).start(); await asyncio.sleep(50)\n"
            "try: interruption.run(work())\n"
            "except KeyboardInterrupt: print('woken')"
        ),
        0,
        "woken\n",
    ),
    "work is not begun after a signal": (
        (
            "async def work(): print('never')\n"
            "kill()\n"
            "try: interruption.run(work())\n"
            "except KeyboardInterrupt: print('not begun')"
        ),
        0,
        "not begun\n",
    ),
    "work that is over keeps its result": (
        (
            "async def work(): asyncio.get_running_loop().call_soon(kill); return 7\n"
            "print(interruption.run(work()), interruption.is_heard())"
        ),
        0,
        "7 True\n",
    ),
    "work without a signal": (
        "async def work(): return 7\nprint(interruption.run(work()))",
        0,
        "7\n",
    ),
    "errors of work pass": (
        (
            "async def work(): raise OSError('x')\n"
            "try: interruption.run(work())\n"
            "except OSError as error: print(error)"
        ),
        0,
        "x\n",
    ),
    "what nobody reads any more is not told": (
        (
            "async def work():\n"
            "    future = asyncio.get_running_loop().create_future()\n"
            "    kill()\n"
            "    try: await asyncio.sleep(9)\n"
            "    finally: future.set_exception(OSError('x')); del future\n"
            "try: interruption.run(work())\n"
            "except KeyboardInterrupt: print('quiet')"
        ),
        0,
        "quiet\n",
    ),
    "Ctrl-C that says done is forgotten": (
        "kill(signal.SIGINT); interruption.forget_ctrl_c(); print(interruption.is_heard())",
        0,
        "False\n",
    ),
    "SIGTERM is not forgotten": (
        "kill()\ntry: interruption.forget_ctrl_c()\nexcept KeyboardInterrupt: print('heeded')",
        0,
        "heeded\n",
    ),
    "after the end nothing is heard": (
        (
            "import atexit\n"
            "class Late:\n"
            "    def __del__(self): kill()\n"
            "late = Late()\n"
            "sys.modules['late'] = late\n"
            "print('ended')"
        ),
        0,
        "ended\n",
    ),
}


@pytest.mark.parametrize("case", ENDINGS)
def test_a_signal_does_what_the_moment_asks_for(case: str) -> None:
    body, status, told = ENDINGS[case]
    done = program(body)
    assert (done.returncode, done.stdout, done.stderr) == (status, told, "")


@pytest.mark.parametrize("number", ["HUP", "INT", "TERM"])
def test_what_is_ignored_stays_ignored(number: str) -> None:
    body = f"kill(signal.SIG{number}); print(interruption.is_heard())"
    done = program(body, "/bin/sh", "-c", f'trap "" {number}; exec "$@"', "-")
    assert (done.returncode, done.stdout) == (0, "False\n")


def _hang_up() -> None:
    os.kill(os.getpid(), signal.SIGHUP)
    signal.pause()


def test_under_pytest_others_keep_their_handlers(monkeypatch: pytest.MonkeyPatch) -> None:
    from harness.running import interruption, signals_under_pytest

    monkeypatch.setattr(interruption, "handler", interruption.Handler())
    signal.signal(signal.SIGTERM, own := lambda *_: None)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    heard = signals_under_pytest.listen()
    signals_under_pytest.break_off()
    assert signal.getsignal(signal.SIGTERM) is own
    with signals_under_pytest.left_to_others():
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    assert signal.getsignal(signal.SIGINT) == interruption.handler.handle
    signals_under_pytest.leave(heard)
    assert signal.getsignal(signal.SIGHUP) is signal.SIG_DFL
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    signals_under_pytest.listen()
    with pytest.raises(KeyboardInterrupt, match="by SIGHUP"):
        _hang_up()


@pytest.mark.parametrize("door", ["harness.cli", "pytest, harness.pytest_plugin"])
def test_the_front_doors_import_little_at_first(door: str) -> None:
    """The command listens to signals first; pytest loads its door in sessions without scenarios."""
    known, _, module = door.rpartition(", ")
    code = (
        f"import sys, {known or 'os'}; before = set(sys.modules); import {module}; "
        "print(*sorted(n.partition('.')[0] for n in set(sys.modules) - before))"
    )
    environment: dict[str, Any] = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    heavy = {"click", "rich", "yaml", "playwright", "pydantic", "asyncio", "pytest", "flask"}
    assert not heavy & set(done.stdout.split())


def test_a_signal_in_code_made_from_a_text_does_not_decide_the_exit_status(tmp_path: Path) -> None:
    body = """
try:
    with interruption.breaking_off():
        exec("kill(); time.sleep(9)")
except KeyboardInterrupt:
    sys.exit(2)
"""
    (tmp_path / "signalled.py").write_text(LISTENING + body)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path])}
    command = [sys.executable, "-m", "signalled"]  # CPython looks at such an exception only there
    assert subprocess.run(command, env=environment, timeout=60, check=False).returncode == 2
