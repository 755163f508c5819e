"""Whether the chat comes up, visit by visit; where not, the first thing that went wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.audit.absence import absences, held_back, made
from harness.audit.finding import Proof
from harness.audit.rule import Hit, Rules
from harness.audit.rules.surroundings import embed_in_frame, embed_in_sandbox
from harness.widget_api import LOADER_URL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.audit.absence import Kind
    from harness.audit.evidence import Evidence

RULES = Rules("loading")
NEVER = "chat-never-comes-up"
LEFT = "chat-left-out"
AFTER = "chat-after-input"
UNAWAITED = "chat-not-awaited"
_CHAIN = (
    "observed: the loader calls the hook, init makes the widget's frame; documented: Implementing"
)
_SERVE = "let a file stand in for that address: --serve ADDRESS=FILE"
_EXAMPLE = f"""livechatooCmd = function () {{
  livechatoo.embed.init({{account: 'yourshop'}});
}};
/* and then the loader: {LOADER_URL} */"""


def _hits(evidence: Evidence, kind: Kind, say: str) -> Iterator[Hit]:
    """One finding for the visits without a chat for one reason; the devices where they differ."""
    told: dict[str, list[str]] = {}
    found = absences(evidence)
    if kind == "left out" and len(found) < len(made(evidence)):
        return  # who leaves the chat out for some visitors knows why
    for name, absence in found.items():
        if absence.kind == kind:
            told.setdefault(absence.text, []).append(name)
    for text, names in told.items():
        one = found[names[0]]
        on = "" if len(names) == len(made(evidence)) else f" ({', '.join(names)})"
        yield Hit(f"{say}{on}: {text}", one.spot, one.proofs, one.remedy)


@RULES.rule(
    NEVER,
    "error",
    "The chat comes up on each visit.",
    rests_on=_CHAIN,
    why="Visitors see no chat: on the way from the loader's request to the widget's frame a link "
    "is broken. The lines `chain` say what held in the visit, and which link is the first that "
    "did not.",
    remedy="mend the first link that is broken",
    example=_EXAMPLE,
)
def chat_never_comes_up(evidence: Evidence) -> Iterator[Hit]:
    """Report visits without a chat, unless the page waits for something or leaves it out.

    A chat inside of a frame of the page is not in the page, as other rules say.
    """
    if any(True for rule in (embed_in_frame, embed_in_sandbox) for _ in rule(evidence)):
        return
    yield from _hits(evidence, "broken", "the chat does not come up")


@RULES.rule(
    LEFT,
    "warning",
    "A page with the embed shows the chat to a first-time visitor.",
    rests_on=_CHAIN,
    why="The code of the embed stands under a condition that did not hold in any visit. That may "
    "be meant, for hours or for who is logged in; or the condition never holds.",
    remedy="check that the condition can hold; where no chat is meant, pass `--expect none`",
    example="livechatooCmd = function () {\n"
    "  if (isOpen()) livechatoo.embed.init({account: 'yourshop'});\n};",
)
def chat_left_out(evidence: Evidence) -> Iterator[Hit]:
    """Report that the embed was passed over, on the desktop and on the phone."""
    yield from _hits(evidence, "left out", "no visit had a chat")


@RULES.rule(
    AFTER,
    "note",
    "The chat does not wait for the visitor's first move.",
    rests_on="browsers: scripts of a type that browsers do not know are run by whoever releases "
    "them; peers: wp-media/wp-rocket#7938",
    why="Something in this page, an optimiser mostly, holds scripts back until the mouse moves, a "
    "key is pressed or the page is scrolled. Until then there is no chat, no bubble, and no "
    "visitor that the operators could see or invite.",
    remedy="leave it so where that is meant; else exclude scripts with `livechatoo` from the delay",
    example="",
)
def chat_after_input(evidence: Evidence) -> Iterator[Hit]:
    """Report a chat that came once the visitor moved, and not before."""
    visit = evidence.visit("touched")
    if visit is not None and visit.seen("touched").get("frames") and not evidence.widget_frames:
        held = [one.element for one in held_back(evidence) if one.element is not None]
        spot = evidence.reading.document.spot(held[0]) if held else None
        proof = Proof("measure", "no frame of the widget until the mouse moved, one after that")
        yield Hit("the chat comes with the visitor's first move", spot, (proof,))


@RULES.rule(
    UNAWAITED,
    "note",
    "The page comes to rest, so that it is known what it does.",
    rests_on="browsers: timers that are due and answers that are awaited can bring anything",
    why="When the wait for the chat ended, the page still had something to come. Whether that "
    "would have been the chat is not known, so nothing is concluded from its absence.",
    remedy="wait longer: --wait 60s",
    example="harness audit page.html --wait 60s",
)
def chat_not_awaited(evidence: Evidence) -> Iterator[Hit]:
    """Report visits that ended before the page was at rest, and without a chat."""
    for name, absence in absences(evidence).items():
        if absence.kind != "unknown":
            continue
        text = f"the chat was not waited for to the end ({name})"
        if absence.seen:
            text, remedy = f"{text}: {absence.text}", _SERVE
            yield Hit(text, absence.spot, absence.proofs, remedy)
        else:
            yield Hit(text, None, absence.proofs)
        return
