"""The recorders in the documents of one window: what they send, and having them do something.

A recorder hands over its agent by a line of the console, which the protocol alone sees, before
any script of its page runs. From then on the harness speaks to that object by its handle: nothing
in the page leads to it.
"""

from __future__ import annotations

import asyncio
from json import loads
from typing import TYPE_CHECKING, Any

from playwright.async_api import Error as PlaywrightError

from harness.browser.channel import Channel
from harness.browser.protocol import ScriptError
from harness.widget_api import GLOBAL

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator

    from playwright.async_api import CDPSession

    from harness.browser.intake import Intake
    from harness.web import Secrets

_WITHIN = """((work, look) => function () {{
  "use strict";
  this.lend(look);
  return work(this);
}})((agent) => ({expression}), () => typeof {name} === "undefined" ? undefined : {name})"""
"""Has the recorder's agent do something. No script of the page that runs meanwhile gets at it: a
strict function does not tell who called it, nor does an arrow.
A global made by let, const or class is no property of the window: only a script sees it."""

LATE = 1.0
"""Seconds after which a line that was sent is thought to be lost."""

_GONE = ("Could not find object", "Cannot find context")
"""What the browser says when a document has gone before anything was done in it."""


class Recorders:
    """Those of one window and of its frames, by the numbers that the protocol gives documents."""

    def __init__(
        self,
        session: CDPSession,
        intake: Intake,
        secrets: Secrets,
        name: Callable[[], str],
        is_gesture: bool,  # noqa: FBT001 - of the same making as `evaluate`'s
    ) -> None:
        self._session = session
        self._intake = intake
        self._secrets = secrets
        self._name = name
        self._is_gesture = is_gesture
        self._channel = Channel(intake, secrets.line)
        self.documents: dict[int, str] = {}
        """Origins of the documents in the window's process, oldest first."""
        self._frames: dict[int, str] = {}
        self._handles: dict[int, str] = {}
        self._top: int | None = None
        self._is_opened_by_page = False
        self._is_unheard = False
        self._tasks: set[asyncio.Task[None]] = set()
        self._early: dict[int, list[str]] = {}
        self._used: set[int] = set()

    @property
    def has_heard(self) -> bool:
        """Whether one of them has sent anything."""
        return self._channel.has_heard

    def listen(self, *, is_opened_by_page: bool) -> None:
        """Hear what they send from here on."""
        self._is_opened_by_page = is_opened_by_page
        self._session.on("Runtime.bindingCalled", self._hear)
        self._session.on("Runtime.consoleAPICalled", self._take)
        self._session.on("Runtime.executionContextCreated", self._came)
        self._session.on("Runtime.executionContextDestroyed", self._went)
        self._session.on("Runtime.executionContextsCleared", lambda _event: self._all_went())

    async def ask(self, expression: str) -> tuple[bool, Any]:
        """Whether the window's document has a recorder, and what an expression about it comes to.

        Raises ScriptError, Playwright's errors.
        """
        for _ in range(3):
            if self._top is None:  # what the browser has told by then is here with the answer
                await self._session.send("Runtime.evaluate", {"expression": "0"})
            top = self._top
            if top is None:
                return False, None
            handle = self._handles[top]
            try:
                return True, await self._within(top, expression)
            except PlaywrightError as error:
                if not any(told in str(error) for told in _GONE):
                    raise
                if self._handles.get(top) == handle:  # else the next document is here already
                    self._top = None
        return False, None

    async def _within(self, document: int, expression: str) -> Any:
        asked = {
            "objectId": self._handles[document],
            "functionDeclaration": _WITHIN.format(expression=expression, name=GLOBAL),
            "returnByValue": True,
            "awaitPromise": True,
            "userGesture": self._is_gesture,
        }
        answer = await self._session.send("Runtime.callFunctionOn", asked)
        if "exceptionDetails" in answer:
            raise ScriptError(answer["exceptionDetails"])
        return answer["result"].get("value")

    async def encoded(self, thing: str) -> Any:
        """A value of the window's document, by its handle, as its recorder writes it down."""
        if self._top is None:
            return {"$type": "object"}
        asked = {
            "objectId": self._handles[self._top],
            "functionDeclaration": "function (value) { 'use strict'; return this.encode(value); }",
            "arguments": [{"objectId": thing}],
            "returnByValue": True,
        }
        answer = await self._session.send("Runtime.callFunctionOn", asked)
        return loads(answer["result"]["value"])

    def counting(self) -> Iterator[Coroutine[Any, Any, None]]:
        """For each frame that has sent something: look whether all of it has come."""
        return (self._count(document) for document in list(self._handles) if document != self._top)

    async def _count(self, document: int) -> None:
        await self.check(await self._within(document, "agent.tally()"))

    async def check(self, tally: str | None) -> None:
        """Wait for all that a document says it has sent, and note what does not come."""
        if tally:
            counted = loads(tally)
            await self._intake.until(lambda: self._channel.has_all(counted), LATE)
            self._channel.check(self._name(), counted)
        elif self._is_opened_by_page and not self._is_unheard:
            self._is_unheard = True
            why = f"the recorder in the window {self._name()} is not heard"
            self._intake.add("unobserved", {"what": "calls", "why": why}, page=self._name())

    async def _fetch(self, document: int) -> None:
        """Get the lines of a recorder that had no way to send them; further ones it sends."""
        asked = {
            "objectId": self._handles[document],
            "functionDeclaration": "function () { 'use strict'; return this.heard(); }",
            "returnByValue": True,
        }
        frame = self._frames.get(document, "")
        try:
            answer = await self._session.send("Runtime.callFunctionOn", asked)
            lines = str(answer["result"].get("value", ""))
        except PlaywrightError:
            lines = ""
            if document in self._used:
                why = f"a document of the window {self._name()} went before its recorder was heard"
                self._intake.add("unobserved", {"what": "calls", "why": why}, page=self._name())
        if lines:
            self._channel.hear(self._name(), lines, frame)
        for text in self._early.pop(document, ()):
            self._channel.receive(self._name(), text, frame)

    def _came(self, event: dict[str, Any]) -> None:
        context = event["context"]
        data = context.get("auxData", {})
        if data.get("isDefault"):
            self.documents[context["id"]] = context["origin"]
            self._frames[context["id"]] = data.get("frameId", "")

    def _went(self, event: dict[str, Any]) -> None:
        document = event["executionContextId"]
        self.documents.pop(document, None)
        self._frames.pop(document, None)
        self._handles.pop(document, None)
        if self._top == document:
            self._top = None

    def _all_went(self) -> None:
        self.documents.clear()
        self._frames.clear()
        self._handles.clear()
        self._top = None

    def _hear(self, event: dict[str, Any]) -> None:
        if event["name"] == self._secrets.binding:
            frame = self._frames.get(event["executionContextId"], "")
            self._channel.receive(self._name(), event["payload"], frame)

    def _say(self, document: int, text: str) -> None:
        """Hear lines that came by the console, after those that were fetched."""
        if document in self._early:
            self._early[document].append(text)
        else:
            self._channel.receive(self._name(), text, self._frames.get(document, ""))

    def _take(self, event: dict[str, Any]) -> None:
        """Take the agent that a recorder hands over, the first one of each document."""
        document, args = event["executionContextId"], event["args"]
        mark, *told = str(args[0].get("value", "")).split(" ") if args else [""]
        if event["type"] != "debug" or mark != self._secrets.mark:
            return
        if not told:
            self._say(document, str(args[1].get("value", "")))
            return
        if "used" in told:
            self._used.add(document)
        if document in self._handles:
            return
        self._handles[document] = args[1]["objectId"]
        if "top" in told:
            self._top = document
        if self._is_opened_by_page and "unsent" in told:
            self._early[document] = []
            task = asyncio.get_running_loop().create_task(self._fetch(document))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
