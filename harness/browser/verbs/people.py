"""People: visitors act by trusted input in the real page, operators in the back end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.browser import profile
from harness.browser.trouble import Trouble
from harness.browser.verbs import verb
from harness.stub.backend import NotPossible

if TYPE_CHECKING:
    from harness.browser.session import Session
    from harness.scenario.model import Step

_BUTTONS = {
    "opens": "open",
    "minimizes": "minimize",
    "restores": "restore",
    "maximizes": "maximize",
    "closes": "close",
}


@verb("visitor")
async def visitor(session: Session, step: Step, argument: Any) -> None:
    """Press one of the widget's buttons, or write a message and send it."""
    if isinstance(argument, str):
        await _press(session, step, _BUTTONS[argument])
        return
    agent = session.window(step.window)
    await agent.click(*await profile.point_of(session, step, profile.FIELD, "message"))
    await agent.page.keyboard.insert_text(str(argument["says"]))
    await _press(session, step, "send")


async def _press(session: Session, step: Step, key: str) -> None:
    point = await profile.point_of(session, step, profile.BUTTON, key)
    await session.window(step.window).click(*point)


@verb("operator")
async def operator(session: Session, _step: Step, argument: dict[str, Any]) -> None:
    """Let an operator come, go or write; the back end tells the visitors at once."""
    backend = session.world.backend
    try:
        if "goes" in argument:
            backend.operator_goes(argument["goes"], argument.get("id"))
        else:
            backend.operator_says(str(argument["says"]))
    except NotPossible as error:
        raise Trouble("operator", str(error), what="harness") from None
