"""Values that a page gives the widget: documented ones, and odd ones of every kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.exploration.chances import happens
from harness.widget_api import API, BUBBLE_TYPES, PAGES, POPUP_MODES, SIDES, Kind

if TYPE_CHECKING:
    from random import Random

ODD: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 5, 1.5, "", " ", "offlne", "constructor", "__proto__"),
    *([], ["online"], {}, {"page": "online"}, "<b>bold</b>", "é\u202e\U0001f600", "x" * 12_000),
)
"""What no function of the widget asks for, as YAML can say it."""

ODD_SOURCES = (
    *("undefined", "NaN", "Symbol('odd')", "10n", "function () {}", "document", "window"),
    *("new Proxy({}, {get() { throw new Error('a trap'); }})", "Object.create(null)"),
    *("{toString() { throw new Error('a trap'); }}", "new Map()", "new String('online')"),
    *("Object.freeze({account: 'demo', page: 'online'})", "[,]", "new Date(NaN)"),
    "{get account() { throw new Error('a trap'); }}",
    "{account: 'demo', get onload() { throw new Error('a trap'); }}",
    "{account: 'demo', target: {length: 1e9}, clone_operators: [[]], c_name: {}}",
)
"""What only JavaScript can say."""

THROWN = "thrown by the page"
"""What callbacks of the page throw, when they do."""

_TEXTS = {
    "account": ("demo", "demo", "demo", "shop2"),
    "lang": ("en", "sk", "cs", "de", "hu", "no", "xx-YY"),
    "css_text": ("button { color: red }", "#window { color: red !important } }{"),
    "css_file": ("//shop.example/site.css", "site.css", "https://"),
    "c_name": ("Jane", "", "  "),
    "c_name_byop": ("Jane (VIP)",),
    "c_email": ("jane@example.com", "", "no email"),
    "c_phone": ("0123 456 789", ""),
    "url_contact": ("https://shop.example/contact", "javascript:alert(1)"),
    "url_faq": ("https://shop.example/faq", "//"),
    "url_privacy": ("https://shop.example/privacy", "/privacy", ""),
    "custom": ("SID=1", "", "&x=\n"),
    "departments": ("2", "2,5", "", "9", "2, 5,x", ",,"),
    "operators": ("1", "1,3", "", "99", "٣"),
}
_OPTIONS: dict[str, tuple[Any, ...]] = {
    "clone_operators": ({"Alex": ["Orders"]}, {"Alex": "Orders", "Nobody": ["X"]}, {}),
    "target": ("*cart*", ["*", "https://shop.example/"], [], [5, ""], "***"),
    "side": SIDES,
    "page": tuple(page for page in PAGES if page != "chat"),
    "mode": POPUP_MODES,
    "btype": BUBBLE_TYPES,
}
_CALLS = (
    *("stop()", "flip()", "reload()", "init()", "bubble(true)", "page('chat', {message: 'Hi'})"),
    *("page('hidden')", "page('online')", "switch_side('left')", "status()", "page('mini')"),
    *("init({account: 'demo', page: 'online'})", "init({account: 'demo', page: 'hidden'})"),
)


def options(chance: Random, of: str) -> dict[str, Any]:
    """Options of `embed` or `popup`, now and then with odd ones among them."""
    known = API.options if of == "embed" else API.popup_options
    given: dict[str, Any] = {}
    for name, option in known.items():
        if name == "account" or happens(chance, 0.5 if name in {"page", "mode"} else 0.12):
            values: tuple[Any, ...] = _TEXTS.get(name) or _OPTIONS.get(name) or ODD
            if option.kind is Kind.BOOLEAN:
                values = (True, False)
            is_odd = happens(chance, 0.02 if name == "account" else 0.08)
            given[name] = chance.choice(ODD if is_odd else values)
    return given


def callbacks(chance: Random) -> dict[str, Any]:
    """What some of the page's callbacks do, by their names; the others do nothing."""
    return {
        name: _callback(chance)
        for name in API.callbacks
        if happens(chance, 0.25 if name == "onload" else 0.1)
    }


def _callback(chance: Random) -> dict[str, str] | None:
    kind = chance.randrange(6)
    if kind == 0:
        return None
    if kind == 1:
        return {"throws": THROWN}
    # However often it is called, it acts only a few times: else the page makes a loop of it.
    acts = "; ".join(_call(chance) for _ in range(chance.randint(1, 2)))
    return {"js": f"function (data) {{ if ((window.n = (window.n || 0) + 1) < 5) {{ {acts} }} }}"}


def _call(chance: Random) -> str:
    if happens(chance, 0.1):
        return "alert('a dialog')"
    if happens(chance, 0.15):
        return f"livechatoo.popup.{chance.choice(('stop()', 'close()', 'status()', 'init()'))}"
    return f"livechatoo.embed.{chance.choice(_CALLS)}"


def proactive(chance: Random) -> Any:
    """The second argument of `page('chat')`."""
    if happens(chance, 0.15):
        return chance.choice(ODD)
    known = {
        "message": "An offer",
        "departments": "2",
        "operators": "1,3",
        "department_name": "Sales",
        "operator_name": "Great Offer",
        "operator_photo": "//shop.example/face.png",
    }
    return {
        name: value if happens(chance, 0.9) else chance.choice(ODD)
        for name, value in known.items()
        if happens(chance, 0.5)
    }


def burst(chance: Random) -> str:
    """Calls that a script makes at once, in one task, on a page that has the widget."""
    calls = []
    for _ in range(chance.randint(1, 4)):
        if happens(chance, 0.5):
            calls.append(_call(chance))
        else:
            function = chance.choice(list(API.functions))
            count = chance.choice((0, 1, 1, 1, 2))
            given = ", ".join(chance.choice(ODD_SOURCES) for _ in range(count))
            calls.append(f"livechatoo.{function}({given})")
    told = ";\n".join(calls)
    return f"if (window.livechatoo) {{\n{told};\n}}; 0"
