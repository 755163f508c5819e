"""Lets the tests import the laboratory and the builds beside them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sys.path.insert(0, str(Path(__file__).parent))

if TYPE_CHECKING:
    from collections.abc import Callable

    from hostile_lab import Lab


@pytest.fixture(scope="session")
def make_lab(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Lab]:
    """Makes a fresh lab."""
    from hostile_lab import Lab

    def make() -> Lab:
        folder = tmp_path_factory.mktemp("probing")
        (folder / "fixtures" / "pages").mkdir(parents=True)
        return Lab(folder)

    return make
