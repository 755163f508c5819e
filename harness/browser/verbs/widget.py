"""The widget's API by its own names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness import javascript
from harness.browser.verbs import verb
from harness.scenario.model import MISSING, Step

if TYPE_CHECKING:
    from harness.browser.session import Session

READY = 10.0
"""Seconds that the widget is given to offer a function that a step calls."""


@verb("init", "status", "stop", "flip", "bubble", "reload", "switch_side", "page")
async def call(session: Session, step: Step, argument: Any) -> None:
    """Call the function of the step's name, as a script of the page would."""
    function = f"embed.{step.verb}"
    agent = session.window(step.window)
    await session.ready(agent, function, step.timeout or READY)
    await agent.call(function, _arguments(step.verb, argument))


@verb("options")
async def options(session: Session, step: Step, argument: Any) -> None:
    """Set livechatoo.embed.options, for an init() without arguments."""
    agent = session.window(step.window)
    await session.ready(agent, "embed.init", step.timeout or READY)
    await agent.ask(f"agent.assignOptions({javascript.options(argument, observed=True)})")


def _arguments(name: str | None, argument: Any) -> str:
    """The JavaScript list of arguments; init's callbacks are observed like those of a snippet."""
    if argument is MISSING:
        return "[]"
    listed = argument if isinstance(argument, list) else [argument]
    return "[" + ", ".join(_argument(name, item) for item in listed) + "]"


def _argument(name: str | None, item: Any) -> str:
    if name == "init" and isinstance(item, dict):
        return javascript.options(item, observed=True)
    return javascript.literal(item)
