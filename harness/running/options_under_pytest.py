"""The options that the harness adds to pytest's."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest


def add_options(parser: pytest.Parser) -> None:
    """Add them; pytest-playwright's keep their meaning."""
    group = parser.getgroup("harness", "livechatoo-harness")
    group.addoption(
        "--browser-path", metavar="FILE", help="The browser's executable, for scenarios."
    )
    group.addoption(
        "--widget",
        metavar="WIDGET",
        default="stub",
        help="stub, live, a loader's file or address, or a folder of a build.",
    )
    group.addoption("--env", metavar="NAME", help="An environment of harness.yaml.")
    group.addoption(
        "--allow-live", action="store_true", help="With --widget live: visit its back end."
    )
    group.addoption("--profile", metavar="FILE", help="How another widget's controls are found.")
    group.addoption(
        "--hostile",
        nargs="?",
        const="all",
        metavar="NAME,...",
        help="Also run scenarios on hostile host pages: on all kinds (when nothing else is said),"
        " on those named, or `list` them.",
    )
    group.addoption(
        "--sandbox",
        action=argparse.BooleanOptionalAction,
        default=None,
        help="The browser's own sandbox [default: on for pages that are not the project's own].",
    )
    group.addoption(
        "--runs-output",
        metavar="DIR",
        default=".harness/runs",
        help="Where scenarios leave their evidence.",
    )
    group.addoption(
        "--in-flight",
        type=int,
        metavar="N",
        help="Runs at a time in one browser [default: cores + 1].",
    )
    group.addoption(
        "--scenario-order", default="file", metavar="ORDER", help="file, reverse or shuffle:SEED."
    )
    group.addoption(
        "--timeout-scale",
        type=float,
        default=1.0,
        metavar="X",
        help="Stretch all time limits of scenarios.",
    )
