"""What a page is meant to have: a chat, none, or what its sister pages have."""

from __future__ import annotations

from dataclasses import replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.audit.auditing import Audit

_ABSENT = "no-embed"
_CALLS = frozenset({"embed.init", "popup.init"})


def is_without_chat(name: str, patterns: Iterable[str]) -> bool:
    """Whether a page, by its address, path or file, is one of those that are to have no chat."""
    path = urlsplit(name).path if "://" in name else name
    return any(fnmatchcase(one, pattern) for pattern in patterns for one in (name, path))


def has_chat(audit: Audit) -> bool:
    """Whether the page started a widget in any visit, before the audit disturbed it."""
    calls = (event for one in audit.visits for event in one.page_calls)
    return any(event.data.get("function") in _CALLS for event in calls)


def without_chat(audit: Audit) -> Audit:
    """The audit of a page that is to have no chat: there is nothing to be found but a chat."""
    if has_chat(audit):
        return replace(audit, is_unexpected=True)
    return replace(audit, findings=())


def among_others(audit: Audit) -> Audit:
    """The audit of one page of several: that nothing in it brings a chat is no error by itself.

    It is one where the page calls the widget, which throws then.
    """
    told = (
        replace(one, severity="note", message=f"{one.message}; other pages of the site may")
        if one.rule == _ABSENT and not any(proof.kind == "stack" for proof in one.evidence)
        else one
        for one in audit.findings
    )
    return replace(audit, findings=tuple(told))


def is_nowhere(audits: Iterable[Audit]) -> bool:
    """Whether none of several pages brings a chat, which is an error after all."""
    every = list(audits)
    lacking = [any(one.rule == _ABSENT for one in audit.findings) for audit in every]
    return len(every) > 1 and all(lacking)
