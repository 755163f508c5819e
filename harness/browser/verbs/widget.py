"""The widget's API by its own names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness import javascript
from harness.browser.protocol import ScriptError
from harness.browser.trouble import Trouble
from harness.browser.verbs import verb
from harness.scenario.model import MISSING, Step
from harness.scenario.verbs import VERBS
from harness.widget_api import API

if TYPE_CHECKING:
    from harness.browser.session import Session

READY = 10.0
"""Seconds that the widget is given to offer a function that a step calls."""


_FUNCTIONS = {
    name: known.function
    for name, known in VERBS.items()
    if known.function and known.function in API.functions
}


@verb(*_FUNCTIONS)
async def call(session: Session, step: Step, argument: Any) -> None:
    """Call the function of the step's name, as a script of the page would."""
    function = _FUNCTIONS[step.verb or ""]
    namespace, _, name = function.partition(".")
    act = f"agent.call('{namespace}', '{name}', {_arguments(function, argument)})"
    await _act(session, step, function, act)


@verb("options")
async def options(session: Session, step: Step, argument: Any) -> None:
    """Set livechatoo.embed.options, for an init() without arguments."""
    act = f"agent.assignOptions({javascript.options(argument, observed=True)})"
    await _act(session, step, "embed.init", act)


async def _act(session: Session, step: Step, function: str, act: str) -> None:
    """Do it as soon as the function is offered. Raises Trouble, ScriptError."""
    agent = session.window(step.window)
    try:
        await session.act_on_widget(agent, function, act, step.timeout or READY)
    except ScriptError as error:
        if error.error["name"] != "SyntaxError":
            raise
        # What the page throws in the call is recorded there: this is the text of the step itself.
        hint = "look at the `js:` of this step"
        message = f"`{step.text}` holds a script that cannot be read: {error}"
        raise Trouble("script", message, hint, what="harness") from None


def _arguments(function: str, argument: Any) -> str:
    """The JavaScript list of arguments; init's callbacks are observed like those of a snippet."""
    if argument is MISSING:
        return "[]"
    listed = argument if isinstance(argument, list) else [argument]
    return "[" + ", ".join(_argument(function, item) for item in listed) + "]"


def _argument(function: str, item: Any) -> str:
    if function.endswith(".init") and isinstance(item, dict):
        return javascript.options(item, observed=True)
    return javascript.literal(item)
