"""`harness init` keeps what is right, and says why it keeps nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml
from test_commands import PAGE, harness

if TYPE_CHECKING:
    from pathlib import Path

THROWING = PAGE.replace("onload : function () {}", "onload : function () { boom(); }")
ON_CLICK = PAGE.replace(
    '<script type="text/javascript">',
    '<button id="agree">Agree</button>\n<script>\ndocument.getElementById("agree").onclick = '
    "function () { localStorage.setItem('ok', '1'); agreed(); };\nfunction agreed() {",
).replace("</script>", "}\nif (localStorage.getItem('ok')) agreed();\n</script>")
OTHERS_ERROR = PAGE + "<script>setTimeout(function () { other(); }, 0);</script>\n"


ON_ASKING = PAGE.replace(
    "livechatooCmd = function () {",
    "livechatooCmd = function () { ask(start); };"
    "\nfunction ask(go) { document.onclick = go; }\nfunction start() {",
)


def _init(folder: Path, page: str, *arguments: str) -> tuple[int, str, str]:
    (folder / "shop.html").write_text(page, encoding="utf-8")
    made = harness(folder, "init", "shop.html", "--ci", "none", *arguments)
    assert "Traceback" not in made.stderr
    return made.returncode, made.stdout, made.stderr


def _scenario(folder: Path) -> str:
    file = folder / "scenarios" / "embed.yaml"
    return file.read_text(encoding="utf-8") if file.exists() else ""


def test_what_the_audit_calls_an_error_is_not_kept(tmp_path: Path) -> None:
    status, told, aside = _init(tmp_path, THROWING)
    assert status == 1
    assert "error[callback-throws]" in told
    assert "not written: the audit found 1 error; mend what is wrong first" in aside
    assert told.endswith("next: harness audit shop.html\n")
    assert _scenario(tmp_path) == ""
    assert not (tmp_path / "fixtures").exists()  # so that the mended page is the one that is kept


@pytest.mark.campaign
def test_once_it_is_mended_it_is_kept_and_a_callback_that_throws_later_fails(
    tmp_path: Path,
) -> None:
    _init(tmp_path, THROWING)
    assert _init(tmp_path, PAGE)[0] == 0
    assert "always: {no: [page_error, callback_threw]}\n" in _scenario(tmp_path)
    assert harness(tmp_path, "run").returncode == 0
    (tmp_path / "fixtures" / "pages" / "shop.html").write_text(THROWING, encoding="utf-8")
    ran = harness(tmp_path, "run")
    assert ran.returncode == 1
    assert "callback_threw must not happen in this scenario" in ran.stdout


@pytest.mark.campaign
def test_a_finding_can_be_left_out_by_name(tmp_path: Path) -> None:
    assert _init(tmp_path, THROWING, "--ignore", "callback-throws")[0] != 3
    assert (
        "error[callback-throws]" not in _init(tmp_path, THROWING, "--ignore", "callback-throws")[1]
    )


@pytest.mark.campaign
def test_a_page_that_asks_first_is_kept_with_the_click(tmp_path: Path) -> None:
    status, told, aside = _init(tmp_path, ON_CLICK, "--consent", "#agree")
    assert status == 0, told + aside
    assert yaml.safe_load(_scenario(tmp_path))["steps"][0]["click"] == "#agree"
    assert harness(tmp_path, "run").returncode == 0


@pytest.mark.campaign
@pytest.mark.parametrize(
    ("page", "arguments", "why"),
    [
        (ON_CLICK, (), "the loader was not asked for; if the page waits for consent"),
        (
            ON_CLICK.replace("agreed(); };", "};"),
            ("--consent", "#agree", "--ignore", "nothing-after-consent"),
            "the loader was not asked for, not after the click on #agree either",
        ),
        (
            ON_ASKING,
            (),
            "the loader came, and the hook that is set called none; if init waits for a click",
        ),
        (
            PAGE.replace("livechatooCmd = ", "otherCmd = "),
            ("--ignore", "chat-never-comes-up"),
            "the loader came, and no hook was set",
        ),
    ],
)
def test_why_a_call_was_not_seen(
    tmp_path: Path, page: str, arguments: tuple[str, ...], why: str
) -> None:
    status, told, aside = _init(tmp_path, page, *arguments)
    assert status == 1, told + aside
    assert f"is not written: no call of init was seen: {why}" in aside
    assert told.endswith("next: harness record shop.html\n")
    assert _scenario(tmp_path) == ""


@pytest.mark.campaign
def test_a_page_that_throws_for_other_reasons_is_kept_without_that_promise(tmp_path: Path) -> None:
    status, told, aside = _init(tmp_path, OTHERS_ERROR)
    assert status == 0, told + aside
    assert "always: {no: [callback_threw]}\n" in _scenario(tmp_path)
    assert "`no: [page_error]` is left out" in aside
    assert harness(tmp_path, "run").returncode == 0
