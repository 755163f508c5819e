"""Widgets of every make behave the same with and without the recorder, and are recorded.

Each file of `widgets/` is a page with a widget: its parts, between `// ---`, are scripts that run
one after the other, and its first line says what has to be in the recording, in order. What page
and widget see, `prelude.js` dumps: identities, descriptors, source texts, exceptions.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from page_visit import visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HERE = Path(__file__).parent
WIDGETS = sorted((HERE / "widgets").glob("*.js"))
_NAMED = {"call": "function", "returned": "function", "threw": "function", "unobserved": "what"}
_ITEM = re.compile(r"(?P<kind>\w+) (?P<name>[\w.]+)(?P<times>\*\d+)?(?: (?P<value>.+))?")


@cache
def page_of(path: Path) -> str:
    parts = path.read_text(encoding="utf-8").split("// ---\n")
    scripts = [(HERE / "prelude.js").read_text(encoding="utf-8"), *parts]
    body = "\n".join(f"<script>{script}</script>" for script in scripts)
    ask = "<script>function result() { return JSON.stringify(seen, null, 1); }</script>"
    return f"<!doctype html><title>{path.stem}</title><body>{body}{ask}"


def expected(path: Path) -> list[dict[str, str | None]]:
    line = path.read_text(encoding="utf-8").partition("\n")[0].removeprefix("// records:")
    items = [_ITEM.fullmatch(item.strip()) for item in line.split(";") if item.strip()]
    assert all(items), line
    return [item.groupdict() for item in items if item]


def told(row: dict[str, Any]) -> tuple[str, str]:
    kind, data = row["k"], row["v"]
    return kind, str(data.get(_NAMED.get(kind, ""), data.get("name", data.get("action", ""))))


@pytest.mark.parametrize("path", WIDGETS, ids=lambda path: path.stem)
def test_page_and_widget_see_the_same_and_all_is_recorded(browser: Browser, path: Path) -> None:
    without, _ = visit(browser, page_of(path), with_recorder=False)
    with_recorder, sent = visit(browser, page_of(path), with_recorder=True)
    assert without
    assert json.loads(with_recorder) == json.loads(without)
    assert with_recorder == without
    known = expected(path)
    rows = [told(row) for row in sent]
    if any(item["times"] for item in known):
        for item in known:
            count = rows.count((str(item["kind"]), str(item["name"])))
            assert f"*{count}" == (item["times"] or "*1"), (item, rows)
        return
    kinds = {str(item["kind"]) for item in known}
    assert [row for row in rows if row[0] in kinds] == [
        (item["kind"], item["name"]) for item in known
    ]
    for item, row in zip(known, (one for one in sent if one["k"] in kinds), strict=True):
        if item["value"]:
            wanted = json.loads(item["value"])
            if row["k"] == "call":
                assert row["v"]["args"][0].items() >= wanted.items()
            else:
                assert row["v"]["value"] == wanted
