"""Pages that never come to an end of what they do."""

from typing import Any

from tests.faults.fault import Fault
from tests.faults.pages import ENDLESS, bomb, embed, script

_EVER = "for (;;) {}"


_STUCK = (
    "does not answer|did not end within|(?:called the widget|sent requests) .* within a short time"
)
"""What is said of a page whose script keeps it from answering, or floods first."""

_BESIDE = (
    "worker",
    "message",
    "no delay",
    "frame",
    "debugger",
    "recorder",
    "promise",
    "style",
    "generator",  # ends the process of the page by its memory
    "toString",  # which nothing calls
)
"""Words in the names of loops beside which the page goes on answering."""


def _fault(name: str, html: str, *steps: Any, **more: Any) -> Fault:
    in_ci = more.pop("in_ci", False)
    says = "" if any(word in name for word in _BESIDE) else _STUCK
    return Fault(name=name, bomb=bomb(*steps, html=html, **more), in_ci=in_ci, says=says)


def _in_option(name: str, option: str) -> Fault:
    return _fault(name, embed(options=option))


_PAGES = [
    _fault("in a script of the page", script(_EVER), in_ci=True),
    _fault("in a timer", script(f"setTimeout(function () {{ {_EVER} }}, 50);")),
    _fault(
        "in DOMContentLoaded", script(f"addEventListener('DOMContentLoaded', () => {{ {_EVER} }});")
    ),
    _fault("in load", script(f"addEventListener('load', function () {{ {_EVER} }});")),
    _fault("in an animation frame", script(f"requestAnimationFrame(function () {{ {_EVER} }});")),
    _fault("in microtasks", script("(function again() { Promise.resolve().then(again); })();")),
    _fault(
        "in queueMicrotask after load",
        script("onload = function again() { queueMicrotask(again); };"),
    ),
    _fault(
        "in a mutation observer",
        script(
            "new MutationObserver(function () { document.title += 'x'; })"
            ".observe(document, {childList: true, subtree: true, characterData: true});"
            "document.title = 'go';"
        ),
    ),
    _fault("in a generator", script("function* all() { for (;;) yield 1; } var x = [...all()];")),
    _fault("in a comparison of sort", script("[3, 2, 1].sort(function () { for (;;) {} });")),
    _fault("in a regular expression", script("/^(a+)+$/.test('a'.repeat(40) + 'b');")),
    _fault(
        "in a getter of options",
        script(
            "Object.defineProperty(Object.prototype, 'nope', {get() { for (;;) {} }}); ({}).nope;"
        ),
    ),
    _fault(
        "in unload",
        script(f"addEventListener('unload', function () {{ {_EVER} }});"),
        {"refresh": None},
        {"check": {"title": "never so"}, "within": "1s"},
    ),
    _fault(
        "in pagehide",
        script(f"addEventListener('pagehide', function () {{ {_EVER} }});"),
        {"refresh": None},
        {"check": {"title": "never so"}, "within": "1s"},
    ),
    _fault(
        "in beforeunload",
        script(f"addEventListener('beforeunload', function () {{ {_EVER} }});"),
        {"refresh": None},
        {"check": {"title": "never so"}, "within": "1s"},
    ),
    _fault(
        "in a click's listener",
        f"<button onclick='{_EVER}'>Go</button>",
        {"click": "button"},
        {"check": {"title": "never so"}, "within": "1s"},
    ),
    _fault("in a step's own script", "", {"eval": "for (;;) {}"}),
    _fault("in a promise of a step that never ends", "", {"eval": "new Promise(function () {})"}),
    _fault(
        "in a check's script",
        "",
        {"check": {"eval": {"(() => { for (;;) {} })()": 1}}, "within": "1s"},
    ),
    _fault(
        "in a frame of the page's own", "<iframe srcdoc='<script>for (;;) {}</script>'></iframe>"
    ),
    _fault("in a worker", script("new Worker(URL.createObjectURL(new Blob(['for (;;) {}'])));")),
    _fault(
        "in ten workers",
        script(
            "for (var i = 0; i < 10; i++) new Worker(URL.createObjectURL(new Blob(['for (;;) {}'])));"
        ),
    ),
    _fault("in a shared worker", script("new SharedWorker('data:text/javascript,for(;;){}');")),
    _fault(
        "in a message that is answered by itself",
        script("onmessage = function () { postMessage(1, '*'); }; postMessage(1, '*');"),
    ),
    _fault(
        "in timers of no delay",
        script(
            "(function again() { setTimeout(again); setTimeout(again); })(); setTimeout(function () { setInterval(function () { document.title += 'x'; }, 0); });"
        ),
    ),
    _fault(
        "in synchronous requests",
        script(
            "for (;;) { var x = new XMLHttpRequest(); x.open('GET', '/nothing', false); try { x.send(); } catch (e) {} }"
        ),
    ),
    _fault(
        "in WebAssembly",
        script(
            "var code = new Uint8Array([0,97,115,109,1,0,0,0,1,4,1,96,0,0,3,2,1,0,7,5,1,1,102,0,0,10,9,1,7,0,3,64,12,0,11,11]);"
            "WebAssembly.instantiate(code).then(function (made) { made.instance.exports.f(); });"
        ),
    ),
    _fault(
        "of a text that doubles",
        script("var text = 'x'; for (;;) { try { text += text; } catch (e) { text = 'x'; } }"),
    ),
    _fault(
        "of an element that grows",
        script("for (;;) document.documentElement.appendChild(document.createElement('p'));"),
    ),
    _fault("of document.write", script("for (;;) document.write('<p>again');")),
    _fault(
        "of style that is asked for",
        script(
            "for (;;) { document.documentElement.style.width = Math.random() * 100 + 'px'; document.documentElement.offsetWidth; }"
        ),
    ),
    _fault(
        "in a getter that the recorder does not run",
        script("window.dataLayer = {get push() { for (;;) {} }};"),
    ),
    _fault("in a debugger's halt", script("debugger; debugger; debugger;")),
    _fault(
        "in Atomics.wait of a worker",
        script(
            "new Worker(URL.createObjectURL(new Blob(['Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)'])));"
        ),
    ),
]

_CALLBACKS = [
    _in_option("in onload", f"onload: function () {{ {_EVER} }}"),
    _in_option(
        "in onload, by microtasks", "onload: function again() { Promise.resolve().then(again); }"
    ),
    _in_option(
        "in onload's calls of flip", "onload: function () { for (;;) livechatoo.embed.flip(); }"
    ),
    _in_option("in onload's init", "onload: function () { livechatoo.embed.init(options); }"),
    _in_option("in onload's reload", "onload: function () { livechatoo.embed.reload(); }"),
    _in_option("in onload's navigation", "onload: function () { location.reload(); }"),
    *(
        Fault(
            name=f"of {name}",
            bomb=bomb(
                {"visitor": {"says": "Hi"}, "expect": ["onchatstart"]},
                html=html + embed(),
                timeout="10s",
            ),
            says="the page reloaded itself",
        )
        for name, html in (
            ("meta refresh", "<meta http-equiv=refresh content=0>"),
            ("location.reload", script("setTimeout(function () { location.reload(); }, 5);")),
        )
    ),
    _in_option("in a getter of the options", "get account() { for (;;) {} }"),
    _in_option("in toString of the account", "account: {toString: function () { for (;;) {} }}"),
    _fault("in the hook", embed(_EVER)),
    _fault(
        "of calls in the hook",
        embed("livechatoo.embed.init(options); for (;;) livechatoo.embed.status();"),
    ),
    _fault(
        "of status in a timer",
        embed(
            "livechatoo.embed.init(options); setInterval(function () { for (var i = 0; i < 100; i++) livechatoo.embed.switch_side(i % 2 ? 'left' : 'right'); }, 1);"
        ),
    ),
    _fault(
        "in a Proxy of options",
        embed("livechatoo.embed.init(new Proxy(options, {get() { for (;;) {} }}));"),
    ),
    _fault(
        "in ownKeys of a Proxy",
        embed("livechatoo.embed.init(new Proxy(options, {ownKeys() { for (;;) {} }}));"),
    ),
    _fault(
        "in onload, all windows",
        embed(options="onload: function () { for (;;) {} }"),
        {"tab": {"name": "second", "at": "https://shop.example/"}},
        {"check": {"title": "never so"}, "within": "1s"},
    ),
]

_ENDINGS = [
    Fault(
        name="a regular expression of the scenario",
        bomb=bomb(
            {"check": {"text": {"p": {"$re": ENDLESS}}}, "within": "1s"},
            html="<p>" + "a" * 40 + "b",
        ),
        says="did not come to its end",
    ),
]

FAULTS = _PAGES + _CALLBACKS + _ENDINGS
