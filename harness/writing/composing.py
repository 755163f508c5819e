"""New scenario files: a head that says what page it is about, and steps as they were written."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from harness.scenario.fixtures import Shelf
from harness.scenario.problems import LINE_BREAK
from harness.scenario.source import parse
from harness.stub.pages import MARK
from harness.writing.spelling import Style

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

SCHEMA: Final = "# yaml-language-server: $schema="
_URL = re.compile(r"https?://", re.IGNORECASE)
_START = re.compile(r"---[ \t]*(?:#.*)?")
_LONGEST_PAGE = 100_000


class NotComposed(Exception):  # noqa: N818 - the condition is named
    """A scenario cannot be made of this; the message says why."""


@dataclass(frozen=True, slots=True)
class Head:
    """What stands before the steps."""

    title: str
    host: Mapping[str, Any]
    about: Sequence[str] = ()
    more: Mapping[str, Any] = field(default_factory=dict)


def is_url(target: str) -> bool:
    """Whether a target is an address rather than a file."""
    return _URL.match(target) is not None


def host_of(target: str, folder: Path) -> dict[str, Any]:
    """The `host` of a scenario in `folder` for a page. Raises NotComposed.

    A file below `fixtures/pages` goes by its name; any other is taken in, as what stands beside
    it is not served.
    """
    if is_url(target):
        return {"url": target}
    file = Path(target)
    embed = _embed(file)
    shelf = Shelf.above(folder.resolve()).folder
    pages = shelf / "pages" if shelf else None
    if pages is not None and file.resolve().is_relative_to(pages.resolve()):
        return {"file": file.resolve().relative_to(pages.resolve()).as_posix(), **embed}
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise NotComposed(f"{target}: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise NotComposed(f"{target}: the page is not UTF-8") from None
    if "\0" in text or not text.strip():
        raise NotComposed(f"{target}: this is no page")
    if len(text) > _LONGEST_PAGE:
        raise NotComposed(f"{target}: put so large a page into fixtures/pages and name that one")
    return {"html": text.replace("\r\n", "\n"), **embed}


def _embed(file: Path) -> dict[str, Any]:
    """The options of the snippet, for a page that has the mark where it goes."""
    try:
        is_marked = MARK in file.read_bytes()
    except OSError:
        return {}
    return {"embed": {"account": "demo"}} if is_marked else {}


def title_of(target: str) -> str:
    """A title for what is done on a page."""
    name = re.sub(r"[?#].*|/+$", "", target) if is_url(target) else Path(target).name
    words = "".join(letter if letter.isprintable() else " " for letter in name)
    return f"What happens on {words.strip()}"


def slug_of(title: str) -> str:
    """The name of a file for a scenario."""
    return re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_")[:60] or "recorded"


def composed(head: Head, steps: str, style: Style = Style()) -> str:  # noqa: B008 - frozen
    """The text of a scenario; `steps` is the text of a list, indented by two."""
    lines = style.lines("scenario: ", head.title, 0)
    if head.about:
        lines += style.lines("about: ", list(head.about), 0)
    for name, value in head.more.items():
        lines += style.lines(f"{name}: ", value, 0)
    lines += _host(head.host, style)
    return "\n".join((*lines, "steps:", steps.rstrip("\n"), ""))


def _host(host: Mapping[str, Any], style: Style) -> list[str]:
    page = host.get("html")
    if page is None or not _is_literal(page):
        return style.lines("host: ", dict(host), 0)
    rest = [line for k, v in host.items() if k != "html" for line in style.lines(f"{k}: ", v, 2)]
    chomp = "" if page.endswith("\n") else "-"
    lines = [f"    {line}" if line else "" for line in page.removesuffix("\n").split("\n")]
    return ["host:", *rest, f"  html: |2{chomp}", *lines]


def _is_literal(page: str) -> bool:
    """Whether a page can stand in a file in lines of its own, just as it is."""
    plain = page.replace("\n", "").replace("\t", "")
    return bool(page.strip()) and plain.isprintable() and not page.endswith("\n\n")


def indented(script: str, path: str, hidden: Callable[[Any], Any] = lambda steps: steps) -> str:
    """The steps of a script, as they stand in a scenario. Raises NotComposed.

    A script is a list of steps; comments and layout come along, unless `hidden` takes
    something out of the steps.
    """
    source = parse(script, path)
    root = source.root
    if source.problems:
        problem = source.problems[0]
        raise NotComposed(f"{problem.place}: {problem.message}")
    if root is None or not isinstance(root.items, list) or not root.items:
        raise NotComposed(f"{path}: a script is a list of steps, such as `- click: '#chat'`")
    steps = hidden(root.value)
    if steps != root.value or hidden(script) != script:
        return listed(steps)
    lines = [line for line in LINE_BREAK.split(script) if not _START.fullmatch(line)]
    text = "\n".join(f"  {line}" if line.strip() else "" for line in lines)
    again = parse(f"steps:\n{text}\n", path).root
    if again is not None and again.value == {"steps": root.value}:
        return text
    return listed(root.value)


def listed(steps: Sequence[Any], style: Style = Style()) -> str:  # noqa: B008 - frozen
    """Steps as the text of a list, each key of a step in a line of its own."""
    lines: list[str] = []
    for step in steps:
        if not isinstance(step, dict) or not step:
            lines += style.lines("- ", step, 2)
            continue
        pairs = [line for k, v in step.items() for line in _pair(style, k, v)]
        lines += [f"  - {pairs[0].lstrip(' ')}", *pairs[1:]]
    return "\n".join(lines)


def _pair(style: Style, key: Any, value: Any) -> list[str]:
    if value is None:
        return [f"    {style.scalar(key)}:"]
    return style.lines(f"{style.scalar(key)}: ", value, 4)
