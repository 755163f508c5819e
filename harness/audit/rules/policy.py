"""The page's Content Security Policy, directive by directive."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from harness.audit.edits import replaced
from harness.audit.finding import Proof
from harness.audit.policies.mending import (
    injected_scripts,
    is_by,
    is_in_snippet,
    mending,
    other_nonce,
    refused_links,
    refused_scripts,
)
from harness.audit.policies.needs import Ask, is_met
from harness.audit.policies.refusals import refusals
from harness.audit.policies.standing import standing_policies
from harness.audit.policies.widening import widened
from harness.audit.rule import Hit, Rules
from harness.widget_api import HOOK, WIDGET_HOST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.audit.evidence import Evidence
    from harness.audit.policies.mending import Mending
    from harness.audit.policies.policy import Kind
    from harness.audit.policies.refusals import Refusal
    from harness.audit.scripts import Script
    from harness.audit.sources import Spot

RULES = Rules("policy")
_ORIGIN = f"https://{WIDGET_HOST}"
_POLICY = (
    f"Content-Security-Policy: script-src 'self' {_ORIGIN} 'nonce-…'; frame-src 'self' {_ORIGIN}"
)
_CSP = "browsers: Content Security Policy Level 3"
_LISTEN = "add the handler by addEventListener, in a script that the policy lets run"
_MOST = 5
_IN_FRAME = (
    "the widget's own styles, pictures and data are asked for inside of its frame, where the "
    "page's policy does not reach"
)
_SEEN = f"{_CSP}; what the browser refused in a visit. Observed: {_IN_FRAME}"


@RULES.rule(
    "csp-script-src",
    "error",
    "The page's policy lets the loader run.",
    rests_on=f"{_CSP}; observed: the loader's address; peers: "
    "raster-foundry PR#1866, bcgov/business-create-ui PR#518",
    why="The browser refuses the loader, so there is no widget and every call throws. Beside "
    "'strict-dynamic' a host is void: there the loader has to come from a script with the nonce.",
    remedy=f"add {_ORIGIN} to script-src",
    example=_POLICY,
)
def csp_script_src(evidence: Evidence) -> Iterator[Hit]:
    """Report that the browser refused the loader."""
    one = _first(evidence, "script-src-elem")
    if one is not None:
        message = f"the page's policy refuses the loader, by its {one.name}"
        yield _hit(evidence, one, message, mending(evidence))


@RULES.rule(
    "csp-inline-script",
    "error",
    "The page's policy lets the snippet run.",
    rests_on=f"{_CSP}; observed: the snippet is an inline script",
    why="The browser refuses inline scripts without a nonce or hash, and the snippet is one. A "
    "hash holds for this very text: a snippet that differs from page to page needs the nonce.",
    remedy="give the snippet the policy's nonce, or put it into a file of your site",
    example='<script nonce="r4nd0m">\n'
    "livechatooCmd = function () { livechatoo.embed.init({account: 'yourshop'}); };\n</script>",
)
def csp_inline_script(evidence: Evidence) -> Iterator[Hit]:
    """Report the scripts of the embed, written in the page, that the browser refused."""
    refused = [one for one in _enforced(evidence) if one.what == "inline"]
    is_told = False
    for one in refused:
        for script in refused_scripts(evidence, one):
            is_told = True
            sets = "the snippet that sets" if HOOK in script.text else "a script that speaks to"
            name = HOOK if HOOK in script.text else "the widget"
            message = f"the page's policy refuses {sets} {name}, by its {one.name}"
            message += other_nonce(one, script)
            yield _hit(evidence, one, message, mending(evidence), _tag(evidence, script))
        for spot, _ in injected_scripts(evidence, one) if not is_told else ():
            is_told = True
            message = f"the page's policy refuses the script that is put in here, by its {one.name}"
            mended = mending(evidence)
            yield replace(_hit(evidence, one, message, mended, spot), remedy=mended.beside)
    hooks = [one for one in evidence.reading.hooks if one.script.how == "inline"]
    is_dead = evidence.loaded().get("types", {}).get("hook") == "undefined"
    scripts = [one for one in refused if one.kind == "script-src-elem"]
    if scripts and hooks and is_dead and not is_told:  # the text is another one in each answer
        message = f"the page's policy refuses the snippet that sets {HOOK}"
        yield Hit(message, hooks[0].spot, (scripts[0].proof,))


@RULES.rule(
    "csp-inline-handler",
    "warning",
    "The page's policy lets its buttons call the widget.",
    rests_on=f"{_CSP}: script-src-attr; documented: Basic Embedded ChatBar Functions (calls in "
    "handlers)",
    why="A nonce does not reach attributes such as onclick: under a policy without "
    "'unsafe-inline' the browser passes over them, and the button does nothing.",
    remedy=_LISTEN,
    example="document.getElementById('ask').addEventListener('click', function () {\n"
    "  if (window.livechatoo) livechatoo.embed.page('chat');\n});",
)
def csp_inline_handler(evidence: Evidence) -> Iterator[Hit]:
    """Report attributes with calls of the widget that the browser refuses."""
    for one in _enforced(evidence):
        if one.what == "handler":
            for script in refused_scripts(evidence, one):
                message = f"the page's policy refuses this handler, by its {one.name}"
                yield Hit(message, _tag(evidence, script), (one.proof,))
    for script in refused_links(evidence):
        message = "the page's policy refuses the script in this link"
        yield Hit(message, _tag(evidence, script))


@RULES.rule(
    "csp-frame-src",
    "error",
    "The page's policy lets the widget's frame load.",
    rests_on=f"{_CSP}; observed: the widget is a frame of its host",
    why="The loader runs, but the frame that it makes stays empty: no bar, no chat. Without "
    "frame-src it is child-src that counts, and without that default-src.",
    remedy=f"add {_ORIGIN} to frame-src",
    example=_POLICY,
)
def csp_frame_src(evidence: Evidence) -> Iterator[Hit]:
    """Report that the browser refused the widget's frame."""
    one = _first(evidence, "frame-src")
    if one is not None:
        message = f"the page's policy refuses the widget's frame, by its {one.name}"
        yield _hit(evidence, one, message, mending(evidence))


@RULES.rule(
    "csp-style-src",
    "warning",
    "The page's policy lets the page use styles of the widget's host.",
    rests_on=_SEEN,
    why="The page, or a script in it, asks the widget's host for a style sheet, and the browser "
    f"refuses it. `css_file` is not concerned: {_IN_FRAME}.",
    remedy=f"add {_ORIGIN} to style-src, or keep a copy of the file on your site",
    example=f"Content-Security-Policy: style-src 'self' {_ORIGIN}",
)
def csp_style_src(evidence: Evidence) -> Iterator[Hit]:
    """Report style sheets of the widget's host that the browser refused to the page."""
    yield from _refused(evidence, "style-src-elem", "a style sheet of the widget's host")


@RULES.rule(
    "csp-img-src",
    "warning",
    "The page's policy lets the page show pictures of the widget's host.",
    rests_on=_SEEN,
    why="The page, or a script in it, shows a picture of the widget's host, such as the account's "
    f"logo, and the browser refuses it. `operator_photo` is not concerned: {_IN_FRAME}.",
    remedy=f"add {_ORIGIN} to img-src, or keep a copy of the picture on your site",
    example=f"Content-Security-Policy: img-src 'self' {_ORIGIN}",
)
def csp_img_src(evidence: Evidence) -> Iterator[Hit]:
    """Report pictures of the widget's host that the browser refused to the page."""
    yield from _refused(evidence, "img-src", "a picture of the widget's host")


@RULES.rule(
    "csp-connect-src",
    "warning",
    "The page's policy lets the page speak to the widget's host.",
    rests_on=_SEEN,
    why="The page, or a script in it, asks the widget's host itself, to learn whether it can be "
    "reached say, and the browser refuses the request. What depends on the answer takes the "
    "vendor for gone.",
    remedy=f"add {_ORIGIN} to connect-src, or wait for `onload` instead of asking",
    example=f"Content-Security-Policy: connect-src 'self' {_ORIGIN}",
)
def csp_connect_src(evidence: Evidence) -> Iterator[Hit]:
    """Report requests to the widget's host that the browser refused to the page's scripts."""
    yield from _refused(evidence, "connect-src", "a request to the widget's host")


@RULES.rule(
    "csp-report-only",
    "note",
    "A policy that is tried out lets the widget be.",
    rests_on=f"{_CSP}, report only",
    why="The page tries a policy that refuses nothing yet. Once it is in force it will refuse "
    "the widget.",
    remedy=f"add {_ORIGIN} to script-src and frame-src before it is in force",
    example=_POLICY,
)
def csp_report_only(evidence: Evidence) -> Iterator[Hit]:
    """Report what of the widget a policy would refuse that only reports."""
    told: set[str] = set()
    for one in refusals(evidence):
        if one.is_report:
            what = _of_embed(evidence, one)
            message = f"a policy that only reports would refuse {what}, by its {one.name}"
            if what and message not in told:
                told.add(message)
                if one.what == "handler":
                    yield Hit(message, None, (one.proof,), _LISTEN)
                else:
                    yield _hit(evidence, one, message, mending(evidence, is_report=one.is_report))


@RULES.rule(
    "csp-beyond-known",
    "note",
    "The page's policy has room for what is not known of the widget.",
    rests_on="assumed: the widget asks for nothing but the loader and the frame from the page; "
    f"{_CSP}",
    why="Observed of the vendor is that the page itself gets the loader and the frame, and that "
    "styles, pictures and data are asked for inside of the frame, where the page's policy does "
    "not reach. Should a build of the loader ever ask for them in the page, for the bubble of a "
    "popup say, this policy refuses them.",
    remedy="nothing, as long as the real widget works and the console is silent; else `policy` has "
    "what to put in the place of the page's own",
    example=f"Content-Security-Policy: style-src 'self' {_ORIGIN}; img-src 'self' {_ORIGIN}; "
    f"connect-src 'self' {_ORIGIN}",
)
def csp_beyond_known(evidence: Evidence) -> Iterator[Hit]:
    """Tell which directives would refuse the widget's host, where nothing of it was refused."""
    is_at_work = evidence.is_loader_run and evidence.widget_frames
    if not is_at_work or any(_of_embed(evidence, one) for one in _enforced(evidence)):
        return
    kinds: tuple[Kind, ...] = ("style-src-elem", "img-src", "connect-src")
    page = evidence.reading.page.url
    for standing in standing_policies(evidence):
        asks = [Ask(kind, f"{_ORIGIN}/") for kind in kinds]
        refused = [one for one in asks if not is_met(standing.policy, one, page)]
        if refused and not standing.is_report:
            wide = widened(standing.policy, refused, page)
            names = ", ".join(one.directive for one in wide.additions)
            message = f"what else the widget may ask for in the page, this policy refuses: {names}"
            proof = Proof("policy", standing.shown(wide.policy))
            spot = standing.spot
            edits = (replaced(spot, proof.text, is_safe=False),) if spot else ()
            yield Hit(message, spot, (proof,), edits=edits)


def _enforced(evidence: Evidence) -> list[Refusal]:
    return [one for one in refusals(evidence) if not one.is_report]


def _tag(evidence: Evidence, script: Script) -> Spot | None:
    """The tag that a script is written in."""
    return evidence.reading.document.spot(script.element) if script.element else None


def _first(evidence: Evidence, kind: Kind) -> Refusal | None:
    """The first refusal of a file of the widget's host."""
    found = (one for one in _enforced(evidence) if one.is_of_widget and one.kind == kind)
    return next(found, None)


def _refused(evidence: Evidence, kind: Kind, what: str) -> Iterator[Hit]:
    """The files of the widget's host that were refused by a directive, as long as they are few."""
    every = [one for one in _enforced(evidence) if one.is_of_widget and one.kind == kind]
    for one in list({one.address: one for one in every}.values())[:_MOST]:
        message = f"the page's policy refuses {what}, by its {one.name}: {one.address}"
        yield _hit(evidence, one, message, mending(evidence), one.spot(evidence))


def _of_embed(evidence: Evidence, one: Refusal) -> str:
    """What of the embed a refusal is about, in words; empty when it is about something else."""
    if one.is_of_widget:
        return {"script-src-elem": "the loader", "frame-src": "the widget's frame"}.get(
            one.kind, "the widget's host"
        )
    if one.what == "types" and is_in_snippet(evidence, one.spot(evidence)):
        return "what the snippet sets as the loader's address, by Trusted Types"
    names = {"inline": "a script of the embed", "handler": "a handler that calls the widget"}
    return names.get(one.what, "") if any(refused_scripts(evidence, one)) else ""


def _hit(
    evidence: Evidence, one: Refusal, message: str, mended: Mending, spot: Spot | None = None
) -> Hit:
    """A finding with the browser's words, and the page's own smallest policies as its remedy."""
    standing = (each for each in standing_policies(evidence) if is_by(each, one, evidence))
    at = spot or next((each.spot for each in standing if each.spot), None)
    return Hit(message, at, (one.proof, *mended.proofs), mended.remedy, mended.edits)
