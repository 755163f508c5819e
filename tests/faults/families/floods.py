"""Pages that do one thing without measure; the scenarios beside them are not to pay for it."""

import json
from typing import Any

from tests.faults.fault import ANY, Fault
from tests.faults.pages import bomb, script

_MAY = ANY - {"skipped", "not_run"}
_LONG = "'x'.repeat(50000000)"


def _flood(name: str, code: str, *steps: Any, mocks: Any = (), **more: Any) -> Fault:
    page = bomb(
        *(steps or ({"check": {"title": "never so"}, "within": "2s"},)),
        html="<body>" + script(code),
        timeout="6s",
        **({"mocks": mocks} if mocks else {}),
    )
    return Fault(name=name, bomb=page, may=_MAY, good=4, **more)


def _times(count: int, what: str) -> str:
    return f"for (var i = 0; i < {count}; i++) {{ {what} }}"


def _ever(what: str, pause: int = 0) -> str:
    return f"(function again() {{ for (var i = 0; i < 100; i++) {{ {what} }} setTimeout(again, {pause}); }})();"


def _worker(code: str) -> str:
    return f"new Worker(URL.createObjectURL(new Blob([{json.dumps(code)}])));"


FAULTS = [
    _flood("a line of the console of 50 MB", f"console.log({_LONG});"),
    _flood(
        "ten errors of 10 MB",
        _times(10, "setTimeout(function () { throw new Error('x'.repeat(10000000)); });"),
    ),
    _flood("100,000 lines of the console", _times(100000, "console.log('line ' + i);"), in_ci=True),
    _flood("lines of the console without end", _ever("console.log('line');")),
    _flood(
        "lines of the console with objects",
        _ever("console.log({a: [1, 2, {b: document}]}, window, function () {});"),
    ),
    _flood(
        "lines by a function of the console that was kept",
        "var log = console.log; " + _ever("log('line');"),
    ),
    _flood(
        "lines of the consoles of 100 frames",
        _times(
            100,
            "var one = document.body.appendChild(document.createElement('iframe')).contentWindow.console;"
            " for (var n = 0; n < 900; n++) one.log(n);",
        ),
        in_ci=True,
    ),
    _flood(
        "lines of a sandboxed frame without end",
        "var f = document.createElement('iframe'); f.sandbox = 'allow-scripts'; f.srcdoc = '<script>for (;;) console.log(1)<' + '/script>'; document.body.append(f);",
    ),
    _flood(
        "lines with large objects by further consoles",
        "var big = []; for (var i = 0; i < 1000; i++) big.push({i: i, t: 'x'.repeat(1000)}); "
        + _ever("console.context('c' + i).table(big, {a: big}, window);"),
    ),
    _flood("lines of a worker without end", _worker("for (;;) console.log('line');")),
    _flood("50,000 lines of a worker", _worker(_times(50000, "console.log('line ' + i);"))),
    _flood(
        "errors of workers without end",
        _worker(_ever("setTimeout(function () { throw new Error('x'); });")),
    ),
    _flood(
        "lines of a service worker without end",
        "navigator.serviceWorker.register('/sw.js');",
        mocks=[
            {
                "at": "https://shop.example/sw.js",
                "reply": {
                    "headers": {"content-type": "text/javascript"},
                    "text": _ever("console.log('line');"),
                },
            }
        ],
    ),
    _flood("EventSources without end", _ever("if (i < 50) new EventSource('/e' + Math.random());")),
    _flood(
        "connections of WebRTC without end",
        _ever(
            "if (i < 20) { try { var p = new RTCPeerConnection(); p.createDataChannel('x'); p.createOffer().then(p.setLocalDescription.bind(p)); } catch (e) {} }"
        ),
    ),
    _flood(
        "databases without end",
        "var n = 0; (function again() { indexedDB.open('d' + n++, 1).onupgradeneeded = function (e) { var s = e.target.result.createObjectStore('s', {autoIncrement: true}); for (var i = 0; i < 100; i++) s.put('x'.repeat(100000)); setTimeout(again); }; })();",
    ),
    _flood(
        "fonts without end",
        _ever(
            "if (i < 50) new FontFace('f', 'url(/f' + Math.random() + '.woff2)').load().catch(function () {});"
        ),
    ),
    _flood(
        "backgrounds of style sheets without end",
        _ever(
            "if (i < 50) { var s = document.createElement('style'); s.textContent = '#p' + i + ' { background: url(/b' + Math.random() + ') }'; document.head.append(s); var p = document.createElement('p'); p.id = 'p' + i; document.body.append(p); }",
            10,
        ),
    ),
    _flood(
        "entries of the history of a frame without end",
        "var f = document.body.appendChild(document.createElement('iframe')); f.onload = function () { if (f.contentWindow.location.href !== 'about:blank') "
        + _ever("f.contentWindow.history.pushState({}, '', '/p' + Math.random());")
        + " }; f.src = '/';",
    ),
    _flood(
        "forms into new windows without end",
        _ever(
            "if (i < 1) { var f = document.createElement('form'); f.method = 'post'; f.target = '_blank'; f.action = '/' + Math.random(); document.body.append(f); f.submit(); }"
        ),
    ),
    _flood(
        "locks without end",
        _ever(
            "navigator.locks.request('l' + Math.random(), function () { return new Promise(function () {}); });"
        ),
    ),
    _flood("errors in the console without end", _ever("console.error(new Error('x'));")),
    _flood(
        "console.table, dir, trace and group",
        _ever(
            "console.table([[1, 2]]); console.dir(document); console.trace(); console.group('x');"
        ),
    ),
    _flood(
        "errors of the page without end",
        _ever("setTimeout(function () { throw new Error('x'); });"),
    ),
    _flood(
        "20,000 errors of the page",
        _times(20000, "setTimeout(function () { throw new Error('x'); });"),
    ),
    _flood("rejections without end", _ever("Promise.reject(new Error('x'));")),
    _flood("entries of the history without end", _ever("history.pushState({}, '', '#' + i);")),
    _flood(
        "replacements in the history without end", _ever("history.replaceState({}, '', '?' + i);")
    ),
    _flood("fragments without end", _ever("location.hash = i + Math.random();")),
    _flood("requests without end", _ever("fetch('/nothing?' + i);")),
    _flood("10,000 requests", _times(10000, "fetch('/nothing?' + i).catch(function () {});")),
    _flood("images without end", _ever("new Image().src = '/nothing.png?' + Math.random();")),
    _flood("beacons without end", _ever("navigator.sendBeacon('/nothing', 'x');")),
    _flood(
        "WebSockets without end",
        _ever("try { new WebSocket('wss://shop.example/nothing'); } catch (e) {}", 10),
    ),
    _flood(
        "requests of 5 MB",
        _ever("if (i < 2) fetch('/nothing', {method: 'POST', body: new Uint8Array(5000000)});", 50),
    ),
    _flood(
        "scripts without end",
        _ever(
            "var s = document.createElement('script'); s.src = '/nothing.js?' + Math.random(); document.head.appendChild(s);",
            20,
        ),
    ),
    _flood("dialogs without end", "for (;;) alert('x');"),
    _flood("dialogs of 5 MB", "for (var i = 0; i < 20; i++) alert('x'.repeat(5000000));"),
    _flood("prompts and confirmations", "for (;;) { prompt('x'); confirm('y'); }"),
    _flood(
        "windows without end",
        "setInterval(function () { for (var i = 0; i < 20; i++) open('about:blank'); }, 10);",
    ),
    _flood("windows on the page itself without end", "open(location.href);"),
    _flood(
        "2,000 frames", _times(2000, "document.body.appendChild(document.createElement('iframe'));")
    ),
    _flood(
        "frames without end",
        _ever("if (i < 5) document.body.appendChild(document.createElement('iframe'));", 10),
    ),
    _flood(
        "frames that come and go",
        _ever("var f = document.body.appendChild(document.createElement('iframe')); f.remove();"),
    ),
    _flood(
        "frames within frames",
        "document.body.innerHTML = '<iframe src=\"' + location.href.split('?')[0] + '?' + Math.random() + '\"></iframe>';",
    ),
    _flood(
        "workers without end",
        _ever(
            "if (i < 2) new Worker(URL.createObjectURL(new Blob(['setInterval(function () { postMessage(1); }, 0)'])));",
            50,
        ),
    ),
    _flood("messages without end", _ever("postMessage('x'.repeat(1000), '*');")),
    _flood("messages of 10 MB", _ever("if (i < 2) postMessage('x'.repeat(10000000), '*');", 20)),
    _flood(
        "a title of 20 MB",
        "document.title = 'x'.repeat(20000000);",
        {"check": {"title": "never so"}, "within": "1s"},
    ),
    _flood(
        "a text of 20 MB",
        "document.body.textContent = 'x '.repeat(10000000);",
        {"check": {"text": {"body": "never so"}}, "within": "1s"},
    ),
    _flood(
        "500,000 elements",
        "var h = ''; for (var i = 0; i < 500000; i++) h += '<p>x</p>'; document.body.innerHTML = h;",
        {"check": {"count": {"p": 1}}, "within": "2s"},
    ),
    _flood(
        "nesting of 20,000 elements",
        "var at = document.body; for (var i = 0; i < 20000; i++) at = at.appendChild(document.createElement('div'));",
        {"check": {"text": {"body": "never so"}}, "within": "1s"},
    ),
    _flood(
        "a value of 50 MB for a check",
        "window.big = 'x'.repeat(50000000);",
        {"check": {"eval": {"big": "never so"}}, "within": "1s"},
    ),
    _flood(
        "a value of a million fields for a check",
        "window.big = {}; for (var i = 0; i < 1000000; i++) big['k' + i] = i;",
        {"check": {"eval": {"big": "never so"}}, "within": "2s"},
    ),
    _flood(
        "cookies without end",
        _ever("document.cookie = 'c' + Math.random() + '=' + 'x'.repeat(2000);"),
    ),
    _flood(
        "storage without end",
        _ever("try { localStorage['k' + Math.random()] = 'x'.repeat(100000); } catch (e) {}"),
    ),
    _flood(
        "a database without end",
        "indexedDB.open('x', 1).onupgradeneeded = function (e) { var s = e.target.result.createObjectStore('s', {autoIncrement: true}); for (var i = 0; i < 2000; i++) s.put('x'.repeat(100000)); };",
    ),
    _flood(
        "downloads without end",
        _ever(
            "if (i < 3) { var a = document.createElement('a'); a.href = URL.createObjectURL(new Blob(['x'.repeat(100000)])); a.download = 'x' + i + '.bin'; a.click(); }",
            50,
        ),
    ),
    _flood("reloads without end", "location.reload();"),
    _flood("navigations without end", "location.href = '/?' + Math.random();"),
    _flood(
        "navigations of a frame without end",
        "var f = document.body.appendChild(document.createElement('iframe')); setInterval(function () { f.src = '/?' + Math.random(); }, 5);",
    ),
    _flood(
        "entries of dataLayer without end",
        "window.dataLayer = []; " + _ever("dataLayer.push({event: 'x', data: 'y'.repeat(1000)});"),
    ),
    _flood(
        "calls of 5 MB",
        "window.gtag = function () {}; window.dataLayer = [];"
        + _ever("if (i < 3) dataLayer.push('x'.repeat(5000000));", 30),
    ),
    _flood(
        "pictures that are drawn without end",
        "var c = document.body.appendChild(document.createElement('canvas')); c.width = c.height = 4000; var x = c.getContext('2d'); (function again() { for (var i = 0; i < 50; i++) { x.fillStyle = '#' + i; x.fillRect(0, 0, 4000, 4000); } requestAnimationFrame(again); })();",
    ),
    _flood(
        "animations of 5,000 elements",
        "var s = document.createElement('style'); s.textContent = '@keyframes k { to { transform: rotate(360deg); } } p { animation: k 1s infinite; }'; document.head.appendChild(s); for (var i = 0; i < 5000; i++) document.body.appendChild(document.createElement('p')).textContent = 'x';",
    ),
    _flood(
        "memory of 4 GB",
        "window.kept = []; setInterval(function () { try { kept.push(new Uint8Array(50000000).fill(1)); } catch (e) {} }, 10); setTimeout(function () { kept.length > 60 && (kept = []); }, 3000);",
    ),
    _flood(
        "the heap's end",
        "var kept = []; for (;;) kept.push({a: new Array(1000).fill(Math.random())});",
    ),
]
