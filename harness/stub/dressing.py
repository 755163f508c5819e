"""Host pages with what is put on them beside what their author wrote: markup and policies."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from harness.stub import policies

if TYPE_CHECKING:
    from collections.abc import Collection

    from harness.scenario.model import Extras

_CHARSET = re.compile(rb"<meta[^>]*charset\s*=\s*[\"']?\s*([\w.:-]+)[^>]*>", re.IGNORECASE)
_BEGIN = re.compile(r"(\s*<!doctype[^>]*>)?(\s*<html[^>]*>)?(\s*<head(\s[^>]*)?>)?", re.IGNORECASE)
_FAR = 1024
"""Bytes of a page in which browsers look for its encoding."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page as the browser gets it, with the headers that are its own."""

    html: bytes
    headers: dict[str, str] = field(default_factory=dict)


def dressed(html: bytes, extras: Extras, hosts: Collection[str] = ()) -> Page:
    """The page with its extras; `hosts` are other parties' that its policy has to name.

    Markup is put behind the declaration of the encoding, which is to stay where browsers see it.
    """
    if not (extras.first or extras.last or extras.policy != "none"):
        return Page(html)
    encoding = _encoding(html)
    text = html.decode(encoding, "surrogateescape")
    text = _with_last(_with_first(text, extras.first), extras.last)
    text, policy = _with_policy(text, extras.policy, hosts)
    headers = {policies.HEADER: policy} if policy else {}
    return Page(text.encode(encoding, "surrogateescape"), headers)


def _with_policy(text: str, policy: str, hosts: Collection[str]) -> tuple[str, str]:
    if policy == "hashes":
        return text, policies.by_hashes(text, hosts)
    if policy == "nonce":
        nonce = secrets.token_urlsafe(16)
        return policies.with_nonce(text, nonce), policies.by_nonce(text, nonce, hosts)
    return text, policies.TRUSTED_TYPES if policy == "trusted-types" else ""


def _encoding(html: bytes) -> str:
    """That of the page's bytes; old sites' as they declare it, where Python knows it, too."""
    try:
        html.decode("utf-8")
    except UnicodeDecodeError:
        declared = _CHARSET.search(html[:_FAR])
        name = declared[1].decode("ascii") if declared else "windows-1252"
        try:
            "".encode(name)
        except LookupError:
            return "latin-1"
        return name
    return "utf-8"


def _with_first(text: str, markup: str) -> str:
    declared = _CHARSET.search(text[:_FAR].encode("ascii", "replace"))
    begin = _BEGIN.match(text)
    at = declared.end() if declared else begin.end() if begin else 0
    return text[:at] + markup + text[at:]


def _with_last(text: str, markup: str) -> str:
    at = text.lower().rfind("</body>")
    return text + markup if at < 0 else text[:at] + markup + text[at:]
