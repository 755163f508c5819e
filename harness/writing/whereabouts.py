"""Which page is meant: a file, an address, or a path in an environment."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from harness.project.model import origin_of
from harness.scenario.placing import joined
from harness.writing.composing import NotComposed, host_of, is_url, title_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harness.project.model import Environment


@dataclass(frozen=True, slots=True)
class Page:
    """A page: how the user names it, and for one on a server `at`, where it is.

    `path` is what a scenario says of it, relative to `base` where there is one.
    """

    target: str
    at: str | None = None
    path: str = ""
    base: str | None = None

    @property
    def opened(self) -> str:
        """What is opened: an address or a file."""
        return self.at or self.target

    @property
    def is_real(self) -> bool:
        """Whether its own server has it."""
        return self.at is not None

    @property
    def title(self) -> str:
        """A title for what is done on it."""
        if self.base is None:
            return title_of(self.target)
        return f"What happens on {urlsplit(self.path).path or '/'}"

    def host(self, folder: Path) -> Mapping[str, Any]:
        """The `host` of a scenario in this folder. Raises NotComposed."""
        return {"url": self.path} if self.is_real else host_of(self.target, folder)


def page_of(target: str | None, environment: Environment) -> Page:
    """The page that is meant; without a target the environment's own. Raises NotComposed."""
    base = environment.base_url
    if target is None and base is not None:
        target = urlsplit(base).path or "/"
    if target is None:
        raise NotComposed("name the page that embeds the widget: an address or a file")
    if is_url(target):
        if base is None or origin_of(base) != origin_of(target):
            return Page(target, target, target)
        path = _relative(target, base)
        return Page(target, joined(base, path), path, base)
    if Path(target).is_file():
        return Page(target)
    if not target.startswith(("/", "?")):
        raise NotComposed(f"{target}: there is no such file, and it is no http address")
    if base is None:
        raise NotComposed(
            f"{target}: there is no such file\n  hint: a path of a site is relative to something: "
            "name an environment (`--env NAME`) or an address (`--base-url URL`)"
        )
    return Page(target, joined(base, target), target, base)


def place_of(url: str) -> tuple[str, str]:
    """The base of an address, and what is relative to it."""
    parts = urlsplit(url)
    rest = parts._replace(scheme="", netloc="", fragment="", path=parts.path or "/")
    return urljoin(url, "/"), rest.geturl()


def _relative(url: str, base: str) -> str:
    """An address relative to a base, without what the base has all pages asked with."""
    parts = urlsplit(url)
    known = urlsplit(base).query.split("&")
    own = "&".join(pair for pair in parts.query.split("&") if pair not in known)
    return parts._replace(scheme="", netloc="", path=parts.path or "/", query=own).geturl()
