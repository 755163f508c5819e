"""The hook: the global function that the loader calls once it has run."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from harness.audit.edits import inserted, replaced
from harness.audit.failures import failures, hook_called, missing_for_hook, served
from harness.audit.finding import Edit, Proof
from harness.audit.gates import awaited_by_init
from harness.audit.literals import FUNCTIONS, path_of, text_of
from harness.audit.reading import INITS
from harness.audit.receivers import lost_receiver
from harness.audit.rule import Hit, Rules
from harness.audit.rules.loading import is_blocking
from harness.audit.rules.snippet import SNIPPET, THE_HOOK
from harness.audit.thrown import advice_on, said
from harness.audit.waits import CAUGHT, WITHOUT
from harness.widget_api import HOOK, LOADER_URL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.audit.evidence import Evidence
    from harness.audit.scripts import Assignment, Script

RULES = Rules("loading")
_CONDITIONS = frozenset(
    {"if_statement", "else_clause", "switch_statement", "ternary_expression", "binary_expression"}
)
_RIGHT = f"window.{HOOK} = function () {{ livechatoo.embed.init({{account: 'yourshop'}}); }};"
_BEFORE = f"""<script>
{HOOK} = function () {{ livechatoo.embed.init({{account: 'yourshop'}}); }};
</script>
<script async src="{LOADER_URL}"></script>"""


@RULES.rule(
    "hook-after-loader",
    "error",
    "The hook is set before the loader has run.",
    rests_on="observed: the loader calls the hook once it has run",
    why="The loader looks for the hook once, at its end. A function that is set later is never "
    "called, and the widget does not start.",
    remedy=f"set {THE_HOOK} before the loader's script element, and give that `async`",
    example=_BEFORE,
)
def hook_after_loader(evidence: Evidence) -> Iterator[Hit]:
    """Report hooks that are there after the loader ran, but were not called."""
    types = evidence.loaded().get("types", {})
    if types.get("hook") != "function" or not evidence.is_loader_run or evidence.has_init:
        return
    if any(True for _ in hook_overwritten(evidence)) or _was_called(evidence):
        return
    for hook in evidence.reading.hooks:
        if "init" in text_of(hook.node):
            proof = Proof("measure", "the loader ran, the hook is set, and no init was called")
            yield Hit(f"{HOOK} is set after the loader has looked for it", hook.spot, (proof,))
            return


def _was_called(evidence: Evidence) -> bool:
    """Whether the loader was seen to call the hook, so that it cannot have come too late."""
    return any(event.data.get("action") == "called" for _, event in evidence.undisturbed("hook"))


@RULES.rule(
    "hook-throws",
    "error",
    "The hook comes to its end.",
    rests_on="observed: the loader calls the hook once it has run",
    why="What the hook throws ends it there. Thrown before init, there is no chat; thrown after "
    "it, what should have followed is missing, such as a button that opens the chat.",
    remedy=f"mend the error, or ask first whether what `{HOOK}` uses is there",
    example="var link = document.querySelector('#chat-link');\n"
    "if (link) { link.addEventListener('click', openChat); }",
)
def hook_throws(evidence: Evidence) -> Iterator[Hit]:
    """Report what the hook threw, or its promise was rejected with, while the loader ran it."""
    seen: set[str] = set()
    for visit, event in evidence.undisturbed("hook"):
        action = event.data.get("action")
        is_told = action == "threw" or (
            action == "rejected" and missing_for_hook(evidence, visit) is None
        )
        if not is_told:
            continue
        what = said(event.data.get("error"))
        if what in seen:
            continue
        seen.add(what)
        spot, stack = evidence.place_of(visit, event)
        hooks = evidence.reading.hooks
        is_started = any(call.data["function"] in INITS for call in visit.page_calls)
        how = "the hook throws" if action == "threw" else "the hook's promise is rejected with"
        where = "after init was called" if is_started else "before init is called"
        message = f"{how} {what}, {where}"
        asked = failures(evidence, visit, hook_called(visit)) if action == "rejected" else []
        proofs = [Proof("stack", stack[:300])] if stack else []
        proofs += [one.proof for one in asked[:3]]
        remedy, example = advice_on(event.data.get("error"), f"`{HOOK}` is called")
        if asked and remedy is None:
            remedy, example = WITHOUT + served(asked), CAUGHT
        lost = lost_receiver(evidence, spot, HOOK)
        if lost is not None:
            remedy, example = lost.remedy, lost.example
        spot = spot or awaited_by_init(evidence.reading) or (hooks[-1].spot if hooks else None)
        edits = lost.edits if lost is not None else ()
        yield Hit(message, spot, tuple(proofs), remedy, edits, example)


@RULES.rule(
    "hook-race",
    "warning",
    "Whether the hook or the loader comes first is not left to chance.",
    rests_on="observed: the loader calls the hook once it has run; peers: "
    "wp-media/wp-rocket#7938, intercom/intercom-wordpress PR#34",
    why="An `async` loader that stands before the hook runs whenever it is there. With a cold "
    "cache the hook is set in time, with a warm one it may not be.",
    remedy=f"set {THE_HOOK} before the loader's script element, in a script that runs at once",
    example=_BEFORE,
)
def hook_race(evidence: Evidence) -> Iterator[Hit]:
    """Report async loaders that stand before the hook, or hooks in scripts that run late."""
    reading = evidence.reading
    if any(True for _ in hook_after_loader(evidence)):
        return
    for element in reading.loader_elements:
        order = reading.document.elements.index(element)
        if "defer" in element.attributes and "async" not in element.attributes:
            continue
        for hook in reading.hooks:
            is_after = hook.script.order > order and hook.script.element is not None
            if is_after or (_runs_late(hook.script) and "async" in element.attributes):
                yield Hit("the loader may run before this hook is set", hook.spot)
            elif _runs_late(hook.script) and is_blocking(element):
                yield Hit("the loader runs before this hook is set", hook.spot)


def _runs_late(script: Script) -> bool:
    if script.element is None or script.how == "handler":
        return False
    attributes = script.element.attributes
    return script.is_module or ("src" in attributes and bool({"async", "defer"} & set(attributes)))


@RULES.rule(
    "hook-in-strict-code",
    "error",
    "The hook is not set as an implicit global in strict code.",
    rests_on=SNIPPET,
    why="The snippet sets a global without declaring it. In a module, or under 'use strict', "
    "that throws, and the rest of the snippet does not run.",
    remedy=f"write window.{HOOK} = …, or put the snippet into a classic script",
    example=_RIGHT,
)
def hook_in_strict_code(evidence: Evidence) -> Iterator[Hit]:
    """Report the error that setting an implicit global throws in strict code."""
    for _, event in evidence.undisturbed("page_error"):
        message = str(event.data.get("message", ""))
        if event.data.get("name") == "ReferenceError" and message.startswith(HOOK):
            stack = str(event.data.get("stack", ""))
            hooks = evidence.reading.hooks
            spot = evidence.spot_of_stack(stack) or (hooks[0].spot if hooks else None)
            edits = tuple(
                inserted(hook.spot.source, hook.spot.start, "window.")
                for hook in hooks
                if hook.way == "set" and hook.spot.text.startswith(HOOK)
            )
            proof = Proof("stack", stack[:300])
            yield Hit("setting the hook throws in strict code", spot, (proof,), edits=edits)
            return


@RULES.rule(
    "hook-not-on-window",
    "error",
    "The hook is a property of window.",
    rests_on="observed: the loader calls window.livechatooCmd",
    why="`let` and `const` make no property of window, nor does a `var` inside of a function or "
    "a module. The loader finds nothing to call.",
    remedy=f"write window.{HOOK} = function () {{…}}",
    example=_RIGHT,
)
def hook_not_on_window(evidence: Evidence) -> Iterator[Hit]:
    """Report hooks that are only local names, where the visit found no hook on window."""
    if evidence.loaded().get("types", {}).get("hook") != "undefined":
        return
    for hook in evidence.reading.hooks:
        if _is_local(hook):
            yield Hit(f"{HOOK} is no property of window here", hook.spot, edits=_on_window(hook))


def _is_local(hook: Assignment) -> bool:
    if hook.way == "set":
        return False
    return hook.way == "lexical" or hook.is_nested or hook.script.is_module


def _on_window(hook: Assignment) -> tuple[Edit, ...]:
    """The hook as a property of window, where it is declared by itself."""
    declaration = hook.node.parent
    is_alone = (
        hook.way in {"lexical", "var"}
        and hook.value is not None
        and declaration is not None
        and declaration.named_child_count == 1
    )
    if not is_alone or declaration is None:
        return ()
    spot = hook.script.spot(declaration)
    word = spot.text.partition(HOOK)[0]
    if not word.strip().isalpha():
        return ()
    return (replaced(replace(spot, length=len(word)), "window."),)


@RULES.rule(
    "hook-not-a-function",
    "error",
    "The hook is a function.",
    rests_on="observed: the loader calls window.livechatooCmd",
    why="The hook is no queue, as other widgets have: the loader calls it as one function.",
    remedy="set it to a function that makes all your calls",
    example=_RIGHT,
)
def hook_not_a_function(evidence: Evidence) -> Iterator[Hit]:
    """Report hooks that take another value than a function."""
    for _, event in evidence.undisturbed("hook"):
        kind = event.data.get("type")
        if event.data.get("action") == "set" and kind not in {"function", "undefined"}:
            hooks = evidence.reading.hooks
            spot = hooks[0].spot if hooks else None
            yield Hit(f"{HOOK} is set to something of type {kind}", spot)
            return


@RULES.rule(
    "hook-overwritten",
    "error",
    "The hook is set once.",
    rests_on="observed: the loader calls window.livechatooCmd; peers: "
    "devrnt/react-use-intercom#666",
    why="The hook is no queue: the loader calls the function that it finds, which is the one that "
    "was set last. What the others were to do is lost, their options and callbacks too.",
    remedy="make one function of them, with one init that has the options and callbacks of all",
    example=f"{HOOK} = function () {{\n"
    "  livechatoo.embed.init({account: 'yourshop', side: 'left', onload: function () {}});\n};",
)
def hook_overwritten(evidence: Evidence) -> Iterator[Hit]:
    """Report hooks that another one replaces, in a page with one loader."""
    reading = evidence.reading
    seen = max(len(evidence.loaded(name).get("scripts", ())) for name in ("desktop", "phone"))
    written = len(reading.loader_elements) + len(reading.loader_strings)
    is_kept = any(
        path_of(one.value) == HOOK for script in reading.scripts for one in script.assignments
    )
    if max(seen, written) > 1 or is_kept:
        return
    certain = [one for one in reading.hooks if _is_certain(one)]
    for one in certain[:-1]:
        where = certain[-1].spot.place
        message = f"this hook is never called: line {where.line} sets another one"
        yield Hit(message, one.spot, (Proof("source", f"{where}: {_first_line(certain[-1])}"),))


def _is_certain(hook: Assignment) -> bool:
    """Whether it is a function that the page sets whatever happens."""
    node, is_conditional = hook.node.parent, False
    while node is not None:
        is_conditional |= node.type in _CONDITIONS
        node = node.parent
    is_function = hook.value is not None and hook.value.type in FUNCTIONS
    return is_function and not (is_conditional or hook.is_nested) and hook.script.how != "handler"


def _first_line(hook: Assignment) -> str:
    return text_of(hook.node).partition("\n")[0]
