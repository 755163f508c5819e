"""One window of a run: its Playwright page, and the recorder inside it."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from playwright.async_api import BrowserContext, CDPSession, Dialog, Frame, Page
from playwright.async_api import Error as PlaywrightError

from harness import web
from harness.browser.cookies import block_third_party_cookies
from harness.browser.floods import KINDS
from harness.browser.profile import STUB_PROFILE
from harness.browser.protocol import ScriptError, primitive
from harness.browser.recorders import Recorders
from harness.browser.shadow_trees import closed_trees
from harness.browser.trouble import Trouble

if TYPE_CHECKING:
    from harness.browser.intake import Intake
    from harness.scenario.model import BrowserWish
    from harness.web import Secrets

MOST_FRAMES = 200
"""Frames of a window that are waited for; more are a flood."""

DIALOG_LIMIT = KINDS["dialog"].most
"""Dialogs that are recorded one by one; further ones are answered and counted."""

PAINTING = 150
"""Milliseconds after which a window that nobody paints is not waited for any more."""


class Agent:
    """Speaks to one window over the DevTools protocol and hears what its recorder sends."""

    def __init__(
        self,
        name: str,
        page: Page,
        session: CDPSession,
        intake: Intake,
        secrets: Secrets,
        wish: BrowserWish,
    ) -> None:
        self.name = name
        self.page = page
        self.profile = STUB_PROFILE
        self._session = session
        # Where the blocker watches, what the harness asks must not pass for the visitor's click.
        self._is_gesture = wish.popups == "allowed"
        self._intake = intake
        self._dialogs = 0
        self.recorders = Recorders(session, intake, secrets, lambda: self.name, self._is_gesture)

    @classmethod
    async def attach(
        cls,
        name: str,
        page: Page,
        context: BrowserContext,
        intake: Intake,
        secrets: Secrets,
        wish: BrowserWish,
        *,
        is_opened_by_page: bool = False,
    ) -> Agent:
        """Listen to a page; one that is open already hands over what it has kept so far."""
        session = await context.new_cdp_session(page)
        agent = cls(name, page, session, intake, secrets, wish)
        agent.recorders.listen(is_opened_by_page=is_opened_by_page)
        page.on("dialog", agent._answer)
        page.on("crash", agent._crashed)
        # No further domain is enabled: all of its events would have to be carried here.
        await asyncio.gather(
            session.send("Runtime.enable"),
            session.send("Runtime.addBinding", {"name": secrets.binding}),
        )
        if wish.third_party_cookies == "blocked":
            await block_third_party_cookies(session)
        if wish.is_still:  # Chromium tells a page that loads of a mouse at its corner (0, 0)
            await session.send("Input.setIgnoreInputEvents", {"ignore": True})
        return agent

    @property
    def session(self) -> CDPSession:
        """The window's own session of the DevTools protocol."""
        return self._session

    async def evaluate(self, expression: str, document: int | None = None) -> Any:
        """The value of an expression in the page; a promise is awaited. Raises ScriptError.

        `document` is one of those that `documents_of` names, the window's own when left out.
        """
        asked = {
            "expression": expression,
            "returnByValue": True,
            "awaitPromise": True,
            "userGesture": self._is_gesture,
        }
        if document is not None:
            asked["contextId"] = document
        answer = await self._session.send("Runtime.evaluate", asked)
        if "exceptionDetails" in answer:
            raise ScriptError(answer["exceptionDetails"])
        return answer["result"].get("value")

    async def heed_input(self) -> None:
        """Let the browser's input reach the page, where it was kept from that."""
        await self._session.send("Input.setIgnoreInputEvents", {"ignore": False})

    async def aside(self, expression: str) -> Any:
        """The value of an expression in a world of its own, beside the scripts of the page.

        The document is the same, but what the page made of the built-ins is not seen there.
        """
        tree = await self._session.send("Page.getFrameTree")
        asked = {"frameId": tree["frameTree"]["frame"]["id"], "worldName": "harness"}
        made = await self._session.send("Page.createIsolatedWorld", asked)
        return await self.evaluate(expression, made["executionContextId"])

    def documents_of(self, host: str) -> list[int]:
        """The documents of this host's frames that live in the window's process, oldest first."""
        documents = self.recorders.documents.items()
        return [number for number, origin in documents if origin.endswith(f"//{host}")]

    async def ask_frame(self, frame: Frame, question: str, argument: Any = None) -> Any:
        """What the document of a frame, or of the window itself, answers to a question.

        Through this session where the frame shares the window's process; Playwright's own way,
        which loads a script of its own into the document first, where it does not.
        """
        if frame.parent_frame is None:
            if self.profile.has_closed_trees:
                return await self._ask_with_closed_trees(question, argument)
            return await self.evaluate(f"({web.question(question)})({json.dumps(argument)})")
        return await self.evaluate_in(frame, web.question(question), argument)

    async def evaluate_in(self, frame: Frame, function: str, argument: Any) -> Any:
        """What a function returns in the document of a frame. Raises ScriptError, Playwright's."""
        source = f"({function})({json.dumps(argument)})"
        if frame.parent_frame is None:
            return await self.evaluate(source)
        host = urlsplit(frame.url).hostname or ""
        documents = self.documents_of(host)
        is_told_apart = sum(f"//{host}/" in other.url for other in self.page.frames) == 1
        if not documents or not is_told_apart:
            return await frame.evaluate(function, argument)
        return await self.evaluate(source, documents[-1])

    async def _ask_with_closed_trees(self, question: str, argument: Any) -> Any:
        """What the window's document answers, with its closed shadow trees handed in."""
        me = await self._session.send("Runtime.evaluate", {"expression": "globalThis"})
        asked = web.question(question)
        call = f"function (argument, ...CLOSED_TREES) {{ return ({asked})(argument); }}"
        trees = await closed_trees(self._session)
        settings = {
            "functionDeclaration": call,
            "objectId": me["result"]["objectId"],
            "arguments": [{"value": argument}, *({"objectId": one} for one in trees)],
            "returnByValue": True,
            "awaitPromise": True,
        }
        answer = await self._session.send("Runtime.callFunctionOn", settings)
        if "exceptionDetails" in answer:
            raise ScriptError(answer["exceptionDetails"])
        return answer["result"].get("value")

    async def ask_element(self, selector: str, question: str, argument: Any = None) -> Any:
        """What the last element of a selector answers to a question; None when there is none."""
        found = f"[...document.querySelectorAll({json.dumps(selector)})].at(-1)"
        answer = f"({web.question(question)})(element, {json.dumps(argument)})"
        return await self.evaluate(f"((element) => element ? {answer} : null)({found})")

    async def click(self, x: float, y: float) -> None:
        """Click at a point of the window, by trusted input; sent at once, done in order."""
        at = {"x": x, "y": y}
        pressed = {**at, "button": "left", "clickCount": 1}
        await asyncio.gather(
            self._session.send("Input.dispatchMouseEvent", {**at, "type": "mouseMoved"}),
            self._session.send("Input.dispatchMouseEvent", {**pressed, "type": "mousePressed"}),
            self._session.send("Input.dispatchMouseEvent", {**pressed, "type": "mouseReleased"}),
        )

    async def outcome(self, source: str) -> dict[str, Any]:
        """What a script of the page's gives: `{"value": …}` or `{"error": …}`, tagged as recorded.

        The protocol runs it, so a page whose policy forbids `eval` does not stand in the way.
        """
        answer = await self._session.send(
            "Runtime.evaluate",
            {"expression": source, "awaitPromise": True, "userGesture": self._is_gesture},
        )
        if "exceptionDetails" in answer:
            return {"error": ScriptError(answer["exceptionDetails"]).error}
        thing = answer["result"]
        if "objectId" not in thing:
            return {"value": primitive(thing)}
        return {"value": await self.recorders.encoded(thing["objectId"])}

    async def ask(self, expression: str) -> Any:
        """The value of an expression about the recorder's agent, written as `agent`.

        Where no recorder runs, as in a document without scripts, `agent` is undefined.
        """
        is_there, value = await self.recorders.ask(expression)
        if is_there:
            return value
        return await self.evaluate(f"((agent) => ({expression}))(undefined)")

    async def settle(self, passes: int) -> None:
        """Let the tasks run that wait in the page and its frames, and hear all that they sent.

        `passes` times in each document, one after the other.
        """
        frames = [frame for frame in self.page.frames if frame.parent_frame is not None]
        del frames[:-MOST_FRAMES]
        tally, *_ = await asyncio.gather(
            self.ask(f"agent && agent.settle({passes})"),
            *(_quietly(self.ask_frame(frame, "settle", passes)) for frame in frames),
            *(_quietly(one) for one in self.recorders.counting()),
        )
        await self.recorders.check(tally)

    async def painted(self) -> None:
        """Wait until the window has been painted anew. Raises ScriptError, Playwright's errors."""
        await self.ask_frame(self.page.main_frame, "painted", PAINTING)

    async def interrupt(self) -> None:
        """End the script that keeps the page busy."""
        with suppress(PlaywrightError, TimeoutError):
            async with asyncio.timeout(1):
                await self._session.send("Runtime.terminateExecution")

    async def _answer(self, dialog: Dialog) -> None:
        self._dialogs += 1
        if self._dialogs <= DIALOG_LIMIT:
            answer = "accept" if dialog.type != "beforeunload" else "leave"
            data = {"type": dialog.type, "message": dialog.message, "answer": answer}
            self._intake.add("dialog", data, page=self.name)
        else:
            message = f"the page opened more than {DIALOG_LIMIT} dialogs"
            self._intake.floods.end(Trouble("dialog-flood", message))
        with suppress(PlaywrightError):
            await dialog.accept()

    def _crashed(self, _page: Page) -> None:
        trouble = Trouble(
            "page-crashed", "the browser's process for this page crashed", what="harness"
        )
        self._intake.add("trouble", trouble.as_data(), page=self.name)


async def _quietly(awaitable: Any) -> None:
    """A frame that goes away while it is asked has nothing left to say."""
    with suppress(PlaywrightError, ScriptError):
        await awaitable
