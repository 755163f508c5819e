"""What a page needs of its policy, and whether a policy lets it be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from harness.audit.policies.sources import is_one_of
from harness.stub.policies import hash_source

if TYPE_CHECKING:
    from harness.audit.policies.policy import Directive, Kind, Policy

STRICT, HASHES, INLINE = "'strict-dynamic'", "'unsafe-hashes'", "'unsafe-inline'"
_NONCE = re.compile(r"'nonce-([a-z0-9+/_-]+={0,2})'", re.IGNORECASE)
_HASH = re.compile(r"'sha(?:256|384|512)-[a-z0-9+/_-]+={0,2}'", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Ask:
    """A file that the page asks for.

    `is_by_parser`: a script element of the page's own text, which 'strict-dynamic' does not
    trust without a nonce; else a script that is trusted has made it.
    """

    kind: Kind
    url: str
    nonce: str = ""
    is_by_parser: bool = False


@dataclass(frozen=True, slots=True)
class Inline:
    """A script that is written in the page: an element's, or with `is_handler` an attribute's."""

    text: str
    nonce: str = ""
    is_handler: bool = False

    @property
    def kind(self) -> Kind:
        """The directive that governs it."""
        return "script-src-attr" if self.is_handler else "script-src-elem"

    @property
    def source(self) -> str:
        """The hash that lets this very text run, and no other."""
        return hash_source(self.text)


@dataclass(frozen=True, slots=True)
class TypesName:
    """A name under which the page makes a policy of Trusted Types."""

    name: str


Need = Ask | Inline | TypesName


def is_met(policy: Policy, need: Need, page: str) -> bool:
    """Whether a policy of the page at this address lets the need be met."""
    if isinstance(need, TypesName):
        return _is_named(policy, need.name)
    directive = policy.governing(need.kind)
    if directive is None:
        return True
    if isinstance(need, Inline):
        return _runs(directive, need)
    is_script = need.kind == "script-src-elem"
    if is_script and need.nonce and need.nonce in nonces(directive):
        return True
    if is_script and has(directive, STRICT):
        return not need.is_by_parser
    return is_one_of(need.url, directive.values, page)


def has(directive: Directive, keyword: str) -> bool:
    """Whether a keyword is among the values; their case does not matter."""
    return any(value.lower() == keyword for value in directive.values)


def nonces(directive: Directive) -> list[str]:
    """The nonces of a list."""
    found = map(_NONCE.fullmatch, directive.values)
    return [one.group(1) for one in found if one is not None]


def hashes(directive: Directive) -> list[str]:
    """The hashes of a list, each as it is written in a source."""
    return [value for value in directive.values if _HASH.fullmatch(value)]


def _runs(directive: Directive, script: Inline) -> bool:
    is_exact = bool(nonces(directive) or hashes(directive) or has(directive, STRICT))
    if has(directive, INLINE) and not is_exact:
        return True
    known = {one.replace("-", "+").replace("_", "/") for one in hashes(directive)}
    is_hashed = script.source.replace("-", "+").replace("_", "/") in known
    if script.is_handler:
        return is_hashed and has(directive, HASHES)
    return is_hashed or (bool(script.nonce) and script.nonce in nonces(directive))


def _is_named(policy: Policy, name: str) -> bool:
    directive = policy.get("trusted-types")
    return directive is None or name in directive.values or "*" in directive.values
