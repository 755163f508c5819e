"""Shadow trees that no script is let into; the DevTools protocol is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.async_api import CDPSession


async def closed_trees(session: CDPSession) -> list[str]:
    """The shadow trees of the window's document that no script is let into, as remote objects."""
    root = (await session.send("DOM.getDocument", {"depth": -1, "pierce": True}))["root"]
    found: list[str] = []
    waiting = [root]
    while waiting:
        node = waiting.pop()
        waiting += [*node.get("children", ()), *node.get("shadowRoots", ())]
        if node.get("shadowRootType") == "closed":
            asked = {"backendNodeId": node["backendNodeId"]}
            found.append((await session.send("DOM.resolveNode", asked))["object"]["objectId"])
    await session.send("DOM.disable")  # it would tell of every change from here on
    return found
