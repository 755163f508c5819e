"""Pages whose callbacks fire where the recorder does not look, or no longer does.

Each stands twice: forbidden, the callback must not pass unseen; expected, it is not missing.
"""

import json
from dataclasses import replace

from tests.faults.fault import Fault
from tests.faults.pages import LOADER, SNIPPET, WITNESS, bomb, embed, script
from tests.faults.twins import twins

_FIRED = "document.documentElement.className = 'fired';"
_TOP_FIRED = WITNESS.replace("document.", "top.document.")
_INNER = (
    f"<script>var options = {{account: 'demo', page: 'online', {_TOP_FIRED}}};"
    f"livechatooCmd = function () {{ livechatoo.embed.init(options); }};</script>{SNIPPET}"
)
_IN_JS = json.dumps(_INNER).replace("</", "<\\/")
_LATE = "options.onload = function () { document.documentElement.className = 'fired'; };"
_CLICKS = "for (var i = 0; i < {n}; i++) {{ {what} }}"


def _flood(what: str, count: int = 8000) -> str:
    return embed(before=_CLICKS.format(n=count, what=what))


_CASES = {
    # The recorder is full.
    "after 8,000 entries of dataLayer": embed(
        before="window.dataLayer = []; setTimeout(function () {}, 0);",
        code="livechatoo.embed.status(); for (var i = 0; i < 8000; i++) dataLayer.push({event: i}); livechatoo.embed.init(options);",
    ),
    "after 8,000 calls of gtag": embed(
        before="window.gtag = function () {};",
        code="livechatoo.embed.status(); for (var i = 0; i < 8000; i++) gtag('event', i); livechatoo.embed.init(options);",
    ),
    "after 8,000 settings of the hook": embed(
        before="for (var i = 0; i < 8000; i++) window.livechatooCmd = function () {};"
    ),
    "after 2,000 lines of the console": _flood("console.log('x' + i);", 2000),
    # In another document.
    "in a srcdoc frame": f'<iframe srcdoc="{_INNER.replace(chr(34), "&quot;")}"></iframe>',
    "in an about:blank frame that is written": "<body>"
    + script(
        f"var f = document.body.appendChild(document.createElement('iframe')); f.contentDocument.write({_IN_JS}); f.contentDocument.close();"
    ),
    "in a frame that comes late": "<body>"
    + script(
        f"setTimeout(function () {{ var f = document.createElement('iframe'); f.srcdoc = {_IN_JS}; document.body.appendChild(f); }}, 300);"
    ),
    "in a frame within a frame": "<body>"
    + script(
        f"var f = document.body.appendChild(document.createElement('iframe')); var d = f.contentDocument; var g = d.body.appendChild(d.createElement('iframe')); g.contentDocument.write({_IN_JS}); g.contentDocument.close();"
    ),
    "in a document that is opened anew": "<body>"
    + script(
        f"onload = function () {{ document.open(); document.write({_IN_JS}); document.close(); }};"
    ),
    "in the frame of an object": f'<object type="text/html" data="data:text/html,x"></object>{embed()}',
    # Options that get what the recorder looked for before.
    "set after init": embed(f"livechatoo.embed.init(options); {_LATE}", options=""),
    "set after init, by defineProperty": embed(
        "livechatoo.embed.init(options); Object.defineProperty(options, 'onload', {value: function () { "
        + _FIRED
        + " }});",
        options="",
    ),
    "set after init, on the prototype": embed(
        "livechatoo.embed.init(options); Object.prototype.onload = function () { " + _FIRED + " };",
        options="",
    ),
    "set after init, by a getter": embed(
        "livechatoo.embed.init(options); Object.defineProperty(options, 'onload', {get() { return function () { "
        + _FIRED
        + " }; }});",
        options="",
    ),
    "in options that are stored, set later": embed(
        f"livechatoo.embed.options = options; livechatoo.embed.init(); {_LATE}",
        options="",
    ),
    "from a getter that gives another each time": embed(
        options="get onload() { return function () { document.documentElement.className = 'fired'; }; }"
    ),
    "of frozen options": embed("livechatoo.embed.init(Object.freeze(options));"),
    "of a Proxy": embed("livechatoo.embed.init(new Proxy(options, {}));"),
    "of a class": embed(
        "class Options { account = 'demo'; page = 'online'; onload() { "
        + _FIRED
        + " } } livechatoo.embed.init(new Options());"
    ),
    "bound": embed(
        options="onload: (function () { document.documentElement.className = 'fired'; }).bind(null)"
    ),
    "async": embed(
        options="onload: async function () { document.documentElement.className = 'fired'; }"
    ),
    "a Proxy itself": embed(
        options="onload: new Proxy(function () { document.documentElement.className = 'fired'; }, {})"
    ),
    "given twice": embed("livechatoo.embed.init(options); livechatoo.embed.init(options);"),
    # An API that is held before the recorder has it.
    "by an init that a setter saved": embed(
        before="var saved; Object.defineProperty(window, 'livechatoo', {configurable: true, enumerable: true, get() { return saved; }, set(value) { saved = value; }});",
    ),
    "by a global that is fixed": embed(
        before="var saved; Object.defineProperty(window, 'livechatoo', {configurable: false, get() { return saved; }, set(value) { saved = value; window.first = value && value.embed && value.embed.init; }});",
        code="(window.first || livechatoo.embed.init).call(livechatoo.embed, options);",
    ),
    "by a hook that is fixed": "<body>"
    + script(
        f"var options = {{account: 'demo', page: 'online', {WITNESS}}}; Object.defineProperty(window, 'livechatooCmd', {{value: function () {{ livechatoo.embed.init(options); }}, writable: false, configurable: false}});"
    )
    + SNIPPET,
    "by a hook that is a getter": "<body>"
    + script(
        f"var options = {{account: 'demo', page: 'online', {WITNESS}}}; Object.defineProperty(window, 'livechatooCmd', {{get() {{ return function () {{ livechatoo.embed.init(options); }}; }}, configurable: false}});"
    )
    + SNIPPET,
    "by a hook that is a let": "<body>"
    + script(
        f"var options = {{account: 'demo', page: 'online', {WITNESS}}}; let livechatooCmd = function () {{ livechatoo.embed.init(options); }}; window.livechatooCmd = livechatooCmd;"
    )
    + SNIPPET,
    "by a script's own load event": "<body>"
    + script(
        f"var options = {{account: 'demo', page: 'online', {WITNESS}}}; var s = document.createElement('script'); s.src = '{LOADER}'; s.onload = function () {{ livechatoo.embed.init(options); }}; document.head.appendChild(s);"
    ),
    "by a timer that waits for the global": "<body>"
    + script(
        f"var options = {{account: 'demo', page: 'online', {WITNESS}}}; var t = setInterval(function () {{ if (window.livechatoo) {{ clearInterval(t); livechatoo.embed.init(options); }} }}, 1);"
    )
    + SNIPPET,
    "by a microtask after the loader": "<body>"
    + script(
        f"var options = {{account: 'demo', page: 'online', {WITNESS}}}; (function again(n) {{ if (window.livechatoo) livechatoo.embed.init(options); else if (n) setTimeout(again, 1, n - 1); }})(3000);"
    )
    + SNIPPET,
    "by a mutation observer": "<body>"
    + script(
        f"var options = {{account: 'demo', page: 'online', {WITNESS}}}; var done; new MutationObserver(function () {{ if (!done && window.livechatoo) {{ done = 1; livechatoo.embed.init(options); }} }}).observe(document, {{childList: true, subtree: true, attributes: true}}); setInterval(function () {{ document.body.setAttribute('x', Date.now()); }}, 2);"
    )
    + SNIPPET,
    "by Reflect.apply of a frame's": embed(
        "var f = document.body.appendChild(document.createElement('iframe')); f.contentWindow.Reflect.apply(livechatoo.embed.init, livechatoo.embed, [options]);"
    ),
    "by a copy of the functions": embed(
        "var mine = Object.assign({}, livechatoo.embed); mine.init(options);"
    ),
    "by a function of a frame": embed(
        "var f = document.body.appendChild(document.createElement('iframe')); options.onload = f.contentWindow.Function('top.document.documentElement.className = \"fired\"'); livechatoo.embed.init(options);"
    ),
    "with options of a frame": embed(
        "var f = document.body.appendChild(document.createElement('iframe')); var o = new f.contentWindow.Object(); Object.assign(o, options); livechatoo.embed.init(o);"
    ),
    "with a symbol that is looked for": embed(
        before="for (const s of Object.getOwnPropertySymbols(window)) { try { delete window[s]; window[s] = null; } catch (e) {} }"
    ),
    "with every odd name of the window deleted": embed(
        before="for (const n of Object.getOwnPropertyNames(window)) if (n.startsWith('__')) { try { delete window[n]; window[n] = function () {}; } catch (e) {} }"
    ),
}


def _in_popup() -> list[Fault]:
    html = (
        "<body>"
        + script(
            f"onclick = function () {{ var w = open('', 'other'); w.document.write({_IN_JS.replace('top.document', 'opener.document')}); w.document.close(); }};"
        )
        + "<button>Open</button>"
    )
    open_it = {"click": "button"}
    fired = {"check": {"eval": {"document.documentElement.className": "fired"}}, "within": "3s"}
    return [
        Fault(
            name="in a window that the page opens: onload is forbidden",
            bomb=bomb(open_it, fired, html=html, always={"never": ["onload"]}),
        ),
        Fault(
            name="in a window that the page opens: onload is expected",
            bomb=bomb({**open_it, "expect": {"onload": "$any"}}, html=html),
            may=frozenset({"passed", "broken"}),
        ),
    ]


_ENDED = {
    "after 1,500 entries of the history": _flood(
        "history.pushState({i: i}, '', '#' + i % 9);", 1500
    ),
    "after 8,000 calls of status": embed(
        "for (var i = 0; i < 8000; i++) livechatoo.embed.status(); livechatoo.embed.init(options);"
    ),
}
"""Pages for which the run is ended, whatever their callbacks do."""

FAULTS = [fault for name, html in _CASES.items() for fault in twins(name, html)] + _in_popup()
FAULTS += [
    replace(fault, may=frozenset({"failed"}), says=r"failure\[flood\]")
    for name, html in _ENDED.items()
    for fault in twins(name, html)
]
FAULTS[0] = replace(FAULTS[0], in_ci=True)
