"""Other policies of the page: Trusted Types, referrers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from harness.audit.edits import substituted
from harness.audit.finding import Proof
from harness.audit.policies.mending import is_in_snippet, mending
from harness.audit.rule import Hit, Rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.audit.evidence import Evidence

RULES = Rules("policy")
_TYPES = re.compile("TrustedScript|TrustedTypePolicy")
_HIDING = frozenset({"no-referrer", "same-origin", "never"})
_OLD = frozenset({"never", "default", "always", "origin-when-crossorigin"})
"""Words that browsers know in a page's text, and not in a field of an answer."""

_REFERRERS = {
    "no-referrer",
    "no-referrer-when-downgrade",
    "same-origin",
    "origin",
    "origin-when-cross-origin",
    "strict-origin",
    "strict-origin-when-cross-origin",
    "unsafe-url",
}
_MAKE = "make the loader's address by a policy of your own"


@RULES.rule(
    "trusted-types",
    "error",
    "The page's policy lets the snippet set a script's address.",
    rests_on="browsers: Trusted Types; observed: the snippet sets `src` to a text",
    why="Under require-trusted-types-for 'script' the browser refuses plain texts as addresses of "
    "scripts, and the snippet throws. Whether the loader itself writes such texts is not known.",
    remedy=f"{_MAKE}, and name that in `trusted-types` where the policy has it",
    example="var p = {createScriptURL: String};\n"
    "if (window.trustedTypes) p = trustedTypes.createPolicy('chat', p);\n"
    "l.src = p.createScriptURL('https://app.livechatoo.com/js/web.min.js');",
)
def trusted_types(evidence: Evidence) -> Iterator[Hit]:
    """Report the error that the snippet throws under Trusted Types."""
    for _, event in evidence.undisturbed("page_error"):
        message = str(event.data["message"])
        stack = str(event.data.get("stack", ""))
        spot = evidence.spot_of_stack(stack)
        if _TYPES.search(message) and is_in_snippet(evidence, spot):
            mended = mending(evidence)
            is_text = "TrustedScript" in message
            told = mended.remedy or "the policy allows that as it is"
            remedy = f"{_MAKE}, as `--explain trusted-types` shows; {told}" if is_text else told
            proofs = (Proof("stack", stack[:300]), *mended.proofs)
            yield Hit(f"the snippet throws: {message[:120]}", spot, proofs, remedy)
            return


@RULES.rule(
    "referrer-hidden",
    "note",
    "The widget's host may know the page's origin.",
    rests_on="peers: Libera-Chat/libera-chat.github.io#396 (no Referer, so refused); whether "
    "this vendor looks at it is not known",
    why="With this policy the frame's request has no Referer. Some vendors refuse such frames.",
    remedy="use strict-origin-when-cross-origin, which browsers take anyway",
    example='<meta name="referrer" content="strict-origin-when-cross-origin">',
)
def referrer_hidden(evidence: Evidence) -> Iterator[Hit]:
    """Report a referrer policy that hides the page; its text has a word before its answer."""
    told = "the widget's frame is asked for without a Referer"
    for element in reversed(evidence.reading.document.all("meta")):
        policy = element.get("content").strip().lower()
        is_policy = element.get("name").lower() == "referrer" and policy in _REFERRERS | _OLD
        if is_policy and not element.is_inert:
            if policy in _HIDING:
                spot = evidence.reading.document.attribute_spot(element, "content")
                usual = "strict-origin-when-cross-origin"
                edits = substituted(spot, element.get("content"), usual, is_safe=False)
                yield Hit(told, spot, edits=edits)
            return
    for visit in evidence.usual:
        for event in visit.recording.of_kind("policy")[:1]:
            field = str(event.data.get("referrer", ""))
            if _in_force(field) in _HIDING:
                yield Hit(told, None, (Proof("policy", f"Referrer-Policy: {field}"),))
                return


def _in_force(field: str) -> str:
    """The last word of the field that browsers know; the others are for older ones."""
    words = [word.strip().lower() for word in field.split(",")]
    return next((word for word in reversed(words) if word in _REFERRERS), "")
