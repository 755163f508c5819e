"""Requests that failed while the page was visited: its own, and those to other parties."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from harness.audit.finding import Proof
from harness.widget_api import WIDGET_HOST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.audit.evidence import Evidence
    from harness.audit.visiting import Visit
    from harness.recording import Event

_BESIDE = re.compile(r"\.(?:css|gif|ico|jpe?g|png|svg|webp|avif|woff2?|ttf|mp4|webm|map)$|/css2?$")
_LOOKS = frozenset({"font", "image", "media", "stylesheet", "texttrack"})
"""Files that bring no chat, whatever becomes of them."""

_FAILED = 400


@dataclass(frozen=True, slots=True)
class Failure:
    """A request that was answered with an error, or not at all.

    `is_kept_out` where nobody stands in for another party in this visit, so that the failure is
    none of the page's.
    """

    url: str
    why: str
    is_kept_out: bool
    is_real: bool

    @property
    def proof(self) -> Proof:
        """The failure as a line of evidence."""
        return Proof("request", f"{self.url}: {self.why}")


def hook_called(visit: Visit) -> Event | None:
    """The moment at which the loader called the hook, the last one."""
    called = [
        one
        for one in visit.undisturbed
        if one.kind == "hook" and one.data.get("action") == "called"
    ]
    return called[-1] if called else None


def failures(evidence: Evidence, visit: Visit, since: Event | None = None) -> list[Failure]:
    """Those of a visit, of the time since an event where one is given, each address once."""
    begun = since.time if since else 0.0
    found: dict[str, Failure] = {}
    for failure, time in _all(evidence, visit):
        if time >= begun:
            found.setdefault(failure.url, failure)
    return list(found.values())


def kept_out(evidence: Evidence, visit: Visit, since: Event | None = None) -> Failure | None:
    """The first of another party's files that did not come since then, as none can in a visit."""
    return next((one for one in failures(evidence, visit, since) if one.is_kept_out), None)


def missing_for_hook(evidence: Evidence, visit: Visit) -> Failure | None:
    """What did not come before the hook's promise failed, where it did not throw at once."""
    has_thrown = any(
        one.kind == "hook" and one.data.get("action") == "threw" for one in visit.undisturbed
    )
    called = hook_called(visit)
    return None if has_thrown or called is None else kept_out(evidence, visit, called)


def served(found: list[Failure]) -> str:
    """The end of a remedy: what else to do where an answer is missing in the visit alone."""
    if not found or found[0].is_real:
        return ""
    return f"; where your server answers, audit with --serve {found[0].url}=FILE"


def has_strangers(evidence: Evidence, visit: Visit) -> bool:
    """Whether a visit asked for other parties' files, which may do things that nobody has read."""
    own = urlsplit(evidence.reading.page.url).hostname
    for one in visit.undisturbed:
        parts = urlsplit(str(one.data.get("url", "")))
        is_foreign = one.kind == "request" and parts.hostname not in {own, WIDGET_HOST}
        if is_foreign and not _BESIDE.search(parts.path):
            return True
    return False


def _all(evidence: Evidence, visit: Visit) -> Iterator[tuple[Failure, float]]:
    own = urlsplit(evidence.reading.page.url).hostname
    for one in visit.undisturbed:
        if one.kind not in {"request", "request_failed"}:
            continue
        url, status = str(one.data.get("url", "")), one.data.get("status") or 0
        parts = urlsplit(url)
        is_failed = one.kind == "request_failed" or status >= _FAILED
        is_beside = _BESIDE.search(parts.path) or one.data.get("type") in _LOOKS
        if not is_failed or is_beside or parts.hostname in {None, WIDGET_HOST}:
            continue
        why = f"status {status}" if status else str(one.data.get("error") or "no answer")
        is_real = bool(one.data.get("real"))
        is_foreign = parts.hostname != own
        is_kept_out = is_foreign and not is_real and "mock" not in one.data
        yield Failure(url, why, is_kept_out, is_real), one.time
