"""The worlds of sequences: pages, people, settings, options, each a choice of few levels.

A level is a word; `Levels` maps each factor to its level, and `world` turns that into a scenario
without steps. Values sit at edges where a widget may compare them wrongly: ids of which one
begins another, names that begin alike, targets with characters that mean something elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.exploration.chances import happens

if TYPE_CHECKING:
    from random import Random

SHOP = "https://shop.example/"
CART = "https://shop.example/cart"
BLOG = "https://blog.example/"
ADDRESSES = (SHOP, CART, BLOG)

API_URL = "https://api.example/who"
PRIVACY = "https://shop.example/privacy"
CSS_TEXT = "* { letter-spacing: 3px !important }"
CSS_FILE = "https://shop.example/word-spacing-7px.css"

Levels = dict[str, str]

FACTORS: dict[str, tuple[str, ...]] = {
    "device": ("desktop", "phone"),
    "page": ("online", "none", "start-online", "start-offline", "offline", "hidden", "mini"),
    "side": ("none", "left", "right"),
    "bubble": ("none", "true", "false"),
    "mobile": ("none", "true", "false"),
    "online": ("all", "some", "none"),
    "assignment": ("automatic", "manual"),
    "people": ("two", "one", "many", "both"),
    "filter": ("none", "operators", "departments", "empty", "unsupported"),
    "ask": ("none", "name", "email", "phone", "all"),
    "privacy": ("none", "page", "administration"),
    "prefilled": ("none", "name", "all", "by_operator", "blank"),
    "analytics": ("none", "ga", "gtag"),
    "session": ("shared", "per_host"),
    "extra": (
        *("none", "css_text", "css_file", "links", "administration_links", "target"),
        *("clones", "custom", "lang"),
    ),
    "trigger": ("none", "url", "expression", "title", "previous", "pages"),
    "admin_bubble": ("none", "true"),
    "start": ("snippet", "init", "options"),
    "popups": ("allowed", "blocked"),
}
"""Every factor with its levels; the first is that of a plain world."""

PLAIN: Levels = {name: known[0] for name, known in FACTORS.items()}
"""The plain world."""

OF_PAGES = ("page", "side", "bubble", "prefilled", "extra", "filter")
"""The factors in which the pages of one site may differ."""

WITH: dict[str, tuple[tuple[str, str], ...]] = {
    "filter=operators": (("assignment", "manual"),),
    "filter=departments": (("people", "many"),),
    "filter=unsupported": (("people", "many"), ("assignment", "manual")),
    "extra=clones": (("assignment", "manual"),),
    "privacy=page": (("prefilled", "all"),),
    "privacy=administration": (("prefilled", "all"),),
    "online=some": (("people", "two"),),
}
"""What a level needs beside it to be of any consequence, more often than not."""

DEVIATIONS = (2, 3, 3, 4, 5, 7)
"""In how many factors a world is other than plain: in few, so that none hides another."""

TARGETS: tuple[Any, ...] = (
    SHOP,
    "*cart",
    ["*blog*", CART],
    "https://shop*cart",
    "https://shop.example.cart",
    ["https://shop.exampl", "*/cart/"],
    "*shop.example*",
    ["https://shop.example/car[t]", "https://blog.example/"],
    "https://shop.example/?",
    "https://shop.example/*",
    "https://shop.example/*/",
    "https://shop.example/c*art",
    ["*://shop.example*cart", "https://blog.*/blog.example/"],
)

CLONES: tuple[dict[str, list[str]], ...] = (
    {"Alex": ["Eshop", "Tech"]},
    {"Alex": ["Tech", "tech"], "Alexa": ["Eshop"]},
    {"alex": ["Eshop"], "Alexa": ["Tech"]},
    {"ALEXA": ["Eshop"], "Alex": ["Tech", "Tech 2"]},
)
"""Operators in further departments; names that differ in capitals are not theirs."""

TRIGGERS: dict[str, tuple[dict[str, Any], ...]] = {
    "url": ({"url": "*/cart"}, {"url": SHOP}, {"url": "https://shop.exampl"}, {"url": "*blog*"}),
    "expression": ({"url_matches": "car[t]$"}, {"url_matches": "^https://shop"}),
    "title": ({"title_has": "Cart"}, {"title_has": "art"}, {"title_has": "cart"}),
    "previous": ({"previous_url": "*/cart"}, {"previous_url": SHOP}, {"previous_url": "*blog*"}),
    "pages": ({"pages": 2}, {"pages": 3}, {"pages": 1}),
}
"""A trigger's only condition."""

_TITLES = {SHOP: "Shop", CART: "Cart", BLOG: "Blog"}

_PEOPLE: dict[str, list[dict[str, Any]]] = {
    "one": [{"id": 1, "name": "Alex", "welcome": "Good day from Alex"}],
    "two": [{"id": 1, "name": "Alex"}, {"id": 10, "name": "Alexa", "welcome": "Ask me anything"}],
    "many": [
        {"id": 1, "name": "Alex", "departments": [2]},
        {"id": 10, "name": "Alexa", "departments": [20], "welcome": "Ask me anything"},
        {"id": 21, "name": "John", "departments": [2, 20]},
    ],
    "both": [
        {"id": 21, "name": "John", "departments": [2, 20], "welcome": "John speaking"},
        {"id": 2, "name": "Joh", "departments": [20]},
    ],
}
_DEPARTMENTS = [{"id": 2, "name": "Orders"}, {"id": 20, "name": "Support"}]
_ANALYTICS = {"none": "", "ga": "<script>function ga() {}</script>"}
_ANALYTICS["gtag"] = "<script>function gtag() {}</script>"
_LOADER = '<script async src="https://app.livechatoo.com/js/web.min.js"></script>'


def levels(chance: Random) -> Levels:
    """A level of each factor: a plain world with some deviations."""
    chosen = dict(PLAIN)
    if happens(chance, SMALL):
        _deviate(chance, chosen, chance.choice(("device", "mobile", "page")))
    for name in chance.sample(list(FACTORS), chance.choice(DEVIATIONS)):
        _deviate(chance, chosen, name)
    return chosen


def _deviate(chance: Random, chosen: Levels, name: str) -> None:
    chosen[name] = chance.choice(FACTORS[name][1:])
    for other, level in WITH.get(f"{name}={chosen[name]}", ()):
        if happens(chance, LIKELY):
            chosen[other] = level


LIKELY = 0.7

SMALL = 0.2
"""How often one of the factors is other than plain on which it depends where a chat opens."""


def another_page(chance: Random, chosen: Levels) -> Levels:
    """The levels of another page of the same site."""
    other = dict(chosen)
    for name in chance.sample(OF_PAGES, chance.choice((1, 2, 3))):
        other[name] = chance.choice(FACTORS[name])
    return other


def world(chance: Random, chosen: Levels) -> dict[str, Any]:
    """The scenario of these levels, without its steps."""
    made: dict[str, Any] = {"backend": _backend(chance, chosen)}
    mocks = _mocks(chosen)
    if mocks:
        made["mocks"] = mocks
    made["host"] = _host(chance, chosen)
    if chosen["popups"] == "blocked":
        made["browser"] = {"popups": "blocked"}
    return made


def _mocks(chosen: Levels) -> list[dict[str, Any]]:
    headers = {"content-type": "text/css"}
    style = {"text": "* { word-spacing: 7px !important }", "headers": headers}
    mocks: list[dict[str, Any]] = [{"at": CSS_FILE, "reply": style}]
    if chosen["extra"] == "custom":
        mocks.append({"at": API_URL, "reply": {"json": {"user": "jane"}}})
    return mocks


def _host(chance: Random, chosen: Levels) -> dict[str, Any]:
    pages: dict[str, dict[str, Any]] = {}
    for address in ADDRESSES:
        title = f"<title>{_TITLES[address]}</title>" if chosen["trigger"] == "title" else ""
        heading = f"{title}{_ANALYTICS[chosen['analytics']]}<h1>Shop</h1>"
        options = embed(chance, chosen if address == SHOP else another_page(chance, chosen))
        page: dict[str, Any] = {"html": heading, "embed": options}
        if chosen["start"] != "snippet":
            page = {"html": heading + _LOADER}
        pages[address] = page
    first = pages.pop(SHOP)
    host = {**first, "pages": pages}
    if chosen["device"] == "phone":
        host["device"] = "phone"
    return host


def embed(chance: Random, chosen: Levels) -> dict[str, Any]:
    """The options of init that these levels mean."""
    given: dict[str, Any] = {"account": "demo"}
    for name in ("page", "side"):
        if chosen[name] != "none":
            given[name] = chosen[name]
    for name in ("bubble", "mobile"):
        if chosen[name] != "none":
            given[name] = chosen[name] == "true"
    if chosen["session"] == "per_host":
        given["session_per_host"] = True
    if chosen["privacy"] == "page":
        given["url_privacy"] = PRIVACY
    return {**given, **_prefilled(chosen), **_filter(chance, chosen), **_extra(chance, chosen)}


def _prefilled(chosen: Levels) -> dict[str, Any]:
    name = {"c_name": "Jane"}
    return {
        "none": {},
        "name": name,
        "by_operator": {**name, "c_name_byop": "Jane (VIP)"},
        "all": {**name, "c_email": "jane@example.com", "c_phone": "0123 456 789"},
        "blank": {"c_name": "", "c_email": "", "c_phone": ""},
    }[chosen["prefilled"]]


def _filter(chance: Random, chosen: Levels) -> dict[str, Any]:
    kind, people = chosen["filter"], chosen["people"]
    if kind == "operators" and people != "one":
        known = ("21", "2", "2,21") if people == "both" else ("10", "1", "1,10")
        return {"operators": chance.choice(known)}
    if kind in {"departments", "unsupported"} and people in {"many", "both"}:
        return {"departments": chance.choice(("2", "20", "2,20"))}
    return {"departments": "", "operators": ""} if kind == "empty" else {}


def _extra(chance: Random, chosen: Levels) -> dict[str, Any]:
    kind = chosen["extra"]
    fixed: dict[str, dict[str, Any]] = {
        "css_text": {"css_text": CSS_TEXT},
        "css_file": {"css_file": chance.choice((CSS_FILE, CSS_FILE.removeprefix("https:")))},
        "links": {"url_contact": f"{SHOP}contact", "url_faq": f"{SHOP}faq"},
        "clones": {"clone_operators": chance.choice(CLONES)},
        "custom": {"custom": "SID=1&x=é"},
    }
    if kind == "target":
        return {"target": chance.choice(TARGETS)}
    if kind == "lang":
        return {"lang": chance.choice(("sk", "cs", "en"))}
    return fixed.get(kind, {})


def _backend(chance: Random, chosen: Levels) -> dict[str, Any]:
    operators = [dict(one) for one in _PEOPLE[chosen["people"]]]
    for index, operator in enumerate(operators):
        is_out = chosen["online"] == "none" or (chosen["online"] == "some" and index == 0)
        if is_out and (chosen["online"] == "none" or len(operators) > 1):
            operator["online"] = False
    made: dict[str, Any] = {"operators": operators}
    if chosen["people"] in {"many", "both"}:
        made["departments"] = _DEPARTMENTS
    settings = _settings(chosen)
    if settings:
        made["settings"] = settings
    text = {"message": "May I help?"} if happens(chance, 0.7) else {}
    made["triggers"] = [{"id": 7, "title": "Cart help", **text}, {"id": 70, "title": "Second"}]
    if chosen["trigger"] != "none":
        condition = chance.choice(TRIGGERS[chosen["trigger"]])
        made["triggers"].append({"id": 5, "title": "By itself", **condition})
    return made


def _settings(chosen: Levels) -> dict[str, Any]:
    settings: dict[str, Any] = {}
    if chosen["admin_bubble"] == "true":
        settings["bubble"] = True
    if chosen["assignment"] == "manual":
        settings["assignment"] = "manual"
    asked = ("name", "email", "phone") if chosen["ask"] == "all" else (chosen["ask"],)
    settings |= {f"ask_{name}": True for name in asked if name != "none"}
    if chosen["privacy"] == "administration":
        settings["url_privacy"] = PRIVACY
    if chosen["extra"] == "administration_links":
        settings |= {"url_contact": f"{SHOP}contact", "url_faq": f"{SHOP}faq"}
    if chosen["extra"] == "custom":
        settings["api_url"] = API_URL
    if chosen["filter"] == "unsupported":
        settings["departments"] = False
    return settings
