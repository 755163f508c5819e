"""Seeds: what they look like, and which of them this version understands."""

from __future__ import annotations

import re
from dataclasses import dataclass

VERSION = 1
"""The version of the generator; it goes up when a seed gives other sequences than before."""

_SEED = re.compile(r"(?:(\d{1,6}):)?(\d{1,18})\Z")


class BadSeed(Exception):  # noqa: N818 - the condition is named
    """A seed that gives no sequences here; the message is for its user."""


@dataclass(frozen=True, slots=True)
class Seed:
    """The number of the first sequence."""

    number: int

    def __str__(self) -> str:
        return f"{VERSION}:{self.number}"

    @classmethod
    def read(cls, text: str) -> Seed:
        """A seed as it is told, `1:12345`, or its number alone. Raises BadSeed."""
        found = _SEED.match(text.strip())
        if found is None:
            raise BadSeed(f"--seed {text}: a seed is two numbers, such as {VERSION}:12345")
        version = VERSION if found[1] is None else int(found[1])
        if version != VERSION:
            raise BadSeed(
                f"--seed {text}: this seed is of version {version} of the generator, and this"
                f" harness has version {VERSION}: it would give other sequences. Explore with the"
                f" harness that told you the seed, or run the scenario that was saved"
            )
        return cls(int(found[2]))
