"""A visit to one page, with the recorder in it or without."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from harness import web

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SECRETS = web.Secrets()


def told(payload: str) -> dict[str, Any]:
    """The event in a line of the recorder's."""
    row: dict[str, Any] = json.loads(payload.removeprefix(SECRETS.line))
    return row


def visit(
    browser: Browser, html: str, *, with_recorder: bool, with_blocker: bool = False
) -> tuple[Any, list[dict[str, Any]]]:
    """What the page's own `result()` says, and what the recorder sent."""
    context = browser.new_context()
    sent: list[dict[str, Any]] = []
    try:
        page = context.new_page()
        if with_recorder:
            session = context.new_cdp_session(page)
            session.on("Runtime.bindingCalled", lambda event: sent.append(told(event["payload"])))
            session.send("Runtime.enable")
            session.send("Runtime.addBinding", {"name": SECRETS.binding})
            source = web.recorder_source(SECRETS, blocks_popups=with_blocker)
            context.add_init_script(source)
        page.route("**/*", lambda route: route.fulfill(body=html, content_type="text/html"))
        page.goto("http://page.example/", wait_until="load")
        # By the protocol: the page may have patched what Playwright's own evaluate uses.
        asked = context.new_cdp_session(page)
        expression = "new Promise((done) => setTimeout(() => done(result()), 0))"
        settings = {"expression": expression, "awaitPromise": True, "returnByValue": True}
        return asked.send("Runtime.evaluate", settings)["result"].get("value"), sent
    finally:
        context.close()
