"""The journey that all contenders do, and the scenario file that says it to the harness.

The page is one and the same for everybody, byte for byte: it notes each callback in an
array of its own, `heard`, which a test that is written by hand can look into. The bare
DevTools contender puts an object with a `push` of its own there before the page loads.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from harness.scenario import Run, load, plan

ROOT = Path(__file__).resolve().parents[2]
"""The project's folder."""

URL = "https://shop.example/"
ONLOAD = {"page": "start-online", "online": True}
ONCHATSTART = {"initiator": "client"}
ONCHANGE = {"chat_status": "min"}

_SCENARIO = """\
scenario: Visitor {number} starts a chat
host:
  at: https://shop.example/
  html: |
    <!doctype html>
    <html lang="en">
    <head><meta charset="utf-8"><title>Shop</title></head>
    <body>
    <h1>Shop</h1>
    <script>var heard = window.heard || [];</script>
    <!-- livechatoo -->
    </body>
    </html>
  embed:
    account: demo
    lang: en
    onload: {{js: "function (data) {{ heard.push({{name: 'onload', data: data}}); }}"}}
    onchatstart: {{js: "function (data) {{ heard.push({{name: 'onchatstart', data: data}}); }}"}}
    onchange: {{js: "function (data) {{ heard.push({{name: 'onchange', data: data}}); }}"}}
steps:
  - expect: {{onload: {{page: start-online, online: true}}}}
  - page: online
  - visitor: {{says: {message}}}
    expect: {{onchatstart: {{ticket: $str, initiator: client}}}}
  - flip:
    expect: {{onchange: {{chat_status: min}}}}
"""


def message(number: int) -> str:
    """What the visitor of a test writes; no two say the same."""
    return f"Hello from visitor {number}"


def write_scenarios(folder: Path, count: int) -> list[Path]:
    """One scenario file for each run, in a folder that is made for them."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for number in range(count):
        file = folder / f"visit-{number:04}.yaml"
        text = _SCENARIO.format(number=number, message=message(number))
        file.write_text(text, encoding="utf-8")
        files.append(file)
    return files


def runs(folder: Path, count: int) -> list[Run]:
    """The same as the harness plans them, for a server that serves others their pages."""
    write_scenarios(folder, count)
    loaded = load([folder], folder)
    if loaded.problems:
        raise SystemExit(loaded.render_problems())
    return plan(loaded)


def is_complete(chats: list[dict[str, Any]], number: int) -> bool:
    """Whether the back end of a test has seen the visitor's chat with the visitor's words."""
    texts = [
        [line["text"] for line in chat["messages"] if line["author"] == "visitor"] for chat in chats
    ]
    return texts == [[message(number)]]


def count_in(text: str, word: str = "passed") -> int:
    """The number before a word in a summary such as `60 passed in 9 s`, 0 without it."""
    found = re.findall(rf"(\d+) {word}\b", text)
    return int(found[-1]) if found else 0
