"""Triggers: what addresses visitors automatically, and when (trigger-conditions)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from harness.patterns.expressions import is_found
from harness.stub.wildcard import fits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harness.stub.backend.visitors import View


class TriggerGiven(Protocol):
    """A trigger as a scenario declares it; a condition that is None holds everywhere."""

    @property
    def id(self) -> int:
        """The number that `ontrigger` tells."""

    @property
    def title(self) -> str:
        """The name that `ontrigger` tells."""

    @property
    def url(self) -> str | None:
        """The page's whole address, with `*`."""

    @property
    def url_matches(self) -> str | None:
        """A regular expression that is found in the page's address."""

    @property
    def title_has(self) -> str | None:
        """A part of the page's title."""

    @property
    def previous_url(self) -> str | None:
        """The whole address of the page before, with `*`."""

    @property
    def after(self) -> float:
        """How many seconds the page has to be on show."""

    @property
    def pages(self) -> int | None:
        """How many pages the visitor has to have viewed, this one included."""

    @property
    def max_chats(self) -> int | None:
        """How many chats the visitor may have had."""

    @property
    def message(self) -> str | None:
        """What the visitor is addressed with; without it only `ontrigger` fires."""

    @property
    def operators(self) -> Sequence[int]:
        """The operators to whom the chat may be assigned."""

    @property
    def departments(self) -> Sequence[int]:
        """The departments to whom the chat may be assigned."""

    @property
    def is_automatic(self) -> bool:
        """Whether it launches by itself, since it has a condition."""


def holds(trigger: TriggerGiven, view: View) -> bool:
    """Whether all conditions hold for a page, but for the time and how often it launches.

    Raises ExpressionStuck.
    """
    return (
        (trigger.url is None or fits(trigger.url, view.url))
        and (trigger.url_matches is None or is_found(trigger.url_matches, view.url))
        and (trigger.title_has is None or trigger.title_has in view.title)
        and (trigger.previous_url is None or fits(trigger.previous_url, view.previous_url))
        and (trigger.pages is None or view.nth >= trigger.pages)
        and (trigger.max_chats is None or view.session.chats <= trigger.max_chats)
    )
