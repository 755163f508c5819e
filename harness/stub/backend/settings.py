"""What the account's administration says, as far as the widget depends on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Mapping

FIELDS = ("name", "email", "phone")
"""What a visitor can be asked for before a chat, in this order (ask-when)."""

PERSONAL = ("email", "phone")
"""What needs the visitor's consent where there is a privacy address (Pre-filled data)."""

LINKS = ("url_contact", "url_faq", "url_privacy")
"""The addresses that the window links to (Pre-filled data)."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one account; `asked` are the fields that visitors are asked for."""

    bubble: bool = False
    departments: bool = False
    is_manual: bool = False
    asked: tuple[str, ...] = ()
    rating: bool = True
    url_contact: str = ""
    url_faq: str = ""
    url_privacy: str = ""
    api_url: str = ""

    @classmethod
    def of(cls, given: Mapping[str, Any], *, has_departments: bool) -> Self:
        """What a scenario says; departments count where there are any (departments-setting)."""
        departments = given.get("departments")
        return cls(
            bubble=given.get("bubble") is True,
            departments=has_departments if departments is None else departments is True,
            is_manual=given.get("assignment") == "manual",
            asked=tuple(field for field in FIELDS if given.get(f"ask_{field}") is True),
            rating=given.get("rating") is not False,
            **{name: text_of(given.get(name)) for name in (*LINKS, "api_url")},
        )

    def links(self, options: Mapping[str, Any]) -> dict[str, str]:
        """The addresses in force; an option outdoes the administration (links-precedence)."""
        return {name: text_of(options.get(name)) or getattr(self, name) for name in LINKS}


def text_of(value: object) -> str:
    """A text as it is, anything else as none."""
    return value if isinstance(value, str) else ""
