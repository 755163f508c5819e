"""What happens with the popup: a few acts that belong together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.exploration import chats
from harness.exploration.chances import happens
from harness.exploration.worlds import CSS_TEXT, PRIVACY, SHOP, Levels, embed

if TYPE_CHECKING:
    from random import Random

    from harness.exploration.chats import Steps

_OF_BAR = frozenset({"account", "page", "side", "bubble", "mobile", "session_per_host", "target"})


def _of_popup(chance: Random, levels: Levels) -> dict[str, Any]:
    """Options of a popup beside its kind: those that the page's bar has, or some of its own."""
    known = embed(chance, levels)
    common = {name: known[name] for name in known if name not in _OF_BAR}
    others: tuple[dict[str, Any], ...] = (
        common,
        common,
        {},
        {"c_name": "Jane", "c_email": "jane@example.com", "c_phone": "0123 456 789"},
        {"c_name": "Jane", "c_name_byop": "Jane (VIP)"},
        {"css_text": CSS_TEXT},
        {"url_contact": f"{SHOP}contact", "url_faq": f"{SHOP}faq"},
        {"url_privacy": PRIVACY, "c_email": "jane@example.com"},
    )
    return {"account": "demo", **chance.choice(others)}


def opens(chance: Random, levels: Levels) -> Steps:
    """The popup is opened by the page, and closed again."""
    options: dict[str, Any] = {**_of_popup(chance, levels), "mode": "custom"}
    steps: Steps = [{"popup.init": options}]
    if happens(chance, 0.5):
        steps.append({"visitor": {"says": chats.text(chance)}, "in": "popup"})
    return [*steps, {chance.choice(("popup.close", "popup.stop")): None}]


def opens_by_bubble(chance: Random, levels: Levels) -> Steps:
    """The popup is opened from its bubble."""
    kind = chance.choice(("right1", "right2", "right3", "left1", "left2", "left3"))
    options = {**_of_popup(chance, levels), "mode": "bubble", "btype": kind}
    steps: Steps = [{"popup.init": options}]
    if happens(chance, 0.7):
        steps.append({"visitor": {"opens": "popup"}})
    ends = [{"popup.close": None}, {"popup.stop": None}]
    return [*steps, *(ends if happens(chance, 0.6) else ends[1:])]
