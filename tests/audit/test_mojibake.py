"""Texts harmed by another encoding are known, and texts in foreign letters are let be."""

from __future__ import annotations

import pytest

from harness.audit.mojibake import meant

WRITTEN = (
    *("Příklad", "Jan Novák", "Kávičková", "Žluťoučký kůň", "Ľubica", "Grüße", "Łódź"),
    *("don\u2019t", "“quoted”", "€5", "Привет", "smile 😀"),
)
RIGHT = (
    *WRITTEN,
    *("MENÚ…", "Ăştia", "FĂŞII", "PĂŞUNE", "Spaß“", "Ñ”", "CAFÉ » bar", "LÅ™", "SÃO PAULO"),
    *("ÅÄÖ", "CITROËN®", "CAFÉ©", "DÉ£", "Müller™", "MÜ€", "Â·", "Ĺľ", "Nº 5", "½", "shop", ""),
)


def misread(text: str, codec: str) -> str:
    """A text in UTF-8, each of its bytes read as browsers read it in another encoding."""
    found = ""
    for byte in text.encode():
        try:
            found += bytes([byte]).decode(codec)
        except UnicodeDecodeError:
            found += chr(byte)
    return found


@pytest.mark.parametrize("codec", ["cp1252", "cp1250", "latin-1"])
@pytest.mark.parametrize("text", WRITTEN)
def test_what_was_meant_is_told(text: str, codec: str) -> None:
    assert meant(misread(text, codec)) == text


@pytest.mark.parametrize("text", RIGHT)
def test_what_may_be_meant_is_let_be(text: str) -> None:
    assert meant(text) is None
