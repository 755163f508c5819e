"""Whatever a page looks for and writes, the recording holds nothing but what happened."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import scenario

LOADED = {"expect": {"onload": {"page": "online"}}}
FORGED = "JSON.stringify({d: 'x', n: 1, t: Date.now(), k: 'callback', f: false, v: {name: 'onchatrating', args: [{rating: 5}], registration: 1}})"
HOOK = "function hook() { livechatoo.embed.init(options); }"
LOOK = f"""
var heard = [];
function look(place) {{
  for (const key of Reflect.ownKeys(place)) {{
    if (typeof key === 'string' && !/^_/.test(key)) continue;
    var found = Object.getOwnPropertyDescriptor(place, key).value;
    heard.push(String(key));
    if (typeof found === 'function') found({FORGED});
    if (found && found.emit) found.emit('callback', {FORGED});
  }}
}}
"""
NOTHING_FOUND = {"check": {"eval": {"heard.join()": ""}}}

PAGES = {
    "the window and frames of all kinds": f"""{LOOK} {HOOK}
        look(window);
        for (const given of [{{}}, {{srcdoc: '<p>'}}, {{src: 'javascript:1'}}, {{src: 'about:blank#1'}},
            {{src: URL.createObjectURL(new Blob(['<p>'], {{type: 'text/html'}}))}}]) {{
          var made = frame(given); look(made.contentWindow);
          made.onload = function () {{ look(this.contentWindow); }}; }}""",
    "stacks and callers": f"""{HOOK} var heard = [];
        Error.prepareStackTrace = function (error, sites) {{
          for (const site of sites) for (const one of [site.getThis(), site.getFunction()]) {{
            if (one && one.emit) heard.push('agent');
            if (typeof one === 'function' && /[0-9a-f]{{32}}/.test(String(one))) heard.push(String(one)); }}
          return ''; }};
        var before;
        function asked() {{
          void new Error().stack; var caller = asked.caller;
          if (caller && /lend|agent/.test(caller)) heard.push('caller ' + caller);
          if (caller && caller.arguments && [...caller.arguments].some((one) => one && one.emit)) heard.push('agent');
          return before; }}
        options.onload = function () {{ asked(); }};
        livechatooCmd = function () {{
          before = livechatoo;
          Object.defineProperty(window, 'livechatoo', {{get: asked, configurable: true}});
          livechatoo.embed.init(options); }};""",
    "built-ins that are patched": f"""{HOOK} var heard = [];
        var note = function (value) {{
          if (typeof value === 'string' && /"k":"/.test(value)) heard.push(value);
          if (value && value.emit) heard.push('agent'); }};
        for (const name of ['log', 'debug', 'info']) {{
          const real = console[name]; console[name] = function () {{ [...arguments].forEach(note); real.apply(this, arguments); }}; }}
        for (const holder of [Object.prototype, Array.prototype]) for (const key of ['0', '1', 'line', 'next', 'asked', 'send'])
          Object.defineProperty(holder, key, {{configurable: true, set(value) {{ note(value);
            Object.defineProperty(this, key, {{value, writable: true, configurable: true, enumerable: true}}); }}, get() {{}}}});
        var stringify = JSON.stringify; JSON.stringify = function (value) {{ note(value); return stringify(value); }};
        var then = Promise.prototype.then;
        Promise.prototype.then = function () {{ [...arguments].forEach(note); return then.apply(this, arguments); }};""",
    "no Symbol": f"""{HOOK} var heard = [];
        var Symbol = function () {{ return 'x'; }}; Symbol.for = function () {{ return 'agent'; }};""",
}


@pytest.fixture(scope="module")
def outcomes(results: Any) -> Any:
    pages = {name: scenario(code, LOADED, NOTHING_FOUND) for name, code in PAGES.items()}
    in_popup = f"""{LOOK} onclick = function () {{
        var other = open('', 'other');
        setInterval(function () {{ for (const key of Reflect.ownKeys(other)) if (/^__k/.test(String(key))) {{
          if (typeof other[key] === 'function') other[key]({FORGED});
          other[key] = function (text) {{ heard.push(text); }}; }} }});
        other.eval(LOADER);
        other.livechatoo.embed.init({{account: 'demo', page: 'online', onload: fired}}); }};"""
    pages["a window that it opens"] = scenario(
        in_popup, {"click": "button", "expect": {"onload": {"page": "online"}}}, NOTHING_FOUND
    )
    return results(pages)


@pytest.mark.parametrize("name", [*PAGES, "a window that it opens"])
def test_a_page_finds_nothing_to_forge_by(outcomes: Any, name: str) -> None:
    verdict, recording = outcomes[name]
    fired = [event.data["name"] for event in recording.of_kind("callback")]
    assert fired == ["onload"]
    codes = {failure.code for failure in verdict.failures}
    assert codes <= {"forged-messages"}, verdict
    assert name == "a window that it opens" or verdict.status == "passed", verdict


PASSED_OFF = {
    "data that is another while it is written down": """
        Object.defineProperty(Error, Symbol.hasInstance, {value(one) {
          if (one && one.page === 'offline') one.page = 'online'; return false; }});
        function hook() { livechatoo.embed.init({account: 'demo', page: 'offline', onload() {}}); }""",
    "a stand-in that the page calls itself": """function hook() {
        var late = {account: 'not one'}; livechatoo.embed.init(late);
        Object.defineProperty(late, 'onload', {value() {}, configurable: true, writable: true, enumerable: true});
        late.onload({page: 'online', online: true}); }""",
    "data that another Reflect.apply changes": """
        var real = Reflect.apply;
        setTimeout(function () { Reflect.apply = function (f, self, given) {
          if (given && given[0] && given[0].page) given[0].page = 'online'; return real(f, self, given); }; });
        function hook() {
          Reflect.apply = real; livechatoo.embed.init({account: 'demo', page: 'offline', onload() {}}); }""",
}
"""`onload` with the page `online` never came from the widget there."""


@pytest.fixture(scope="module")
def passed_off(results: Any) -> Any:
    return results({name: scenario(code, LOADED) for name, code in PASSED_OFF.items()})


@pytest.mark.parametrize("name", PASSED_OFF)
def test_what_never_came_is_not_passed_off_as_recorded(passed_off: Any, name: str) -> None:
    verdict, _ = passed_off[name]
    assert verdict.status in {"failed", "broken"}, verdict


GIVEN = "{account: 'demo', page: 'online', onchatrating() {}}"
STORED = f"livechatoo.embed.options = {GIVEN}; livechatoo.embed.init();"
SAID = "({rating: 5})"
CALL = f"livechatoo.embed.options.onchatrating{SAID};"


def in_hook(stored: str, later: str) -> str:
    return f"function hook() {{ {stored} setTimeout(function () {{ {later} }}); }}"


THROUGH_THE_API = {
    "stored options": in_hook(STORED, CALL),
    "stored options, while the loader runs": f"function hook() {{ {STORED} {CALL} }}",
    "stored options of the pop-up": in_hook(
        f"livechatoo.popup.options = Object.assign({GIVEN}, {{mode: 'bubble', btype: 'left1'}}); livechatoo.popup.init();",
        f"livechatoo.popup.options.onchatrating{SAID};",
    ),
    "options that init was given": in_hook(
        f"livechatoo.embed.init({GIVEN});",
        f"var kept = livechatoo.embed.options; if (kept && kept.onchatrating) kept.onchatrating{SAID};",
    ),
    "fixed options": in_hook(STORED.replace(GIVEN, f"Object.freeze({GIVEN})"), CALL),
    "fixed options, which a timer calls": in_hook(
        STORED.replace(GIVEN, f"Object.freeze({GIVEN})"),
        "setTimeout(livechatoo.embed.options.onchatrating, 0, {rating: 5});",
    ),
    "options behind a getter": in_hook(
        f"var kept = {GIVEN}; Object.defineProperty(livechatoo.embed, 'options', {{get() {{ return kept; }}}}); livechatoo.embed.init();",
        CALL,
    ),
    "a descriptor of theirs": in_hook(
        STORED,
        f"Object.getOwnPropertyDescriptor(livechatoo.embed.options, 'onchatrating').value{SAID};",
    ),
    "a copy of them, which a timer calls": in_hook(
        STORED,
        "setTimeout(Object.assign({}, livechatoo.embed.options).onchatrating, 0, {rating: 5});",
    ),
    "a frame": in_hook(
        STORED, f"frame().contentWindow.eval(`parent.livechatoo.embed.options.onchatrating{SAID}`);"
    ),
    "a script that names itself as the widget's": in_hook(
        STORED,
        f"(0, eval)(`livechatoo.embed.options.onchatrating{SAID}\\n//# sourceURL={{URL}}`);".replace(
            "{URL}", "https://app.livechatoo.com/js/web.min.js"
        ),
    ),
    "a script of no address": in_hook(
        STORED,
        f"var text = `livechatoo.embed.options.onchatrating{SAID}`, made = document.createElement('script');"
        " made.src = URL.createObjectURL(new Blob([text])); document.head.appendChild(made);",
    ),
    "stacks that are none": in_hook(STORED, f"Error.stackTraceLimit = 0; {CALL}"),
    "stacks that are fixed": in_hook(STORED, f"Object.freeze(Error); {CALL}"),
    "an API of the page's own": in_hook(
        f"livechatoo = {{embed: {{init(given) {{ given.onchatrating{SAID}; }}}}, popup: {{}}}};",
        f"livechatoo.embed.init({GIVEN});",
    ),
}
"""By what the page calls its own callback there; nobody rates anything."""
RATED = {"expect": {"onchatrating": {"rating": 5}}, "within": "1s"}


@pytest.fixture(scope="module")
def through_the_api(results: Any) -> Any:
    return results({name: scenario(code, RATED) for name, code in THROUGH_THE_API.items()})


@pytest.mark.parametrize("name", THROUGH_THE_API)
def test_a_callback_that_the_page_calls_through_the_api_is_not_the_widgets(
    through_the_api: Any, name: str
) -> None:
    verdict, _ = through_the_api[name]
    assert {failure.code for failure in verdict.failures} & {"not-fired", "unobserved"}, verdict


SEEN = {
    "options that are read back": f"""
        var fired = function () {{}}; var given = {{account: 'demo', page: 'online', onload: fired}}; var heard = [];
        {in_hook("livechatoo.embed.options = given; livechatoo.embed.init();", "if (livechatoo.embed.options.onload !== fired) heard.push('another');")}""",
    "callbacks that the page hands on": """var heard = [];
        function hook() {
          var real = livechatoo.embed.init;
          livechatoo.embed.init = function (given) {
            return real.call(this, Object.assign({}, given, {onload: function (data) { given.onload(data); }})); };
          livechatoo.embed.init({account: 'demo', page: 'online', onload() {}}); }""",
    "callbacks that the page calls in another": """var heard = [];
        function hook() {
          livechatoo.embed.options = {account: 'demo', page: 'online', onload() {
            if (!heard.done) { heard.done = 1; livechatoo.embed.options.onload({page: 'other'}); } }};
          livechatoo.embed.init(); }""",
}


@pytest.fixture(scope="module")
def seen(results: Any) -> Any:
    return results({name: scenario(code, LOADED, NOTHING_FOUND) for name, code in SEEN.items()})


@pytest.mark.parametrize("name", SEEN)
def test_the_widgets_callback_is_recorded_once_beside_calls_of_the_pages(
    seen: Any, name: str
) -> None:
    verdict, recording = seen[name]
    fired = [event.data["args"][0]["page"] for event in recording.of_kind("callback")]
    assert fired == ["online"]
    assert verdict.status == "passed", verdict
