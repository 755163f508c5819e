"""Servers that answer late, wrongly, or never."""

from typing import Any

from tests.faults.fault import ANY, Fault
from tests.faults.pages import bomb, embed, script

_MAY = ANY - {"skipped", "not_run"}


def _fault(
    name: str,
    reply: dict[str, Any],
    html: str = "",
    *,
    at: str = "https://api.example/x",
    **more: Any,
) -> Fault:
    page = html or script(
        "fetch('https://api.example/x').then(function (r) { return r.text(); }).then(function (t) { document.title = 'never so?'; });"
    )
    return Fault(
        name=name, bomb=bomb(html=page, mocks=[{"at": at, "reply": reply}], **more), may=_MAY
    )


_LOADER = "https://app.livechatoo.com/js/web.min.js"

FAULTS = [
    _fault("an answer that comes after a minute", {"status": 200, "delay": "60s"}),
    _fault("an answer of 500", {"status": 500}),
    _fault(
        "a redirect to itself", {"status": 302, "headers": {"Location": "https://api.example/x"}}
    ),
    _fault(
        "a redirect to nowhere",
        {"status": 302, "headers": {"Location": "https://nowhere.example/"}},
    ),
    _fault("a redirect to a file", {"status": 302, "headers": {"Location": "file:///etc/passwd"}}),
    _fault("a status of 999", {"status": 599}),
    _fault("a body of 900 kB", {"status": 200, "text": "x" * 900_000}),
    _fault("the loader is 500", {"status": 500}, embed(), at=_LOADER),
    _fault("the loader comes after a minute", {"status": 200, "delay": "60s"}, embed(), at=_LOADER),
    _fault(
        "the loader is a loop",
        {"status": 200, "text": "for (;;) {}", "headers": {"Content-Type": "text/javascript"}},
        embed(),
        at=_LOADER,
    ),
    _fault(
        "the loader throws",
        {
            "status": 200,
            "text": "throw new Error('x');",
            "headers": {"Content-Type": "text/javascript"},
        },
        embed(),
        at=_LOADER,
    ),
    _fault(
        "the loader is HTML",
        {"status": 200, "text": "<html>", "headers": {"Content-Type": "text/html"}},
        embed(),
        at=_LOADER,
    ),
    _fault("the loader is empty", {"status": 200, "text": ""}, embed(), at=_LOADER),
    _fault(
        "a stylesheet that never comes",
        {"status": 200, "delay": "60s"},
        "<link rel=stylesheet href='https://api.example/x'>" + embed(),
    ),
    _fault(
        "a script that never comes",
        {"status": 200, "delay": "60s"},
        "<script src='https://api.example/x'></script>" + embed(),
    ),
    _fault(
        "a frame that never comes",
        {"status": 200, "delay": "60s"},
        "<iframe src='https://api.example/x'></iframe>" + embed(),
    ),
    _fault(
        "a picture that never comes",
        {"status": 200, "delay": "60s"},
        "<img src='https://api.example/x'>" + embed(),
    ),
]
