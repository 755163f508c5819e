"""Targets: pages that the site wants its visitors to reach (Targeted sites)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.stub.wildcard import fits

if TYPE_CHECKING:
    from collections.abc import Iterator


def patterns_of(target: object) -> Iterator[str]:
    """The patterns of the option `target`, which may be one or a list of them."""
    for pattern in target if isinstance(target, list) else (target,):
        if isinstance(pattern, str) and pattern:
            yield pattern


def reached(target: object, url: str) -> Iterator[str]:
    """The patterns that a page's whole address fits (target-whole-address)."""
    return (pattern for pattern in patterns_of(target) if fits(pattern, url))
