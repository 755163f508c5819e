"""The world of a scenario as its pages see it: host pages, mocks and the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from harness.scenario.api_arguments import check_options
from harness.scenario.expecting import check_pattern
from harness.scenario.model import (
    MISSING,
    BrowserWish,
    Host,
    HostPage,
    Mock,
    Reply,
)
from harness.scenario.scope import Path, Scope, called
from harness.scenario.suggestions import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harness.scenario.world_grammar import (
        BrowserInput,
        HostInput,
        MockInput,
        PageInput,
        ReplyInput,
    )

_ANSWERS = ("json", "text", "file", "hang", "abort", "pass")


def compile_host(scope: Scope, data: HostInput) -> Host:
    """The host page and its sister pages."""
    if data.url is not None:
        return _real_host(scope, data, data.url)
    page = _page(scope, data, data.at, ("host",))
    pages = tuple(
        _page(scope, item, address, ("host", "pages", address))
        for address, item in data.pages.items()
    )
    for other in pages:
        if _address(other.at) == _address(page.at):
            message = "this is the address of the host page itself"
            scope.report(("host", "pages", other.at), "url", message, at_key=True)
    size = data.viewport
    return Host(
        page=page,
        pages=pages,
        until=data.until or ("load" if data.embed is None else "widget"),
        viewport=(size.width, size.height) if size else None,
        device=data.device,
        language=data.language,
        headers=data.headers,
    )


_VIRTUAL = ("file", "html", "at", "embed", "pages", "headers")
"""What only pages have that the stub host serves."""


def _real_host(scope: Scope, data: HostInput, url: str) -> Host:
    """A page that its own server has."""
    path: Path = ("host",)
    for name in _VIRTUAL:
        if name in data.model_fields_set:
            message = f"a page on a real server (`url`) comes as it is, without `{name}`"
            scope.report((*path, name), "exclusive-keys", message, at_key=True)
    size = data.viewport
    return Host(
        page=HostPage(url, scope.place((*path, "url")), is_real=True),
        until=data.until or "load",
        viewport=(size.width, size.height) if size else None,
        device=data.device,
        language=data.language,
    )


def check_embed(scope: Scope, host: Any) -> None:
    """Check the options of a host page that has other problems."""
    embed = host.get("embed") if isinstance(host, dict) else None
    if isinstance(embed, dict):
        check_options(scope, embed, ("host", "embed"))


def _address(url: str) -> tuple[str, str, str]:
    parts = urlsplit(url)
    return parts.netloc.lower(), parts.path or "/", parts.query


def _page(scope: Scope, data: PageInput, at: str, path: Path) -> HostPage:
    given = [name for name in ("file", "html") if getattr(data, name) is not None]
    if not given:
        is_host = path == ("host",)
        known = "`file`, `html`, or the `url` of a real page" if is_host else "`file` or `html`"
        message = f"{called(path)} needs its content: {known}"
        scope.report(path, "missing-key", message, at_key=True)
    elif len(given) > 1:
        message = f"{called(path)} has `file` and `html`; keep one of them"
        scope.report((*path, "html"), "exclusive-keys", message, at_key=True)
    file = None
    if data.file is not None:
        file = scope.file(data.file, (*path, "file"), "pages")
    if "embed" in data.model_fields_set and not isinstance(data.embed, dict):
        message = f"{called((*path, 'embed'))} has to be a mapping of options"
        scope.report((*path, "embed"), "type", message)
    elif data.embed is not None:
        check_options(scope, data.embed, (*path, "embed"))
    embed = data.embed if isinstance(data.embed, dict) else None
    return HostPage(at, scope.place(path, at_key=True), file, data.html, embed)


def compile_mocks(
    scope: Scope, parts: Sequence[MockInput | None], data: Sequence[Any]
) -> tuple[Mock, ...]:
    """The mocks; those with problems are left out."""
    found = [
        _mock(scope, part, item, ("mocks", index))
        for index, (part, item) in enumerate(zip(parts, data, strict=True))
        if part is not None
    ]
    _check_names(scope, found)
    return tuple(found)


def _mock(scope: Scope, part: MockInput, data: dict[str, Any], path: Path) -> Mock:
    for name, pattern in part.query.items():
        check_pattern(scope, pattern, (*path, "query", name))
    raw = data["reply"] if isinstance(data["reply"], list) else [data["reply"]]
    replies = tuple(
        _reply(scope, reply, given, (*path, "reply", index))
        for index, (reply, given) in enumerate(zip(part.reply, raw, strict=True))
    )
    return Mock(part.at, replies, scope.place(path), part.method, part.query, part.name)


def _reply(scope: Scope, part: ReplyInput, given: dict[str, Any], path: Path) -> Reply:
    answers = [name for name in _ANSWERS if name in given]
    if len(answers) > 1:
        message = f"a reply has one of {listed(_ANSWERS)}; this one has {listed(answers, 'and')}"
        scope.report((*path, answers[1]), "exclusive-keys", message, at_key=True)
    if "answer_delay" in given and "pass" not in given:
        message = "`answer_delay` holds back the answer to a request that a reply lets `pass`"
        hint = "write `pass: true` beside it, or `delay` in its place"
        scope.report((*path, "answer_delay"), "missing-key", message, at_key=True, hint=hint)
    file = None
    if part.file is not None:
        file = scope.file(part.file, (*path, "file"))
    return Reply(
        status=part.status,
        headers=part.headers,
        json=given.get("json", MISSING),
        text=part.text,
        file=file,
        delay=part.delay,
        hang=part.hang is True,
        abort=part.abort is True,
        passes=part.pass_ is True,
        answer_delay=part.answer_delay,
    )


def _check_names(scope: Scope, mocks: list[Mock]) -> None:
    seen: set[str] = set()
    for index, mock in enumerate(mocks):
        if mock.name is not None and mock.name in seen:
            message = f"two mocks have the name `{mock.name}`"
            scope.report(("mocks", index, "name"), "duplicate-name", message)
        seen.add(mock.name or "")


def compile_browser(part: BrowserInput | None) -> BrowserWish:
    """What the visitor has set in the browser."""
    return BrowserWish(part.third_party_cookies, part.popups) if part else BrowserWish()
