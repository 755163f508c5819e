"""One policy as text and as directives, and which directive governs what is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "script-src-elem",
    "script-src-attr",
    "style-src-elem",
    "img-src",
    "connect-src",
    "frame-src",
]
"""What is asked for, by the most precise directive that governs it."""

FALLBACKS: dict[Kind, tuple[str, ...]] = {
    "script-src-elem": ("script-src-elem", "script-src", "default-src"),
    "script-src-attr": ("script-src-attr", "script-src", "default-src"),
    "style-src-elem": ("style-src-elem", "style-src", "default-src"),
    "img-src": ("img-src", "default-src"),
    "connect-src": ("connect-src", "default-src"),
    "frame-src": ("frame-src", "child-src", "default-src"),
}
"""The directives that a browser looks for, the first that is there governs
(browsers: Content Security Policy Level 3, 6.8.3)."""

_SPACE = "\t\n\f\r "
NONE = "'none'"


@dataclass(frozen=True, slots=True)
class Directive:
    """A name and what stands after it, such as `img-src 'self' data:`."""

    name: str
    values: tuple[str, ...] = ()

    def __str__(self) -> str:
        return " ".join((self.name, *self.values))

    def with_value(self, value: str) -> Directive:
        """The directive with one more value, without `'none'`, which stands alone or is void."""
        kept = tuple(one for one in self.values if one.lower() != NONE)
        return Directive(self.name, (*kept, value))


@dataclass(frozen=True, slots=True)
class Policy:
    """The directives of a policy in their order, those included that a browser passes over."""

    directives: tuple[Directive, ...] = ()

    def __str__(self) -> str:
        return "; ".join(map(str, self.directives))

    def get(self, name: str) -> Directive | None:
        """The directive of this name: the first, since browsers pass over any further one."""
        return next((one for one in self.directives if one.name == name and _is_read(one)), None)

    def governing(self, kind: Kind) -> Directive | None:
        """The directive that says what may be asked for; None when nothing is forbidden."""
        found = (self.get(name) for name in FALLBACKS[kind])
        return next((one for one in found if one is not None), None)

    def having(self, directive: Directive) -> Policy:
        """The policy with this directive in place of the one of its name, or at its end."""
        before = self.get(directive.name)
        if before is None:
            return Policy((*self.directives, directive))
        at = next(i for i, one in enumerate(self.directives) if one is before)
        return Policy((*self.directives[:at], directive, *self.directives[at + 1 :]))


def parsed(text: str) -> Policy:
    """Read a policy as browsers do: nothing is too broken to be read."""
    found = []
    for token in text.split(";"):
        words = token.strip(_SPACE).split()
        if words:
            found.append(Directive(words[0].lower(), tuple(words[1:])))
    return Policy(tuple(found))


def policies_in(header: str) -> list[Policy]:
    """The policies of a header: several fields, and those with a comma in them, are a list.

    All of them hold at the same time.
    """
    read = map(parsed, header.split(","))
    return [policy for policy in read if policy.directives]


def _is_read(directive: Directive) -> bool:
    """Browsers pass over what is not ASCII."""
    return str(directive).isascii()
