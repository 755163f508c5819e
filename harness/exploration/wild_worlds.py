"""The worlds that sequences happen in: pages, back end, settings of the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.assumptions import ASSUMPTIONS
from harness.exploration import odd_values as values
from harness.exploration.chances import happens

if TYPE_CHECKING:
    from random import Random

SHOP = "https://shop.example/"
CART = "https://shop.example/cart"
BLOG = "https://blog.example/"
ADDRESSES = (SHOP, CART, BLOG)

API_URL = "https://api.example/who"
_REPLIES: tuple[dict[str, Any], ...] = (
    {"json": {"user": "jane"}},
    {"status": 500, "text": "no"},
    {"abort": True},
    {"hang": True},
)
_ANALYTICS = (
    *("function ga() {}", "function gtag() {}"),
    f"function ga() {{ throw new Error('{values.THROWN}'); }}",
)

_HTML = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title><script>{script}</script></head>
<body><h1>{title}</h1><p><a href="/cart">Cart</a> <input id="search" aria-label="Search"></p>
{widget}
</body></html>
"""
_LOADER = '<script src="https://app.livechatoo.com/js/web.min.js"></script>'


def world(chance: Random) -> dict[str, Any]:
    """A scenario without its steps."""
    return {
        "backend": _backend(chance),
        "mocks": [{"at": API_URL, "reply": chance.choice(_REPLIES)}],
        "host": _host(chance),
        "browser": {
            "third_party_cookies": "blocked" if happens(chance, 0.15) else "allowed",
            "popups": "blocked" if happens(chance, 0.25) else "allowed",
        },
        "timeout": "60s",
    }


def _host(chance: Random) -> dict[str, Any]:
    script = chance.choice(_ANALYTICS) if happens(chance, 0.5) else ""
    is_embedded = happens(chance, 0.75)
    first, *others = (
        {"at": at, **_page(chance, script, is_embedded=is_embedded)} for at in ADDRESSES
    )
    return {
        **first,
        "pages": {page.pop("at"): page for page in others},
        "until": "load",
        "device": "phone" if happens(chance, 0.25) else "desktop",
    }


def _page(chance: Random, script: str, *, is_embedded: bool) -> dict[str, Any]:
    widget = "<!-- livechatoo -->" if is_embedded else _LOADER
    page: dict[str, Any] = {"html": _HTML.format(title="Shop", script=script, widget=widget)}
    if is_embedded:
        # The snippet's options are checked as written; odd ones come with `init`.
        page["embed"] = {**_documented(chance), **values.callbacks(chance)}
    return page


def _documented(chance: Random) -> dict[str, Any]:
    given: dict[str, Any] = {"account": "demo"}
    if happens(chance, 0.6):
        given["page"] = chance.choice(("online", "start-online", "offline", "hidden", "mini"))
    others = {
        "side": "left",
        "bubble": True,
        "mobile": happens(chance, 0.5),
        "session_per_host": True,
        "c_name": "Jane",
        "c_email": "jane@example.com",
        "url_privacy": "https://shop.example/privacy",
        "custom": "SID=1",
        "target": ["*cart", "*blog*"],
        "clone_operators": {"Alex": ["Orders", "New"]},
        "departments": "2",
        "operators": "1,2",
        "lang": chance.choice(("sk", "de", "xx")),
    }
    return given | {name: value for name, value in others.items() if happens(chance, 0.15)}


def _backend(chance: Random) -> dict[str, Any]:
    has_departments = happens(chance, 0.4)
    departments = [{"id": 2, "name": "Orders"}, {"id": 5, "name": "Support"}]
    operators = [
        {
            "id": number,
            "name": name,
            "online": happens(chance, 0.8),
            "departments": [2, 5][: chance.randint(0, 2)] if has_departments else [],
            **({"welcome": "Welcome!"} if happens(chance, 0.3) else {}),
        }
        for number, name in enumerate(("Alex", "John", "Zoe")[: chance.randint(1, 3)], 1)
    ]
    return {
        "operators": operators,
        "departments": departments if has_departments else [],
        "settings": _settings(chance),
        "triggers": _triggers(chance),
        "assume": _assumed(chance),
    }


def _settings(chance: Random) -> dict[str, Any]:
    flags = ("bubble", "ask_name", "ask_email", "ask_phone")
    settings: dict[str, Any] = {name: True for name in flags if happens(chance, 0.25)}
    settings["rating"] = happens(chance, 0.85)
    settings["assignment"] = "manual" if happens(chance, 0.3) else "automatic"
    if happens(chance, 0.25):
        settings["url_privacy"] = "https://shop.example/privacy"
    if happens(chance, 0.3):
        settings["api_url"] = API_URL
    return settings


def _triggers(chance: Random) -> list[dict[str, Any]]:
    conditions: tuple[dict[str, Any], ...] = (
        {},
        {"after": "0s"},
        {"after": "60ms"},
        {"url": "*cart*"},
        {"pages": 2},
        {"max_chats": 0, "after": "30ms"},
    )
    return [
        {
            "id": number,
            "title": f"Trigger {number}",
            **chance.choice(conditions),
            **({"message": "May I help?"} if happens(chance, 0.6) else {}),
        }
        for number in range(1, chance.choice((0, 0, 1, 2)) + 1)
    ]


def _assumed(chance: Random) -> dict[str, Any]:
    return {
        entry.id: chance.choice(entry.choices[1:])
        for entry in ASSUMPTIONS.values()
        if entry.choices and happens(chance, 0.05)
    }
