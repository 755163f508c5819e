"""Pictures of pages, without the secrets that the pages show.

Where secrets are known, what is typed into fields is shown as dots, and a text of the page that
holds a secret is painted over, in the window and its frames, shadow trees included, while the
picture is taken. A text is found whatever elements it is spread over, and in the writings of
`harness.masking.codings`. A page that goes on changing where it shows a secret is not pictured.

What is no text cannot be read, and so not be covered: images, canvases, videos; and a secret
that styles put together out of pieces, or that stands there in a writing of its own.
"""

from __future__ import annotations

import asyncio
import secrets
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, Self

from playwright.async_api import CDPSession
from playwright.async_api import Error as PlaywrightError

from harness import web
from harness.report.atomic import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from harness.browser.agent import Agent
    from harness.browser.session import Session
    from harness.masking import Mask

ATTEMPTS: Final = 3
"""How often a picture is taken of a page that changes where it shows a secret."""

_UNCOVER: Final = "function () { globalThis.covered.uncover(); delete globalThis.covered; }"
_STYLE: Final = """
input, textarea, select { -webkit-text-security: disc !important }
::highlight(%s) {
  background-color: black !important; color: transparent !important;
  -webkit-text-fill-color: transparent !important; -webkit-text-stroke: 0 !important;
  text-shadow: none !important; text-decoration: none !important;
}
"""


async def take_picture(session: Session, agent: Agent, path: Path) -> bool:
    """Take a picture of a window; False when it would show secrets.

    Raises Playwright's errors, and OSError where it cannot be written.
    """
    mask = session.surroundings.whole_mask
    if not mask:
        await asyncio.to_thread(write_whole, path, await agent.page.screenshot())
        return True
    for attempt in range(1, ATTEMPTS + 1):
        try:
            async with _Cover(session, agent, mask) as cover:
                picture = await agent.page.screenshot(style=cover.style)
                if await cover.holds():
                    await asyncio.to_thread(write_whole, path, picture)
                    return True
        except PlaywrightError:  # a frame or the page itself has gone elsewhere meanwhile
            if attempt == ATTEMPTS or agent.page.is_closed():
                raise
    return False


class _Cover:
    """Lies over the secrets of a window while it is used as a context manager."""

    def __init__(self, session: Session, agent: Agent, mask: Mask) -> None:
        self._session = session
        self._agent = agent
        self._asked = {"words": mask.writings, "name": f"h{secrets.token_hex(8)}"}
        self._worlds: list[_World] = []
        self._sessions = [agent.session]
        self._frames: list[tuple[CDPSession, str]] = []

    @property
    def style(self) -> str:
        """The style that the picture is taken with."""
        return _STYLE % self._asked["name"]

    async def __aenter__(self) -> Self:
        try:
            await self._find_processes()
            self._frames = await self._all_frames()
            for session, frame in self._frames:
                self._worlds.append(await _World.made(session, frame))
            await self._look()
        except BaseException:
            await self.__aexit__()
            raise
        return self

    async def __aexit__(self, *_exception: object) -> None:
        for one in self._worlds:
            with suppress(PlaywrightError):  # what was covered has gone
                await one.call(_UNCOVER)
        for session in self._sessions[1:]:
            with suppress(PlaywrightError):
                await session.detach()

    async def holds(self) -> bool:
        """Whether nothing has come meanwhile that lies open."""
        return await self._look() == 0 and await self._all_frames() == self._frames

    async def _look(self) -> int:
        """Cover what is to be seen, the first time; how many secrets are not covered yet."""
        closed: dict[str, list[int]] = {}
        for one in self._sessions:
            closed |= await _closed_trees(one)
        cover = web.question("cover")
        found = [
            await world.call(cover, self._asked, nodes=closed.get(world.frame, ()))
            for world in self._worlds
        ]
        return sum(found)

    async def _all_frames(self) -> list[tuple[CDPSession, str]]:
        trees = [(one, await one.send("Page.getFrameTree")) for one in self._sessions]
        return [(one, frame) for one, tree in trees for frame in _frames(tree["frameTree"])]

    async def _find_processes(self) -> None:
        """Frames that live in processes of their own have sessions of their own."""
        for frame in self._agent.page.frames[1:]:
            with suppress(PlaywrightError):  # it lives in its parent's
                self._sessions.append(await self._session.context.new_cdp_session(frame))


class _World:
    """A world of its own beside the scripts of one document."""

    def __init__(self, session: CDPSession, frame: str, number: int) -> None:
        self.frame = frame
        self._session = session
        self._number = number

    @classmethod
    async def made(cls, session: CDPSession, frame: str) -> Self:
        """A new one in a frame."""
        asked = {"frameId": frame, "worldName": "harness"}
        made = await session.send("Page.createIsolatedWorld", asked)
        return cls(session, frame, made["executionContextId"])

    async def call(self, function: str, *values: Any, nodes: Sequence[int] = ()) -> Any:
        """What a function gives in this world, of values and of nodes of the document."""
        arguments: list[dict[str, Any]] = [{"value": one} for one in values]
        for node in nodes:
            asked = {"backendNodeId": node, "executionContextId": self._number}
            found = await self._session.send("DOM.resolveNode", asked)
            arguments.append({"objectId": found["object"]["objectId"]})
        called = {
            "functionDeclaration": function,
            "executionContextId": self._number,
            "arguments": arguments,
            "returnByValue": True,
        }
        answer = await self._session.send("Runtime.callFunctionOn", called)
        if "exceptionDetails" in answer:
            raise PlaywrightError(f"secrets cannot be covered: {answer['exceptionDetails']}")
        return answer["result"].get("value")


def _frames(tree: dict[str, Any]) -> Iterator[str]:
    yield tree["frame"]["id"]
    for child in tree.get("childFrames", ()):
        yield from _frames(child)


async def _closed_trees(session: CDPSession) -> dict[str, list[int]]:
    """The shadow trees that no script is let into, by their frames."""
    own = (await session.send("Page.getFrameTree"))["frameTree"]["frame"]["id"]
    root = (await session.send("DOM.getDocument", {"depth": -1, "pierce": True}))["root"]
    await session.send("DOM.disable")  # it would tell of every change from here on
    found: dict[str, list[int]] = {}
    waiting = [(own, root)]
    while waiting:
        frame, node = waiting.pop()
        waiting += [(frame, child) for child in node.get("children", ())]
        if "contentDocument" in node:
            waiting.append((node.get("frameId", frame), node["contentDocument"]))
        for tree in node.get("shadowRoots", ()):
            waiting.append((frame, tree))
            if tree.get("shadowRootType") == "closed":
                found.setdefault(frame, []).append(tree["backendNodeId"])
    return found
