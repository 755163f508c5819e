"""Pages that write into the recording themselves, or send what is no message.

What is forged (`onchatrating`, or `onchatstart`, which nobody causes) is expected by the scenario: it must not pass.
"""

from dataclasses import replace

from tests.faults.fault import Fault
from tests.faults.pages import SNIPPET, bomb, embed, script

_ROW = "{d: 'x', n: 1, t: Date.now(), k: 'callback', v: {name: 'onchatrating', args: [{rating: 5}], registration: 1}}"
_VALUES = {
    "null": "null",
    "a number": "7",
    "a text": "'\"x\"'",
    "an empty text": "''",
    "what is no JSON": "'{'",
    "an empty object": "'{}'",
    "a list": "'[1,2,3]'",
    "null as JSON": "'null'",
    "NaN": '\'{"d":NaN,"n":NaN,"t":NaN,"k":"callback","v":NaN}\'',
    "1e999": '\'{"d":"x","n":1e999,"t":1e999,"k":"callback","v":{}}\'',
    "nesting of 100,000": "'['.repeat(100000)",
    "nesting that is closed": "'['.repeat(100000) + ']'.repeat(100000)",
    "20 MB of text": "'x'.repeat(20000000)",
    "lone surrogates": "'\\ud800'.repeat(100)",
    "a step that started": "JSON.stringify({d: 'x', n: 1, t: Date.now(), k: 'step_started', v: {index: 9, verb: null, text: 'forged'}})",
    "a step that passed": "JSON.stringify({d: 'x', n: 1, t: Date.now(), k: 'step_ended', v: {index: 0, status: 'passed'}})",
    "what was saved": "JSON.stringify({d: 'x', n: 1, t: Date.now(), k: 'saved', v: {name: 'x', value: 1}})",
    "trouble": "JSON.stringify({d: 'x', n: 1, t: Date.now(), k: 'trouble', v: {what: 'harness', code: 'forged', message: 'x'}})",
    "the end of the run": "JSON.stringify({d: 'x', n: 1, t: Date.now(), k: 'run_ended', v: {status: 'passed'}})",
    "a gap": "JSON.stringify({d: 'x', n: 99999999, t: Date.now(), k: 'call', v: {}})",
    "a callback": f"JSON.stringify({_ROW})",
    "a call": "JSON.stringify({d: 'x', n: 1, t: Date.now(), k: 'call', v: {call: 1, function: 'embed.init', args: [], by: 'page'}})",
    "a time of the year 5000": f"JSON.stringify({_ROW.replace('Date.now()', '95617584000000')})",
    "fields of other types": "JSON.stringify({d: {}, n: 'one', t: [], k: {}, v: 'x'})",
    "5,000 of garbage": "'garbage'",
}
_SEARCH = """
var found = [];
function look(w) {
  try {
    for (const key of Reflect.ownKeys(w)) {
      var known = typeof key === 'string' && !/^__/.test(key);
      if (known) continue;
      try { if (typeof w[key] === 'function' || typeof w[key] === 'object') found.push([key, w[key]]); } catch (e) {}
    }
  } catch (e) {}
}
"""
_EVERYWHERE = """
look(window);
for (const src of ['about:blank', 'srcdoc', 'blob', 'javascript']) {
  var f = document.createElement('iframe');
  if (src === 'srcdoc') f.srcdoc = '<p>x';
  if (src === 'blob') f.src = URL.createObjectURL(new Blob(['<p>x'], {type: 'text/html'}));
  if (src === 'javascript') f.src = 'javascript:"x"';
  document.documentElement.appendChild(f);
  look(f.contentWindow);
  f.onload = function () { look(this.contentWindow); };
}
"""
_SPEAK = """
function speak(value) {
  for (const [key, thing] of found) {
    try { if (typeof thing === 'function') thing(value); } catch (e) {}
    try { if (thing && thing.emit) { thing.emit('callback', JSON.stringify({name: 'onchatrating', args: [{rating: 5}], registration: 1})); thing.emit('trouble', '{'); } } catch (e) {}
  }
}
"""


def _page(value: str, count: int = 1) -> str:
    tell = f"for (var i = 0; i < {count}; i++) speak({value});"
    return embed() + script(
        f"{_SEARCH}{_EVERYWHERE}{_SPEAK}{tell} setTimeout(function () {{ {tell} }}, 200);"
    )


def _forged(name: str, html: str, event: str = "onchatrating", **more: object) -> Fault:
    wanted = {"expect": {event: "$any"}, "within": "700ms"}
    return Fault(
        name=name, bomb=bomb({"expect": {"onload": {"page": "online"}}}, wanted, html=html), **more
    )  # type: ignore[arg-type]


_AGENT = {
    "by the agent's symbol": "for (const s of Object.getOwnPropertySymbols(window)) { var a = window[s]; if (a && a.emit) a.emit('callback', JSON.stringify({name: 'onchatrating', args: [{rating: 5}], registration: 1})); }",
    "by the agent's call": "for (const s of Object.getOwnPropertySymbols(window)) { var a = window[s]; if (a && a.call) try { a.call('embed', 'init', [{account: 'demo', onchatrating: function () {}}]); } catch (e) {} }",
    "by a message of the window": "postMessage({name: 'onchatrating', event: 'onchatrating', rating: 5}, '*'); postMessage(JSON.stringify({k: 'callback', v: {name: 'onchatrating'}}), '*');",
    "by the console": "for (const m of ['log', 'debug', 'info']) console[m](JSON.stringify({k: 'callback', v: {name: 'onchatrating', args: [{}]}}));",
    "by the error's stack": "try { throw new Error('onchatrating'); } catch (e) { console.log(e.stack); } setTimeout(function () { throw new Error('callback onchatrating'); });",
    "by a recorder's own wrapper": "setTimeout(function () { try { var w = Function.prototype.toString; for (const n of Object.getOwnPropertyNames(w)) w[n]; w.call('x'); } catch (e) {} }, 100);",
    "by dialogs": "setTimeout(function () { alert('onchatrating'); }, 100);",
    "by names of functions": "var o = {}; Object.defineProperty(o, 'onchatrating', {value: function onchatrating() {}}); setTimeout(o.onchatrating, 100); window.onchatrating = o.onchatrating; window.onchatrating({rating: 5});",
    "by the page's own call of its function": "window.mine = function (data) {}; mine({rating: 5});",
}

_OPTIONS = "{account: 'demo', page: 'online', onchatstart: function () {}, onload: function () {}}"
_LATER = "livechatooCmd = function () { livechatoo.embed.options = %s; livechatoo.embed.init(); setTimeout(function () { %s }, 100); };"
_THROUGH_THE_API = {
    "in stored options": (
        _OPTIONS,
        "livechatoo.embed.options.onchatstart({ticket: 'T', initiator: 'client'});",
    ),
    "in fixed options": (
        f"Object.freeze({_OPTIONS})",
        "livechatoo.embed.options.onchatstart({ticket: 'T', initiator: 'client'});",
    ),
    "in a copy of options": (
        _OPTIONS,
        "setTimeout(Object.assign({}, livechatoo.embed.options).onchatstart, 0, {ticket: 'T', initiator: 'client'});",
    ),
}

FAULTS = [
    *(
        _forged(f"a message: {name}", _page(value, 5000 if "5,000" in name else 1))
        for name, value in _VALUES.items()
    ),
    *(_forged(f"a callback {name}", embed() + script(code)) for name, code in _AGENT.items()),
    *(
        _forged(f"a callback called {name}", script(_LATER % given) + SNIPPET, "onchatstart")
        for name, given in _THROUGH_THE_API.items()
    ),
]
FAULTS[0] = replace(FAULTS[0], in_ci=True)
