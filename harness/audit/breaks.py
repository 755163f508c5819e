"""What is said of the first link of a chain that is broken, and what mends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.widget_api import HOOK, LOADER_URL, WIDGET_HOST

if TYPE_CHECKING:
    from harness.audit.chain import Step

REMEDIES: dict[Step, str] = {
    "loader asked": "have the page ask for the loader: see what keeps this code from running",
    "loader answered": f"{LOADER_URL} has to be reached from this page",
    "loader run": "let the browser run the loader: see what it says",
    "hook set": f"set `{HOOK}` in code that runs before the loader, on every visit",
    "hook read": f"set `{HOOK}` before the loader's script element",
    "hook called": f"mend what throws in `{HOOK}`",
    "init called": f"call livechatoo.embed.init in `{HOOK}` itself",
    "frame there": "leave the widget's frame in the document",
    "frame loaded": f"let frames of https://{WIDGET_HOST} load in this page",
    "chat in sight": "leave the widget's frame in sight",
}
PLAIN: dict[Step, str] = {
    "loader asked": "nothing asks for the loader",
    "loader answered": "the loader was not answered",
    "loader run": "the loader came, but the browser did not run it",
    "hook set": f"{HOOK} is not set",
    "hook read": f"{HOOK} was not there when the loader looked for it",
    "hook called": f"{HOOK} was called, and did not come to its end",
    "init called": f"{HOOK} ran without a call of init",
    "frame there": "init was called, but the widget's frame is not in the document",
    "frame loaded": "the widget's frame is there, but was not loaded",
    "chat in sight": "the widget's frame is there, but out of sight",
}
