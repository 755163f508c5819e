"""The page's own smallest policies for its embed: what to add where, and what no policy can do."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from harness.audit.edits import replaced
from harness.audit.finding import Proof
from harness.audit.literals import value_of, walk
from harness.audit.policies.needs import (
    Ask,
    Inline,
    TypesName,
    is_met,
    nonces,
)
from harness.audit.policies.refusals import refusals
from harness.audit.policies.standing import Standing, standing_policies
from harness.audit.policies.widening import TYPES, widened
from harness.widget_api import GLOBAL, HOOK, LOADER_URL, WIDGET_HOST

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from harness.audit.evidence import Evidence
    from harness.audit.finding import Edit
    from harness.audit.policies.needs import Need
    from harness.audit.policies.refusals import Refusal
    from harness.audit.policies.widening import Addition, Widening
    from harness.audit.scripts import Script
    from harness.audit.sources import Spot

TYPES_NAME = "chat"
"""The name of the policy of Trusted Types in what is advised."""


@dataclass(frozen=True, slots=True)
class Mending:
    """The page's policies, each with what has to be added to it."""

    widenings: tuple[tuple[Standing, Widening], ...] = ()

    @property
    def additions(self) -> list[Addition]:
        """All that has to be added, each once."""
        every = [one for _, widening in self.widenings for one in widening.additions]
        return list(dict.fromkeys(every))

    @property
    def proofs(self) -> tuple[Proof, ...]:
        """The policies as they would do, to be pasted."""
        return tuple(
            Proof("policy", standing.shown(widening.policy))
            for standing, widening in self.widenings
            if widening.additions
        )

    @property
    def edits(self) -> tuple[Edit, ...]:
        """The page's own elements with the policies that would do, where nothing else is needed.

        What a page is to allow is for its owner to say, so they are proposals.
        """
        every = [one for _, one in self.widenings if one.additions]
        spots = [standing.spot for standing, one in self.widenings if one.additions]
        if any(one.bare or one.lost for one in every) or len(set(spots)) < len(spots):
            return ()
        return tuple(
            replaced(at, standing.shown(one.policy), is_safe=False)
            for standing, one in self.widenings
            if one.additions and (at := standing.spot) is not None
        )

    @property
    def remedy(self) -> str | None:
        """What to do, in words; None when nothing is known to be missing."""
        every = [widening for _, widening in self.widenings]
        bare = {type(need) for widening in every for need in widening.bare}
        parts = []
        if Inline in bare:
            parts.append("give this script the policy's nonce, fresh in each answer")
        if Ask in bare:
            parts.append("give the loader's script element the policy's nonce")
        parts += [_added(self.additions) + self._over_http] if self.additions else []
        if any(widening.lost for widening in every):
            parts.append("bring the loader in by the published snippet, and list its hash")
        return "; ".join(parts) or None

    @property
    def _over_http(self) -> str:
        """Why a host is added that stands there already, with https before it."""
        listed = {
            (one.name, value)
            for standing, _ in self.widenings
            for one in standing.policy.directives
            for value in one.values
        }
        is_twice = any((one.directive, f"https://{one.value}") in listed for one in self.additions)
        return " (over http the snippet asks for the loader over http)" if is_twice else ""

    @property
    def beside(self) -> str:
        """What to do for a script that is put in: best, the code runs where it stands."""
        ways = f"; or {self.remedy}" if self.remedy else ""
        return f"run the embed's code in this file itself, not as a script that it adds{ways}"


def _added(additions: Sequence[Addition]) -> str:
    """`add A to D1 and D2, B to D1`."""
    places: dict[str, list[str]] = {}
    for one in additions:
        places.setdefault(one.value, []).append(one.directive)
    told = [f"{value} to {' and '.join(names)}" for value, names in places.items()]
    return f"add {', '.join(told)}; `policy` has it whole, to be pasted"


def mending(evidence: Evidence, *, is_report: bool = False) -> Mending:
    """What the enforced policies, or those that only report, lack for the embed.

    What else the page was refused of the widget's host is part of it.
    """
    return _mending(evidence, len(evidence.visits), is_report=is_report)


@lru_cache(maxsize=4)
def _mending(evidence: Evidence, _visits: int, *, is_report: bool) -> Mending:
    """It is found once, though each finding shows it."""
    page = _page_url(evidence)
    seen = refusals(evidence)
    found = []
    for standing in standing_policies(evidence):
        if standing.is_report == is_report:
            needs = list(_needs(evidence, standing, seen))
            found.append((standing, widened(standing.policy, needs, page)))
    return Mending(tuple(found))


def _needs(evidence: Evidence, standing: Standing, seen: Sequence[Refusal]) -> Iterator[Need]:
    """What the embed needs of a policy and was not seen to have been given."""
    own = [one for one in seen if is_by(standing, one, evidence)]
    yield from _types(evidence, [one for one in seen if one.is_report == standing.is_report])
    for one in own:
        if one.what == "inline":
            yield from (Inline(script.text) for script in refused_scripts(evidence, one))
            yield from (Inline(text) for _, text in injected_scripts(evidence, one) if text)
    loader = next((one for one in own if one.is_of_widget and one.kind == "script-src-elem"), None)
    if loader is not None:
        yield Ask("script-src-elem", loader.address, is_by_parser=True)
    elif not evidence.is_loader_run and not _is_nonce_passed_on(evidence, standing):
        yield Ask("script-src-elem", _loader_url(evidence))
    is_refused = any(one.is_of_widget and one.kind == "frame-src" for one in own)
    if _has_frame(evidence) and (is_refused or not evidence.widget_frames):
        yield Ask("frame-src", f"https://{WIDGET_HOST}/{_account(evidence)}/client-embed/en")
    for one in own:
        if one.is_of_widget and one.kind not in {"script-src-elem", "frame-src"}:
            yield Ask(one.kind, one.address)


def is_by(standing: Standing, refusal: Refusal, evidence: Evidence) -> bool:
    """Whether a policy has refused something; where none is named that is known, any may have."""
    every = standing_policies(evidence)
    if any(one.has_refused(refusal) for one in every):
        return standing.has_refused(refusal)
    return standing.is_report == refusal.is_report


def refused_scripts(evidence: Evidence, refusal: Refusal) -> Iterator[Script]:
    """The scripts of the embed, written in the page, that a refusal is about."""
    for script in _of_embed(evidence):
        is_alike = script.how == refusal.what and not _is_link(script)
        if is_alike and _is_about(evidence, refusal, script):
            yield script


def other_nonce(refusal: Refusal, script: Script) -> str:
    """That a refused script has a nonce, and another one than the directive; else empty."""
    element = script.element
    if element is None or "nonce" not in element.attributes or "'nonce-" not in refusal.directive:
        return ""
    return f": the script's nonce is {element.get('nonce')!r}, which is not the policy's"


def injected_scripts(evidence: Evidence, refusal: Refusal) -> Iterator[tuple[Spot, str]]:
    """Texts of the embed that a script puts into the page as an inline one, and that were refused.

    The text is known by the hash that the browser tells; where a script builds it from parts, by
    the file that the browser names, and the text is empty.
    """
    is_known = False
    for script in _of_embed(evidence):
        for node in walk(script.root):
            value = value_of(node) if node.type in _TEXTS else None
            if isinstance(value, str) and _is_hashed(value, refusal):
                is_known = True
                yield script.spot(node), value
    url = refusal.at[0].partition("#")[0]
    for script in _of_embed(evidence) if not is_known else ():
        if script.how == "external" and script.source.url == url:
            at = refusal.spot(evidence)
            if at is not None:
                yield at, ""


_TEXTS = frozenset({"string", "template_string", "binary_expression"})


def _is_hashed(text: str, refusal: Refusal) -> bool:
    is_of_embed = GLOBAL in text or HOOK in text or WIDGET_HOST in text
    return is_of_embed and Inline(text).source in refusal.hashes


def refused_links(evidence: Evidence) -> Iterator[Script]:
    """Links that call the widget (`javascript:`): the browser refuses them once they are followed.

    Nothing but 'unsafe-inline' lets them run.
    """
    policies = [one.policy for one in standing_policies(evidence) if not one.is_report]
    for script in filter(_is_link, _of_embed(evidence)):
        followed = Inline(script.text)
        if any(not is_met(policy, followed, _page_url(evidence)) for policy in policies):
            yield script


def _of_embed(evidence: Evidence) -> Iterator[Script]:
    for script in evidence.reading.scripts:
        if GLOBAL in script.text or HOOK in script.text or WIDGET_HOST in script.text:
            yield script


def _is_link(script: Script) -> bool:
    address = script.element.get("href") if script.element else ""
    is_code = address.strip().lower().startswith("javascript:")
    return script.how == "handler" and is_code and address.endswith(script.text)


def _is_about(evidence: Evidence, refusal: Refusal, script: Script) -> bool:
    """Whether this script was refused: the browser tells an element's hash, an attribute's not."""
    if refusal.what == "inline":
        return _source_of(script) in refusal.hashes
    handler = Inline(script.text, is_handler=True)
    policies = [one.policy for one in standing_policies(evidence) if is_by(one, refusal, evidence)]
    return any(not is_met(policy, handler, _page_url(evidence)) for policy in policies)


@lru_cache(maxsize=256)
def _source_of(script: Script) -> str:
    """The hash of a script, which each refusal is held against."""
    return Inline(script.text).source


def _types(evidence: Evidence, seen: Sequence[Refusal]) -> Iterator[Need]:
    """The name of the policy of Trusted Types that the snippet makes, or will have to make."""
    for one in seen:
        if one.what == "types" and is_in_snippet(evidence, one.spot(evidence)):
            yield TypesName(one.address if one.name == TYPES else TYPES_NAME)


def is_in_snippet(evidence: Evidence, spot: Spot | None) -> bool:
    """Whether a place is in a script that brings in the loader, as far as its place is known."""
    return spot is None or any(
        spot.source is script.source
        and script.offset <= spot.start <= script.offset + len(script.text)
        for script, _, _ in evidence.reading.loader_strings
    )


def _is_nonce_passed_on(evidence: Evidence, standing: Standing) -> bool:
    """Whether the snippet, once it runs, gives the loader the page's nonce."""
    directive = standing.policy.governing("script-src-elem")
    strings = evidence.reading.loader_strings
    is_given = any("nonce" in script.text for script, _, _ in strings)
    return directive is not None and bool(nonces(directive)) and is_given


def _has_frame(evidence: Evidence) -> bool:
    """Whether the page starts the bar, which is a frame, or may for all that is known."""
    functions = {setup.function for setup in evidence.setups}
    return "embed.init" in functions or not functions


def _account(evidence: Evidence) -> str:
    given = (one.value for one in evidence.options if one.name == "account")
    return next((one for one in given if isinstance(one, str) and one), "account")


def _page_url(evidence: Evidence) -> str:
    return evidence.reading.page.url


def _loader_url(evidence: Evidence) -> str:
    """The loader's address in this page: by the page's own protocol, unless that is made safe."""
    policies = [one.policy for one in standing_policies(evidence) if not one.is_report]
    is_safe = any(one.get("upgrade-insecure-requests") for one in policies)
    written = [text for _, _, text in evidence.reading.loader_strings]
    written += [one.get("src") for one in evidence.reading.loader_elements]
    is_safe |= bool(written) and all(one.startswith("https:") for one in written)
    is_plain = _page_url(evidence).startswith("http:") and not is_safe
    return LOADER_URL.replace("https:", "http:") if is_plain else LOADER_URL
