"""Pages that do odd things with windows, dialogs, and where they are."""

from dataclasses import replace
from typing import Any

from tests.faults.fault import ANY, Fault
from tests.faults.pages import bomb, embed, script


def _fault(name: str, html: str, *steps: Any, **more: Any) -> Fault:
    return Fault(name=name, bomb=bomb(*steps, html=html), may=ANY - {"skipped", "not_run"}, **more)


_NEVER = {"check": {"title": "never so"}, "within": "1s"}

FAULTS = [
    _fault(
        "closes itself",
        script("setTimeout(function () { window.close(); open('', '_self').close(); }, 50);"),
    ),
    _fault(
        "closes itself in onload",
        embed(options="onload: function () { open('', '_self').close(); }"),
    ),
    _fault(
        "opens a window that closes its opener",
        "<body>"
        + script(
            "var w = open('about:blank'); w.document.write('<script>opener.close()<\\/script>');"
        ),
    ),
    _fault("opens windows that open windows", script("open(location.href); open(location.href);")),
    _fault("goes to about:blank", script("location = 'about:blank';")),
    _fault("goes to a page of the browser's own", script("location = 'chrome://crash';")),
    _fault(
        "opens a page of the browser's own", script("open('chrome://kill'); open('chrome://hang');")
    ),
    _fault(
        "goes to a page of the browser's own that the step names",
        "",
        {"goto": "chrome://crash"},
        _NEVER,
        is_usage=True,
        says="`chrome://crash` is not an http or https address",
    ),
    _fault("goes to a file", script("location = 'file:///etc/passwd';")),
    _fault("goes to view-source", script("location = 'view-source:https://shop.example/';")),
    _fault("goes to javascript:", script("location = 'javascript:for(;;){}';")),
    _fault("goes to data:", script("location = 'data:text/html,<script>for(;;){}</script>';")),
    _fault(
        "goes to a blob",
        script(
            "location = URL.createObjectURL(new Blob(['<script>for(;;){}</script>'], {type: 'text/html'}));"
        ),
    ),
    _fault("goes to a host that is not there", script("location = 'https://nowhere.example/';")),
    _fault("goes to a port that is not open", script("location = 'http://127.0.0.1:1/';")),
    _fault(
        "goes to another protocol",
        script("location = 'mailto:a@b.example'; location = 'tel:1'; location = 'foo:bar';"),
    ),
    _fault("is refreshed by meta at once", "<meta http-equiv=refresh content=0>"),
    _fault(
        "goes back and forth in its history",
        script(
            "history.pushState(1, '', '#a'); setInterval(function () { history.back(); history.forward(); }, 1);"
        ),
    ),
    _fault(
        "asks before it is left",
        script("onbeforeunload = function () { return 'stay'; };"),
        {"refresh": None},
        {"goto": "/other"},
        _NEVER,
    ),
    _fault("prints", script("print(); print();")),
    _fault(
        "asks for everything",
        script(
            "navigator.geolocation.getCurrentPosition(function () {}); Notification.requestPermission(); navigator.mediaDevices && navigator.mediaDevices.getUserMedia({audio: true, video: true}); navigator.clipboard.readText();"
        ),
    ),
    _fault(
        "wants a file",
        "<input type=file id=f>" + script("setTimeout(function () { f.click(); }, 50);"),
        {"click": "#f"},
        _NEVER,
    ),
    _fault(
        "wants the whole screen and the pointer",
        script(
            "onclick = function () { document.documentElement.requestFullscreen(); document.documentElement.requestPointerLock(); };"
        ),
        {"click": "html"},
        _NEVER,
    ),
    _fault("is a page without a document element", script("document.documentElement.remove();")),
    _fault(
        "is a document that is removed again and again",
        script(
            "setInterval(function () { document.documentElement && document.documentElement.replaceChildren(); }, 1);"
        ),
    ),
    _fault(
        "removes the widget's frame again and again",
        embed()
        + script(
            "setInterval(function () { document.querySelectorAll('iframe').forEach(function (f) { f.remove(); }); }, 1);"
        ),
    ),
    _fault("hides all by style", "<style>* { display: none !important }</style>" + embed()),
    _fault(
        "covers all",
        embed() + "<div style='position:fixed;inset:0;z-index:2147483647;background:#fff'></div>",
        {"visitor": {"says": "Hello"}},
    ),
    _fault(
        "has a service worker that answers nothing",
        script(
            "navigator.serviceWorker && navigator.serviceWorker.register('data:text/javascript,').catch(function () {});"
        ),
    ),
    _fault(
        "has a policy that forbids all scripts",
        "<meta http-equiv='Content-Security-Policy' content=\"script-src 'none'\">" + embed(),
    ),
    _fault(
        "has a sandbox of its own",
        "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'\">" + embed(),
    ),
    _fault(
        "turns to XML",
        script(
            "document.replaceChild(document.implementation.createDocument('', 'x').documentElement, document.documentElement);"
        ),
    ),
    _fault(
        "freezes window",
        script("Object.freeze(document); Object.preventExtensions(window);") + embed(),
    ),
    _fault(
        "downloads at once",
        "<a id=a href='data:application/octet-stream,x' download=x.bin>x</a>"
        + script("a.click();"),
    ),
]
FAULTS[0] = replace(FAULTS[0], in_ci=True)
