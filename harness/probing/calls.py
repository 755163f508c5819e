"""The calls that are tried, and the moments in the life of a page that they are tried at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Phase = Literal["before load", "before init", "while loading", "after load", "after stop"]

PHASES: Final[dict[Phase, str]] = {
    "before load": "the snippet has run, its loader has not: there is no livechatoo yet",
    "before init": "the loader has run and calls the page's hook, which has not called init yet",
    "while loading": "init was called just now, the widget's document has not come yet",
    "after load": "the widget has loaded",
    "after stop": "the widget has loaded and was stopped",
}
"""The phases, in the order in which they come, with what is so in each."""

EARLY: Final = frozenset({"before load", "before init", "while loading"})
"""The phases that end by themselves: what is called in them may have its effect later."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call with sensible arguments, as JavaScript."""

    function: str
    arguments: str = ""

    @property
    def text(self) -> str:
        """As it is shown."""
        return f"{self.function}({self.arguments})"

    @property
    def source(self) -> str:
        """As a script of a page says it."""
        return f"livechatoo.{self.text}"

    @property
    def is_of_popup(self) -> bool:
        """Whether it is about the popup, which the page has then, too."""
        return self.function.startswith("popup.")


CALLS: Final = (
    Call("embed.init", "{account: 'demo', side: 'left'}"),
    Call("embed.status"),
    Call("embed.stop"),
    Call("embed.flip"),
    Call("embed.bubble", "true"),
    Call("embed.reload"),
    Call("embed.switch_side", "'left'"),
    Call("embed.page", "'online'"),
    Call("embed.page", "'hidden'"),
    Call("embed.page", "'chat', {message: 'Can I help?'}"),
    Call("popup.init", "{account: 'demo', mode: 'bubble', btype: 'left1'}"),
    Call("popup.status"),
    Call("popup.stop"),
    Call("popup.close"),
)
"""Every function of the API, those with a choice of effects more than once."""
