"""Calls are made at every moment, in a browser, and what becomes of them is told honestly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hostile_lab import SCALE

from harness.browser.engine import EngineOptions
from harness.commands.probing import cells_of
from harness.probing.calls import CALLS, PHASES
from harness.stub import widget_files

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.campaign

QUEUE = b"""
// Keeps what is called after a stop for the next init, and cannot be flipped while it loads.
(function () {
  var waiting = [];
  var embed = livechatoo.embed;
  var init = embed.init, stop = embed.stop, flip = embed.flip, isStopped = false;
  embed.init = function (options) {
    init.call(embed, options);
    isStopped = false;
    while (waiting.length) waiting.shift()();
  };
  embed.stop = function () { isStopped = true; stop.call(embed); };
  embed.flip = function () {
    if (isStopped) waiting.push(function () { flip.call(embed); });
    else if (embed.status() === '') throw new Error('not now');
    else flip.call(embed);
  };
})();
"""


def told(folder: Path, names: set[str], loader: bytes | None = None) -> dict[str, list[str]]:
    """What became of some calls, by call, in the order of the phases."""
    calls = [call for call in CALLS if call.function in names]
    options = EngineOptions(folder, loader=loader, timeout_scale=SCALE, screenshot="off")
    found: dict[str, list[str]] = {}
    for cell in cells_of(calls, list(PHASES), options):
        found.setdefault(cell.call, []).append(cell.result)
    return found


def test_the_stub_remembers_what_is_called_while_it_loads(tmp_path: Path) -> None:
    assert told(tmp_path, {"embed.flip", "embed.status", "popup.close"}) == {
        "embed.flip()": ["threw", "ignored", "queued", "worked", "ignored"],
        "embed.status()": ["threw", "worked", "worked", "worked", "worked"],
        "popup.close()": ["threw", "ignored", "worked", "worked", "ignored"],
    }


def test_another_build_is_told_from_it(tmp_path: Path) -> None:
    hook = b"attempt(() => callHook(window.livechatoo));"
    loader = widget_files.loader()
    assert loader.count(hook) == 1
    assert told(tmp_path, {"embed.flip"}, loader.replace(hook, QUEUE + hook)) == {
        "embed.flip()": ["threw", "threw", "threw", "worked", "queued"],
    }


def test_a_build_whose_hook_is_never_called_reaches_no_moment_after_its_load(
    tmp_path: Path,
) -> None:
    found = told(tmp_path, {"embed.flip"}, b"throw new Error('broken');")
    assert found == {"embed.flip()": ["threw", "not reached", "not reached", "threw", "threw"]}


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
