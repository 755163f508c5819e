"""Lets the tests import `imagined` and `desk`; gives each a project of its own."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from typing import TYPE_CHECKING

from desk import Desk, make_desk

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.chdir(tmp_path)
    return make_desk(tmp_path)


@pytest.fixture(scope="module")
def without_contract() -> Iterator[None]:
    """What is made up need not be what a widget may do."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("harness.judging.contract.breaches", lambda *_: iter(()))
        yield
