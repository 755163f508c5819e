"""What the visitor of an audit does where the widget asks for something, and nothing elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.browser import profile
from harness.browser.hand import Hand
from harness.browser.profile import button, control, field
from harness.browser.verbs import verb
from harness.browser.verbs.visitor import leaves_message

if TYPE_CHECKING:
    from harness.browser.session import Session
    from harness.scenario.model import Step

_CONSENT = control("checkbox", "consent")


@verb("answer")
async def answer(session: Session, step: Step, argument: dict[str, str | None]) -> None:
    """Give what an invitation asks for, or decline where that is None; none need be there.

    What the page has told of its visitor beforehand is not asked for.
    """
    ((asked, text),) = argument.items()
    await session.rest()
    hand = Hand(session, step)
    if not await hand.is_in_sight(profile.invitation(asked)):
        return
    if text is None:
        await hand.press(button("decline"))
    else:
        await _agree(session, hand)
        await hand.fill(field(asked), text)
        await hand.press(button("accept"))
    await session.rest()


@verb("leave_message")
async def leave_message(session: Session, step: Step, form: dict[str, str]) -> None:
    """Fill in the offline form and send it, unless the page keeps the widget away."""
    await session.rest()
    hand = Hand(session, step)
    is_there = session.widget_frame(session.window(step.window)) is not None
    if is_there and await hand.is_in_sight(field("offline_message")):
        await _agree(session, hand)
        await leaves_message(hand, form, {})


async def _agree(session: Session, hand: Hand) -> None:
    if await hand.is_in_sight(_CONSENT):
        await hand.tick(_CONSENT)
        await session.rest()
