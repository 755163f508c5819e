"""What `check` can look at."""

from __future__ import annotations

from typing import Annotated, Final, get_args

from pydantic import Field

from harness.scenario.part import Part
from harness.scenario.values import Pattern
from harness.scenario.verb_grammar import Asked

Patterns = Annotated[dict[str, Pattern], Field(min_length=1)]


class Links(Part):
    """The links of the chat window, each to be matched by its address."""

    contact: Pattern = None
    faq: Pattern = None
    privacy: Pattern = None


class Fields(Part):
    """The fields of the offline form, each to be matched by what is in it."""

    name: Pattern = None
    email: Pattern = None
    phone: Pattern = None
    message: Pattern = None


class Check(Part):
    """What is looked at without acting; every value is a pattern."""

    status: Pattern = Field(None, description="What `livechatoo.embed.status()` returns.")
    chatbar: Pattern = Field(None, description="What the visitor sees of the widget.")
    side: Pattern = Field(None, description="The side on which the widget is, as measured.")
    bubble: Pattern = Field(None, description="Whether the bubble is `shown` or `hidden`.")
    widgets: Pattern = Field(None, description="How many widgets are on the page.")
    popup: Pattern = Field(None, description="What the visitor sees of the popup.")
    popup_status: Pattern = Field(None, description="What `livechatoo.popup.status()` returns.")
    popup_place: Pattern = Field(
        None, description="Where the popup's bubble is, as measured: `lower-right`, `none` …"
    )
    rating: Pattern = Field(None, description="Whether the chat can be rated, as seen.")
    asked: Pattern = Field(None, description="What the visitor is being asked for.")
    consent: Pattern = Field(None, description="Whether consent is being asked for.")
    choices: Pattern = Field(None, description="The operators to choose from, as listed.")
    links: Links = Field(default_factory=Links, description="Link of the window: its address.")
    fields: Fields = Field(
        default_factory=Fields, description="Field of the offline form: its value."
    )
    focus: Pattern = Field(
        None, description="The name of what has the focus, `''` when nothing has."
    )
    widget_css: Annotated[dict[str, Patterns], Field(min_length=1)] = Field(
        default_factory=dict,
        description="Part of the widget: `{property: its computed value}`.",
    )
    widget_text: Pattern = Field(
        None, description="All text of the widget that can be seen, in lines; `''` when hidden."
    )
    url: Pattern = Field(None, description="The address of the window.")
    title: Pattern = Field(None, description="The title of the document.")
    text: dict[str, Pattern] = Field(default_factory=dict, description="Selector: its text.")
    visible: dict[str, Pattern] = Field(
        default_factory=dict, description="Selector: whether it is visible."
    )
    value: dict[str, Pattern] = Field(
        default_factory=dict, description="Selector: the value of the field."
    )
    count: dict[str, Pattern] = Field(
        default_factory=dict, description="Selector: how many elements there are."
    )
    cookies: dict[str, Pattern] = Field(
        default_factory=dict, description="Name: the cookie's value."
    )
    conversation: Pattern = Field(
        None, description="What the visitor reads: a list of `{by, text}`, with a `photo` if any."
    )
    chats: Pattern = Field(None, description="The chats as the operators see them.")
    visitors: Pattern = Field(None, description="The visitors as the operators see them.")
    offline_messages: Pattern = Field(
        None, description="What visitors left, as the operators see it."
    )
    eval: dict[str, Pattern] = Field(default_factory=dict, description="JavaScript: its value.")
    windows: Pattern = Field(None, description="How many windows are open.")


CHECK_WORDS: Final = {
    "chatbar": ("hidden", "bar", "window", "maximized", "mini"),
    "side": ("left", "right", "hidden"),
    "bubble": ("shown", "hidden"),
    "popup": ("hidden", "bubble", "open"),
    "popup_place": (
        "none",
        *(
            f"{height}-{side}"
            for height in ("upper", "middle", "lower")
            for side in ("left", "right")
        ),
    ),
    "rating": ("shown", "offered", "hidden"),
    "asked": (*get_args(Asked), "none"),
    "consent": ("shown", "hidden"),
}
"""The words that parts of a check can only be."""

WIDGET_PARTS: Final = (
    *("bar", "bubble", "window", "title", "log", "message", "send"),
    *("minimize", "restore", "maximize", "close", "rate", "popup"),
)
"""What `widget_css` can look at."""
