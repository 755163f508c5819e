"""The visitor's hand: presses, types and ticks by trusted input, once a control can be used."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from playwright.async_api import Error as PlaywrightError

from harness.browser import sight
from harness.browser.profile import RATING, Control, button
from harness.browser.protocol import ScriptError
from harness.browser.trouble import Trouble
from harness.scenario.window_names import MAIN, POPUP

if TYPE_CHECKING:
    from playwright.async_api import Frame

    from harness.browser.session import Session
    from harness.scenario.model import Step

PATIENCE = 3.0
"""Seconds that a control is given to come into sight and to stand still."""

OPENING = 1.0
"""Seconds that a window is given to open once its bubble is pressed."""

GLANCE = 0.05
"""Seconds after which something that moves is looked at again, when no event tells of it."""


class Hand:
    """Acts in the window of one step."""

    def __init__(self, session: Session, step: Step) -> None:
        self._session = session
        self._agent = session.window(step.window)
        self._patience = min(PATIENCE, step.timeout or PATIENCE) * session.scale

    async def press(self, control: Control) -> None:
        """Click on it."""
        found = await self._found(control)
        if found["isOption"]:
            await self._choose(control)
            return
        await self._agent.click(found["x"], found["y"])
        then = self._agent.profile.asked_back(control)
        if then is not None:
            await self._answer(control, then)

    async def _choose(self, option: Control) -> None:
        sought = self._agent.profile.sought(option)
        frame = await self._frame(self._patience)
        await self._agent.ask_frame(frame, "choose_option", sought)

    async def _answer(self, control: Control, then: dict[str, Any]) -> None:
        """Press what the profile says of a widget that asks back, unless the control is gone."""
        answer = Control(control.role, title=f"answer to {control.called}", given=then)
        deadline = asyncio.get_running_loop().time() + self._patience
        while not await self.is_in_sight(answer):
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0 or not await self.is_in_sight(control):
                return
            await self._session.intake.change(min(left, GLANCE))
        await self.press(answer)

    async def open_popup(self, bubble: Control) -> None:
        """Click on the popup's bubble, and wait until the window is there or is refused.

        A browser may be asked for a window long before it has one; a visitor sees the difference.
        """
        intake = self._session.intake
        is_open = POPUP in self._session.windows.open_ones
        known = len(intake.recording.of_kind("window"))
        await self.press(bubble)
        if not is_open:
            seconds = OPENING * self._session.scale
            await intake.until(lambda: len(intake.recording.of_kind("window")) > known, seconds)

    async def tick(self, box: Control) -> None:
        """See to it that a box is ticked."""
        found = await self._found(box)
        if not found["checked"]:
            await self._agent.click(found["x"], found["y"])

    async def type(self, field: Control, text: str) -> None:
        """Type where the field is, beside what is in it."""
        await self.press(field)
        await self._agent.page.keyboard.insert_text(text)

    async def fill(self, field: Control, text: str) -> None:
        """Type a text in place of what is in the field."""
        await self.press(field)
        keyboard = self._agent.page.keyboard
        await keyboard.press("ControlOrMeta+a")
        await (keyboard.insert_text(text) if text else keyboard.press("Delete"))

    async def goes_to_rating(self) -> None:
        """Press what leads to the rating, unless it is in sight."""
        if await self.is_in_sight(RATING):
            return
        way = "close" if self._agent.profile.rates_when_closed else "rate"
        await self.press(button(way))

    async def sees(self, control: Control) -> None:
        """Wait until it is in sight. Raises Trouble when it never is."""
        await self._found(control)

    async def is_in_sight(self, control: Control) -> bool:
        """Whether it is in sight now."""
        frame = await self._frame(self._patience)
        return (await sight.is_seen(self._agent, frame, control))[0]

    async def _found(self, control: Control) -> dict[str, float]:
        """Where a control is in its window, once it can be used. Raises Trouble.

        The widget may be moving, or be loaded anew, while it is measured: then it is measured
        again, until the time for it is over.
        """
        deadline = asyncio.get_running_loop().time() + self._patience
        while True:
            left = deadline - asyncio.get_running_loop().time()
            try:
                return await self._measured(control, max(left, 0))
            except Trouble:
                if left <= 0:
                    raise
            except (PlaywrightError, ScriptError):
                if left <= 0 or self._agent.page.is_closed():
                    raise
            await self._session.intake.change(min(left, GLANCE))

    async def _measured(self, control: Control, seconds: float) -> dict[str, float]:
        is_on_page = control.where == "shadow"
        frame = self._agent.page.main_frame if is_on_page else await self._frame(seconds)
        asked = {"sought": self._agent.profile.sought(control), "patience": seconds * 1000}
        found: dict[str, float] | None
        found = await self._agent.ask_frame(frame, "find_control", asked)
        if found is None:
            raise await self._not_seen(control, frame)
        at = await self._in_window(frame, found)
        if at is None or not at["isShown"]:
            raise Trouble("no-control", f"{control.called} is hidden with the whole widget")
        if found["covered"] or not at["isReached"]:
            message = f"{control.called} is covered by something else, or out of sight"
            raise Trouble("covered", message)
        if not at["isSettled"]:
            raise Trouble("moving", f"{control.called} does not stop moving")
        return {**found, **at}

    async def _in_window(self, frame: Frame, found: dict[str, float]) -> dict[str, float] | None:
        """What the page around a frame says to a point in it; in no frame, it is as it is."""
        if frame.parent_frame is None:
            return {"isShown": True, "isReached": True, "isSettled": True}
        at: dict[str, float] | None
        at = await self._agent.ask_element(self._agent.profile.frame, "point_in_frame", found)
        return at

    async def _not_seen(self, control: Control, frame: Frame) -> Trouble:
        if control.where == "shadow":
            message = f"the visitor does not see {control.called} on the page"
            return Trouble("no-control", message, hint="`mode: bubble` of `popup.init` shows it")
        message = f"the visitor does not see {control.called} in the widget"
        seen = await sight.told(self._agent, frame)
        return Trouble("no-control", message, instead=seen)

    async def _frame(self, seconds: float) -> Frame:
        """The widget's own document. Raises Trouble when there is none."""
        session, agent = self._session, self._agent
        await session.intake.until(lambda: session.widget_frame(agent) is not None, seconds)
        frame = session.widget_frame(agent)
        if frame is None:
            where = "on the page" if agent.name == MAIN else f"in the window {agent.name}"
            message = f"the widget is not {where}"
            raise Trouble("no-widget", message, hint=session.loader_story())
        return frame
