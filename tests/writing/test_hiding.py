"""What is written holds no secret: variables of the environment stand for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from harness.browser.engine import EngineOptions
from harness.commands import recording
from harness.masking import SHORTEST, Mask
from harness.scenario.source import parse
from harness.writing.acts import SECRET, Acts
from harness.writing.composing import Head, NotComposed, composed, indented, listed
from harness.writing.hiding import Hiding
from harness.writing.recorded import Desk

if TYPE_CHECKING:
    from pathlib import Path

MASK = Mask({"TOKEN": "open-sesame-42", "cookie sid": "canary-state-1"})


def hiding() -> Hiding:
    return Hiding(MASK, {"TOKEN": "open-sesame-42"})


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("open-sesame-42", "${env.TOKEN}"),
        ({"a[href='/?t=open-sesame-42']": 1}, {"a[href='/?t=${env.TOKEN}']": 1}),
        ([{"goto": "/?t=open-sesame-42&u=1"}, None], [{"goto": "/?t=${env.TOKEN}&u=1"}, None]),
        ({"says": "canary-state-1"}, {"says": "${env.COOKIE_SID}"}),
        ({"says": "Hello, I have $5"}, {"says": "Hello, I have $5"}),
    ],
)
def test_variables_stand_for_secrets(value: Any, written: Any) -> None:
    assert hiding().data(value) == written


def test_the_variables_that_nobody_has_set_are_told() -> None:
    hidden = hiding()
    hidden.data(["open-sesame-42", "canary-state-1"])
    assert hidden.used == {"TOKEN": "open-sesame-42", "COOKIE_SID": "canary-state-1"}
    assert hidden.unset == ["COOKIE_SID"]


def test_a_text_with_a_secret_is_not_written() -> None:
    hiding().refuse_secrets("nothing of it")
    with pytest.raises(NotComposed, match="the file would hold the secret TOKEN, cookie sid"):
        hiding().refuse_secrets("a open-sesame-42 b canary-state-1")


def test_a_script_keeps_its_layout_unless_a_secret_is_in_it() -> None:
    script = "# mine\n- visitor: {says: Hello}   # yes\n"
    kept = "  # mine\n  - visitor: {says: Hello}   # yes\n"
    assert indented(script, "s.yaml", hiding().data) == kept
    for secret in ("- fill: {'#a': open-sesame-42}", "# open-sesame-42\n- flip:"):
        text = indented(secret, "s.yaml", hiding().data)
        assert "open-sesame" not in text
        again = parse(f"steps:\n{text}\n", "s.yaml").root
        assert again is not None
        (step,) = again.value["steps"]
        assert step in ({"fill": {"#a": "${env.TOKEN}"}}, {"flip": None})


@given(secret=some.text(some.characters(codec="ascii", min_codepoint=33), min_size=SHORTEST))
def test_what_a_person_typed_is_typed_again_and_stands_nowhere(secret: str) -> None:
    acts = Acts("https://shop.example/")
    acts.hear({"do": "fill", "selector": "#note", "value": f"It is {secret}, yes"})
    hidden = Hiding(Mask({"OWN": secret}), {})
    steps = listed(hidden.data(acts.steps))
    text = composed(Head("A", {"html": "<p>x"}, more={"secrets": list(hidden.used)}), steps)
    root = parse(text, "a.yaml").root
    assert root is not None
    assert root.value["steps"] == [{"fill": {"#note": "It is ${env.OWN}, yes"}}]
    assert root.value["secrets"] == ["OWN"]


def test_what_a_person_did_in_a_window_is_written_with_variables(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    acts = Acts("https://shop.example/")
    acts.hear({"do": "fill", "selector": "#password", "value": "", "secret": True})
    acts.hear({"do": "goto", "url": "https://shop.example/?t=open-sesame-42"})
    monkeypatch.setattr(recording, "captured", lambda *_given: acts)
    monkeypatch.delenv(SECRET, raising=False)
    wish = recording.Wish("https://shop.example/", None, None, None, is_forced=False)
    desk = Desk(tmp_path / "a.yaml", "a.yaml", {})
    hidden = hiding()
    options = EngineOptions(tmp_path)
    desk, steps = recording._steps(wish, desk, Head("A", {"html": "<p>x"}), options, hidden)
    root = parse(f"steps:\n{steps}\n", "a.yaml").root
    assert root is not None
    assert root.value["steps"] == [
        {"fill": {"#password": f"${{env.{SECRET}}}"}},
        {"goto": "/?t=${env.TOKEN}"},
    ]
    assert list(hidden.used) == [SECRET, "TOKEN"]
    assert hidden.unset == [SECRET]
    assert desk.environment == {SECRET: "secret", "TOKEN": "open-sesame-42"}
