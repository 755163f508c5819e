"""The vendor's sample code stands word for word in host pages, and a scenario clicks each of it.

Only what the vendor left open is filled in: an account, a style, the choice of `true/false`.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from harness.scenario import load

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "fixtures" / "pages" / "samples"
FILLED = (("'...CSS...'", "'button {letter-spacing : 3px}'"), ("'...'", "'demo'"), (", ...]", "]"))


def samples() -> list[tuple[str, str]]:
    """Section and code, as on the vendor's page."""
    found, section = [], ""
    text = Path(__file__).with_name("vendor_samples.txt").read_text(encoding="utf-8")
    for block in text.strip().split("\n\n"):
        if block.startswith("# "):
            section = block.removeprefix("# ")
        else:
            found.append((section, block))
    return found


@pytest.mark.parametrize(("section", "code"), samples())
def test_a_sample_stands_in_the_host_page_of_its_section(section: str, code: str) -> None:
    pages = [path.read_text(encoding="utf-8") for path in PAGES.glob("*.html")]
    (page,) = (text for text in pages if f"<h1>{section}</h1>" in text)
    for old, new in FILLED:
        code = code.replace(old, new)
    for choice in ("true", "false"):
        for line in code.replace("true/false", choice).splitlines():
            assert f"\n{line}\n" in page


def test_a_scenario_clicks_every_sample() -> None:
    loaded = load([ROOT / "scenarios"], ROOT)
    clicked: dict[str, set[str]] = {}
    for variants in loaded.variants:
        for variant in variants:
            file = variant.scenario.host.page.file
            if file is not None and file.parent == PAGES:
                steps = variant.scenario.steps
                clicked.setdefault(file.name, set()).update(
                    str(step.argument) for step in steps if step.verb == "click"
                )
    for page in PAGES.glob("*.html"):
        text = page.read_text(encoding="utf-8")
        ids = {"#" + identity for identity in re.findall(r'<button id="(\w+)"', text)}
        assert ids <= clicked.get(page.name, set()), page.name
