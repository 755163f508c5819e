"""`audit --fix`: which edits are made, in which files, and what stays as it was."""

from __future__ import annotations

import codecs
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from harness.audit.auditing import judged
from harness.audit.evidence import Evidence
from harness.audit.finding import Edit
from harness.audit.reading import Reading
from harness.audit.target import Target, page_source, script_sources, stand_ins, target_of
from harness.commands.audit_reports import AuditReport
from harness.commands.command_line import cli
from harness.commands.fixing import fix
from harness.masking import Mask
from harness.report.progress import Progress
from harness.stub.pages import MARK

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

INIT = "livechatoo.embed.init({account: 'demo', bubble: 'no'});"
EMBED = f"<html><body>\n<p>Košík</p>\n<script>\n{INIT}\n</script>\n"
MENDED = EMBED.replace("'no'", "false")
LOADER = '<script async src="https://app.livechatoo.com/js/web.min.js"></script>\n'


def _options(**more: Any) -> dict[str, Any]:
    usual = {"fix": "write", "format": "text", "report": None, "ignored": ()}
    return {**usual, "fail_on": "error", **more}


def _report(targets: Sequence[Target], options: Mapping[str, Any]) -> AuditReport:
    """The targets read, and visited by nobody."""
    report = AuditReport(options, Mask({}), Progress(is_quiet=True))
    for target in targets:
        page = page_source(target)
        reading = Reading(page, {**stand_ins(target), **script_sources(target, page)})
        report.add(judged(Evidence(target, reading)))
    return report


def _fixed(*targets: Target, **more: Any) -> int:
    options = _options(**more)
    return fix(_report(targets, options), lambda again: _report(again, options), options)


def _page(folder: Path, data: bytes, name: str = "page.html") -> Target:
    (folder / name).write_bytes(data)
    return Target(name, folder / name)


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("windows-1250", b""),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encoding_mark_and_line_ends_stay(
    tmp_path: Path, encoding: str, mark: bytes, end: str
) -> None:
    head = f'<meta charset="{encoding}">\n'
    target = _page(tmp_path, mark + (head + EMBED).replace("\n", end).encode(encoding))
    _fixed(target)
    wanted = mark + (head + MENDED).replace("\n", end).encode(encoding)
    assert (tmp_path / "page.html").read_bytes() == wanted


def test_lines_that_are_added_end_as_the_others_do(tmp_path: Path) -> None:
    from harness.commands import fixing

    text = "<head>\r\n</head>\r\n"
    (tmp_path / "a.html").write_bytes(text.encode())
    edit = Edit("a.html", 6, 6, "\n<meta>")
    change = fixing._change("a.html", tmp_path / "a.html", text, [edit])
    assert change.after == b"<head>\r\n<meta>\r\n</head>\r\n"


def test_nothing_is_written_before_somebody_has_agreed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = _page(tmp_path, EMBED.encode())
    assert _fixed(target, fix="diff") == 1
    assert (tmp_path / "page.html").read_bytes() == EMBED.encode()
    told = capsys.readouterr()
    assert "-livechatoo.embed.init({account: 'demo', bubble: 'no'});" in told.out
    assert "+livechatoo.embed.init({account: 'demo', bubble: false});" in told.out
    assert "1 place in 1 file would change; write them with --fix=write" in told.err


def test_what_has_been_fixed_is_not_fixed_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = _page(tmp_path, EMBED.encode())
    _fixed(target)
    once = (tmp_path / "page.html").read_bytes()
    capsys.readouterr()
    _fixed(target)
    assert (tmp_path / "page.html").read_bytes() == once
    assert "nothing to fix by itself" in capsys.readouterr().err


def test_a_file_that_has_changed_since_it_was_read_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = _options()
    target = _page(tmp_path, EMBED.encode())
    report = _report([target], options)
    (tmp_path / "page.html").write_bytes(b"<p>new\n" + EMBED.encode())
    assert fix(report, lambda again: _report(again, options), options) == 4
    assert (tmp_path / "page.html").read_bytes() == b"<p>new\n" + EMBED.encode()
    assert "it has changed since it was read" in capsys.readouterr().err


def test_scripts_beside_the_page_are_fixed_and_others_are_not(tmp_path: Path) -> None:
    code = b"livechatoo.embed.init({account: 'demo', bubble: 'no'});\n"
    site = tmp_path / "site"
    (site / "js").mkdir(parents=True)
    outside, stand_in = tmp_path / "outside.js", site / "tags.js"
    for file in (site / "js" / "chat.js", outside, stand_in):
        file.write_bytes(code)
    html = (
        '<script src="js/chat.js"></script><script src="../outside.js"></script>'
        '<script src="https://tags.example/t.js"></script>'
    )
    (site / "page.html").write_text(html, encoding="utf-8")
    served = (("https://tags.example/t.js", stand_in),)
    _fixed(Target("site/page.html", site / "page.html", served))
    assert b"bubble: false" in (site / "js" / "chat.js").read_bytes()
    assert outside.read_bytes() == stand_in.read_bytes() == code


def test_a_script_of_two_pages_is_fixed_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "chat.js").write_bytes(b"livechatoo.embed.init({account: 'demo', bubble: 'no'});\n")
    pages = [
        _page(tmp_path, b'<script src="chat.js"></script>', name) for name in ("a.html", "b.html")
    ]
    _fixed(*pages)
    assert b"bubble: false}" in (tmp_path / "chat.js").read_bytes()
    assert "1 place in 1 file written" in capsys.readouterr().err


def test_guesses_and_what_is_ignored_are_not_written(tmp_path: Path) -> None:
    guess = EMBED.replace("bubble: 'no'", "side: 'rigth'").encode()
    _fixed(_page(tmp_path, guess))
    assert (tmp_path / "page.html").read_bytes() == guess
    _fixed(_page(tmp_path, EMBED.encode()), ignored=("boolean-as-text",))
    assert (tmp_path / "page.html").read_bytes() == EMBED.encode()


def test_the_page_is_audited_again_and_the_status_is_that_of_what_is_left(tmp_path: Path) -> None:
    target = _page(tmp_path, (EMBED + LOADER).encode())
    assert _fixed(target) == 0
    both = (EMBED.replace("'demo'", "''") + LOADER).encode()
    assert _fixed(_page(tmp_path, both)) == 1  # the account is for somebody to say


def test_what_can_be_mended_only_now_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    held = EMBED.replace("<script>", '<script type="text/javascipt">')
    target = _page(tmp_path, held.encode())
    _fixed(target)
    assert "more can be mended by itself now: call --fix once more" in capsys.readouterr().err
    _fixed(target)
    assert "once more" not in capsys.readouterr().err
    assert (tmp_path / "page.html").read_text(encoding="utf-8") == MENDED


def test_permissions_stay_and_a_file_that_cannot_be_written_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    target = _page(tmp_path, EMBED.encode())
    (tmp_path / "page.html").chmod(0o640)
    _fixed(target)
    assert (tmp_path / "page.html").stat().st_mode & 0o777 == 0o640

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("harness.commands.fixing.rewrite", refuse)
    assert _fixed(_page(tmp_path, EMBED.encode())) == 4
    assert "page.html: cannot be written: Permission denied" in capsys.readouterr().err


def test_a_page_that_the_harness_fills_in_is_not_what_was_audited(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    marked = MARK + EMBED.encode()
    assert _fixed(_page(tmp_path, marked)) == 4
    assert (tmp_path / "page.html").read_bytes() == marked
    assert "so it is not written" in capsys.readouterr().err


def test_the_command_mends_a_page_and_its_report_is_of_what_is_left(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        "<!doctype html><html lang=en><head><meta charset=utf-8></head><body><p>Shop</p>\n"
        "<script>livechatooCmd = function () {\n"
        "  livechatoo.embed.init({account: 'demo', bubble: 'no'}); };</script>\n" + LOADER,
        encoding="utf-8",
    )
    result = CliRunner().invoke(cli, ["audit", "--fix=write", str(page), "--format", "json"])
    assert result.exit_code == 0, result.output
    (target,) = json.loads(result.stdout)["targets"]
    assert target["findings"] == []
    text = page.read_text(encoding="utf-8")
    assert "bubble: false" in text
    assert '<meta name="viewport"' in text


def test_a_bare_option_shows_the_diff_whatever_follows(tmp_path: Path) -> None:
    page = str(tmp_path / "nowhere.html")
    result = CliRunner().invoke(cli, ["audit", "--fix", page])
    assert "there is no such file" in result.output
    assert target_of(__file__).file == Path(__file__)


@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        ('<a href="javascript:livechatoo.embed.flip()">', "javascript:if (window.livechatoo) live"),
        ("<a onclick='livechatoo.embed.flip()'>", "onclick='if (window.livechatoo) live"),
        ("<a onclick='livechatoo.embed.page(\"Chat\")'>", '.page("chat")'),
        ("<a onclick=livechatoo.embed.flip()>", "onclick=livechatoo.embed.flip()>"),
        (
            "<a onclick='if (x) livechatoo.embed.flip(); else y()'>",
            "if (x) livechatoo.embed.flip();",
        ),
        ('<a onclick="livechatoo.popup.init({departments: [2]})">', "departments: '2'"),
        ("<a onclick='livechatoo.popup.init({departments: [2]})'>", "departments: [2]"),
        ("<a onclick='livechatoo.embed.init({Account: \"demo\"})'>", "{account:"),
    ],
)
def test_edits_stay_inside_of_the_attribute_that_they_are_for(
    tmp_path: Path, broken: str, mended: str
) -> None:
    _fixed(_page(tmp_path, f"<html><body>{broken}x</a>\n".encode()))
    assert mended in (tmp_path / "page.html").read_text(encoding="utf-8")
