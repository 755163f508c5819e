"""How a visitor finds their way in the stub widget: by role and name, in any of its languages."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from dataclasses import field as field_of
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, Literal
from urllib.parse import urlsplit

from harness.scenario.window_names import CHAT, POPUP
from harness.stub.wildcard import fits
from harness.widget_api import WIDGET_HOST

if TYPE_CHECKING:
    from collections.abc import Mapping

FRAME = f'iframe[src*="//{WIDGET_HOST}/"]'
"""The element of the host page that holds the widget's document."""


@cache
def _texts() -> dict[str, dict[str, str]]:
    text = files("harness.web").joinpath("widget/texts.json").read_text(encoding="utf-8")
    loaded: dict[str, dict[str, str]] = json.loads(text)
    return loaded


@cache
def labels(key: str) -> list[str]:
    """What something of the widget is called, in each of its languages."""
    return sorted({texts[key] for texts in _texts().values() if key in texts})


@dataclass(frozen=True, slots=True)
class Control:
    """Something that visitors see: its role, and the names that it may have (None: any).

    `where` tells the widget's own document from what its loader puts on the host page, which
    is in a shadow tree there (assumption popup-bubble-shapes); `inside` names what it is in.
    `key` is what profiles of other widgets call it, and `given` what a profile says itself of
    something that has no key.
    """

    role: str
    names: tuple[str, ...] | None = None
    title: str = ""
    where: Literal["widget", "shadow"] = "widget"
    inside: Control | None = None
    key: str = ""
    given: Mapping[str, Any] | None = None

    @property
    def sought(self) -> dict[str, Any]:
        """What the questions in `harness/web/asking` are asked with."""
        given: dict[str, Any] = {"role": self.role}
        if self.names is not None:
            given["names"] = list(self.names)
        if self.where == "shadow":
            given["where"] = "shadow"
        if self.inside is not None:
            given["inside"] = self.inside.sought
        return given

    @property
    def called(self) -> str:
        """What a message calls it."""
        if self.where == "shadow":
            return self.title
        return f"the {self.role} “{self.title}”" if self.title else f"the {self.role}"


def control(role: str, key: str) -> Control:
    """A control by the key of its text."""
    return Control(role, tuple(labels(key)), _texts()["en"].get(key, key), key=key)


def button(key: str) -> Control:
    """A button by the key of its text."""
    return control("button", key)


def field(key: str) -> Control:
    """A field for text by the key of its label."""
    return control("textbox", key)


def choice(name: str) -> Control:
    """An operator in the list to choose from."""
    return Control("radio", (name,), name, inside=control("radiogroup", "choices"), key="choice")


def invitation(asked: str) -> Control:
    """The form that invites the visitor to give a name, an email or a phone."""
    return control("panel", f"ask_{asked}")


RATING = control("radiogroup", "rating")
"""The stars of a rating."""

WINDOW = Control("dialog", key="window")
"""The open chat window."""

MINI = Control("button", key="mini")
"""The small button that a mini chat is, as a profile tells it from the bar."""

BUBBLE = Control("note", key="bubble")
"""What stands beside the closed bar."""

CHOICES = Control("radio", inside=control("radiogroup", "choices"), key="choice")
"""The operators to choose from, all of them."""

POPUP_BUBBLE = Control("button", tuple(labels("open")), "the popup's bubble", "shadow", key="popup")
"""What opens the popup from the host page."""

PARTS = {
    "bar": button("open"),
    "bubble": BUBBLE,
    "window": WINDOW,
    "title": Control("heading", key="title"),
    "log": Control("log", key="log"),
    "message": field("message"),
    "popup": POPUP_BUBBLE,
    **{key: button(key) for key in ("send", "minimize", "restore", "maximize", "close", "rate")},
}
"""What the parts are that a check of styles names."""


CONVERSATION: Final = "conversation"
"""What a profile says of the lines of a conversation."""

READINGS: Final = ("status", "popup_status")
"""What a profile says of reading what `status()` returns."""

WIDGETS: Final = "widget"
"""What a profile says of how widgets are counted."""

DOCUMENT: Final = "document"
"""What a widget has that is not a part of the host page: a profile gives its `address`."""

WINDOWS: Final = "windows"
"""What a profile says of the widget's own windows: `windows.popup`, `windows.chat`."""


@dataclass(frozen=True, slots=True)
class Profile:
    """How the controls of one widget are found; without `entries` they are the stub's.

    An entry is what the questions in `harness/web/asking` are asked with. `address` is a
    pattern of the addresses of the widget's documents, `frame` a selector of the elements
    that hold them; `is_on_page` tells that the widget has no document of its own. `widget` is
    a selector of what is counted as a widget, and `windows` has patterns of the addresses of
    the widget's own windows, by the names that scenarios have for them. `readings` are JavaScript
    expressions of `value`, what `status()` returns, and `world` one that gives a function of the
    scenario's `backend`, run before any script of a page; `acts` is one of what an operator or a
    trigger does, run in the page or, where `acts_in_widget`, in the widget's own document. An entry
    with `then` is pressed, and what that says after it where the widget asks back.
    """

    name: str = "the stub widget"
    entries: Mapping[str, dict[str, Any]] | None = None
    address: str = f"*://{WIDGET_HOST}/*"
    frame: str = FRAME
    is_on_page: bool = False
    conversation: Mapping[str, Any] | None = None
    widget: str | None = None
    windows: Mapping[str, str | Mapping[str, str]] | None = None
    readings: Mapping[str, str] = field_of(default_factory=dict)
    world: str | None = None
    acts: str | None = None
    acts_in_widget: bool = False

    @property
    def is_stub(self) -> bool:
        """Whether it is that of the stub, which has everything."""
        return self.entries is None

    @property
    def rates_when_closed(self) -> bool:
        """Whether a chat is rated once it was closed: there is nothing to press before."""
        return self.entries is not None and "rate" not in self.entries and "close" in self.entries

    def has(self, key: str) -> bool:
        """Whether it says how to find this: a control, or what else a step needs to know."""
        if self.entries is None or key in self.entries:
            return True
        if key == DOCUMENT:
            return not self.is_on_page
        if key in READINGS:
            return key in self.readings
        if key == WIDGETS:
            return self.widget is not None or not self.is_on_page
        area, _, name = key.rpartition(".")
        if area == WINDOWS:
            return name in (self.windows or {})
        is_conversation = key == CONVERSATION and self.conversation is not None
        return is_conversation or (key == "rate" and self.rates_when_closed)

    def sought(self, control: Control) -> dict[str, Any]:
        """What a question is asked with to find a control; nothing fits what it does not have."""
        if control.given is not None:
            return dict(control.given)
        if self.entries is None:
            return control.sought
        entry = _itself(self.entries.get(control.key, _NOTHING))
        names = control.names or ()
        if control.key == "choice" and "$name" in str(entry):
            if not names:
                return self.sought_by_key(control.key)
            return {key: _named(value, names[0]) for key, value in entry.items()}
        return entry

    def sought_by_key(self, key: str) -> dict[str, Any]:
        """What a question is asked with to find whatever an entry says, `$name` being anything."""
        entry = _itself((self.entries or {}).get(key, _NOTHING))
        return {name: value for name, value in entry.items() if "$name" not in str(value)}

    def asked_back(self, control: Control) -> dict[str, Any] | None:
        """What is pressed after a control where the widget asks whether that is meant."""
        then: dict[str, Any] | None = (self.entries or {}).get(control.key, {}).get("then")
        return then

    def whom(self, row: str) -> str:
        """The operator that a row of the list to choose from is about, as its name is worded."""
        words = (self.entries or {}).get("choice", {}).get("names", ())
        for before, mark, after in (word.partition("$name") for word in words):
            is_so = mark and row.startswith(before) and row.endswith(after)
            if is_so and len(row) > len(before) + len(after):
                return row[len(before) : len(row) - len(after)]
        return row

    def is_widgets(self, url: str) -> bool:
        """Whether a document is the widget's own."""
        if self.entries is None:
            return urlsplit(url).hostname == WIDGET_HOST
        return not self.is_on_page and fits(self.address, url)

    @property
    def is_widgets_in_script(self) -> str:
        """The same as a JavaScript expression, of the document that it is run in."""
        if self.is_on_page:
            return "false"
        parts = (
            re.sub(r"[\\^$.*+?()\[\]{}|/]", r"\\\g<0>", one) for one in self.address.split("*")
        )
        return f"/^{'.*'.join(parts)}$/.test(location)"

    @property
    def names_windows(self) -> bool:
        """Whether windows are told by their names, since they have no address."""
        return any(not isinstance(known, str) for known in (self.windows or {}).values())

    @property
    def has_closed_trees(self) -> bool:
        """Whether something is in a shadow tree that no script is let into."""
        entries = [*(self.entries or {}).values(), self.conversation or {}]
        return any("closed" in entry for entry in entries)

    def window_of(self, url: str, name: str = "") -> str | None:
        """What a window of the widget's own is called, told from its address or its name.

        That the stub's popup has an address of its own is an assumption (popup-address).
        """
        if self.windows:
            for called, known in self.windows.items():
                is_it = fits(known, url) if isinstance(known, str) else fits(known["name"], name)
                if is_it:
                    return called
            return None
        if urlsplit(url).hostname != WIDGET_HOST:
            return None
        return POPUP if "/client-popup/" in url else CHAT


_NOTHING = {"css": ":not(*)"}


def _itself(entry: Mapping[str, Any]) -> dict[str, Any]:
    """An entry without what comes after it."""
    return {name: value for name, value in entry.items() if name != "then"}


def _named(value: Any, name: str) -> Any:
    if isinstance(value, str):
        return value.replace("$name", name)
    return [_named(item, name) for item in value] if isinstance(value, list) else value


STUB_PROFILE = Profile()
"""That of the stub widget, found by role and name."""
