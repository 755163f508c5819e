"""Lets the tests import what stands beside them, and begins the staging server for them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from staging import Staging, serving

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="package")
def staging(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Staging]:
    """The staging server's process."""
    with serving(tmp_path_factory.mktemp("staging")) as served:
        yield served
