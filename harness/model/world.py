"""The world of a scenario, as far as the page speaks of it: pages, people, settings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from harness.model.unknown import UNKNOWN, Unknown

if TYPE_CHECKING:
    from collections.abc import Mapping

OFFLINE_OF = {"start-online": "start-offline", "online": "offline"}
ASKABLE = ("name", "email", "phone")
_ALEX = {"id": 1, "name": "Alex"}


@dataclass(frozen=True, slots=True)
class Operator:
    """Somebody who answers visitors."""

    id: int
    name: str
    departments: tuple[int, ...] = ()
    welcome: str | None = None


class World:
    """What a scenario declares beside its steps. `online` holds the ids of those who are there.

    Without `has_known_people` the widget has people of its own: that there are some is all that
    is known of them.
    """

    def __init__(self, given: Mapping[str, Any], *, has_known_people: bool = True) -> None:
        self.has_known_people = has_known_people
        backend = given.get("backend") or {}
        declared = backend.get("operators", [_ALEX])
        self.operators = tuple(
            Operator(one["id"], one["name"], tuple(one.get("departments", ())), one.get("welcome"))
            for one in declared
        )
        self.online = {one["id"] for one in declared if one.get("online", True)}
        self.departments = tuple(backend.get("departments", ()))
        self.settings: dict[str, Any] = backend.get("settings") or {}
        self.triggers = {one["id"]: one for one in backend.get("triggers", ())}
        host = given["host"]
        self.address: str = host.get("at", "https://shop.example/")
        self.is_phone = host.get("device", "desktop") == "phone"
        self.can_open_windows = (given.get("browser") or {}).get("popups", "allowed") == "allowed"
        self._first: dict[str, Any] = host
        self._pages: dict[str, Any] = {self.address: host, **host.get("pages", {})}

    @property
    def is_manual(self) -> bool:
        """Whether visitors select their operator."""
        return self.settings.get("assignment") == "manual"

    @property
    def has_rating(self) -> bool:
        """Whether chats can be rated."""
        return bool(self.settings.get("rating", True))

    @property
    def asked(self) -> tuple[str, ...]:
        """What visitors are invited to give before a chat."""
        return tuple(name for name in ASKABLE if self.settings.get(f"ask_{name}"))

    @property
    def has_departments(self) -> bool:
        """Whether the departments parameter is used: support must be enabled in settings."""
        return bool(self.settings.get("departments", bool(self.departments)))

    def embed(self, address: str) -> dict[str, Any] | None:
        """The options of the snippet of a page; None when it has none."""
        embed: dict[str, Any] | None = self._page(address).get("embed")
        return embed

    def _page(self, address: str) -> dict[str, Any]:
        """What an address shows: where no page is declared, the first one again."""
        page: dict[str, Any] = self._pages.get(address, self._first)
        return page

    def title(self, address: str) -> str:
        """The title of a page's document."""
        html = str(self._page(address).get("html", ""))
        return html.partition("<title>")[2].partition("</title>")[0]

    def has_analytics(self, address: str) -> bool:
        """Whether a page has a function of Google Analytics."""
        html = str(self._page(address).get("html", ""))
        return "function ga(" in html or "function gtag(" in html

    def is_private(self, options: Mapping[str, Any]) -> bool:
        """Whether the address for Processing of Personal Data is filled, here or there."""
        return bool(options.get("url_privacy") or self.settings.get("url_privacy"))

    def allowed(self, *filters: Mapping[str, Any]) -> tuple[Operator, ...]:
        """The operators to whom all these parameters leave a chat."""
        return tuple(one for one in self.operators if all(self._fits(one, by) for by in filters))

    def _fits(self, operator: Operator, by: Mapping[str, Any]) -> bool:
        wanted = ids(by.get("operators"))
        places = ids(by.get("departments")) if self.has_departments else []
        is_wanted = not wanted or operator.id in wanted
        return is_wanted and (not places or bool(set(places) & set(operator.departments)))

    def is_online(self, *filters: Mapping[str, Any]) -> bool | Unknown:
        """Whether an operator is online; unknown where only those are that filters leave out."""
        if not self.online:
            return False
        return any(one.id in self.online for one in self.allowed(*filters)) or UNKNOWN

    def negated(self, status: str, *, is_online: bool | Unknown) -> str | Unknown:
        """What a status becomes when no operator is online."""
        if status not in OFFLINE_OF or is_online is True:
            return status
        return OFFLINE_OF[status] if is_online is False else UNKNOWN


def ids(value: object) -> list[int]:
    """The ids of a parameter like '2,5'."""
    return [int(part) for part in str(value or "").split(",") if part.strip().isdigit()]


def host_of(address: str) -> str:
    """The host of an address."""
    return urlsplit(address).hostname or ""


def matches(target: str, address: str) -> bool:
    """Whether a target with asterisks, each for 0 or more characters, is this address."""
    parts = (re.escape(part) for part in target.split("*"))
    return re.fullmatch(".*".join(parts), address, re.DOTALL) is not None
