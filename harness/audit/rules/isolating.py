"""Fields of the page's answer that set the whole page apart: what it embeds, opens and may do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.audit.absence import has_trace
from harness.audit.finding import Proof
from harness.audit.policies.standing import standing_policies
from harness.audit.rule import Hit, Rules
from harness.widget_api import WIDGET_HOST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.audit.evidence import Evidence
    from harness.audit.visiting import Visit

RULES = Rules("policy")
_EMBEDDER, _OPENER = "Cross-Origin-Embedder-Policy", "Cross-Origin-Opener-Policy"
_BLOCKED = "BLOCKED_BY_RESPONSE"
_CUTTING = frozenset({"same-origin", "same-origin-plus-coep"})
_NEEDED = {
    "allow-scripts": "no script of the page is run",
    "allow-same-origin": "the widget's frame has no origin, and so no cookies and no storage",
    "allow-popups": "neither the popup opens nor the page that phones chat on",
}
"""What a sandbox has to allow, and what comes of it where it does not."""


@RULES.rule(
    "embedder-policy",
    "error",
    "The page's answer lets files and frames of other hosts in.",
    rests_on="browsers: Cross-Origin-Embedder-Policy; what the browser refused in a visit. "
    "Assumed: the widget's answers carry no Cross-Origin-Resource-Policy and no such policy of "
    "their own, since none was observed",
    why="Under require-corp the browser runs only those files of other hosts that agree to it, and "
    "under credentialless it still shows only frames that have such a policy of their own. So the "
    "loader or the widget's frame is thrown away after it has come.",
    remedy=f"leave {_EMBEDDER} away on pages with the chat",
    example=f"{_EMBEDDER}: unsafe-none",
)
def embedder_policy(evidence: Evidence) -> Iterator[Hit]:
    """Report that the browser threw away what came from the widget's host."""
    for visit in evidence.usual:
        field = _field(visit, "embedder")
        failed = [
            one
            for one in visit.undisturbed
            if one.kind == "request_failed"
            and f"//{WIDGET_HOST}/" in one.data["url"]
            and _BLOCKED in str(one.data.get("error"))
        ]
        if field and failed:
            is_frame = failed[0].data.get("type") == "document"
            what = "the widget's frame" if is_frame else "the loader"
            proofs = (
                Proof("policy", f"{_EMBEDDER}: {field}"),
                Proof("measure", f"{failed[0].data['url']}: {failed[0].data['error']}"),
            )
            yield Hit(f"the page's {_EMBEDDER} keeps {what} out: {field}", None, proofs)
            return


@RULES.rule(
    "page-in-sandbox",
    "error",
    "The page is in no sandbox.",
    rests_on="browsers: Content Security Policy Level 3, sandbox",
    why="A sandbox takes away from the page, and from every frame in it, what is not named in it: "
    + "; ".join(f"without {name} {what}" for name, what in _NEEDED.items())
    + ".",
    remedy="take `sandbox` out of the policy of pages with the chat",
    example="Content-Security-Policy: object-src 'none'",
)
def page_in_sandbox(evidence: Evidence) -> Iterator[Hit]:
    """Report a policy of the answer that takes away from the page what the widget needs."""
    if not has_trace(evidence):
        return
    for standing in standing_policies(evidence):
        caged = standing.policy.get("sandbox")
        if caged is None or standing.is_report or standing.spot is not None:
            continue  # browsers pass over it in the page's text and where it only reports
        words = str(caged).lower().split()[1:]
        lacking = [one for one in _NEEDED if one not in words]
        if lacking:
            proofs = tuple(Proof("policy", f"without {one} {_NEEDED[one]}") for one in lacking)
            message = f"the page's policy puts it into a sandbox that lacks {' '.join(lacking)}"
            yield Hit(message, None, proofs)
            return


@RULES.rule(
    "opener-policy",
    "warning",
    "The page keeps hold of the popup that it opens.",
    rests_on="browsers: Cross-Origin-Opener-Policy; documented: Basic PopUp Window Functions "
    "(status, close, stop)",
    why="Under same-origin the browser cuts page and popup apart as soon as the popup has loaded. "
    "The popup opens, but popup.status() no longer tells of it, popup.close() and popup.stop() do "
    "not close it, and options such as c_name do not get to it.",
    remedy=f"send {_OPENER}: same-origin-allow-popups",
    example=f"{_OPENER}: same-origin-allow-popups",
)
def opener_policy(evidence: Evidence) -> Iterator[Hit]:
    """Report pages that start the popup under a policy that cuts it off."""
    popups = [one for one in evidence.setups if one.function == "popup.init"]
    for visit in evidence.usual if popups else ():
        field = _field(visit, "opener")
        if field.partition(";")[0].strip().lower() in _CUTTING:
            proof = Proof("policy", f"{_OPENER}: {field}")
            message = f"the page's {_OPENER} cuts the popup off from the page: {field}"
            yield Hit(message, popups[0].spot, (proof,))
            return


def _field(visit: Visit, way: str) -> str:
    """A field of the answer that the visit's first document came with; blank where it had none."""
    told = visit.recording.of_kind("policy")
    return str(told[0].data.get(way, "")) if told else ""
