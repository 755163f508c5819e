"""What the page's callbacks are, and what they do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.audit.edits import node_replaced, substituted, value_replaced
from harness.audit.finding import Edit, Proof
from harness.audit.literals import FUNCTIONS, Unread, Written, path_of, text_of, walk
from harness.audit.missing_data import missing_at
from harness.audit.reading import INITS
from harness.audit.receivers import lost_receiver
from harness.audit.results import DIALOGS, gives_no_function, wrapped
from harness.audit.rule import Hit, Rules
from harness.audit.rules.valuing import shown
from harness.audit.thrown import advice_on, in_console, said
from harness.widget_api import API

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from harness.audit.evidence import CallbackFunction, Evidence
    from harness.audit.reading import Given
    from harness.audit.sources import Spot

RULES = Rules("callbacks")
_MANY = 4


def calls_in(callback: CallbackFunction) -> Iterator[tuple[str, Node]]:
    """The names of the functions that a callback calls."""
    for node in walk(callback.node):
        if node.type == "call_expression":
            path = path_of(node.child_by_field_name("function"))
            if path:
                yield path, node


@RULES.rule(
    "callback-throws",
    "error",
    "Callbacks do not throw.",
    rests_on="documented: Callback events; peers: okta/okta-signin-widget PR#1742",
    why="What a callback throws ends it half-way, and may end what the widget was doing.",
    remedy="mend the error, or catch it where it can happen",
    example="onload: function (data) { try { show(data); } catch (error) { report(error); } }",
)
def callback_throws(evidence: Evidence) -> Iterator[Hit]:
    """Report callbacks that threw in a visit."""
    seen: set[str] = set()
    for visit in evidence.usual:
        for event in visit.recording.of_kind("callback_threw"):
            name = str(event.data["name"])
            if name in seen:
                continue
            seen.add(name)
            what = said(event.data.get("error"))
            spot, stack = evidence.place_of(visit, event)
            if "ga is not defined" in what and evidence.callbacks:
                continue  # the rule about analytics says more
            proofs = (Proof("stack", stack[:300]),) if stack else ()
            remedy, example = advice_on(event.data.get("error"), f"{name} fires")
            missing = missing_at(evidence, spot, name)
            lost = lost_receiver(evidence, spot, name) or missing
            if lost is not None:
                remedy, example = lost.remedy, lost.example
            spot = spot or _spot_of(evidence, name)
            edits = lost.edits if lost is not None else ()
            why = f": {missing.message}" if missing is not None else ""
            yield Hit(f"{name} throws {what}{why}", spot, proofs, remedy, edits, example)


def _spot_of(evidence: Evidence, name: str) -> Spot | None:
    return next((one.spot for one in evidence.callbacks if one.name == name), None)


@RULES.rule(
    "callback-fails-later",
    "warning",
    "What a callback leaves for later does not fail either.",
    rests_on="peers: WaniWani-AI/sdk PR#103",
    why="A rejected promise, or an error in a timer that the callback set, is nobody's to catch: "
    "it shows in the console, and what should have happened does not.",
    remedy="handle the rejection inside of the callback",
    example="onload: function (data) { load(data).catch(report); }",
)
def callback_fails_later(evidence: Evidence) -> Iterator[Hit]:
    """Report uncaught errors from inside of a callback's text that it did not throw itself."""
    thrown = {
        in_console(event.data.get("error"))
        for visit in evidence.usual
        for event in visit.recording.of_kind("callback_threw")
    }
    seen: set[str] = set()
    for visit in evidence.usual:
        for event in visit.recording.of_kind("callback_rejected"):
            error = event.data.get("error")
            message = in_console(error)
            if message in thrown or message in seen:
                continue
            seen.add(message)
            spot, stack = evidence.place_of(visit, event)
            name = str(event.data["name"])
            proofs = (Proof("stack", stack[:300]),) if stack else ()
            text = f"the promise of {name} is rejected with {said(error)}"
            yield Hit(text, spot or _spot_of(evidence, name), proofs)
    for visit in evidence.usual:
        for event in visit.recording.of_kind("page_error"):
            message = str(event.data["message"])
            stack = str(event.data.get("stack", ""))
            spot = evidence.spot_of_stack(stack)
            owner = next((one for one in evidence.callbacks if spot and _holds(one, spot)), None)
            if owner is None or message in thrown or message in seen:
                continue
            seen.add(message)
            proof = Proof("stack", stack[:300])
            yield Hit(f"what {owner.name} left for later fails: {message}", spot, (proof,))


def _holds(callback: CallbackFunction, spot: Spot) -> bool:
    own = callback.spot
    is_inside = own.start <= spot.start < own.start + own.length
    return own.source is spot.source and is_inside


@RULES.rule(
    "callback-not-function",
    "error",
    "A callback is a function.",
    rests_on="documented: Callback events (launching custom functions)",
    why="A name in quotes, or any other value, is never called.",
    remedy="give the function itself, without quotes",
    example="onload: chatLoaded",
)
def callback_not_function(evidence: Evidence) -> Iterator[Hit]:
    """Report callbacks that are something else."""
    for given in evidence.options:
        value = given.value
        if given.name not in API.callbacks or isinstance(value, (Unread, Written)):
            continue
        if not value and not isinstance(value, (dict, list)):
            continue
        kind = value.get("$type") if isinstance(value, dict) else ""
        if kind in {"function", "undefined"} or _is_called(given.node):
            continue
        message = f"`{given.name}` is {shown(value)}, not a function"
        yield Hit(message, given.spot, edits=_unquoted(evidence, given))


def _unquoted(evidence: Evidence, given: Given) -> tuple[Edit, ...]:
    """The name without quotation marks, where the page has a function of that name for all."""
    functions = evidence.reading.assignments(str(given.value))
    is_global = any(
        not one.is_nested and one.value is not None and one.value.type in FUNCTIONS
        for one in functions
    )
    return value_replaced(evidence, given, str(given.value)) if is_global else ()


def _is_called(node: Node | None) -> bool:
    return node is not None and node.type == "call_expression"


@RULES.rule(
    "callback-called-at-once",
    "error",
    "A callback is handed over, not called.",
    rests_on="documented: Callback events",
    why="With brackets the function runs while the options are written, and the widget gets what "
    "it returns.",
    remedy="leave the brackets away: chatLoaded, not chatLoaded()",
    example="onload: chatLoaded",
)
def callback_called_at_once(evidence: Evidence) -> Iterator[Hit]:
    """Report callbacks that are the result of a call, which is no function."""
    for given in evidence.options:
        if given.name in API.callbacks and gives_no_function(evidence.reading, given):
            message = f"`{given.name}` gets the result of {text_of(given.node)[:60]}"
            remedy, example = wrapped(given)
            edits = () if remedy else _handed_over(evidence, given)
            yield Hit(message, given.spot, (), remedy, edits, example)


def _handed_over(evidence: Evidence, given: Given) -> tuple[Edit, ...]:
    """The function itself, which has a name and is given nothing."""
    listed = given.node.child_by_field_name("arguments") if given.node is not None else None
    if listed is None or given.script is None or given.node is None:
        return ()
    return tuple(node_replaced(evidence.owner(given.node, given.script), listed, ""))


@RULES.rule(
    "alert-in-callback",
    "warning",
    "Callbacks open no dialogs.",
    rests_on="documented: Callback events (the samples call alert)",
    why="The vendor's samples call alert to show the data. On a real page the dialog stops "
    "everything until the visitor answers it, at every page.",
    remedy="write to the console, or into the page",
    example="onload: function (data) { console.log(data); }",
)
def alert_in_callback(evidence: Evidence) -> Iterator[Hit]:
    """Report calls of alert, confirm and prompt in callbacks."""
    for callback in evidence.callbacks:
        for path, node in calls_in(callback):
            if path in DIALOGS:
                spot = callback.script.spot(node)
                edits = substituted(spot, path, "console.log") if path == "alert" else ()
                yield Hit(f"{callback.name} calls {path}", spot, edits=edits)


@RULES.rule(
    "for-in-over-data",
    "warning",
    "A loop over a callback's data looks at its own fields only.",
    rests_on="documented: onload (the sample walks the data with for…in); browsers: for…in "
    "walks inherited fields",
    why="Something in this page adds fields to every object, and the loop finds them among the "
    "data.",
    remedy="walk Object.keys(data)",
    example="Object.keys(data).forEach(function (name) { show(name, data[name]); });",
)
def for_in_over_data(evidence: Evidence) -> Iterator[Hit]:
    """Report for…in without a check, where objects have inherited fields."""
    added = evidence.loaded().get("enumerable", {}).get("object", [])
    if not added:
        return
    for callback in evidence.callbacks:
        for node in walk(callback.node):
            is_checked = b"hasOwn" in (node.text or b"")
            if node.type == "for_in_statement" and b" in " in (node.text or b"") and not is_checked:
                proof = Proof("measure", f"every object of the page has: {', '.join(added)}")
                message = f"{callback.name} walks inherited fields too"
                yield Hit(message, callback.script.spot(node), (proof,))


@RULES.rule(
    "callback-loop",
    "error",
    "A callback does not set off itself.",
    rests_on="peers: chatwoot/chatwoot#3963, chatwoot/chatwoot#3918",
    why="init and reload fire onload again. A callback that calls them goes on for ever.",
    remedy="make the call once, behind a flag that is set before it",
    example="var done = false;\nlivechatooCmd = function () {\n"
    "  livechatoo.embed.init({account: 'yourshop', onload: function () {\n"
    "    if (done) return;\n    done = true;\n    livechatoo.embed.reload();\n  }});\n};",
)
def callback_loop(evidence: Evidence) -> Iterator[Hit]:
    """Report callbacks that fire again and again in one load."""
    for visit in evidence.usual:
        fired: dict[str, int] = {}
        for event in visit.undisturbed:
            if event.kind == "callback":
                fired[event.data["name"]] = fired.get(event.data["name"], 0) + 1
        calls = [event for event in visit.undisturbed if event.kind == "call"]
        for name, count in fired.items():
            if count >= _MANY and len(calls) >= _MANY:
                proof = Proof("measure", f"{name} fired {count} times before the page was at rest")
                message = f"{name} sets off itself"
                yield Hit(message, _spot_of(evidence, name), (proof,))
                return


@RULES.rule(
    "callbacks-dropped",
    "warning",
    "A further init brings the callbacks of the first one.",
    rests_on="peers: devrnt/react-use-intercom#666; assumed: the last init replaces the one before",
    why="Callbacks belong to the options of an init. An init without them ends what the first "
    "one had set up.",
    remedy="give the further init the same callbacks; where the widget still runs, call reload() "
    "in its place",
    example="if (window.livechatoo) livechatoo.embed.reload();",
)
def callbacks_dropped(evidence: Evidence) -> Iterator[Hit]:
    """Report an init with fewer callbacks than the one before it in the same document."""
    from harness.audit.evidence import options_of
    from harness.audit.visiting import calls_by_page

    for visit in evidence.usual:
        given: dict[tuple[str | None, str], set[str]] = {}
        later = visit.during("follow", "arrived", "return", "returned")
        for event in (*visit.undisturbed, *later):
            if event.kind == "navigation" and event.data.get("way") == "load":
                given = {key: names for key, names in given.items() if key[0] != event.page}
            function = event.data.get("function") if calls_by_page([event]) else None
            if function not in INITS:
                continue
            names = {name for name in options_of(event) if name in API.callbacks}
            dropped = given.get((event.page, function), set()) - names
            if dropped:
                calls = evidence.reading.calls_of(function)
                spot = calls[-1].spot if calls else None
                yield Hit(f"a further init goes without {', '.join(sorted(dropped))}", spot)
                return
            given[event.page, function] = names
