"""The verbs of steps, as data: name, family, argument and one sentence.

Validation, the JSON Schema, suggestions and the documentation read this table. To add a
verb, add an entry here and the function of the same name in `harness.browser`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal

from pydantic import Field, WithJsonSchema

from harness.scenario.check_grammar import Check
from harness.scenario.values import Address, FileName, FullText, either
from harness.scenario.verb_grammar import (
    OPERATOR_WORDS,
    VISITOR_WORDS,
    Filled,
    Launch,
    OperatorActs,
    Size,
    Tab,
    VisitorActs,
)
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


def _call(name: str) -> Verb:
    """The verb of a function of the widget; those of `embed` go by their last name."""
    function = name if name in API.functions else f"embed.{name}"
    doc = f"Calls `livechatoo.{function}`."
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
        _call("init"),
        Verb(
            "options",
            "widget",
            "Assigns `livechatoo.embed.options`.",
            Annotated[Any, WithJsonSchema({"x-ref": "Embed"})],
            "embed.options",
        ),
        _call("status"),
        _call("stop"),
        _call("flip"),
        _call("bubble"),
        _call("reload"),
        _call("switch_side"),
        _call("page"),
        _call("popup.init"),
        _call("popup.status"),
        _call("popup.stop"),
        _call("popup.close"),
        _people(
            "visitor",
            "The visitor uses the widget.",
            either(text=VISITOR_WORDS, mapping=VisitorActs),
        ),
        _people(
            "operator",
            "An operator acts in the back end.",
            either(text=OPERATOR_WORDS, mapping=OperatorActs),
        ),
        _people(
            "trigger",
            "A trigger is launched, whatever its conditions.",
            either(number=Annotated[int, Field()], mapping=Launch),
        ),
        _page("goto", "The visitor goes to an address.", Address),
        _page("refresh", "The visitor loads the page again."),
        _page("back", "The visitor goes back."),
        _page("forward", "The visitor goes forward."),
        _page("push_state", "The page changes its address by `history.pushState`.", Address),
        _page("click", "The visitor clicks on what the selector finds.", FullText),
        _page("fill", "The visitor fills fields, `{selector: text}`.", Filled),
        _page(
            "press",
            "The visitor presses a key, `Enter` or `{selector: Enter}`.",
            either(text=FullText, mapping=Filled),
        ),
        _page("resize", "The window gets another size.", Size),
        _page("eval", "The page runs JavaScript.", FullText, has_outcome=True),
        _page("tab", "The visitor opens a further window.", Tab),
        _page("close_window", "The visitor closes the window that `in` names."),
        Verb("screenshot", "world", "Takes a picture under this name.", FileName),
        Verb("check", "world", "Looks without acting.", Check),
    )
}
