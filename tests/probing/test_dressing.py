"""Host pages with extras: where markup goes, and what their policies allow."""

from __future__ import annotations

import pytest

from harness.scenario.model import Extras
from harness.stub import policies
from harness.stub.dressing import dressed

PAGE = (
    "<!doctype html>\n<html lang='en'><head><meta charset='utf-8'><style>p {}</style></head>\n"
    "<body><p style='color: red' onclick='go()'>x</p><script src='/js/a.js'></script>\n"
    "<script>\r\nalert(1)\n</script></body></html>"
)


def words(policy: str, directive: str) -> list[str]:
    """The sources of a directive."""
    rows = [row.split() for row in policy.split("; ")]
    return next(row[1:] for row in rows if row[0] == directive)


def test_a_page_without_extras_stays_as_it_is() -> None:
    page = dressed(b"\xffanything", Extras())
    assert (page.html, page.headers) == (b"\xffanything", {})


def test_what_is_first_follows_the_declaration_of_the_encoding() -> None:
    html = dressed(PAGE.encode(), Extras(first="<i>first</i>")).html.decode()
    assert "<meta charset='utf-8'><i>first</i><style>" in html


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<!doctype html><title>x</title>", "<!doctype html><b></b><title>x</title>"),
        ("<html><head lang='x'><title>x</title>", "<html><head lang='x'><b></b><title>x</title>"),
        ("<header>x</header>", "<b></b><header>x</header>"),
        ("text", "<b></b>text"),
    ],
)
def test_what_is_first_goes_into_the_head(before: str, after: str) -> None:
    assert dressed(before.encode(), Extras(first="<b></b>")).html.decode() == after


def test_what_is_last_ends_the_body() -> None:
    html = dressed(PAGE.encode(), Extras(last="<i>last</i>")).html.decode()
    assert html.endswith("<i>last</i></body></html>")
    assert dressed(b"<p>x", Extras(last="<i>")).html == b"<p>x<i>"


def test_an_old_page_keeps_its_encoding() -> None:
    old = '<meta charset="windows-1250"><p>čaj</p>'.encode("windows-1250")
    html = dressed(old, Extras(first="<b></b>", policy="hashes")).html
    assert html == '<meta charset="windows-1250"><b></b><p>čaj</p>'.encode("windows-1250")


def test_hashes_are_those_that_a_browser_makes() -> None:
    # The digest that the specification of content security policies shows for this script.
    policy = policies.by_hashes("<script>alert('Hello, world.');</script>", [])
    assert "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='" in words(policy, "script-src")


def test_line_ends_are_hashed_as_the_browser_reads_them() -> None:
    assert policies.by_hashes("<script>a\r\nb</script>", []) == policies.by_hashes(
        "<script>a\nb</script>", []
    )


def test_a_policy_by_hashes_allows_the_page_and_the_widgets_host_alone() -> None:
    page = dressed(PAGE.encode(), Extras(policy="hashes"))
    policy = page.headers["Content-Security-Policy"]
    scripts, styles = words(policy, "script-src"), words(policy, "style-src")
    assert scripts[:2] == ["'self'", "app.livechatoo.com"]
    assert len([word for word in scripts if word.startswith("'sha256")]) == 2
    assert len([word for word in styles if word.startswith("'sha256")]) == 2
    assert "'unsafe-inline'" not in policy
    assert "app.livechatoo.com" not in styles
    assert words(policy, "frame-src") == ["'self'", "app.livechatoo.com"]
    assert page.html == PAGE.encode()


def test_a_policy_names_the_hosts_of_the_scenario() -> None:
    policy = policies.by_hashes(PAGE, {"cdn.example"})
    assert all("cdn.example" in words(policy, one) for one in ("script-src", "style-src"))


def test_a_nonce_is_on_each_script_and_style_and_new_each_time() -> None:
    first, second = (dressed(PAGE.encode(), Extras(policy="nonce")) for _ in range(2))
    policy = first.headers["Content-Security-Policy"]
    nonce = words(policy, "script-src")[0].removeprefix("'nonce-").removesuffix("'")
    assert first.html.decode().count(f'nonce="{nonce}"') == 3
    assert f'<script nonce="{nonce}" src=' in first.html.decode()
    assert words(policy, "script-src")[1] == "'strict-dynamic'"
    assert first.headers != second.headers


def test_a_nonce_is_not_put_into_the_text_of_a_script() -> None:
    html = policies.with_nonce("<script>x = '<script>';</script>\n<STYLE></STYLE>", "n")
    assert html == '<script nonce="n">x = \'<script>\';</script>\n<STYLE nonce="n"></STYLE>'
