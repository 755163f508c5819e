"""The scenarios around a fault, and pages that do harm."""

from __future__ import annotations

import json
from typing import Any

BEFORE = "<testsuites><testcase name='of before'/></testsuites>"
"""A report that another command has left."""
LOADER = "https://app.livechatoo.com/js/web.min.js"
SNIPPET = (
    "<script>(function (d) { var s = d.createElement('script'); s.async = true;"
    f" s.src = '{LOADER}'; d.getElementsByTagName('head')[0].appendChild(s); }})(document);"
    "</script>"
)

ENDLESS = "^(a|a)*$"
"""A regular expression that does not come to its end on many a followed by a b."""


def good(number: int) -> str:
    """A scenario that passes, and would not if it were held up for seconds."""
    return json.dumps(
        {
            "scenario": f"Good {number}",
            "host": {
                "html": "<!doctype html><title>Shop</title><h1>Shop</h1><!-- livechatoo -->",
                "embed": {"account": "demo", "page": "online"},
            },
            "steps": [
                {"expect": {"onload": {"page": "online"}}},
                {
                    "visitor": {"says": "Hello"},
                    "expect": {"onchatstart": {"initiator": "client"}},
                },
                {"flip": None, "expect": {"onchange": {"chat_status": "min"}}},
                {"check": {"chatbar": "hidden", "title": "Shop"}},
            ],
        }
    )


def bomb(*steps: Any, html: str = "", timeout: str = "4s", **more: Any) -> str:
    """A scenario with the title `Bomb` on a page of this HTML."""
    content: dict[str, Any] = {
        "scenario": "Bomb",
        "timeout": timeout,
        "host": {"html": f"<!doctype html><title>Bomb</title>{html}"},
        "steps": list(steps) or [{"check": {"title": "never so"}, "within": "1s"}],
    }
    for name, value in more.items():
        if name == "host":
            given = content["host"] | value
            content["host"] = {key: one for key, one in given.items() if one is not None}
        else:
            content[name] = value
    return json.dumps(content)


def script(code: str) -> str:
    """A script of the page's own."""
    return f"<script>{code}</script>"


WITNESS = "onload: function () { document.documentElement.className = 'fired'; }"
"""An option that leaves a trace beside the recorder when the widget calls it."""


def embed(code: str = "", *, before: str = "", options: str = WITNESS) -> str:
    """A page's part that embeds the widget by the vendor's snippet.

    `before` is run before all else; `code` is the body of the hook, which inits when empty.
    """
    call = code or "livechatoo.embed.init(options);"
    return (
        f"{script(before) if before else ''}<body><h1>Shop</h1>"
        + script(
            f"var options = {{account: 'demo', page: 'online', {options}}};"
            f"livechatooCmd = function () {{ {call} }};"
        )
        + SNIPPET
    )


FIRED = {"check": {"eval": {"document.documentElement.className": "fired"}}, "within": "3s"}
"""A step that waits until the widget has called the page, as the page itself tells."""
