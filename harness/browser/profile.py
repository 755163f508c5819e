"""How a visitor finds their way in the stub widget: by role and label, in any of its languages."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from harness import web
from harness.browser.trouble import Trouble

if TYPE_CHECKING:
    from harness.browser.session import Session
    from harness.scenario.model import Step

BUTTON = "button"
FIELD = "textbox"


@cache
def _texts() -> dict[str, dict[str, str]]:
    text = files("harness.web").joinpath("widget/texts.json").read_text(encoding="utf-8")
    loaded: dict[str, dict[str, str]] = json.loads(text)
    return loaded


@cache
def labels(key: str) -> list[str]:
    """What a control is called, in every language of the widget."""
    return sorted({texts[key] for texts in _texts().values() if key in texts})


async def point_of(
    session: Session, step: Step, role: str, key: str, patience: float = 3.0
) -> tuple[float, float]:
    """Where a control of the widget is in its window, once it can be used. Raises Trouble."""
    agent = session.window(step.window)
    frame = await _frame(session, step, patience)
    asked = {"role": role, "names": labels(key), "patience": patience * 1000}
    found = await frame.evaluate(web.question("find_control"), asked)
    name = labels(key)[0]
    if found is None or found["covered"]:
        message = f"the visitor sees no {role} “{_texts()['en'][key]}” in the widget"
        if found is not None:
            message = (
                f"the {role} “{_texts()['en'][key]}” of the widget is covered by something else"
            )
        seen = await seen_in(frame)
        raise Trouble(
            "no-control",
            message,
            expected=f"{role} {name}",
            instead=(f"buttons in sight: {', '.join(seen['buttons']) or 'none'}",),
        )
    element = await frame.frame_element()
    box = await element.bounding_box()
    if box is None:
        raise Trouble("no-widget", "the widget is hidden: a visitor cannot use it")
    x, y = box["x"] + found["x"], box["y"] + found["y"]
    if await agent.evaluate(f"document.elementFromPoint({x}, {y})?.tagName") != "IFRAME":
        raise Trouble(
            "covered",
            f"the {role} “{_texts()['en'][key]}” is covered by the host page, or out of sight",
        )
    return x, y


async def seen_in(frame: Any) -> dict[str, Any]:
    """The controls that can be seen in the widget's document."""
    seen: dict[str, Any] = await frame.evaluate(web.question("controls"))
    return seen


async def _frame(session: Session, step: Step, patience: float) -> Any:
    agent = session.window(step.window)

    def is_there() -> bool:
        return session.widget_frame(agent) is not None

    if not await session.intake.until(is_there, patience):
        raise Trouble("no-widget", "the widget is not on the page", hint=session.loader_story())
    return session.widget_frame(agent)
