"""Odd names and narrow consoles: titles, files, and what a page says to whoever reads reports."""

from __future__ import annotations

import json

from tests.faults.fault import Fault
from tests.faults.pages import bomb, script

_TITLES = {
    "an attachment": "Bomb [[ATTACHMENT|/etc/passwd]]",
    "a command of GitHub": "Bomb\n::error::x",
    "commands of Azure": "Bomb ##vso[task.complete result=Succeeded] ##[error]x",
    "a message of TeamCity": "Bomb ##teamcity[testFinished name='x']",
    "a section of GitLab": "Bomb \x1b[0Ksection_start:1:x\r",
    "escapes of the terminal": "Bomb \x1b]0;x\x07\x1b[2J\x1b[31m",
    "markup of rich": "Bomb [bold]x[/bold] [link=x]y[/]",
    "XML": "Bomb <b>&amp;]]></system-out>",
    "control characters": "Bomb \x00\x01\x08\x0b\x7f",
    "marks of direction": "Bomb \u202egnp.exe\u2066",
    "surrogates": "Bomb \\ud800",
    "emoji": "Bomb 👩‍👩‍👧‍👦 🏳️‍🌈",
    "combined letters": "Bomb é e\u0301 ﬀ ṩ",
    "quotes": "Bomb 'a' \"b\" `c` $(d) \\f",
    "brackets and globs": "Bomb [a-z]* {x,y} ?",
    "a path": "Bomb ../../../etc/passwd",
    "two colons": "Bomb::x::y@chromium",
    "a leading dash": "-Bomb --help",
    "1,000 letters": "Bomb " + "x" * 1000,
    "spaces": "  Bomb   x  ",
    "a line's end": "Bomb\r\nx",
    "a name of Windows": "Bomb CON",
    "only signs": "Bomb ///:::***???",
    "percent and format": "Bomb %s %n {0} {}",
    "words of -k": "Bomb and not or (",
}
_PAGE_TEXTS = {
    "an attachment": "[[ATTACHMENT|/etc/passwd]]",
    "commands of CI": "\\n::error::x\\n##vso[task.complete]\\n##[error]x\\n##teamcity[x]",
    "escapes of the terminal": "\\x1b[2J\\x1b]0;x\\x07\\x9b31m",
    "control characters": "\\x00\\x01\\uFFFE\\uFFFF",
    "surrogates": "\\ud800 \\udfff",
    "XML": "]]></system-out><b>&#0;",
}
_CAGED = r"(?m)^(?:::error|##vso\[|##teamcity\[|##\[error)"


_REFUSED = {
    "a command of GitHub",
    "a section of GitLab",
    "escapes of the terminal",
    "control characters",
    "marks of direction",
    "spaces",
    "a line's end",
}
"""What no title may hold: it is one line of printable text."""


def _title(name: str, title: str) -> Fault:
    content = json.loads(bomb())
    content["scenario"] = title
    is_refused = name in _REFUSED
    return Fault(
        name=f"a title with {name}",
        bomb=json.dumps(content, ensure_ascii=False),
        seconds=30,
        is_usage=is_refused,
        says=r"problem\[(title|character)\]" if is_refused else "",
    )


def _text(name: str, text: str) -> Fault:
    code = f"document.title = '{text}'; console.error('{text}'); setTimeout(function () {{ throw new Error('{text}'); }});"
    page = bomb(
        {"check": {"title": "never so"}, "within": "500ms"},
        html=script(code),
        always={"no": ["page_error", "console_error"]},
    )
    return Fault(name=f"a page that says {name}", bomb=page)


_CODINGS: dict[str, dict[str, str | None]] = {
    "LANG=C": {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "POSIX and ASCII": {
        "LC_ALL": "POSIX",
        "PYTHONIOENCODING": "ascii",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
    },
    "latin-1": {"PYTHONIOENCODING": "latin-1"},
    "cp1250, strict": {"PYTHONIOENCODING": "cp1250:strict"},
    "UTF-16": {"PYTHONIOENCODING": "utf-16"},
    "no locale at all": {
        "LANG": None,
        "LC_ALL": None,
        "LC_CTYPE": None,
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
    },
    "a locale that is not there": {"LC_ALL": "xx_XX.UTF-8"},
    "Turkish": {"LC_ALL": "tr_TR.UTF-8"},
}
_WIDE = json.loads(bomb())
_WIDE["scenario"] = "Bomb účet 漢字 ✓ 👍"

FAULTS = [
    *(_title(name, title) for name, title in _TITLES.items()),
    *(
        _title(name, title).by_pytest()
        for name, title in _TITLES.items()
        if name
        in {"commands of Azure", "a command of GitHub", "escapes of the terminal", "an attachment"}
    ),
    *(_text(name, text) for name, text in _PAGE_TEXTS.items()),
    *(
        Fault(
            name=f"a console of {name}",
            bomb=json.dumps(_WIDE, ensure_ascii=False),
            env=env,
            has_output=True,
        )
        for name, env in _CODINGS.items()
    ),
    Fault(
        name="a console of LANG=C, pytest",
        door="pytest",
        bomb=json.dumps(_WIDE, ensure_ascii=False),
        env=_CODINGS["LANG=C"],
    ),
    Fault(
        name="a file with an odd name",
        files={"scenarios/a b'c\"d$e[f].yaml": bomb().replace("Bomb", "Good 9", 1)},
        has_report=False,
        others=frozenset({"passed", "failed"}),
    ),
    Fault(
        name="a file with a name that is no UTF-8",
        through='printf x > "$(printf "scenarios/\\377.txt")"; exec "$@"',
    ),
]
