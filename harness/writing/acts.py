"""What a person did becomes steps: pages by selector, the widget by what visitors do in it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from harness.browser.profile import labels
from harness.scenario.interpolation import TOKEN

if TYPE_CHECKING:
    from collections.abc import Callable

SECRET: Final = "HARNESS_PASSWORD"  # noqa: S105 - the name of a variable, not its value
"""The environment variable that stands for what was typed into a password's field."""

_WORDS: Final = {
    "open": "opens",
    "minimize": "minimizes",
    "restore": "restores",
    "maximize": "maximizes",
    "close": "closes",
    "dismiss": "dismisses",
}
_FIELDS: Final = ("message", "offline_message", "name", "email", "phone", "rating_message")
_ASKED: Final = ("name", "email", "phone")


@dataclass(slots=True)
class Acts:
    """The steps so far; `hear` takes what `harness/web/capturing.js` tells, one act at a time."""

    home: str
    steps: list[dict[str, Any]] = field(default_factory=list)
    has_secret: bool = False
    _visitor: Visitor = field(default_factory=lambda: Visitor())  # noqa: PLW0108 - it stands below

    def hear(self, row: dict[str, Any], window: str = "main") -> None:
        """Take note of an act in a window."""
        if row.get("where") == "widget":
            act = self._visitor.act(row)
            step = None if act is None else {"visitor": act}
        else:
            step = self._on_page(row)
        if step is not None:
            self.steps.append({**step, **({} if window == "main" else {"in": window})})

    def _on_page(self, row: dict[str, Any]) -> dict[str, Any] | None:
        does: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
            "click": _clicked,
            "fill": self._filled,
            "press": _pressed,
            "select": lambda row: {"eval": _choosing(row["selector"], row["value"])},
            "goto": lambda row: {"goto": _literal(self._address(row["url"]))},
        }
        name = row["do"]
        if name in {"refresh", "back", "forward"}:
            return {name: None}
        return does[name](row) if name in does else None

    def _filled(self, row: dict[str, Any]) -> dict[str, Any]:
        selector = _literal(row["selector"])
        if not row.get("secret"):
            return {"fill": {selector: _literal(row["value"])}}
        self.has_secret = True
        return {"fill": {selector: f"${{env.{SECRET}}}"}}

    def _address(self, url: str) -> str:
        """An address, as a path where that does."""
        home, parts = urlsplit(self.home), urlsplit(url)
        if (home.scheme, home.netloc) != (parts.scheme, parts.netloc):
            return url
        return parts._replace(scheme="", netloc="", path=parts.path or "/").geturl()


def _clicked(row: dict[str, Any]) -> dict[str, Any]:
    if row.get("shadow") and row.get("name") in labels("open"):
        return {"visitor": {"opens": "popup"}}
    return {"click": _literal(row["selector"])}


def _pressed(row: dict[str, Any]) -> dict[str, Any]:
    selector = row.get("selector")
    return {"press": {_literal(selector): row["key"]} if selector else row["key"]}


class Visitor:
    """What a visitor does in the widget: what is typed waits for what it is typed for."""

    def __init__(self) -> None:
        self._typed: dict[str, str] = {}
        self._stars = 5

    def act(self, row: dict[str, Any]) -> Any:
        """The argument of `visitor`, None while there is no whole act."""
        name, panels = row.get("name", ""), row.get("panels", [])
        match row["do"]:
            case "type":
                key = _key(name, _FIELDS)
                if key:
                    self._typed[key] = row["value"]
            case "key":
                return self._entered(_key(name, _FIELDS), _asked(panels))
            case "choose":
                return self._chosen(row)
            case "click" if row.get("role") == "button":
                return self._pressed(name, _asked(panels))
        return None

    def _entered(self, key: str | None, asked: str | None) -> Any:
        if key == "message":
            return self._said()
        return self._given(asked) if asked and key == asked else None

    def _chosen(self, row: dict[str, Any]) -> Any:
        if row["role"] == "checkbox":
            return "consents" if row["checked"] and row["name"] in labels("consent") else None
        star = next((n for n in range(1, 6) if row["name"] in labels(f"star_{n}")), None)
        if star is not None:
            self._stars = star
            return None
        is_choice = set(row.get("panels", ())) & set(labels("choices"))
        return {"picks": _literal(row["name"])} if is_choice else None

    def _pressed(self, name: str, asked: str | None) -> Any:
        key = _key(name, (*_WORDS, "send", "send_message", "send_rating", "accept", "decline"))
        if key in _WORDS:
            return _WORDS[key]
        whole = {"send": self._said, "send_message": self._left, "send_rating": self._rated}
        if key in whole:
            return whole[key]()
        if asked and key == "decline":
            return {"declines": asked}
        return self._given(asked) if asked and key == "accept" else None

    def _said(self) -> Any:
        text = self._typed.pop("message", "")
        return {"says": _literal(text)} if text.strip() else None

    def _given(self, asked: str) -> Any:
        return {"gives": {asked: _literal(self._typed.pop(asked, ""))}}

    def _rated(self) -> Any:
        comment = self._typed.pop("rating_message", "")
        return {"rates": self._stars, **({"message": _literal(comment)} if comment else {})}

    def _left(self) -> Any:
        fields: dict[str, str] = {}
        for name in _ASKED:
            if name in self._typed:
                fields[name] = self._typed.pop(name)
        fields["message"] = self._typed.pop("offline_message", "")
        return {"leaves_message": {name: _literal(text) for name, text in fields.items()}}


def _key(name: str, keys: tuple[str, ...]) -> str | None:
    """Which of the widget's texts a name is, in any of its languages."""
    return next((key for key in keys if name in labels(key)), None)


def _asked(panels: list[str]) -> str | None:
    return next((one for one in _ASKED if set(panels) & set(labels(f"ask_{one}"))), None)


def _literal(text: str) -> str:
    """The text as a scenario writes it, whatever `$` is in it."""
    return text.replace("$", "$$") if TOKEN.search(text) else text


def _choosing(selector: str, value: str) -> str:
    """A script that chooses in a list, as the verbs for fields do not."""
    find = f"document.querySelector({json.dumps(selector)})"
    return _literal(
        f"((list) => {{ list.value = {json.dumps(value)}; "
        f"list.dispatchEvent(new Event('change', {{bubbles: true}})) }})({find})"
    )
