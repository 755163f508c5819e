from __future__ import annotations

import re

import pytest

from harness.stub import widget_files

LANGUAGES = ("en", "sk", "cs", "de", "hu")
BUTTONS = (
    *("open", "minimize", "restore", "maximize", "close", "dismiss", "send", "rate"),
    *("send_rating", "accept", "decline", "send_message"),
)


def test_every_language_has_every_text() -> None:
    texts = widget_files.texts()
    assert tuple(texts) == LANGUAGES
    assert {frozenset(given) for given in texts.values()} == {frozenset(texts["en"])}
    assert all(text for given in texts.values() for text in given.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_popups_bubble_is_called_as_the_bar_is(language: str) -> None:
    row = re.search(
        rf"^  {language}: \{{ open: '([^']+)'", widget_files.loader().decode(), re.MULTILINE
    )
    assert row is not None
    assert row[1] == widget_files.texts()[language]["open"]


def test_no_two_controls_of_a_language_have_one_name() -> None:
    for texts in widget_files.texts().values():
        assert len({texts[name] for name in BUTTONS}) == len(BUTTONS)
