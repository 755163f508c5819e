"""The family of hostile host pages, by name, in the order in which they are told of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from harness.probing import changes
from harness.probing.hostility import Hostility, named_in, under
from harness.scenario.suggestions import did_you_mean
from harness.widget_api import WIDGET_HOST

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from harness.scenario.model import Run

ALL: Final = "all"
LIST: Final = "list"
GROUPS: Final = ("ad-blocker", "modal")
"""Beginnings of names that mean all of the family that begin so."""

_AT = f"https://{WIDGET_HOST}"
_ANALYTICS = (
    "https://www.google-analytics.com/*",
    "https://ssl.google-analytics.com/*",
    "https://www.googletagmanager.com/*",
)


class BadHostility(Exception):  # noqa: N818 - the condition is named
    """No hostility has this name; the message says which there are."""


def _blocker(name: str, what: str, *addresses: str, parts: Sequence[str] = ()) -> Hostility:
    return Hostility(
        f"ad-blocker-{name}",
        f"The chat works without {what}, which an ad-blocker keeps away.",
        "no answer from " + " and ".join(addresses),
        changes.without(*addresses),
        on_page=False,
        obstacle=changes.counts_requests(*parts),
    )


_FAMILY = (
    Hostility(
        "csp",
        "The widget needs no more of a policy than its host, for scripts and frames.",
        "Content-Security-Policy: scripts and styles of the page's own by their hashes, those of"
        f" {WIDGET_HOST} by its name; frames of {WIDGET_HOST}; no eval, no other inline code",
        changes.with_policy("hashes"),
    ),
    Hostility(
        "csp-nonce",
        "The widget loads by the trust that the page's snippet has.",
        "Content-Security-Policy: a nonce on the page's own scripts and styles, strict-dynamic",
        changes.with_policy("nonce"),
    ),
    Hostility(
        "trusted-types",
        "The widget makes no script, script's address or HTML from text.",
        "Content-Security-Policy: require-trusted-types-for 'script'; a default policy lets"
        " scripts of the widget's host and the page's own hosts in, and nothing else",
        changes.with_policy("trusted-types", "trusted-types"),
    ),
    Hostility(
        "patched-prototypes",
        "The widget works with built-ins that old scripts have patched.",
        "Array, String, Object.prototype (enumerable members, rewritten methods), JSON.stringify,"
        " Promise and addEventListener, before any other script of the page",
        changes.with_markup("patched-prototypes"),
    ),
    Hostility(
        "css-reset",
        "No rule of the page's own for all elements, boxes or frames reaches the widget.",
        "all: unset for everything; frames and their boxes out of sight, with !important",
        changes.with_markup("css-reset"),
    ),
    Hostility(
        "old-libraries",
        "The widget works beside Prototype.js, MooTools and a module loader.",
        "toJSON on arrays and texts, other meanings of Array.from, find, reduce and bind, $ and"
        " $$, a define() that refuses modules without a name",
        changes.with_markup("old-libraries"),
    ),
    Hostility(
        "right-to-left",
        "The widget stands on the side that it is told, also where text runs the other way.",
        "dir=rtl on the page",
        changes.with_markup("right-to-left"),
    ),
    Hostility(
        "cookies-blocked",
        "The chat works where the browser blocks third-party cookies.",
        "the browser sends and keeps no cookie of the widget's host",
        changes.blocking_cookies,
        on_page=False,
        obstacle=changes.blocks_cookies,
    ),
    _blocker("css", "its style sheet", f"{_AT}/css/*", parts=("/css/",)),
    _blocker(
        "logo", "the account's logo", f"{_AT}/*/files/client-embed/*", parts=("logo", "files")
    ),
    _blocker("lang", "its texts", f"{_AT}/js/lang/*", parts=("/js/lang",)),
    _blocker("analytics", "the page's analytics", *_ANALYTICS, parts=("google",)),
    Hostility(
        "modal-on-top",
        "The widget loads under what the page has on top, and leaves it the focus.",
        "an element over the whole page with the highest z-index, which has the focus; closed"
        " before the scenario's first act",
        changes.with_modal("modal-on-top"),
        obstacle=changes.acts_early,
    ),
    Hostility(
        "modal-dialog",
        "The widget loads while a modal <dialog> makes the rest of the page inert.",
        "a <dialog> over the whole page, opened by showModal(); closed before the first act",
        changes.with_modal("modal-dialog"),
        obstacle=changes.acts_early,
    ),
)

FAMILY: Final = {one.name: one for one in _FAMILY}
"""The hostilities by their names."""


def is_naming(text: str) -> bool:
    """Whether a word of a command line names hostilities, and is no path."""
    return all(word in {ALL, LIST, *GROUPS, *FAMILY} for word in text.split(","))


def named(text: str) -> list[Hostility]:
    """Those that a list of names means, `all` and beginnings included. Raises BadHostility."""
    found: dict[str, Hostility] = {}
    for word in filter(None, text.split(",")):
        meant = [
            one
            for one in _FAMILY
            if word in {ALL, one.name} or (word in GROUPS and one.name.startswith(f"{word}-"))
        ]
        if not meant:
            hint = did_you_mean(word, [*FAMILY, ALL]) or "`harness hostile` lists them"
            raise BadHostility(f"there is no hostility `{word}`; {hint}")
        found |= {one.name: one for one in meant}
    return list(found.values())


def widened(runs: Sequence[Run], wish: str | None, ids: Iterable[str]) -> list[Run]:
    """The runs, each followed by itself under the hostilities wished for or spoken of by ids.

    Raises BadHostility.
    """
    spoken = [name for name in dict.fromkeys(named_in(ids)) if name in FAMILY]
    wished = named(wish) if wish else [FAMILY[name] for name in spoken]
    return [one for run in runs for one in (run, *(under(run, other) for other in wished))]
