"""Operators and triggers: they act in the back end, which tells the visitors at once.

A step begins once the back end has heard what the visitors' windows had to tell: an operator
answers what was said before. It is over when those windows show what it has changed, so that
whoever acts next has seen it; where something is expected of the step, the wait for that does as
much.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from playwright.async_api import Error as PlaywrightError

from harness.browser import failed_calls
from harness.browser.protocol import ScriptError
from harness.browser.trouble import Trouble
from harness.browser.verbs import verb
from harness.judging.fairness import BACK_END
from harness.stub.backend import NotPossible

if TYPE_CHECKING:
    from harness.browser.agent import Agent
    from harness.browser.session import Session
    from harness.scenario.model import Step
    from harness.stub.backend import Backend


@verb("operator")
async def operator(session: Session, step: Step, argument: Any) -> None:
    """Let an operator come, go, write, invite, end a chat or ask who somebody is."""
    acts = {argument: None} if isinstance(argument, str) else argument
    await session.rest()
    if await _done_by_widget(session, step, {"operator": acts}):
        return
    try:
        _act(session.world.backend, acts)
    except NotPossible as error:
        raise Trouble("operator", str(error), what="harness") from None
    await _shown(session, step)


def _act(backend: Backend, acts: dict[str, Any]) -> None:
    if "goes" in acts:
        backend.operator_goes(acts["goes"], acts.get("id"))
    elif "says" in acts:
        backend.operator_says(str(acts["says"]), acts.get("ticket"), acts.get("id"))
    elif "invites" in acts:
        backend.operator_invites(str(acts["invites"]), acts.get("visitor"), acts.get("id"))
    elif "ends" in acts:
        backend.operator_ends(acts["ends"])
    else:
        backend.operator_verifies(acts["verifies"])


@verb("trigger")
async def trigger(session: Session, step: Step, argument: Any) -> None:
    """Launch a trigger for a visitor, the latest one when none is named."""
    launch = argument if isinstance(argument, dict) else {"id": argument}
    await session.rest()
    if await _done_by_widget(session, step, {"trigger": launch}):
        return
    try:
        session.world.backend.trigger_launches(launch["id"], launch.get("visitor"))
    except NotPossible as error:
        raise Trouble("trigger", str(error), what="harness") from None
    await _shown(session, step)


async def _done_by_widget(session: Session, step: Step, act: dict[str, Any]) -> bool:
    """Whether the widget has a back end of its own, and the profile says how it is made to act."""
    acts = session.surroundings.profile.acts
    if acts is None:
        return False
    agent = session.window(step.window)
    function = f"(act) => ({acts})"
    if session.surroundings.profile.acts_in_widget:
        done = await _in_widget(session, agent, function, act)
    else:
        outcome = await agent.outcome(f"({function})({json.dumps(act)})")
        if "error" in outcome:
            raise _not_done(outcome["error"].get("message", outcome["error"]))
        done = outcome["value"]
    if done is False:
        message = f"the widget's back end cannot do what `{step.text}` says (the profile's `acts`)"
        raise Trouble(BACK_END, message, what="harness")
    await _shown(session, step)
    return True


async def _in_widget(session: Session, agent: Agent, function: str, act: dict[str, Any]) -> Any:
    """Run it in the widget's document: in the window of the step, or the first one that has one.

    Where no document of the widget is left, its back end is gone with it.
    """
    others = session.windows.open_ones.values()
    for one in (agent, *others):
        frame = session.widget_frame(one)
        if frame is None:
            continue
        try:
            return await one.evaluate_in(frame, function, act)
        except ScriptError as error:
            raise _not_done(error.error["message"] or str(error)) from None
        except PlaywrightError as error:
            raise _not_done(failed_calls.words(str(error))) from None
    return False


def _not_done(why: Any) -> Trouble:
    return Trouble("operator", f"the profile's `acts`: {why}", what="harness")


async def _shown(session: Session, step: Step) -> None:
    if not step.expect:
        await session.rest()
