"""The verbs of steps, as data: name, family, argument and one sentence.

Validation, the JSON Schema, suggestions and the documentation read this table. To add a
verb, add an entry here and the function of the same name in `harness.browser`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal

from pydantic import Field, WithJsonSchema

from harness.scenario.part import Part
from harness.scenario.values import Address, FileName, FullText, Given, Name, Pattern, either
from harness.widget_api import API

Family = Literal["widget", "people", "host page", "world"]


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb. `function` names the function of the widget that it calls, if it does.

    `is_optional` tells that nothing has to follow the verb; `has_outcome` that `returns`,
    `throws` and `save: {name: returned}` make sense.
    """

    name: str
    family: Family
    doc: str
    argument: Any
    function: str | None = None
    is_optional: bool = False
    has_outcome: bool = False


class VisitorActs(Part):
    """What a visitor does that needs a text."""

    says: FullText


class OperatorActs(Part):
    """What an operator does."""

    goes: Given[Literal["online", "offline"]] = None
    says: Given[FullText] = None
    id: Given[int] = Field(default=None, description="Which operator; the first when left out.")


class Size(Part):
    """The size of a window in CSS pixels."""

    width: int = Field(ge=1, le=10_000)
    height: int = Field(ge=1, le=10_000)


class Tab(Part):
    """A further window of the same visitor."""

    name: Name
    at: Given[Address] = None


class Check(Part):
    """What is looked at without acting; every value is a pattern."""

    status: Pattern = Field(None, description="What `livechatoo.embed.status()` returns.")
    chatbar: Pattern = Field(None, description="What the visitor sees of the widget.")
    side: Pattern = Field(None, description="The side on which the widget is, as measured.")
    bubble: Pattern = Field(None, description="Whether the bubble is `shown` or `hidden`.")
    widgets: Pattern = Field(None, description="How many widgets are on the page.")
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
        None, description="What the visitor reads: a list of `{by, text}`."
    )
    chats: Pattern = Field(None, description="The chats as the operators see them.")
    visitors: Pattern = Field(None, description="The visitors as the operators see them.")
    eval: dict[str, Pattern] = Field(default_factory=dict, description="JavaScript: its value.")
    windows: Pattern = Field(None, description="How many windows are open.")


CHECK_WORDS: Final = {
    "chatbar": ("hidden", "bar", "window", "maximized", "mini"),
    "side": ("left", "right"),
    "bubble": ("shown", "hidden"),
}
"""The words that parts of a check can only be."""

VISITOR_WORDS = Literal["opens", "minimizes", "restores", "maximizes", "closes"]
_Filled = Annotated[dict[str, str], Field(min_length=1)]


def _call(name: str, doc: str) -> Verb:
    function = f"embed.{name}"
    needed = any(value.required for value in API.functions[function].parameters)
    argument = Annotated[Any, WithJsonSchema({"x-ref": function})]
    return Verb(name, "widget", doc, argument, function, not needed, has_outcome=True)


def _people(name: str, doc: str, argument: Any) -> Verb:
    return Verb(name, "people", doc, argument)


def _page(name: str, doc: str, argument: Any = None, *, has_outcome: bool = False) -> Verb:
    is_optional = argument is None
    return Verb(name, "host page", doc, argument, None, is_optional, has_outcome)


VERBS: Final[dict[str, Verb]] = {
    verb.name: verb
    for verb in (
        _call("init", "Calls `livechatoo.embed.init` with these options."),
        Verb(
            "options",
            "widget",
            "Assigns `livechatoo.embed.options`.",
            Annotated[Any, WithJsonSchema({"x-ref": "Embed"})],
            "embed.options",
        ),
        _call("status", "Calls `livechatoo.embed.status`."),
        _call("stop", "Calls `livechatoo.embed.stop`."),
        _call("flip", "Calls `livechatoo.embed.flip`."),
        _call("bubble", "Calls `livechatoo.embed.bubble`."),
        _call("reload", "Calls `livechatoo.embed.reload`."),
        _call("switch_side", "Calls `livechatoo.embed.switch_side`."),
        _call("page", "Calls `livechatoo.embed.page`."),
        _people(
            "visitor",
            "The visitor uses the widget.",
            either(text=VISITOR_WORDS, mapping=VisitorActs),
        ),
        _people("operator", "An operator acts in the back end.", OperatorActs),
        _page("goto", "The visitor goes to an address.", Address),
        _page("refresh", "The visitor loads the page again."),
        _page("back", "The visitor goes back."),
        _page("forward", "The visitor goes forward."),
        _page("push_state", "The page changes its address by `history.pushState`.", Address),
        _page("click", "The visitor clicks on what the selector finds.", FullText),
        _page("fill", "The visitor fills fields, `{selector: text}`.", _Filled),
        _page(
            "press",
            "The visitor presses a key, `Enter` or `{selector: Enter}`.",
            either(text=FullText, mapping=_Filled),
        ),
        _page("resize", "The window gets another size.", Size),
        _page("eval", "The page runs JavaScript.", FullText, has_outcome=True),
        _page("tab", "The visitor opens a further window.", Tab),
        Verb("screenshot", "world", "Takes a picture under this name.", FileName),
        Verb("check", "world", "Looks without acting.", Check),
    )
}
