"""The hook: the global function that the loader calls once it has run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.audit.finding import Proof
from harness.audit.literals import text_of
from harness.audit.rule import Hit, Rules
from harness.audit.rules.embedding import SNIPPET
from harness.audit.rules.loading import is_blocking
from harness.widget_api import HOOK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.audit.evidence import Evidence
    from harness.audit.scripts import Assignment, Script

RULES = Rules("loading")
_RIGHT = f"window.{HOOK} = function () {{ livechatoo.embed.init({{account: '…'}}); }};"


@RULES.rule(
    "hook-after-loader",
    "error",
    "The hook is set before the loader has run.",
    rests_on="observed: the loader calls the hook once it has run",
    why="The loader looks for the hook once, at its end. A function that is set later is never "
    "called, and the widget does not start.",
    remedy="set the hook before the loader's script element, or load the loader with `defer`",
    example=_RIGHT,
)
def hook_after_loader(evidence: Evidence) -> Iterator[Hit]:
    """Report hooks that are there after the loader ran, but were not called."""
    types = evidence.loaded().get("types", {})
    if types.get("hook") != "function" or not evidence.is_loader_run or evidence.has_init:
        return
    for hook in evidence.reading.hooks:
        if "init" in text_of(hook.node):
            proof = Proof("measure", "the loader ran, the hook is set, and no init was called")
            yield Hit(f"{HOOK} is set after the loader has looked for it", hook.spot, (proof,))
            return


@RULES.rule(
    "hook-race",
    "warning",
    "Whether the hook or the loader comes first is not left to chance.",
    rests_on="observed: the loader calls the hook once it has run; peers: "
    "wp-media/wp-rocket#7938, intercom/intercom-wordpress PR#34",
    why="An `async` loader that stands before the hook runs whenever it is there. With a cold "
    "cache the hook is set in time, with a warm one it may not be.",
    remedy="set the hook before the loader's script element",
    example=_RIGHT,
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
            yield Hit(
                "setting the hook throws in strict code", spot, (Proof("stack", stack[:300]),)
            )
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
            yield Hit(f"{HOOK} is no property of window here", hook.spot)


def _is_local(hook: Assignment) -> bool:
    if hook.way == "set":
        return False
    return hook.way == "lexical" or hook.is_nested or hook.script.is_module


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
        if kind not in {"function", "undefined"}:
            hooks = evidence.reading.hooks
            spot = hooks[0].spot if hooks else None
            yield Hit(f"{HOOK} is set to something of type {kind}", spot)
            return
