"""Policies of the page: content security, trusted types, referrers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from harness.audit.finding import Proof
from harness.audit.rule import Hit, Rules
from harness.widget_api import HOOK, WIDGET_HOST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.audit.evidence import Evidence
    from harness.audit.sources import Spot

RULES = Rules("policy")
_VIOLATES = re.compile(r"(?:because it )?violates the following", re.IGNORECASE)
_REPORTS = re.compile(r"report[ -]only", re.IGNORECASE)
_DIRECTIVE = re.compile(r"directive:?\s*[\"']([a-z-]+)")
_SMALLEST = f"script-src 'self' https://{WIDGET_HOST} 'nonce-…'; frame-src https://{WIDGET_HOST}"
_POLICY = f"Content-Security-Policy: {_SMALLEST}"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that the browser refused: by which directive, what, and in which words."""

    directive: str
    what: str
    text: str
    is_report: bool = False

    @property
    def proofs(self) -> tuple[Proof, ...]:
        """The browser's words."""
        return (Proof("console", self.text[:300]),)


def refusals(evidence: Evidence) -> Iterator[Refusal]:
    """What the browser refused by the page's policy, each once."""
    seen: set[str] = set()
    for _, event in evidence.undisturbed("console"):
        text = str(event.data.get("text", "")).strip()
        parts = _VIOLATES.split(text, maxsplit=1)
        found = _DIRECTIVE.search(parts[-1])
        if "Content Security Policy" in text and len(parts) > 1 and found and text not in seen:
            seen.add(text)
            yield Refusal(
                found.group(1), parts[0], text, is_report=_REPORTS.search(text) is not None
            )


def policy_spot(evidence: Evidence) -> Spot | None:
    """The policy in the page's source, when it stands there."""
    for element in evidence.reading.document.all("meta"):
        if element.get("http-equiv").lower() == "content-security-policy":
            return evidence.reading.document.spot(element)
    return None


@RULES.rule(
    "csp-script-src",
    "error",
    "The page's policy lets the loader run.",
    rests_on="browsers: Content Security Policy; observed: the loader's address; peers: "
    "raster-foundry PR#1866, bcgov/business-create-ui PR#518",
    why="The browser refuses the loader, so there is no widget and every call throws.",
    remedy=f"add https://{WIDGET_HOST} to script-src (or 'strict-dynamic' beside a nonce)",
    example=_POLICY,
)
def csp_script_src(evidence: Evidence) -> Iterator[Hit]:
    """Report that the browser refused the loader."""
    for one in refusals(evidence):
        if not one.is_report and WIDGET_HOST in one.what and "script" in one.what:
            message = f"the page's policy refuses the loader, by its {one.directive}"
            yield Hit(message, policy_spot(evidence), one.proofs)
            return


@RULES.rule(
    "csp-inline-script",
    "error",
    "The page's policy lets the snippet run.",
    rests_on="browsers: Content Security Policy; observed: the snippet is an inline script",
    why="The browser refuses inline scripts without a nonce or hash, and the snippet is one.",
    remedy="give the snippet the nonce of the policy, or put it into a file of your site",
    example='<script nonce="…">livechatooCmd = function () {…}</script>',
)
def csp_inline_script(evidence: Evidence) -> Iterator[Hit]:
    """Report that the browser refused inline scripts in a page whose snippet did not run."""
    hooks = [one for one in evidence.reading.hooks if one.script.how == "inline"]
    is_dead = evidence.loaded().get("types", {}).get("hook") == "undefined"
    if not hooks or not is_dead:
        return
    for one in refusals(evidence):
        if not one.is_report and "inline" in one.what:
            message = f"the page's policy refuses the snippet that sets {HOOK}"
            yield Hit(message, hooks[0].spot, one.proofs)
            return


@RULES.rule(
    "csp-frame-src",
    "error",
    "The page's policy lets the widget's frame load.",
    rests_on="browsers: Content Security Policy; observed: the widget is a frame of its host",
    why="The loader runs, but the frame that it makes stays empty: no bar, no chat.",
    remedy=f"add https://{WIDGET_HOST} to frame-src",
    example=_POLICY,
)
def csp_frame_src(evidence: Evidence) -> Iterator[Hit]:
    """Report that the browser refused the widget's frame."""
    for one in refusals(evidence):
        if not one.is_report and WIDGET_HOST in one.what and "fram" in one.what.lower():
            message = f"the page's policy refuses the widget's frame, by its {one.directive}"
            yield Hit(message, policy_spot(evidence), one.proofs)
            return


@RULES.rule(
    "csp-report-only",
    "note",
    "A policy that is tried out lets the widget be.",
    rests_on="browsers: Content Security Policy, report only",
    why="The page tries a policy that refuses nothing yet. Once it is in force it will refuse "
    "the widget.",
    remedy=f"add https://{WIDGET_HOST} to script-src and frame-src before it is in force",
    example=_POLICY,
)
def csp_report_only(evidence: Evidence) -> Iterator[Hit]:
    """Report what of the widget a policy would refuse that only reports."""
    for one in refusals(evidence):
        if one.is_report and WIDGET_HOST in one.what:
            message = f"a policy that only reports would refuse the widget, by its {one.directive}"
            yield Hit(message, evidence.reading.embed_spot, one.proofs)


@RULES.rule(
    "trusted-types",
    "error",
    "The page's policy lets the snippet set a script's address.",
    rests_on="browsers: Trusted Types; observed: the snippet sets `src` to a text",
    why="Under require-trusted-types-for 'script' the browser refuses plain texts as addresses of "
    "scripts, and the snippet throws.",
    remedy="make the address by a policy of your own, and name that in `trusted-types`",
    example="var p = trustedTypes.createPolicy('chat', {createScriptURL: function (u) "
    "{ return u; }});\nl.src = p.createScriptURL('https://app.livechatoo.com/js/web.min.js');",
)
def trusted_types(evidence: Evidence) -> Iterator[Hit]:
    """Report the error that the snippet throws under Trusted Types."""
    for _, event in evidence.undisturbed("page_error"):
        message = str(event.data["message"])
        if "TrustedScript" in message:
            stack = str(event.data.get("stack", ""))
            spot = evidence.spot_of_stack(stack)
            yield Hit(f"the snippet throws: {message[:120]}", spot, (Proof("stack", stack[:300]),))
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
    """Report a referrer policy that hides the page from other hosts."""
    for element in evidence.reading.document.all("meta"):
        is_policy = element.get("name").lower() == "referrer"
        if is_policy and element.get("content").lower() in {"no-referrer", "same-origin", "never"}:
            spot = evidence.reading.document.spot(element)
            yield Hit("the widget's frame is asked for without a Referer", spot)
