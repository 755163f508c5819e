"""Which functions the page calls, and with what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.audit.finding import Proof
from harness.audit.literals import Unread, fields_of, text_of, value_of
from harness.audit.rule import Hit, Rules
from harness.audit.rules.valuing import shown
from harness.scenario.suggestions import did_you_mean, listed
from harness.widget_api import API, GLOBAL, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.audit.evidence import Evidence
    from harness.audit.scripts import Call

RULES = Rules("calls")


@RULES.rule(
    "unknown-function",
    "error",
    "Every function that the page calls is one that the vendor documents.",
    rests_on="documented: the functions of all sections",
    why="A function that is not there throws a TypeError, and the handler ends.",
    remedy="use a documented function",
    example="livechatoo.embed.page('hidden');",
)
def unknown_function(evidence: Evidence) -> Iterator[Hit]:
    """Report calls below livechatoo that are not in the API."""
    for call in evidence.reading.calls:
        if call.function not in API.functions and "?." not in text_of(call.node):
            hint = did_you_mean(call.function, API.functions)
            message = f"there is no {GLOBAL}.{call.function}"
            yield Hit(f"{message}; {hint}" if hint else message, call.spot, _thrown(evidence, call))


def _thrown(evidence: Evidence, call: Call) -> tuple[Proof, ...]:
    for _, event in evidence.undisturbed("page_error"):
        message = str(event.data["message"])
        if call.path in message:
            return (Proof("stack", message),)
    return ()


@RULES.rule(
    "argument-value",
    "error",
    "Functions get the arguments that the vendor documents.",
    rests_on="documented: Basic Embedded ChatBar Functions, Changing statuses",
    why="Another value, or none, is not defined; mostly nothing happens.",
    remedy="use one of the documented values",
    example="livechatoo.embed.page('hidden'); livechatoo.embed.switch_side('left');",
)
def argument_value(evidence: Evidence) -> Iterator[Hit]:
    """Report arguments outside of what is documented, as they are written."""
    for call in evidence.reading.calls:
        function = API.functions.get(call.function)
        if function is None or not function.parameters or function.name.endswith(".init"):
            continue
        first = function.parameters[0]
        if not call.arguments:
            yield Hit(f"{function.name} needs an argument", call.spot)
            continue
        value = value_of(evidence.reading.resolve(call.arguments[0]))
        if _is_wrong(value, first.kind, first.allowed):
            hint = did_you_mean(value, first.allowed) if isinstance(value, str) else None
            expected = hint or (
                f"use {listed(first.allowed)}" if first.allowed else f"use a {first.kind}"
            )
            spot = call.script.spot(call.arguments[0])
            yield Hit(f"{function.name} cannot be given {shown(value)}; {expected}", spot)


def _is_wrong(value: Any, kind: Kind, allowed: tuple[str, ...]) -> bool:
    if isinstance(value, Unread):
        return False
    if kind is Kind.BOOLEAN:
        return not isinstance(value, bool)
    return bool(allowed) and value not in allowed


@RULES.rule(
    "proactive-unknown",
    "warning",
    "A proactive chat has the parameters that the vendor documents.",
    rests_on="documented: Interactive chat window opening",
    why="Parameters of other names are ignored, so the visitor does not see what was meant.",
    remedy="use the documented name",
    example="livechatoo.embed.page('chat', {message: 'May I help you?'});",
)
def proactive_unknown(evidence: Evidence) -> Iterator[Hit]:
    """Report unknown names in the second argument of page('chat', …)."""
    for call, name, node in _proactive(evidence):
        if name not in API.proactive:
            hint = did_you_mean(name, API.proactive)
            message = f"a proactive chat has no parameter `{name}`"
            yield Hit(f"{message}; {hint}" if hint else message, call.script.spot(node))


@RULES.rule(
    "proactive-without-chat",
    "warning",
    "Parameters of a proactive chat come with page 'chat'.",
    rests_on="documented: Interactive chat window opening",
    why="The second argument is documented for the status 'chat' alone.",
    remedy="call page('chat', …)",
    example="livechatoo.embed.page('chat', {message: 'May I help you?'});",
)
def proactive_without_chat(evidence: Evidence) -> Iterator[Hit]:
    """Report a second argument to page with another status."""
    for call in evidence.reading.calls_of("embed.page"):
        if len(call.arguments) > 1:
            page = value_of(call.arguments[0])
            if isinstance(page, str) and page != "chat":
                yield Hit(f"page({page!r}) ignores its second argument", call.spot)


def _proactive(evidence: Evidence) -> Iterator[tuple[Call, str, Any]]:
    for call in evidence.reading.calls_of("embed.page"):
        node = evidence.reading.resolve(call.arguments[1]) if len(call.arguments) > 1 else None
        if node is not None and node.type == "object":
            for name, key, _ in fields_of(node):
                yield call, name, key
