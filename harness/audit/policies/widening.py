"""The page's own policy with the fewest additions that let its needs be met."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from harness.audit.policies.needs import (
    HASHES,
    STRICT,
    Ask,
    Inline,
    Need,
    TypesName,
    has,
    is_met,
    nonces,
)
from harness.audit.policies.policy import FALLBACKS, Directive
from harness.audit.policies.sources import address_of, is_address

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.audit.policies.policy import Kind, Policy

_USUAL: dict[Kind, str] = {
    "script-src-elem": "script-src",
    "script-src-attr": "script-src",
    "style-src-elem": "style-src",
    "img-src": "img-src",
    "connect-src": "connect-src",
    "frame-src": "frame-src",
}
"""The directive that is made where none but a wider one governs; older browsers know it too."""

_OF_CODE = frozenset({"script-src", "style-src"})
TYPES = "trusted-types"


@dataclass(frozen=True, slots=True)
class Addition:
    """One value more in one directive."""

    directive: str
    value: str


@dataclass(frozen=True, slots=True)
class Widening:
    """A policy made wider, and what no policy can do.

    `bare` are scripts that the policy would let run if the page gave them its nonce; `lost` are
    scripts that it trusts by nothing but a hash, which a file that changes cannot have.
    """

    policy: Policy
    additions: tuple[Addition, ...] = ()
    bare: tuple[Need, ...] = ()
    lost: tuple[Need, ...] = ()

    @property
    def is_needed(self) -> bool:
        """Whether anything has to change."""
        return bool(self.additions or self.bare or self.lost)


def widened(policy: Policy, needs: Iterable[Need], page: str) -> Widening:
    """The smallest policy for the needs of the page at this address.

    No directive gets wider that governs anything else as well: where only `default-src` does,
    one of the need's own is made of its sources. A script that is written in the page gets the
    nonce where there is one, else its hash; never 'unsafe-inline', which lets everything run.
    """
    additions: list[Addition] = []
    bare: list[Need] = []
    lost: list[Need] = []
    for need in needs:
        if is_met(policy, need, page):
            continue
        if _wants_nonce(policy, need):
            bare.append(need)
        elif _is_lost(policy, need):
            lost.append(need)
        else:
            missing = _missing(policy, need, page)
            additions += missing
            policy = with_additions(policy, missing)
    return Widening(policy, tuple(additions), tuple(bare), tuple(lost))


def with_additions(policy: Policy, additions: Iterable[Addition]) -> Policy:
    """The policy with these values, in directives that are made where they are missing."""
    for one in additions:
        directive = policy.get(one.directive) or _made(policy, one.directive)
        policy = policy.having(directive.with_value(one.value))
    return policy


def _wants_nonce(policy: Policy, need: Need) -> bool:
    """Whether the policy's own way to let such a script run is its nonce."""
    if isinstance(need, TypesName):
        return False
    directive = policy.governing(need.kind)
    if directive is None or not nonces(directive):
        return False
    if isinstance(need, Inline):
        return not need.is_handler
    return _is_untrusted(directive, need)


def _is_lost(policy: Policy, need: Need) -> bool:
    directive = policy.governing(need.kind) if isinstance(need, Ask) else None
    return directive is not None and isinstance(need, Ask) and _is_untrusted(directive, need)


def _is_untrusted(directive: Directive, need: Ask) -> bool:
    """Whether a host in the list would be void."""
    return need.kind == "script-src-elem" and has(directive, STRICT)


def _missing(policy: Policy, need: Need, page: str) -> list[Addition]:
    if isinstance(need, TypesName):
        return [Addition(TYPES, need.name)]
    name = _name_for(policy, need.kind)
    if isinstance(need, Ask):
        return [Addition(name, source_of(need.url, page))]
    directive = policy.governing(need.kind)
    is_new = need.is_handler and not (directive and has(directive, HASHES))
    values = [HASHES, need.source] if is_new else [need.source]
    known = directive.values if directive else ()
    return [Addition(name, value) for value in values if value not in known]


def _name_for(policy: Policy, kind: Kind) -> str:
    """The directive to add to: the most precise where it is there, else the usual one."""
    precise = FALLBACKS[kind][0]
    return precise if policy.get(precise) else _USUAL[kind]


def source_of(url: str, page: str) -> str:
    """The source for all of a host's addresses; over http the page takes the host either way."""
    asked = address_of(url)
    host = asked.host if asked.port in {80, 443} else f"{asked.host}:{asked.port}"
    return host if address_of(page).scheme == "http" else f"{asked.scheme}://{host}"


def _made(policy: Policy, name: str) -> Directive:
    """A directive of the values that have governed in its place so far."""
    chain = next((names for names in FALLBACKS.values() if name in names), (name,))
    wider = map(policy.get, chain[chain.index(name) + 1 :])
    before = next((one for one in wider if one is not None), Directive(name))
    is_of_code = name in _OF_CODE
    return Directive(name, tuple(one for one in before.values if is_of_code or is_address(one)))
