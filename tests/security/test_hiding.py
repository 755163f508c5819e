"""Whatever a page does that its callback be not recorded, a scenario that forbids it never passes."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import scenario

FIRED = {"check": {"eval": {"document.documentElement.className": "fired"}}, "within": "4s"}

DECOY = "livechatoo.embed.init({account: ''});"
"""A start that is recorded, and asks for no document."""

SEEN = {
    "new": "function hook() { new livechatoo.embed.init(options); }",
    "Reflect.construct": "function hook() { Reflect.construct(livechatoo.embed.init, [options]); }",
    "the prototype's constructor": """function hook() {
        livechatoo.embed.init.prototype.constructor.call(livechatoo.embed, options); }""",
    "stored options and null": """function hook() {
        livechatoo.embed.options = options; livechatoo.embed.init(null); }""",
    "stored options and no this": """function hook() {
        livechatoo.embed.options = options; var init = livechatoo.embed.init; init(); }""",
    "stored options behind a getter": """function hook() {
        Object.defineProperty(livechatoo.embed, 'options',
          {get() { return options; }, configurable: true});
        livechatoo.embed.init(); }""",
    "a global that is another at each reading": """function hook() {
        var init = livechatoo.embed.init;
        Object.defineProperty(window, 'livechatoo', {configurable: true,
          get() { return {embed: {options: Object.assign({}, options), init}}; }});
        init(); }""",
    "an option's getter that inits": """function hook() {
        livechatoo.embed.init({get account() {
          if (!window.once) { once = true; livechatoo.embed.init(options); } }}); }""",
    "a built-in that inits": """function hook() {
        var once, real = RegExp.prototype.test;
        RegExp.prototype.test = function (text) {
          if (!once) { once = true; livechatoo.embed.init(options); }
          return real.call(this, text); };
        livechatoo.embed.init({account: 'not one'}); }""",
    "a Proxy that denies what it has": """function hook() {
        livechatoo.embed.init(new Proxy(plain(), {
          get(target, key) { return key === 'onload' ? fired : target[key]; }})); }""",
    "a prototype that is a Proxy": """function hook() {
        livechatoo.embed.init(Object.assign(Object.create(new Proxy({}, {
          has() { return false; },
          get(target, key) { return key === 'onload' ? fired : undefined; }})), plain())); }""",
    "what all objects inherit": """function hook() {
        Object.prototype.value = 1; Object.prototype.get = undefined;
        livechatoo.embed.init({account: 'demo', page: 'online', get onload() { return fired; }}); }""",
    "setters of all lists": """function hook() {
        for (var i = 0; i < 50; i++) Object.defineProperty(Array.prototype, i, {set() {}, get() {}});
        livechatoo.embed.init(options); }""",
    "a frame that is written": """
        var d = frame().contentDocument; d.open(); d.write(INNER.replace('TOLD', 'top.fired()')); d.close();""",
    "a frame of srcdoc": "frame({srcdoc: INNER.replace('TOLD', 'top.fired()')});",
    "a frame of a blob": """frame({src: URL.createObjectURL(
        new Blob([INNER.replace('TOLD', 'top.fired()')], {type: 'text/html'}))});""",
    "a frame that is reached into": """
        var other = frame().contentWindow;
        other.eval(LOADER); other.livechatoo.embed.init(options);""",
    "a frame in a frame": """
        var d = frame().contentDocument, inner = d.body.appendChild(d.createElement('iframe'));
        inner.contentWindow.eval(LOADER); inner.contentWindow.livechatoo.embed.init(options);""",
    "a frame that goes in the callback": """
        var f = frame(), d = f.contentDocument; d.open();
        d.write(INNER.replace('TOLD', 'top.fired(); top.document.querySelector("iframe").remove()'));
        d.close();""",
    "a document that is opened anew": """addEventListener('load', function () {
        document.open(); document.write(INNER.replace('TOLD', 'document.documentElement.className = "fired"')); document.close(); });""",
    "thousands of calls": """function hook() {
        for (var i = 0; i < 2500; i++) livechatoo.embed.status(); livechatoo.embed.init(options); }""",
    "thousands of entries for analytics": """window.dataLayer = []; function hook() {
        livechatoo.embed.status();
        for (var i = 0; i < 5000; i++) dataLayer.push({i}); livechatoo.embed.init(options); }""",
    "the hook as the way to a function of the API": f"""function hook() {{
        livechatooCmd = livechatoo.embed.init; raw = livechatooCmd; {DECOY} go(); }}""",
    "the global as the way to a function of the API": f"""function hook() {{
        var api = livechatoo; livechatoo = api.embed.init; raw = livechatoo; livechatoo = api; {DECOY} go(); }}""",
    "a result as the way to a function of the API": f"""function hook() {{
        livechatoo.embed.own = function () {{ return livechatoo.embed.init; }};
        document.body.append('x');
        setTimeout(function () {{ raw = livechatoo.embed.own(); {DECOY} go(); }}, 50); }}""",
    "a function for options": """function hook() {
        livechatoo.embed.options = options; livechatoo.embed.init(function () {}); }""",
    "an element of all lists": """function hook() {
        var init = livechatoo.embed.init;
        Array.prototype[0] = {};
        Object.defineProperty(window, 'livechatoo', {configurable: true,
          get() { return {embed: {options: Object.assign({}, options), init}}; }});
        init(); }""",
    "frozen options and what all objects inherit late": """function hook() {
        addEventListener('message', function (event) { if (event.data.say === 'shown')
          Object.prototype.onload = function () { delete Object.prototype.onload; fired(); }; });
        livechatoo.embed.init(Object.freeze(plain())); }""",
}
"""The callback is seen there: the run fails by it."""

TOLD = {
    "a setter of all objects": """
        Object.prototype.__defineSetter__('livechatoo', function (value) {
          hold(value); delete Object.prototype.livechatoo; window.livechatoo = value; });
        function hook() { go(); }""",
    "a setter of all windows": """
        Object.defineProperty(Window.prototype, 'livechatoo', {configurable: true, get() {}, set(value) {
          hold(value); delete Window.prototype.livechatoo; window.livechatoo = value; }});
        function hook() { go(); }""",
    "a setter by another frame's built-ins": """
        frame().contentWindow.Object.defineProperty(window, 'livechatoo', {configurable: true, get() {},
          set(value) { hold(value); delete window.livechatoo; window.livechatoo = value; }});
        function hook() { go(); }""",
    "a fixed hook by another frame's built-ins": """
        frame().contentWindow.Object.defineProperty(window, 'livechatooCmd', {
          get() { return function () { livechatoo.embed.init(options); delete window.livechatoo; }; }});""",
    "fixed stored options": """function hook() {
        Object.defineProperty(livechatoo.embed, 'options', {value: options}); livechatoo.embed.init(); }""",
    "options of all objects": """function hook() {
        Object.prototype.options = options; livechatoo.embed.init(); delete Object.prototype.options; }""",
    "a callback that comes late": """function hook() {
        var late = plain(); livechatoo.embed.init(late);
        late.onload = function () { delete late.onload; fired(); }; }""",
    "a late prototype": """function hook() {
        var late = plain(); livechatoo.embed.init(late);
        Object.setPrototypeOf(late, {onload() { Object.setPrototypeOf(late, null); fired(); }}); }""",
    "another function in the place of Reflect.apply": """
        var real = Reflect.apply;
        Reflect.apply = function (f, self, given) {
          if (given && given[0] && given[0].page) fired(); else return real(f, self, given); };
        function hook() { livechatoo.embed.init(options); }""",
    "another name for the global": """
        (0, eval)(LOADER.replaceAll('window.livechatoo', 'window.other')); other.embed.init(options);""",
    "a second API beside one that is seen": """function hook() {
        livechatoo.embed.init(plain());
        setTimeout(function () {
          livechatoo.embed.stop(); (0, eval)(LOADER.replaceAll('window.livechatoo', 'window.other'));
          other.embed.init(options); }, 500); }
        setTimeout(function () { (0, eval)(LOADER); });""",
    "a global that is made anew": """
        setTimeout(function () { (0, eval)(LOADER); livechatoo.embed.init(plain()); });
        setTimeout(function () {
          livechatoo.embed.stop(); delete window.livechatoo; (0, eval)(LOADER);
          livechatoo.embed.init(options); }, 800);""",
    "a sandboxed frame": """
        addEventListener('message', function (event) { if (event.data === 'fired') fired(); });
        var f = document.createElement('iframe'); f.sandbox = 'allow-scripts';
        f.srcdoc = `<script>livechatoo = {embed: {init(given) { given.onload(); }}};
          livechatoo.embed.init({onload() { parent.postMessage('fired', '*'); }});<\\/script>`;
        document.body.appendChild(f);""",
    "a callback that comes right before the widget looks": """function hook() {
        var late = plain();
        addEventListener('message', function (event) { if (event.data.say === 'shown')
          late.onload = function () { delete late.onload; fired(); }; });
        livechatoo.embed.init(late); }""",
    "one that all objects inherit right before": """function hook() {
        var late = plain();
        addEventListener('message', function (event) { if (event.data.say === 'shown')
          Object.prototype.onload = function () { delete Object.prototype.onload; fired(); }; });
        livechatoo.embed.init(late); }""",
    "another Reflect.apply while the loader is on its way": """
        var real = Reflect.apply;
        function own(f, self, given) { if (given && given[0] && given[0].page) fired(); else return real(f, self, given); }
        setTimeout(function () { Reflect.apply = own; });
        function hook() { Reflect.apply = real; livechatoo.embed.init(options); }""",
    "a Reflect.apply that puts itself back": """
        var real = Reflect.apply;
        function own(f, self, given) { if (given && given[0] && given[0].page) fired(); else return real(f, self, given); }
        setTimeout(function () { Object.defineProperty(Reflect, 'apply', {configurable: true, get() {
          Object.defineProperty(Reflect, 'apply', {value: real, configurable: true, writable: true});
          return own; }}); });
        function hook() { livechatoo.embed.init(options); }""",
    "a Reflect.apply by another frame's built-ins": """
        var real = Reflect.apply, other = frame().contentWindow;
        var before = other.Object.getOwnPropertyDescriptor(Reflect, 'apply');
        function own(f, self, given) { if (given && given[0] && given[0].page) fired(); else return real(f, self, given); }
        setTimeout(function () { other.Object.defineProperty(Reflect, 'apply', {configurable: true, get() {
          other.Object.defineProperty(Reflect, 'apply', before); return own; }}); });
        function hook() { livechatoo.embed.init(options); }""",
    "a callback with a function apply of its own": """
        delete Reflect.apply; fired.apply = function () { fired(); };
        function hook() { livechatoo.embed.init(options); }""",
    "a setter of all windows while the loader is on its way": f"""
        setTimeout(function () {{ Object.defineProperty(Window.prototype, 'livechatoo', {{configurable: true, get() {{}}, set(value) {{
          hold(value); delete Window.prototype.livechatoo; window.livechatoo = value; }}}}); }});
        function hook() {{ {DECOY} go(); }}""",
    "the same under a name that is another at each reading": f"""
        var asked = 0, name = {{toString() {{ return asked++ ? 'other' : 'livechatoo'; }}}};
        setTimeout(function () {{ Object.defineProperty(Window.prototype, name, {{configurable: true, get() {{}}, set(value) {{
          hold(value); delete Window.prototype.livechatoo; window.livechatoo = value; }}}}); }});
        function hook() {{ {DECOY} go(); }}""",
    "the same by another frame's built-ins": f"""
        var other = frame().contentWindow;
        setTimeout(function () {{ other.Object.defineProperties(Window.prototype, {{livechatoo: {{configurable: true, get() {{}}, set(value) {{
          hold(value); delete Window.prototype.livechatoo; window.livechatoo = value; }}}}}}); }});
        function hook() {{ {DECOY} go(); }}""",
    "a loader in a closed shadow tree, and a start that comes to nothing": f"""/* no LOADER */
        setTimeout(function () {{
          var place = document.body.appendChild(document.createElement('div'));
          var made = document.createElement('script'); made.src = 'https://app.livechatoo.com/js/web.min.js';
          made.onload = function () {{
            raw = livechatoo.embed.init; go();
            setTimeout(function () {{ document.body.append('x'); setTimeout(function () {{ {DECOY} }}); }}, 10); }};
          place.attachShadow({{mode: 'closed'}}).append(made); }}, 50);""",
    "a loader run by eval, and a start that comes to nothing": f"""setTimeout(function () {{
        (0, eval)(LOADER); raw = livechatoo.embed.init; document.body.append('x');
        setTimeout(function () {{ {DECOY} go(); }}, 20); }});""",
    "a global made by var that is made anew": f"""var livechatoo; setTimeout(function () {{
        (0, eval)(LOADER); {DECOY}
        setTimeout(function () {{
          livechatoo = undefined; (0, eval)(LOADER); raw = livechatoo.embed.init; document.body.append('x');
          setTimeout(function () {{ {DECOY} go(); }}, 20); }}, 50); }});""",
    "a loader at the end of the stack": """
        livechatooCmd = undefined; document.body.append('x');
        function deep(work) { try { deep(work); } catch { } try { work(); } catch { } }
        function load() {
          if (raw) return;
          delete window.livechatoo;
          try { (0, eval)(LOADER); } catch { }
          hold((Object.getOwnPropertyDescriptor(window, 'livechatoo') || {}).value); }
        setTimeout(function () { deep(load); go(); }, 50);""",
    "a loader run by eval": """
        Object.defineProperty(window, 'livechatoo', {configurable: true, set: hold, get() {}});
        (0, eval)(LOADER); delete window.livechatoo; raw(options);""",
    "a hook that is read by the page itself": f"""
        livechatooCmd = undefined; document.body.append('x');
        setTimeout(function () {{
          var getter = Object.prototype.__lookupGetter__.call(window, 'livechatooCmd'); delete window.livechatooCmd;
          (0, eval)(LOADER); raw = livechatoo.embed.init; getter.call(window); {DECOY} go(); }}, 30);""",
    "a hook that is called by the page itself": f"""
        function livechatooCmd() {{}} document.body.append('x');
        setTimeout(function () {{
          var before = livechatooCmd; livechatooCmd = undefined;
          (0, eval)(LOADER); raw = livechatoo.embed.init; before(); {DECOY} go(); }}, 30);""",
    "a global that is defined with the API in hand": f"""setTimeout(function () {{
        (0, eval)(LOADER); var api = livechatoo; raw = api.embed.init; delete window.livechatoo;
        Object.defineProperty(window, 'livechatoo', {{value: api, configurable: true, writable: true}});
        {DECOY} go(); }}, 30);""",
    "a global that is set with the API in hand": f"""setTimeout(function () {{
        var shown; (0, eval)(LOADER); var api = livechatoo; raw = api.embed.init; delete window.livechatoo;
        Object.defineProperty(window, 'livechatoo', {{get() {{ return shown; }}, set(value) {{ shown = value; }}, configurable: true}});
        livechatoo = api; {DECOY} go(); }}, 30);""",
    "a frame of a data: address that takes the globals away again": """
        addEventListener('message', function (event) { if (event.data === 'fired') fired(); });
        onload = function () { frame({src: 'data:text/html,' + encodeURIComponent(`<body><script>
          var made = document.createElement('script'); made.src = 'https://app.livechatoo.com/js/web.min.js';
          document.body.append(made);
          setTimeout(function () { window.livechatooCmd = function () {
            var api = livechatoo; delete window.livechatoo; delete window.livechatooCmd;
            api.embed.init({account: 'demo', page: 'online', onload() { parent.postMessage('fired', '*'); }}); }; });
          <\\/script>`)}); };""",
}
"""It is told there that not all is seen: the run is broken."""


def _forbidden(code: str) -> str:
    return scenario(code, FIRED, always={"never": ["onload"]})


@pytest.fixture(scope="module")
def verdicts(results: Any) -> Any:
    return results({name: _forbidden(code) for name, code in (SEEN | TOLD).items()})


@pytest.mark.parametrize("name", SEEN)
def test_the_callback_is_seen(verdicts: Any, name: str) -> None:
    verdict, recording = verdicts[name]
    fired = [event.data["name"] for event in recording.of_kind("callback")]
    assert "onload" in fired, verdict
    assert verdict.status == "failed", verdict
    assert "always" in {failure.code for failure in verdict.failures}


@pytest.mark.parametrize("name", TOLD)
def test_it_is_told_that_it_may_not_be_seen(verdicts: Any, name: str) -> None:
    verdict, _ = verdicts[name]
    assert verdict.status == "broken", verdict
    assert verdict.failures[0].code == "unobserved"
    assert "check" not in {failure.code for failure in verdict.failures}, "it did not even fire"


def test_an_absence_of_what_was_cut_is_not_proven(results: Any) -> None:
    code = """window.dataLayer = []; function hook() {
        livechatoo.embed.status(); for (var i = 0; i < 3000; i++) dataLayer.push({i}); fired(); }"""
    never = {"never": [{"analytics": {"via": "gtag"}}]}
    verdict, _ = results({"cut": scenario(code, FIRED, always=never)})["cut"]
    assert (verdict.status, verdict.failures[0].code) == ("broken", "unproven"), verdict
    assert "1000 further events" in verdict.failures[0].message


UNCALLED = {
    "a function of the API that is a callback": """function hook() {
        livechatoo.embed.init({account: 'demo', page: 'online', onload: livechatoo.embed.flip});
        setTimeout(fired, 1500); }""",
    "a window that is closed right after": """onclick = function () {
        var other = open('', 'other'); other.eval(LOADER); other.livechatoo.embed.status();
        setTimeout(function () {
          for (var i = 0; i < 3; i++) other.livechatoo.embed.status();
          other.livechatoo.embed.flip(); other.close(); fired(); }, 1000); };""",
    "a window that goes elsewhere right after": """onclick = function () {
        var other = open('', 'other'); other.eval(LOADER); other.livechatoo.embed.status();
        setTimeout(function () {
          for (var i = 0; i < 3; i++) other.livechatoo.embed.status();
          other.livechatoo.embed.flip(); other.location = '/elsewhere'; fired(); }, 1000); };""",
}
"""`flip` is called there, and must not be."""


@pytest.fixture(scope="module")
def called(results: Any) -> Any:
    never = {"never": [{"call": {"function": "embed.flip"}}]}
    acts = {"a function of the API that is a callback": []}
    return results(
        {
            name: scenario(code, *acts.get(name, [{"click": "button"}]), FIRED, always=never)
            for name, code in UNCALLED.items()
        }
    )


@pytest.mark.parametrize("name", UNCALLED)
def test_the_call_is_seen(called: Any, name: str) -> None:
    verdict, recording = called[name]
    assert "embed.flip" in [event.data["function"] for event in recording.of_kind("call")], verdict
    assert verdict.status in {"failed", "broken"}, verdict


def test_starts_that_find_the_log_full_are_not_passed_over(results: Any) -> None:
    code = """for (var i = 0; i < 300; i++) console.log('x'.repeat(20000));
        setTimeout(function () {
          (0, eval)(LOADER.replaceAll('window.livechatoo', 'window.other')); other.embed.init(options); }, 500);"""
    verdict, _ = results({"full": _forbidden(code)})["full"]
    assert verdict.status == "broken", verdict
    # The console may be heard later than the start.
    assert verdict.failures[0].code in {"unproven", "unobserved"}, verdict


def test_an_address_of_the_page_is_no_window_of_the_widget(results: Any) -> None:
    code = """if (!location.hash) location.replace('/?/client-embed/#2');
        else setTimeout(function () {
          (0, eval)(LOADER.replaceAll('window.livechatoo', 'window.other')); other.embed.init(options); });"""
    verdict, _ = results({"address": _forbidden(code)})["address"]
    assert (verdict.status, verdict.failures[0].code) == ("broken", "unobserved"), verdict


def test_a_callback_that_finds_the_log_full_is_not_passed_over(results: Any) -> None:
    code = """function hook() {
        for (var i = 0; i < 300; i++) console.log('x'.repeat(20000));
        setTimeout(function () { livechatoo.embed.init(options); }, 500); }"""
    verdict, recording = results({"full": _forbidden(code)})["full"]
    assert not recording.of_kind("callback"), "the log was not full"
    assert verdict.status == "broken", verdict
    assert "of the kind callback" in "".join(one.message for one in verdict.failures)


def test_calls_of_a_frame_that_was_taken_out_of_the_page_are_told(results: Any) -> None:
    code = """var f = frame(), other = f.contentWindow; other.eval(LOADER);
        var embed = other.livechatoo.embed; f.remove(); embed.flip(); fired();"""
    never = {"never": [{"call": {"function": "embed.flip"}}]}
    verdict, _ = results({"taken": scenario(code, FIRED, always=never)})["taken"]
    assert (verdict.status, verdict.failures[0].code) == ("broken", "unobserved"), verdict
    assert "the API of a frame that was taken out of the page" in verdict.failures[0].message
