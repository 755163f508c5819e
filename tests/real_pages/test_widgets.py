from __future__ import annotations

import asyncio
import socketserver
import ssl
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import pytest
import trustme

from harness.browser.engine import Engine, EngineOptions
from harness.browser.fitness import unfit
from harness.browser.profile_file import load_profile
from harness.browser.surroundings import Surroundings
from harness.project.model import Environment
from harness.scenario import load, plan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conftest import Ended, Project
    from harness.browser.profile import Profile
    from harness.scenario.model import Run

INPAGE = """
profile: The widget in the page
controls:
  open: {role: button, name: Talk to us}
  minimize: {css: .cw-hide}
  window: {css: .cw-box}
  message: {role: textbox, name: [Your words, Vaše slová]}
  send: {css: .cw-go}
conversation: {line: .cw-box li, by: b, text: span}
"""
TALK = """
scenario: A visitor talks by the words of the language
host: {html: "<p>page</p>", embed: {account: demo, onchatstart: {js: "function () {}"}}}
steps:
  - check: {chatbar: bar, side: right}
  - visitor: opens
  - check: {chatbar: window}
  - visitor: {says: Hi}
    expect: {onchatstart: {initiator: client}}
  - check: {conversation: [{by: You, text: Hi}]}
  - visitor: minimizes
  - check: {chatbar: bar}
"""
RATE = """
scenario: A visitor rates
host: {html: "<p>page</p>", embed: {account: demo}}
steps:
  - visitor: {rates: 5}
"""
LOOK = """
scenario: Only looks
host: {html: "<p>page</p>", embed: {account: demo}, until: load}
steps:
  - check: {status: $str}
  - flip:
"""


def run_of(folder: Path, text: str) -> Run:
    file = folder / "scenario.yaml"
    file.write_text(text, encoding="utf-8")
    loaded = load([file], folder)
    assert not loaded.problems, loaded.render_problems()
    return plan(loaded)[0]


def profile_of(folder: Path, text: str = INPAGE) -> Profile:
    file = folder / "profile.yaml"
    file.write_text(text, encoding="utf-8")
    loaded = load_profile(file, folder)
    assert loaded.profile is not None, loaded.render_problems()
    return loaded.profile


def test_a_widget_from_an_address_is_used_by_its_profile(
    project: Project, called: Callable[..., Ended]
) -> None:
    url = project.staging.url("/widget/inpage.js")
    project.write("profile.yaml", INPAGE)
    project.write("scenarios/talk.yaml", TALK)
    project.write("scenarios/rate.yaml", RATE)
    widget = ("--widget", url, "--no-sandbox", "--profile", "profile.yaml")
    ended = called(project, "run", "-v", *widget)
    assert ended.status == 0, ended.text
    assert "1 passed, 1 skipped" in ended.out
    assert "does not say how to find `rate`" in ended.out
    ended = called(project, "run", "--widget", url.replace("inpage", "nothing"))
    assert ended.status == 4
    assert "the server answers 404" in ended.err


def test_a_profile_is_tried_on_a_page(project: Project, called: Callable[..., Ended]) -> None:
    project.write("profile.yaml", INPAGE + "  dismiss: {role: button, name: Go away}\n")
    project.write("profile.yaml", INPAGE.replace("  send:", "  close: {css: .no}\n  send:"))
    page = project.write("page.html", "<!doctype html><title>x</title><p>x<!-- livechatoo -->")
    url = project.staging.url("/widget/inpage.js")
    ended = called(project, "profile", "profile.yaml", str(page), "--widget", url, "--no-sandbox")
    assert ended.status == 1, ended.text
    lines = {line.split()[1]: line for line in ended.out.splitlines() if line[:2] in {"ok", "la"}}
    assert lines["open"] == "ok   open      closed: 1 “Talk to us”"
    assert lines["message"] == "ok   message   open: 1 “Your words”"
    assert lines["close"] == "lack close     not in sight"
    assert called(project, "profile", "profile.yaml", "nowhere.html").status == 4


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("profile: A\ncontrols: {opne: {css: a}}", "did you mean `open`?"),
        ("profile: A\ncontrols: {open: {css: a, role: button}}", "by `css` or by `text`"),
        ("profile: A\ncontrols: {open: {}}", "is found by its `role`"),
        ("profile: A\ncontrols: {open: {role: buton}}", "did you mean `button`?"),
        ("profile: A\nframe: b", "the profile lacks `controls`"),
        ("[a]", "a profile is a mapping"),
    ],
)
def test_mistakes_in_profiles_are_told_with_their_place(
    tmp_path: Path, text: str, told: str
) -> None:
    file = tmp_path / "profile.yaml"
    file.write_text(text)
    said = load_profile(file, tmp_path).render_problems()
    assert told in said
    assert said.startswith("profile.yaml:")


@pytest.mark.parametrize(
    ("step", "key"),
    [
        ("visitor: maximizes", "maximize"),
        ("visitor: {gives: {email: a@b.example}}", "ask_email"),
        ("visitor: {leaves_message: {message: a}}", "offline_message"),
        ("visitor: {picks: Alex}", "choice"),
        ("check: {bubble: shown}", "bubble"),
        ("check: {status: online}", "status"),
        ("check: {popup_status: ''}", "popup_status"),
        ("check: {links: {faq: $str}}", "faq"),
        ("check: {fields: {message: a}}", "offline_message"),
        ("expect: {window: {action: opened, name: chat}}", "windows.chat"),
        ("expect: [{in_order: [onload, {window: {name: popup}}]}]", "windows.popup"),
    ],
)
def test_what_a_profile_lacks_is_named_with_the_step_that_needs_it(
    tmp_path: Path, step: str, key: str
) -> None:
    run = run_of(tmp_path, RATE.replace("visitor: {rates: 5}", step))
    verdict = unfit(run.scenario, Surroundings(profile=profile_of(tmp_path)))
    assert verdict is not None
    assert verdict.failures[0].code == "profile"
    assert f"`{key}`" in verdict.failures[0].message
    assert "(line 5)" in verdict.failures[0].message
    assert unfit(run.scenario, Surroundings()) is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (LOOK, None),
        (LOOK.replace("flip:", "visitor: {says: Hi}"), "does not say `acts_live: true`"),
        (LOOK.replace("flip:", "page: chat"), "does not say `acts_live: true`"),
        (LOOK.replace("flip:", "page: chat") + "acts_live: true\n", None),
        (LOOK.replace("flip:", "operator: {says: Hi}"), "needs the stub's back end"),
        (LOOK.replace("{status: $str}", "{chats: []}"), "needs the stub's back end"),
        (LOOK + "backend: {operators: []}\n", "sets up the stub's back end"),
    ],
)
def test_on_the_live_widget_scenarios_only_look_unless_they_say_so(
    tmp_path: Path, text: str, told: str | None
) -> None:
    verdict = unfit(run_of(tmp_path, text).scenario, Surroundings(is_live=True))
    reason = verdict and verdict.failures[0].message
    assert (reason is None) == (told is None)
    assert told is None or told in str(reason)


VENDOR = b"""
window.livechatoo = {embed: {init() {}, status: () => "the vendor's own", flip() {}}};
livechatooCmd();
"""


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/javascript\r\nContent-Length: %d\r\n\r\n"


class Vendor(socketserver.BaseRequestHandler):
    """A proxy behind which everything is the vendor's server."""

    context: ssl.SSLContext
    asked: list[bytes]

    def handle(self) -> None:
        self.asked.append(self.request.recv(4096).split(b"\r\n")[0])
        self.request.sendall(b"HTTP/1.1 200 Yes\r\n\r\n")
        with (
            suppress(OSError),  # a connection that the browser opened in advance and does not use
            self.context.wrap_socket(self.request, server_side=True) as secure,
        ):
            while secure.recv(65536):
                secure.sendall(HEAD % len(VENDOR) + VENDOR)


@contextmanager
def vendor() -> Iterator[tuple[str, list[bytes]]]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("app.livechatoo.com").configure_cert(context)
    asked: list[bytes] = []
    handler = type("Own", (Vendor,), {"context": context, "asked": asked})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        server.block_on_close = False
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
        server.shutdown()


@pytest.mark.parametrize("is_live", [True, False])
def test_the_vendor_is_asked_when_the_live_widget_is_meant_and_never_otherwise(
    tmp_path: Path, *, is_live: bool
) -> None:
    run = run_of(tmp_path, LOOK)
    with vendor() as (proxy, asked):
        environment = Environment(proxy=proxy, certificate_errors="ignored")
        around = Surroundings(environment=environment, is_live=is_live)

        async def work() -> Any:
            async with Engine(EngineOptions(tmp_path / "out", surroundings=around)) as engine:
                return await engine.run(run)

        result = asyncio.run(work())
    assert result.verdict.status == "passed", result.verdict.failures
    assert set(asked) == ({b"CONNECT app.livechatoo.com:443 HTTP/1.1"} if is_live else set())
