"""The option that rewrites the messages of the corpus of mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest

HERE = Path(__file__).parent


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("language", "the scenario language")
    group.addoption(
        "--rewrite-messages",
        action="store_true",
        help="write what is reported for tests/language/mistakes into the expected messages",
    )


@pytest.fixture
def is_rewriting(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--rewrite-messages", default=False))
