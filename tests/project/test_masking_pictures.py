"""What a page shows of a secret is not to be seen in pictures of it.

The same page is pictured with one secret and with another of the same length: who sees only the
pictures cannot tell them apart. Without a mask, as a proof that there is something to be seen,
the pictures differ.
"""

from __future__ import annotations

import asyncio
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image, ImageChops

from harness.browser.engine import Engine, EngineOptions
from harness.browser.surroundings import Surroundings
from harness.masking import Mask
from harness.report.event_log import read_events
from harness.scenario import load, plan

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from harness.judging.verdict import RunResult

ONE, OTHER = "open sesame-11", "ajar walnut-27"
SHADOW = """<div></div><script>
document.currentScript.previousElementSibling.attachShadow({mode: "MODE"}).innerHTML =
  "<p>It is SECRET.</p>";
</script>"""

WAYS = {
    "a text": "<p>It is SECRET, so there.</p>",
    "a text with line breaks": "<p>It is {}, so there.</p>",
    "a text over several elements": "<p>It is <b>{}</b>{}<i><u>{}</u></i>, so there.</p>",
    "a text in capitals": "<p style='text-transform: uppercase'>It is SECRET.</p>",
    "a text that is typed on": "<p contenteditable>SECRET</p>",
    "a text with colours of its own": (
        "<style>p { -webkit-text-fill-color: red; text-shadow: 0 0 3px blue }</style><p>SECRET</p>"
    ),
    "an open shadow tree": SHADOW.replace("MODE", "open"),
    "a closed shadow tree": SHADOW.replace("MODE", "closed"),
    "a frame": '<iframe srcdoc="<pre>SECRET</pre>"></iframe>',
    "a frame of another site": '<iframe src="https://other.example/"></iframe>',
    "a field": "<input value='SECRET'><input type=search placeholder='SECRET'>",
    "a text area": "<textarea>SECRET</textarea>",
    "a list": "<select><option>SECRET</select><select size=3><option>a<option>SECRET</select>",
    "a button": "<input type=submit value='SECRET'><button>SECRET</button>",
    "a picture that is not there": "<img alt='SECRET' src=data:, width=300 height=40>",
    "generated content": (
        "<style>p::before { content: attr(title); font: 20px monospace }</style><p title='SECRET'>"
    ),
    "a drawing": "<svg><text y=30 fill=green>SECRET</text></svg>",
    "an open dialog": (
        "<dialog id=d style='border: 0; outline: 0'>SECRET</dialog><script>d.showModal()</script>"
    ),
}
"""Where a page shows a secret."""

PAGE = "<!doctype html><meta charset=utf-8><style>* {{ font-family: monospace }}</style>{}"


ALL = "all of them"


def page(way: str, secret: str) -> str:
    if way == ALL:
        return PAGE.format("".join(part(one, secret) for one in WAYS))
    return PAGE.format(part(way, secret))


def part(way: str, secret: str) -> str:
    first, last = secret.split(" ")
    body = WAYS[way].replace("SECRET", secret)
    if way == "a text with line breaks":
        return body.format(f"{first}\n     {last}")
    return body.format(first, f" {last[:3]}", last[3:]) if "{}" in body else body


def runs(folder: Path, scenarios: list[dict[str, Any]], secret: str, mask: Mask) -> list[RunResult]:
    """The results of scenarios, written down and run."""
    folder.mkdir()
    file = folder / "scenarios.yaml"
    file.write_text(json.dumps({"scenarios": scenarios}), encoding="utf-8")
    loaded = load([file], folder, {"SECRET": secret})
    assert not loaded.problems, loaded.render_problems()
    around = Surroundings(mask=mask)

    async def work() -> list[RunResult]:
        options = EngineOptions(folder, screenshot="off", surroundings=around)
        async with Engine(options) as engine:
            return await asyncio.gather(*(engine.run(run) for run in plan(loaded)))

    return asyncio.run(work())


def pictures(
    folder: Path, secret: str, ways: Sequence[str], *, is_masked: bool
) -> dict[str, bytes]:
    """A picture of each page, by how it shows the secret."""
    scenarios = [
        {
            "scenario": way,
            "host": {
                "html": page(way, secret),
                "pages": {"https://other.example/": {"html": page("a text", secret)}},
            },
            "steps": [{"screenshot": "shot"}],
        }
        for way in ways
    ]
    mask = Mask({"SECRET": secret}) if is_masked else Mask()
    results = runs(folder, scenarios, secret, mask)
    assert [result.verdict.status for result in results] == ["passed"] * len(ways)
    found = {}
    for result in results:
        (picture,) = folder.glob(f"{result.artifacts['events'].removesuffix('.jsonl')}*.png")
        found[result.title] = picture.read_bytes()
    return found


BLEND, SEEN = 4, 64
"""Of 255, by how much a colour of two pictures differs: blending rounded corners with a dialog's
backdrop gives one level more or less from picture to picture; a letter on its ground, a hundred."""


def difference(one: bytes, other: bytes) -> int:
    """The most that two pictures differ by in any colour of any point, of 255."""
    pair = [Image.open(io.BytesIO(picture)).convert("RGB") for picture in (one, other)]
    assert pair[0].size == pair[1].size
    return max(most for _, most in ImageChops.difference(*pair).getextrema())


Pairs = dict[bool, tuple[dict[str, bytes], dict[str, bytes]]]


def both(folder: Path, ways: Sequence[str]) -> Pairs:
    """The pictures with one secret and with the other, masked and not."""
    return {
        is_masked: (
            pictures(folder / f"one-{is_masked}", ONE, ways, is_masked=is_masked),
            pictures(folder / f"other-{is_masked}", OTHER, ways, is_masked=is_masked),
        )
        for is_masked in (True, False)
    }


@pytest.fixture(scope="module")
def each(tmp_path_factory: pytest.TempPathFactory) -> Pairs:
    return both(tmp_path_factory.mktemp("pictures"), list(WAYS))


def test_a_picture_does_not_tell_one_secret_from_another(tmp_path: Path) -> None:
    pairs = both(tmp_path, [ALL])
    one, other = pairs[True]
    assert difference(one[ALL], other[ALL]) <= BLEND
    one, other = pairs[False]
    assert difference(one[ALL], other[ALL]) >= SEEN, "the page does not show it"


@pytest.mark.campaign
@pytest.mark.parametrize("way", WAYS)
def test_in_whatever_way_the_page_shows_it(each: Pairs, way: str) -> None:
    one, other = each[True]
    assert difference(one[way], other[way]) <= BLEND
    one, other = each[False]
    assert difference(one[way], other[way]) >= SEEN, "this page does not show it"


PATCHED = """<p>It is SECRET.</p><script>
window.heard = [];
for (const [holder, name] of [[String.prototype, "matchAll"], [String.prototype, "search"],
    [String.prototype, "replace"], [RegExp.prototype, "exec"], [Array.prototype, "map"]]) {
  const own = holder[name];
  holder[name] = function (...given) { heard.push(String(this)); return own.apply(this, given); };
}
window.changes = 0;
const isText = (row) => row.target.closest?.("p");
new MutationObserver((rows) => { changes += rows.filter(isText).length; })
  .observe(document, {subtree: true, childList: true, characterData: true, attributes: true});
</script>"""
WATCHED = """(() => ({
  heard: heard.filter((text) => text.includes("sesame")).length, changes,
  highlights: CSS.highlights.size, animations: document.getAnimations().length,
  text: document.querySelector("p").textContent,
}))()"""
RESTLESS = """<p></p><script>
const text = "It is SECRET.";
(function again() {
  document.querySelector("p").replaceChildren("x".repeat(performance.now() % 7), text);
  requestAnimationFrame(again);
})();
</script>"""


def test_the_page_is_as_it_was_and_its_scripts_have_heard_nothing(tmp_path: Path) -> None:
    untouched = {"heard": 0, "changes": 0, "highlights": 0, "animations": 0}
    expected = {**untouched, "text": "It is [secret SECRET]."}
    scenario = {
        "scenario": "A page that listens",
        "host": {"html": PATCHED.replace("SECRET", ONE)},
        "steps": [{"screenshot": "shot"}, {"eval": WATCHED, "returns": "$any"}],
    }
    (result,) = runs(tmp_path / "a", [scenario], ONE, Mask({"SECRET": ONE}))
    assert result.verdict.status == "passed", result.verdict
    log = read_events(tmp_path / "a" / result.artifacts["events"])
    assert [event.data["value"] for event in log.of_kind("evaluated")] == [expected]


def test_no_picture_is_kept_of_a_page_that_does_not_hold_still(tmp_path: Path) -> None:
    scenario = {
        "scenario": "A restless page",
        "host": {"html": RESTLESS.replace("SECRET", ONE)},
        "steps": [{"screenshot": "shot"}],
    }
    (result,) = runs(tmp_path / "a", [scenario], ONE, Mask({"SECRET": ONE}))
    assert result.verdict.status == "broken"
    assert "cannot be pictured" in result.verdict.failures[0].message
    assert not list((tmp_path / "a").glob("*.png"))
