from __future__ import annotations

import base64
import html
import json
import pickle
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as some

from harness.judging.verdict import Failure, Verdict
from harness.masking import SHORTEST, Mask
from harness.scenario.places import Place

WRITINGS = {
    "as it is": lambda text: text,
    "JSON": lambda text: json.dumps(text)[1:-1],
    "JSON in JSON": lambda text: json.dumps(json.dumps(text)[1:-1])[1:-1],
    "JSON with letters": lambda text: json.dumps(text, ensure_ascii=False)[1:-1],
    "address": lambda text: quote(text, safe=""),
    "form": quote_plus,
    "markup": html.escape,
    "header": lambda text: base64.b64encode(text.encode()).decode(),
}


@given(some.text(some.characters(codec="utf-8"), min_size=SHORTEST, max_size=40))
def test_a_secret_is_masked_in_every_writing(secret: str) -> None:
    mask = Mask({"A": secret})
    for write in WRITINGS.values():
        assert mask.text(f"<{write(secret)}>") == "<[secret A]>"


@given(some.text("abc", min_size=8, max_size=20), some.integers(6, 20))
def test_a_secret_that_was_cut_short_is_masked_too(secret: str, shown: int) -> None:
    cut = f"{secret[:shown]}…"
    assert secret[:6] not in Mask({"A": secret}).text(f"x {cut}").replace("[secret A]", "")


def test_what_only_begins_like_a_secret_is_left_alone() -> None:
    mask = Mask({"A": "open-sesame-42"})
    assert mask.text("open-sesame street… open…") == "open-sesame street… open…"


def test_short_and_empty_values_are_no_secrets() -> None:
    assert Mask({"A": "", "B": "abc"}).text("abc") == "abc"
    assert not Mask({"A": ""})


def test_texts_inside_of_data_are_masked() -> None:
    mask = Mask({"A": "open-sesame"})
    failure = Failure(Place("a.yaml", 1, 2), "check", "open-sesame", instead=("x open-sesame",))
    masked = mask.value(Verdict("failed", (failure,)))
    assert masked.failures[0].message == "[secret A]"
    assert masked.failures[0].instead == ("x [secret A]",)
    assert masked.failures[0].place == Place("a.yaml", 1, 2)
    assert mask.value({"open-sesame": [1, None, "open-sesame"]}) == {
        "[secret A]": [1, None, "[secret A]"]
    }


def test_a_mask_goes_to_another_process_and_shows_names_only() -> None:
    mask = pickle.loads(pickle.dumps(Mask({"A": "open-sesame"}) | Mask({"B": "other-one"})))  # noqa: S301 - its own
    assert mask.text("open-sesame other-one") == "[secret A] [secret B]"
    assert repr(mask) == "Mask(A, B)"


@pytest.mark.parametrize("text", ["", "nothing of it", "…"])
def test_a_text_without_secrets_stays_as_it_is(text: str) -> None:
    assert Mask({"A": "open-sesame"}).text(text) == text
    assert Mask().text(text) == text
