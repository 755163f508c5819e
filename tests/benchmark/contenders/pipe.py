"""The least that speaks the DevTools protocol: JSON and a zero byte, over two pipes."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections.abc import Callable
from typing import Any

Hear = Callable[[dict[str, Any]], None]

SWITCHES = (
    "--headless",
    "--no-sandbox",
    "--remote-debugging-pipe",
    # Those that Playwright gives, as far as a headless shell knows them.
    "--disable-field-trial-config",
    "--disable-background-networking",
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-back-forward-cache",
    "--disable-breakpad",
    "--disable-component-update",
    "--no-default-browser-check",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    (
        "--disable-features=AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,HttpsUpgrades,"
        "MediaRouter,PaintHolding,ThirdPartyStoragePartitioning,OptimizationHints"
    ),
    "--allow-pre-commit-input",
    "--disable-hang-monitor",
    "--disable-ipc-flooding-protection",
    "--disable-popup-blocking",
    "--disable-renderer-backgrounding",
    "--force-color-profile=srgb",
    "--metrics-recording-only",
    "--no-first-run",
    "--password-store=basic",
    "--use-mock-keychain",
    "--no-service-autorun",
    "--enable-unsafe-swiftshader",
    "--disable-stack-profiler",
    "--disable-sync",
    "--hide-scrollbars",
    "--mute-audio",
    "--blink-settings=primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
_LEAVING = 5.0
_LIMIT = 64 * 1024 * 1024


class Pipe:
    """A browser and the wire to it; events go to who listens to their session."""

    def __init__(
        self, process: asyncio.subprocess.Process, reader: asyncio.StreamReader, wire: int
    ) -> None:
        self.process = process
        self._reader = reader
        self._wire = wire
        self._number = 0
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self.listeners: dict[str, Hear] = {}
        self._task = asyncio.create_task(self._read())

    @classmethod
    async def launch(cls, path: str, profile: str, *more: str) -> Pipe:
        """Start the browser; it reads from its descriptor 3 and writes to 4."""
        commands_out, commands_in = os.pipe()
        events_out, events_in = os.pipe()

        def place() -> None:
            """Between fork and exec: put the ends where the browser looks for them."""
            kept = os.dup(events_in)  # might be in the way as 3
            os.dup2(commands_out, 3)
            os.dup2(kept, 4)

        process = await asyncio.create_subprocess_exec(
            path, *SWITCHES, f"--user-data-dir={profile}", *more, "about:blank",
            preexec_fn=place, pass_fds=(3, 4), start_new_session=True,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        os.close(commands_out)
        os.close(events_in)
        reader = asyncio.StreamReader(limit=_LIMIT)
        loop = asyncio.get_running_loop()
        await loop.connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(events_out, "rb", 0)
        )
        return cls(process, reader, commands_in)

    def send(
        self, method: str, params: dict[str, Any] | None = None, session: str = ""
    ) -> asyncio.Future[dict[str, Any]]:
        """Send a command at once; the answer may be awaited, or not."""
        self._number += 1
        command: dict[str, Any] = {"id": self._number, "method": method, "params": params or {}}
        if session:
            command["sessionId"] = session
        answer = asyncio.get_running_loop().create_future()
        self._waiting[self._number] = answer
        os.write(self._wire, json.dumps(command).encode() + b"\0")
        return answer

    async def close(self) -> None:
        """End the browser, in order or not, and wait until it is gone."""
        self.send("Browser.close")
        os.close(self._wire)  # it ends by itself when nobody is at the other end
        try:
            async with asyncio.timeout(_LEAVING):
                await self.process.wait()
        except TimeoutError:
            os.killpg(self.process.pid, signal.SIGKILL)
            await self.process.wait()
        self._task.cancel()

    async def _read(self) -> None:
        while True:
            try:
                line = await self._reader.readuntil(b"\0")
            except asyncio.IncompleteReadError:
                break
            self._take(json.loads(line[:-1]))
        for answer in self._waiting.values():
            answer.cancel()

    def _take(self, given: dict[str, Any]) -> None:
        if "id" not in given:
            hear = self.listeners.get(given.get("sessionId", ""))
            if hear:
                hear(given)
            return
        answer = self._waiting.pop(given["id"])
        if answer.done():
            return
        if "error" in given:
            answer.set_exception(RuntimeError(given["error"]["message"]))
        else:
            answer.set_result(given["result"])
