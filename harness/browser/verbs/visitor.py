"""Visitors: they act by trusted input in the real page, and see what can be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.browser import profile
from harness.browser.hand import Hand
from harness.browser.profile import button, control, field
from harness.browser.verbs import verb

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from harness.browser.session import Session
    from harness.scenario.model import Step

    Act = Callable[[Hand, Any, dict[str, Any]], Awaitable[None]]

_BUTTONS = {
    "opens": "open",
    "minimizes": "minimize",
    "restores": "restore",
    "maximizes": "maximize",
    "closes": "close",
    "dismisses": "dismiss",
}


_MOVING = frozenset({"gives", "declines", "picks", "rates"})
"""Acts whose answer moves what is in the window about, as consent does: visitors see that."""


@verb("visitor")
async def visitor(session: Session, step: Step, argument: Any) -> None:
    """Do the one thing that the step says, once what was done before can be seen."""
    await session.calm(step.window)
    hand = Hand(session, step)
    if argument == "consents":
        await hand.tick(control("checkbox", "consent"))
        await session.rest()
    elif isinstance(argument, str):
        await hand.press(button(_BUTTONS[argument]))
    else:
        name = next(name for name in _ACTS if name in argument)
        await _ACTS[name](hand, argument[name], argument)
        if name in _MOVING:
            await session.rest()


async def _says(hand: Hand, text: Any, _argument: dict[str, Any]) -> None:
    await hand.type(field("message"), str(text))
    await hand.press(button("send"))


async def _opens(hand: Hand, _what: Any, _argument: dict[str, Any]) -> None:
    await hand.open_popup(profile.POPUP_BUBBLE)


async def _rates(hand: Hand, stars: Any, argument: dict[str, Any]) -> None:
    await hand.goes_to_rating()
    await hand.press(control("radio", f"star_{stars}"))
    if "message" in argument:
        await hand.fill(field("rating_message"), str(argument["message"]))
    await hand.press(button("send_rating"))


async def leaves_message(hand: Hand, form: dict[str, Any], _argument: dict[str, Any]) -> None:
    """Fill in the offline form, and send it."""
    if "picks" in form:
        await hand.press(profile.choice(str(form["picks"])))
    for name in ("name", "email", "phone"):
        if name in form:
            await hand.fill(field(name), str(form[name]))
    await hand.fill(field("offline_message"), str(form["message"]))
    await hand.press(button("send_message"))


async def _gives(hand: Hand, answer: dict[str, Any], _argument: dict[str, Any]) -> None:
    ((asked, text),) = answer.items()
    await hand.sees(profile.invitation(asked))
    await hand.fill(field(asked), str(text))
    await hand.press(button("accept"))


async def _declines(hand: Hand, asked: Any, _argument: dict[str, Any]) -> None:
    await hand.sees(profile.invitation(str(asked)))
    await hand.press(button("decline"))


async def _picks(hand: Hand, name: Any, _argument: dict[str, Any]) -> None:
    await hand.press(profile.choice(str(name)))


_ACTS: dict[str, Act] = {
    "says": _says,
    "opens": _opens,
    "rates": _rates,
    "leaves_message": leaves_message,
    "gives": _gives,
    "declines": _declines,
    "picks": _picks,
}
