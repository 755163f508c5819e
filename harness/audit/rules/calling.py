"""When the page calls the widget's functions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.audit.early import early_errors, moved
from harness.audit.edits import guarded
from harness.audit.evidence import is_about_widget
from harness.audit.examples import asked_first
from harness.audit.finding import Proof
from harness.audit.literals import (
    conditions_before,
    enclosing,
    path_of,
    statements_of,
    text_of,
    walk,
)
from harness.audit.reading import INITS
from harness.audit.rule import Hit, Rules
from harness.audit.rules.embedding import no_embed
from harness.audit.rules.snippet import THE_HOOK
from harness.widget_api import API, GLOBAL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.audit.evidence import Evidence
    from harness.audit.scripts import Call
    from harness.audit.sources import Spot
    from harness.audit.visiting import Visit
    from harness.recording import Event

RULES = Rules("calls")
_IN_HOOK = (
    "livechatooCmd = function () {\n  livechatoo.embed.init({account: 'yourshop'});\n"
    "  livechatoo.embed.page('hidden');  // and further calls\n};"
)


def call_text(event: Event) -> str:
    """A recorded call as people write it."""
    arguments = event.data.get("args") or []
    inside = ", ".join("{…}" if isinstance(one, dict) else repr(one) for one in arguments)
    return f"{GLOBAL}.{event.data['function']}({inside})"


def spot_of_call(evidence: Evidence, event: Event) -> Spot | None:
    """Where a recorded call is written, when the source has one like it."""
    from harness.audit.literals import value_of

    written = evidence.reading.calls_of(event.data["function"])
    arguments: list[Any] = list(event.data.get("args") or [])
    for call in written:
        if [value_of(one) for one in call.arguments] == arguments:
            return call.spot
    return written[0].spot if written else None


@RULES.rule(
    "call-before-load",
    "error",
    "Nothing calls the widget before the loader has come.",
    rests_on="observed: the loader defines the widget; peers: chatwoot/chatwoot#742, "
    "tawk/tawk-messenger-vue-3#12",
    why="Until the loader has run there is no `livechatoo`: the call throws, and the rest of that "
    "script is lost. With a quick network it may go well by chance.",
    remedy=f"make the call in {THE_HOOK}, or in onload; all calls of a page share one hook",
    example=_IN_HOOK,
)
def call_before_load(evidence: Evidence) -> Iterator[Hit]:
    """Report errors about the missing global in visits to which the loader came."""
    if any(True for _ in no_embed(evidence)):
        return  # which says what becomes of the calls
    for one in early_errors(evidence):
        proofs = (Proof("stack", one.stack[:300]), Proof("measure", _when(one.visit)))
        remedy, example = moved(evidence, one)
        what = "the widget" if one.hook is None else "the hook itself, and"
        message = f"the page calls {what} too early: {one.message}"
        yield Hit(message, one.spot, proofs, remedy, example=example)


def _when(visit: Visit) -> str:
    return f"seen on the {visit.plan.device}, the loader being {visit.plan.loader}"


@RULES.rule(
    "call-before-init",
    "warning",
    "Functions are called after init.",
    rests_on="documented: Changing statuses (after initialization, you can also change status)",
    why="Before init there is nothing to show, to hide or to move; what such a call does is not "
    "documented.",
    remedy="call init first",
    example=_IN_HOOK,
)
def call_before_init(evidence: Evidence) -> Iterator[Hit]:
    """Report calls of functions that need a widget, before any init of a visit."""
    for visit in evidence.usual:
        for event in visit.page_calls:
            if event.data["function"] in INITS:
                break
            if event.data["function"].endswith((".status", ".stop")):
                continue
            message = f"{call_text(event)} is called before init"
            yield Hit(message, spot_of_call(evidence, event))
            return


@RULES.rule(
    "call-after-stop",
    "warning",
    "After stop the next call is init.",
    rests_on="documented: Basic Embedded ChatBar Functions (stop hides the bar)",
    why="What flip, page or reload do after stop is not documented.",
    remedy="call init again, or hide the bar with page('hidden') in the place of stop, and show it "
    "with page('start-online')",
    example="livechatooCmd = function () {\n  livechatoo.embed.init({account: 'yourshop'});\n"
    "  livechatoo.embed.page('hidden');\n};",
)
def call_after_stop(evidence: Evidence) -> Iterator[Hit]:
    """Report calls that follow stop without an init between."""
    for visit in evidence.usual:
        stopped: set[str] = set()
        for event in visit.page_calls:
            namespace, _, name = event.data["function"].partition(".")
            if name == "stop":
                stopped.add(namespace)
            elif name == "init":
                stopped.discard(namespace)
            elif namespace in stopped and name not in {"status", "close"}:
                message = f"{call_text(event)} is called after stop"
                yield Hit(message, spot_of_call(evidence, event))
                return


@RULES.rule(
    "popup-without-gesture",
    "error",
    "A popup is opened by something that the visitor does.",
    rests_on="browsers: windows that no gesture asked for are blocked; documented: Basic PopUp "
    "Window Functions (e.g. after clicking on an image)",
    why="Browsers block windows that a page opens by itself while it loads.",
    remedy="call popup.init in a click handler, or show a bubble first: mode 'bubble'",
    example="<button onclick=\"if (window.livechatoo) livechatoo.popup.init({account: 'yourshop', "
    "mode: 'custom'})\">Chat</button>",
)
def popup_without_gesture(evidence: Evidence) -> Iterator[Hit]:
    """Report popup.init in mode custom while the page loads."""
    for _, event in evidence.page_calls:
        if event.data["function"] != "popup.init" or evidence.consent:
            continue
        first = (event.data.get("args") or [{}])[0]
        mode = first.get("mode", "custom") if isinstance(first, dict) else "custom"
        if mode != "bubble":
            message = "the popup is opened while the page loads, without a click"
            yield Hit(message, spot_of_call(evidence, event))
            return


@RULES.rule(
    "init-twice",
    "warning",
    "The widget is started once.",
    rests_on="peers: joindin/JoindIn.js#14, devrnt/react-use-intercom#555; assumed: the last "
    "init replaces the one before",
    why="What a second init does to a running widget is not documented: which options hold, and "
    "whether the callbacks of the first one still fire.",
    remedy="collect the options and call init once; to start a running widget again there is "
    "reload()",
    example=_IN_HOOK,
)
def init_twice(evidence: Evidence) -> Iterator[Hit]:
    """Report a second init without stop between, in a page with one loader."""
    for visit in evidence.usual:
        if len(evidence.loaded(visit.plan.name).get("scripts", ())) > 1:
            continue
        is_running: dict[str, bool] = {}
        for event in visit.page_calls:
            namespace, _, name = event.data["function"].partition(".")
            if name == "init" and is_running.get(namespace) and not _is_loop(evidence):
                calls = evidence.reading.calls_of(f"{namespace}.init")
                message = f"{namespace}.init is called again while the widget runs"
                yield Hit(message, calls[-1].spot if calls else None)
                return
            if name in {"init", "stop"}:
                is_running[namespace] = name == "init"


def _is_loop(evidence: Evidence) -> bool:
    from harness.audit.rules.awaiting import init_again_and_again
    from harness.audit.rules.callbacks import callback_loop

    return any(True for rule in (callback_loop, init_again_and_again) for _ in rule(evidence))


@RULES.rule(
    "options-after-init",
    "error",
    "livechatoo.embed.options is set before init.",
    rests_on="documented: Basic Embedded ChatBar Functions (setting up and then initializing)",
    why="init reads the options when it is called; what is set afterwards comes too late.",
    remedy="set the options first, then call init()",
    example="livechatooCmd = function () {\n  livechatoo.embed.options = {account: 'yourshop'};\n"
    "  livechatoo.embed.init();\n};",
)
def options_after_init(evidence: Evidence) -> Iterator[Hit]:
    """Report options that are set in the statements after init, with no init behind them."""
    for call in evidence.reading.calls_of("embed.init"):
        following = list(statements_of(call.node))
        if any(f"{GLOBAL}.embed.init" in (one.text or b"").decode() for one in following):
            continue
        for one in call.script.assignments:
            is_option = one.path.startswith(f"{GLOBAL}.embed.options")
            if is_option and any(enclosing(one.node, statement) for statement in following):
                yield Hit("these options are set after init has been called", one.spot)


@RULES.rule(
    "unguarded-call",
    "note",
    "Handlers ask whether the widget is there.",
    rests_on="peers: chatwoot/chatwoot#742, duckduckgo/duckduckgo-privacy-extension#473",
    why="A visitor may click before the loader has come, or block it. The handler then throws, "
    "and a link that should do something else instead does nothing.",
    remedy="ask for the widget first",
    example="if (window.livechatoo) livechatoo.embed.page('chat');",
)
def unguarded_call(evidence: Evidence) -> Iterator[Hit]:
    """Report calls in handlers and functions that nothing guards."""
    from harness.audit.scripts import enclosing_functions

    if any(is_about_widget(event) for _, event in evidence.undisturbed("page_error")):
        return
    for call in evidence.reading.calls:
        is_later = call.script.how == "handler" or bool(enclosing_functions(call.node))
        is_known = call.function in API.functions
        is_starting = call.function in INITS and call.script.how != "handler"
        if not is_later or not is_known or is_starting:
            continue
        if not call.is_guarded and not _is_flagged(evidence, call):
            message = f"{call.path} is called without asking whether it is there"
            example = asked_first(text_of(call.node), call.function)
            yield Hit(message, call.spot, edits=guarded(call), example=example)


def _is_flagged(evidence: Evidence, call: Call) -> bool:
    """Whether a condition before the call asks for something that the hook or a callback sets."""
    asked = {
        path_of(node) for condition in conditions_before(call.node) for node in walk(condition)
    }
    return any(
        evidence.is_within_embed(one.node)
        for path in asked - {""}
        for one in evidence.reading.assignments(path)
    )
