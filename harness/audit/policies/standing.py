"""The policies that a page came with: in its text, and in the head of the server's answer."""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from harness.audit.policies.needs import nonces
from harness.audit.policies.policy import policies_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from harness.audit.evidence import Evidence
    from harness.audit.policies.policy import Policy
    from harness.audit.policies.refusals import Refusal
    from harness.audit.sources import Spot

_FIELD = "Content-Security-Policy"
_WAYS = {"enforced": _FIELD, "reported": f"{_FIELD}-Report-Only"}


@dataclass(frozen=True, slots=True)
class Standing:
    """One policy of a page; `spot` is its element, None when it came in the head of the answer.

    `fresh` are nonces that the server makes anew for each answer.
    """

    policy: Policy
    is_report: bool = False
    spot: Spot | None = None
    fresh: frozenset[str] = field(default=frozenset())

    def has_refused(self, refusal: Refusal) -> bool:
        """Whether it is this policy that the browser names."""
        written = " ".join(refusal.directive.split()).lower()
        is_named = any(str(one).lower() == written for one in self.policy.directives)
        return is_named and self.is_report == refusal.is_report

    def shown(self, policy: Policy) -> str:
        """A policy to be put in this one's place, as it is written there.

        A nonce that is made anew for each answer is shown as `'nonce-…'`.
        """
        text = str(policy)
        for nonce in self.fresh:
            text = text.replace(f"'nonce-{nonce}'", "'nonce-…'")
        if self.spot is not None:
            content = html.escape(text, quote=False).replace('"', "&quot;")
            return f'<meta http-equiv="{_FIELD}" content="{content}">'
        return f"{_WAYS['reported' if self.is_report else 'enforced']}: {text}"


def standing_policies(evidence: Evidence) -> tuple[Standing, ...]:
    """Every policy of the page, the server's first."""
    return _standing_policies(evidence, len(evidence.visits))


@lru_cache(maxsize=2)
def _standing_policies(evidence: Evidence, _visits: int) -> tuple[Standing, ...]:
    """They are read once, though each rule asks for them."""
    return (*_of_answer(evidence), *_of_text(evidence))


def _of_text(evidence: Evidence) -> Iterator[Standing]:
    """Those in the page's head; elsewhere browsers pass over them."""
    document = evidence.reading.document
    for element in document.all("meta"):
        is_policy = element.get("http-equiv").strip().lower() == _FIELD.lower()
        if is_policy and not element.is_inert and not element.is_in("body"):
            for policy in policies_in(element.get("content")):
                yield Standing(policy, spot=document.spot(element))


def _of_answer(evidence: Evidence) -> Iterator[Standing]:
    """Those that the first visit's document came with."""
    answers = [
        next(iter(one.recording.of_kind("policy")), None)
        for one in evidence.usual
        if one.plan.name != "source"
    ]
    seen = [answer.data for answer in answers if answer is not None]
    for way in _WAYS:
        listed = [policies_in(str(data.get(way, ""))) for data in seen]
        for index, policy in enumerate(listed[0] if listed else ()):
            others = [known[index] for known in listed[1:] if index < len(known)]
            yield Standing(policy, way == "reported", fresh=_fresh(policy, others))


def _fresh(policy: Policy, others: Iterable[Policy]) -> frozenset[str]:
    """The nonces that another visit was not given."""
    known = [_nonces(other) for other in others]
    return frozenset(one for one in _nonces(policy) if any(one not in other for other in known))


def _nonces(policy: Policy) -> set[str]:
    return {nonce for directive in policy.directives for nonce in nonces(directive)}
