"""The journey in bare DevTools protocol: `python -m tests.benchmark.contenders.visit IN_FLIGHT`.

Nothing is polled: the page's notes arrive through a binding, the frame's controls are looked
up once, clicks and text are trusted input. What one visit costs here is what the browser and
the stub host cost; the rest of what others take is their own.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.benchmark import journey
from tests.benchmark.contenders.pipe import Pipe

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 20.0
_WIDGET = "https://app.livechatoo.com"
_LISTEN = "window.heard = {push: (one) => note(JSON.stringify(one))}"
_CENTRES = """[...document.querySelectorAll('#message, #send')].map((element) => {
  const box = element.getBoundingClientRect();
  const x = box.x + box.width / 2, y = box.y + box.height / 2;
  return box.width && element.contains(document.elementFromPoint(x, y)) ? [x, y] : null;
})"""
_CORNER = """(() => {
  const box = document.querySelector('iframe').getBoundingClientRect();
  return [box.x, box.y];
})()"""


class Visit:
    """One visitor in a context of their own."""

    def __init__(self, pipe: Pipe, number: int) -> None:
        self._pipe = pipe
        self._number = number
        self._page = ""
        self._frame: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._heard: dict[str, asyncio.Future[Any]] = {
            name: asyncio.get_running_loop().create_future()
            for name in ("onload", "onchatstart", "onchange")
        }

    async def go(self, port: int) -> None:
        """The whole journey, from making the context to disposing of it."""
        proxy = {"proxyServer": f"http://127.0.0.1:{port}", "proxyBypassList": "<-loopback>"}
        made = await self._pipe.send("Target.createBrowserContext", proxy)
        context = made["browserContextId"]
        try:
            async with asyncio.timeout(PATIENCE):
                await self._open(context)
                await self._journey()
        finally:
            async with asyncio.timeout(PATIENCE):
                await self._pipe.send("Target.disposeBrowserContext", {"browserContextId": context})
            self._pipe.listeners.pop(self._page, None)

    async def _open(self, context: str) -> None:
        where = {"url": "about:blank", "browserContextId": context, "width": 1280, "height": 720}
        target = await self._pipe.send("Target.createTarget", where)
        attached = await self._pipe.send(
            "Target.attachToTarget", {"targetId": target["targetId"], "flatten": True}
        )
        self._page = attached["sessionId"]
        self._pipe.listeners[self._page] = self._hear
        following = {"autoAttach": True, "waitForDebuggerOnStart": False, "flatten": True}
        await asyncio.gather(  # a renderer that is told to navigate meanwhile may crash
            self._send("Target.setAutoAttach", following),
            self._send("Emulation.setFocusEmulationEnabled", {"enabled": True}),
            self._send("Page.enable"),
            self._send("Runtime.enable"),
            self._send("Runtime.addBinding", {"name": "note"}),
            self._send("Page.addScriptToEvaluateOnNewDocument", {"source": _LISTEN}),
        )
        self._send("Page.navigate", {"url": journey.URL})

    async def _journey(self) -> None:
        _same(await self._heard["onload"], journey.ONLOAD)
        self._send("Runtime.evaluate", {"expression": "livechatoo.embed.page('online')"})
        points = await self._centres()
        x, y = (await self._evaluate(_CORNER, {}))["value"]
        await self._click(x + points[0][0], y + points[0][1])
        self._send("Input.insertText", {"text": journey.message(self._number)})
        await self._click(x + points[1][0], y + points[1][1])
        started = await self._heard["onchatstart"]
        assert isinstance(started.pop("ticket"), str)
        _same(started, journey.ONCHATSTART)
        self._send("Runtime.evaluate", {"expression": "livechatoo.embed.flip()"})
        _same(await self._heard["onchange"], journey.ONCHANGE)

    async def _centres(self) -> list[list[float]]:
        """Where the field and the button are, once the frame shows them."""
        frame = await self._frame
        while True:
            found = await self._evaluate(_CENTRES, frame)
            if all(found["value"]):
                return list(found["value"])

    async def _click(self, x: float, y: float) -> None:
        mouse = {"x": x, "y": y, "button": "left", "clickCount": 1}
        self._send("Input.dispatchMouseEvent", {**mouse, "type": "mousePressed"})
        await self._send("Input.dispatchMouseEvent", {**mouse, "type": "mouseReleased"})

    async def _evaluate(self, expression: str, frame: dict[str, Any]) -> dict[str, Any]:
        """The result of an expression in the page, or in a frame."""
        session = frame.get("session", self._page)
        asked = {"expression": expression, "returnByValue": True}
        if "context" in frame:
            asked["contextId"] = frame["context"]
        result: dict[str, Any] = (await self._pipe.send("Runtime.evaluate", asked, session))[
            "result"
        ]
        return result

    def _send(
        self, method: str, params: dict[str, Any] | None = None
    ) -> asyncio.Future[dict[str, Any]]:
        return self._pipe.send(method, params, self._page)

    def _hear(self, event: dict[str, Any]) -> None:
        params = event["params"]
        if event["method"] == "Runtime.bindingCalled":
            one = json.loads(params["payload"])
            if not self._heard[one["name"]].done():
                self._heard[one["name"]].set_result(one["data"])
        elif (
            event["method"] == "Target.attachedToTarget"
            and params["targetInfo"]["type"] == "iframe"
        ):
            self._found({"session": params["sessionId"]})  # the browser isolates sites
        elif event["method"] == "Runtime.executionContextCreated":
            self._created(params["context"])

    def _created(self, context: dict[str, Any]) -> None:
        if context["origin"] == _WIDGET:
            self._found({"context": context["id"]})

    def _found(self, frame: dict[str, Any]) -> None:
        if not self._frame.done():
            self._frame.set_result(frame)


def _same(data: Any, expected: Any) -> None:
    if data != expected:
        raise AssertionError(f"{data} is not {expected}")


async def main(task: dict[str, Any], in_flight: int, profile: str) -> list[float]:
    """Do all visits; when the first began and the last ended."""
    trust = f"--ignore-certificate-errors-spki-list={task['fingerprint']}"
    pipe = await Pipe.launch(task["browser"], profile, trust)
    try:
        await pipe.send("Browser.getVersion")
        began = time.time()
        waiting = iter(enumerate(task["ports"]))
        passed = await asyncio.gather(*(_lane(pipe, waiting) for _ in range(in_flight)))
        ended = time.time()
    finally:
        await pipe.close()
    sys.stdout.write(f"{sum(passed)} passed\n")
    return [began, ended]


async def _lane(pipe: Pipe, waiting: Iterator[tuple[int, int]]) -> int:
    passed = 0
    for number, port in waiting:
        await Visit(pipe, number).go(port)
        passed += 1
    return passed


def _start() -> None:
    task = json.loads(Path(os.environ["BENCHMARK_TASK"]).read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        moments = asyncio.run(main(task, int(sys.argv[1]), profile))
    Path(task["marks"]).write_text("\n".join(map(str, moments)), encoding="ascii")


if __name__ == "__main__":
    _start()
