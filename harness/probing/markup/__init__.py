"""What hostile pages have beside what their author wrote, one file for each hostility."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from harness.widget_api import WIDGET_HOST

if TYPE_CHECKING:
    from harness.scenario.model import Run

_OPENING = """(function (open) {
  var modal = document.getElementById('hostile-modal');
  var isFirst = location.href === new URL(ADDRESS).href;
  try {
    isFirst = isFirst && !localStorage.getItem('hostile-modal');
    localStorage.setItem('hostile-modal', 'seen');
  } catch (error) {}
  if (!isFirst) {
    modal.remove();
    return;
  }
  open(modal);
  window.hostileModal = function () {
    var coversAll = true;
    for (var x = 0.01; x < 1; x += 0.07) {
      for (var y = 0.01; y < 1; y += 0.07) {
        if (document.elementFromPoint(x * innerWidth, y * innerHeight) !== modal) coversAll = false;
      }
    }
    return {covers_everything: coversAll, has_focus: document.activeElement === modal};
  };
})"""

IS_ON_TOP = "hostileModal()"
"""Looks whether the modal is above everything on the page and has the focus."""

CLOSE = "document.getElementById('hostile-modal').remove()"
"""What the visitor does then."""


def markup(name: str, run: Run) -> str:
    """The markup of a hostility, for the pages of a run."""
    text = _read(name)
    if "HOSTILE_MODAL" in text:
        text = text.replace("HOSTILE_MODAL", _OPENING)
        text = text.replace("ADDRESS", _literal(run.scenario.host.at))
    return text.replace("HOSTS", _literal(sorted({WIDGET_HOST, *run.names})))


def _literal(value: object) -> str:
    return json.dumps(value).replace("<", "\\u003c")


@cache
def _read(name: str) -> str:
    return files("harness").joinpath("probing", "markup", f"{name}.html").read_text("utf-8")
