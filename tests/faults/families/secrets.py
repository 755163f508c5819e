"""A page that shows a secret in every coding: no artifact may hold it.

A secret that has the letters of one of the harness's own words changes nothing of what it reports.
"""

from __future__ import annotations

import base64
import html
import json
from urllib.parse import quote

from tests.faults.fault import ANY, GOOD, Fault, by_both_doors
from tests.faults.pages import script

_VALUE = "Zq7/k+W!vé&92xLm-secret"


_BYTES = "Array.from(new TextEncoder().encode(s))"
_CODINGS = {
    "plain": ("s", _VALUE),
    "URL-coded": ("encodeURIComponent(s)", quote(_VALUE, safe="!'()*-._~")),
    "URL-coded twice": (
        "encodeURIComponent(encodeURIComponent(s))",
        quote(quote(_VALUE, safe="!'()*-._~"), safe="!'()*-._~"),
    ),
    "base64": ("btoa(String.fromCharCode(...B))", base64.b64encode(_VALUE.encode()).decode()),
    "base64, one off": (
        "btoa('x' + String.fromCharCode(...B))",
        base64.b64encode(b"x" + _VALUE.encode()).decode()[4:-4],
    ),
    "base64, two off": (
        "btoa('xy' + String.fromCharCode(...B))",
        base64.b64encode(b"xy" + _VALUE.encode()).decode()[4:-4],
    ),
    "base64 for URLs": (
        "btoa(String.fromCharCode(...B)).replace(/\\+/g, '-').replace(/\\//g, '_')",
        base64.urlsafe_b64encode(_VALUE.encode()).decode(),
    ),
    "hex": (
        "B.map(function (b) { return b.toString(16).padStart(2, '0'); }).join('')",
        _VALUE.encode().hex(),
    ),
    "hex in capitals": (
        "B.map(function (b) { return b.toString(16).padStart(2, '0'); }).join('').toUpperCase()",
        _VALUE.encode().hex().upper(),
    ),
    "escape()": ("escape(s)", "Zq7/k+W%21v%E9%2692xLm-secret"),
    "HTML entities": (
        "s.replace(/[&<>\"']/g, function (c) { return '&#' + c.charCodeAt(0) + ';'; })",
        _VALUE.replace("&", "&#38;"),
    ),
    "numeric entities": (
        "Array.from(s).map(function (c) { return '&#' + c.charCodeAt(0) + ';'; }).join('')",
        "".join(f"&#{ord(c)};" for c in _VALUE),
    ),
    "hex entities": (
        "Array.from(s).map(function (c) { return '&#x' + c.charCodeAt(0).toString(16) + ';'; }).join('')",
        "".join(f"&#x{ord(c):x};" for c in _VALUE),
    ),
    "\\u escapes": (
        "Array.from(s).map(function (c) { return '\\\\u' + c.charCodeAt(0).toString(16).padStart(4, '0'); }).join('')",
        "".join(f"\\u{ord(c):04x}" for c in _VALUE),
    ),
    "JSON": ("JSON.stringify(s)", json.dumps(_VALUE, ensure_ascii=False)),
    "JSON in JSON": ("JSON.stringify(JSON.stringify({t: s}))", _VALUE),
    "small letters": ("s.toLowerCase()", _VALUE.lower()),
    "capitals": ("s.toUpperCase()", _VALUE.upper()),
    "named entities": ("s.replace('&', '&amp;')", html.escape(_VALUE)),
    "in two lines of the console": ("s", _VALUE),
}


def _fault(name: str, expression: str, canary: str) -> Fault:
    cut = "console.log(c.slice(0, 12)); console.log(c.slice(12));" if "two lines" in name else ""
    code = (
        "(async function () { var s = (await (await fetch('/token')).text()); var B = "
        f"{_BYTES}; var c = {expression}; {cut or 'console.log(c);'} console.log('got it: ' + c + '.'); document.title = c;"
        " document.body.innerHTML = '<p></p>'; document.body.firstChild.textContent = c; history.pushState({}, '', '/?q=' + c);"
        " setTimeout(function () { throw new Error(c); }); fetch('/log?t=' + c); alert(c); })();"
    )
    content = {
        "scenario": "Bomb",
        "timeout": "8s",
        "secrets": ["HARNESS_TOKEN"],
        "host": {"html": "<!doctype html><body>" + script(code)},
        "mocks": [
            {
                "at": "https://shop.example/token",
                "reply": {"status": 200, "text": "${env.HARNESS_TOKEN}"},
            }
        ],
        "steps": [{"check": {"title": "never so", "text": {"p": "never so"}}, "within": "1s"}],
    }
    return Fault(
        name=name,
        bomb=json.dumps(content),
        env={"HARNESS_TOKEN": _VALUE},
        canary=canary,
        good=2,
        may=ANY - {"passed", "skipped", "not_run"},
    )


_OWN_WORDS = (
    "passed", "failed", "broken", "run_ended", "callback", "onload", "true", "chromium", "scenario",
    "scenarios", "junit", "data", "events", "status", "secret", "HARNESS_TOKEN", "yaml",
)  # fmt: skip


def _own_word(word: str) -> Fault:
    content = {
        "scenario": "Bomb",
        "secrets": ["HARNESS_TOKEN"],
        "host": {
            "html": "<!doctype html><p>" + script("console.log('${env.HARNESS_TOKEN}');"),
            "embed": {"account": "demo", "custom": "${env.HARNESS_TOKEN}"},
        },
        "steps": [{"expect": {"onload": {}}}, {"check": {"text": {"p": ""}}}],
    }
    return Fault(
        name=f"the word {word}",
        bomb=json.dumps(content),
        env={"HARNESS_TOKEN": word},
        may=GOOD,
        exits=frozenset({0}),
        good=2,
        in_ci=word == "passed",
    )


FAULTS = [
    *(_fault(name, *coding) for name, coding in _CODINGS.items()),
    *by_both_doors(*map(_own_word, _OWN_WORDS)),
]
