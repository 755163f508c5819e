"""`--timeout-scale` stretches every limit of time, those inside of verbs included."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Lab

LATE = """
scenario: What comes late
host: {html: "<!doctype html><title>x</title>"}
steps:
  - eval: "setTimeout(function () { document.title = 'y'; addButton(); }, 1000);
      function addButton() { document.body.innerHTML = '<button>now</button>'; }"
  - check: {title: y}
    within: 200ms
"""
LATE_BUTTON = LATE.replace("  - check: {title: y}\n    within: 200ms\n", "") + (
    "  - click: button\n    timeout: 200ms\n"
)


@pytest.mark.parametrize(("scale", "status"), [(1.0, "failed"), (20.0, "passed")])
def test_a_scaled_limit_waits_longer(
    make_lab: Callable[[], Lab], scale: float, status: str
) -> None:
    results = make_lab().run({"check": LATE, "click": LATE_BUTTON}, timeout_scale=scale)
    assert {name: result.verdict.status for name, result in results.items()} == {
        "check": status,
        "click": status,
    }, results
