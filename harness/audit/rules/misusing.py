"""What the page gives the widget's functions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from harness.audit.edits import node_replaced, quoted_like, substituted
from harness.audit.examples import CALLS, PROACTIVE_CHAT
from harness.audit.kinds import kind_of
from harness.audit.literals import Unread, is_broken, text_of, value_of
from harness.audit.odd_characters import in_brackets
from harness.audit.reading import INITS
from harness.audit.rule import Hit, Rules
from harness.audit.rules.valuing import shown
from harness.audit.scripts import declares, enclosing_functions
from harness.scenario.suggestions import did_you_mean, listed, nearest
from harness.widget_api import API, Function, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from harness.audit.evidence import Evidence
    from harness.audit.finding import Edit
    from harness.audit.scripts import Call

RULES = Rules("calls")
_COUNTS = {1: "one argument", 2: "two arguments"}
_PAIR = 2


@RULES.rule(
    "argument-value",
    "error",
    "Functions get the arguments that the vendor documents.",
    rests_on="documented: Basic Embedded ChatBar Functions, Changing statuses",
    why="Another value, or none, is not defined; mostly nothing happens.",
    remedy="use one of the documented values",
    example=CALLS["embed.switch_side"],
)
def argument_value(evidence: Evidence) -> Iterator[Hit]:
    """Report arguments outside of what is documented, as they are written."""
    for call in evidence.reading.calls:
        function = API.functions.get(call.function)
        if function is None or is_broken(call.node):
            continue
        example = CALLS.get(function.name)
        for hit in (
            *_surplus(evidence, call, function),
            *_first(evidence, call, function),
            *_second(evidence, call, function),
        ):
            yield hit if hit.remedy else replace(hit, example=example)


def _surplus(evidence: Evidence, call: Call, function: Function) -> Iterator[Hit]:
    """The first argument that the function has no parameter for."""
    known = len(function.parameters)
    first = evidence.reading.resolve(call.arguments[0]) if call.arguments else None
    if function.name in INITS and kind_of(first) is not None:
        return  # options that are no object have a rule of their own
    if known and len(call.arguments) > known:
        message = f"{function.name} takes {_COUNTS[known]}, so this is passed over"
        spot = call.script.spot(call.arguments[known])
        yield Hit(message, spot, (), "remove it, or join it with the first")


def _first(evidence: Evidence, call: Call, function: Function) -> Iterator[Hit]:
    """A first argument that is missing, without its quotation marks, or not documented."""
    if not function.parameters or function.name.endswith(".init"):
        return
    if not call.arguments:
        yield Hit(f"{function.name} needs an argument", call.spot)
        return
    first, spot = function.parameters[0], call.script.spot(call.arguments[0])
    if _lacks_quotes(evidence, call, first.allowed):
        name = text_of(call.arguments[0])
        edits = node_replaced(call.script, call.arguments[0], quoted_like(None, name))
        yield Hit(f"`{name}` stands without quotation marks", spot, edits=tuple(edits))
        return
    value = value_of(evidence.reading.resolve(call.arguments[0]))
    if _is_wrong(value, first.kind, first.allowed):
        hint = did_you_mean(value, first.allowed) if isinstance(value, str) else None
        usual = f"use {listed(first.allowed)}" if first.allowed else f"use a {first.kind}"
        message = f"{function.name} cannot be given {shown(value)}; {hint or usual}"
        yield Hit(message, spot, edits=_corrected(call, value, first.allowed))


def _second(evidence: Evidence, call: Call, function: Function) -> Iterator[Hit]:
    """The parameters of a proactive chat, where they are no object."""
    if len(function.parameters) < _PAIR or len(call.arguments) < _PAIR:
        return
    status = value_of(evidence.reading.resolve(call.arguments[0]))
    node = call.arguments[1]
    kind = kind_of(evidence.reading.resolve(node))
    if kind is None or not (status == "chat" or isinstance(status, Unread)):
        return  # another status takes no second argument, which has a rule of its own
    message = f"the second argument of {function.name} is {kind}; the vendor's page has an object"
    is_message = kind == "a text"
    remedy = (
        "write {message: …} around the text" if is_message else "give an object, or leave it away"
    )
    edits = node_replaced(call.script, node, f"{{message: {text_of(node)}}}", is_safe=False)
    yield Hit(
        message, call.script.spot(node), (), remedy, tuple(edits) * is_message, PROACTIVE_CHAT
    )


def _lacks_quotes(evidence: Evidence, call: Call, allowed: Sequence[str]) -> bool:
    """Whether the first argument is a value's bare name, of which the page has no variable."""
    node = call.arguments[0]
    name = text_of(node)
    if node.type != "identifier" or name not in allowed or evidence.reading.assignments(name):
        return False
    return not any(declares(function, name) for function in enclosing_functions(node))


def _corrected(call: Call, value: Any, allowed: Sequence[str]) -> tuple[Edit, ...]:
    """The documented argument that was meant: for certain where only capitals differ."""
    node = call.arguments[0]
    if not isinstance(value, str) or node.type != "string":
        return ()
    meant = value.strip().lower()
    is_safe = meant in allowed
    near = meant if is_safe else nearest(value, allowed)
    text = quoted_like(node, near) if near else ""
    return tuple(node_replaced(call.script, node, text, is_safe=is_safe)) if near else ()


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
    remedy="write the name as the vendor's page has it; what it does not have can be removed",
    example=PROACTIVE_CHAT,
)
def proactive_unknown(evidence: Evidence) -> Iterator[Hit]:
    """Report unknown names in the second argument of page('chat', …)."""
    for given in evidence.reading.proactive:
        if given.name not in API.proactive:
            hint = did_you_mean(given.name, API.proactive)
            near = nearest(given.name, API.proactive)
            odd = in_brackets(given.name)
            message = f"a proactive chat has no parameter `{given.name}`{odd}"
            edits = substituted(given.spot, given.name, near, is_safe=False) if near else ()
            known = listed(API.proactive, "and")
            remedy = f"write `{near}`, or remove it" if near else f"remove it; there are {known}"
            told = f"{message}; {hint}" if hint else message
            yield Hit(told, given.spot, (), remedy, edits, PROACTIVE_CHAT)


@RULES.rule(
    "proactive-without-chat",
    "warning",
    "Parameters of a proactive chat come with page 'chat'.",
    rests_on="documented: Interactive chat window opening",
    why="The second argument is documented for the status 'chat' alone.",
    remedy="call page('chat', …), or leave the second argument away",
    example=PROACTIVE_CHAT,
)
def proactive_without_chat(evidence: Evidence) -> Iterator[Hit]:
    """Report a second argument to page with another status."""
    for call in evidence.reading.calls_of("embed.page"):
        if len(call.arguments) > 1:
            page = value_of(call.arguments[0])
            if isinstance(page, str) and page != "chat":
                yield Hit(f"page({page!r}) ignores its second argument", call.spot)
