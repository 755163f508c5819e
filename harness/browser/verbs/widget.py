"""The widget's API by its own names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness import javascript
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
    agent = session.window(step.window)
    namespace, _, name = function.partition(".")
    act = f"agent.call('{namespace}', '{name}', {_arguments(function, argument)})"
    await session.act_on_widget(agent, function, act, step.timeout or READY)


@verb("options")
async def options(session: Session, step: Step, argument: Any) -> None:
    """Set livechatoo.embed.options, for an init() without arguments."""
    agent = session.window(step.window)
    act = f"agent.assignOptions({javascript.options(argument, observed=True)})"
    await session.act_on_widget(agent, "embed.init", act, step.timeout or READY)


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
