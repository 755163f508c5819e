"""The model of a policy says what the browser does: policies made at random, tried in Chromium."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from asking_policies import (
    FRAME,
    HANDLER,
    HOST,
    LOADER,
    NEEDS,
    OTHER,
    PAGE,
    PICTURE,
    REQUEST,
    SNIPPET,
    STYLE,
    policies,
)
from hypothesis import HealthCheck, Phase, example, given, settings
from playwright.sync_api import Browser, Page, Route, sync_playwright

from harness.audit.policies.needs import is_met
from harness.audit.policies.policy import Policy, parsed
from harness.browser.finding import find

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCUMENT = f"""<!doctype html>
<script>{SNIPPET.text}</script>
<script nonce="{OTHER.nonce}">{OTHER.text}</script>
<script src="{LOADER.url}?written"></script>
<button onclick="{HANDLER.text}">Ask</button>
"""
PIXEL = bytes.fromhex("47494638396101000100800000000000ffffff21f90401000000002c000000000100010000")
PIXEL += bytes.fromhex("02024401003b")
ASK = """async ({loader, frame, picture, style, request}) => {
  const met = {};
  const loaded = (element, add) => new Promise((resolve) => {
    element.onload = () => resolve(true);
    element.onerror = () => resolve(false);
    add(element);
    document.head.append(element);
  });
  const make = (tag, given) =>
    loaded(document.createElement(tag), (one) => Object.assign(one, given));
  window.livechatoo = {embed: {page: () => { met.handler = true; }}};
  met.handler = false;
  document.querySelector('button').click();
  met.snippet = typeof window.livechatooCmd === 'function';
  met.other = window.other === true;
  met.written = window.written === true;
  met.loader = await make('script', {src: loader});
  met.nonce = await make('script', {src: loader + '?nonce', nonce: 'b'});
  met.picture = await make('img', {src: picture});
  met.style = await make('link', {rel: 'stylesheet', href: style});
  met.request = await fetch(request, {mode: 'no-cors'}).then(() => true, () => false);
  await make('iframe', {src: frame});
  try {
    trustedTypes.createPolicy('chat', {});
    met.name = true;
  } catch {
    met.name = false;
  }
  return met;
}"""
GIVEN = {
    "loader": LOADER.url,
    "frame": FRAME.url,
    "picture": PICTURE.url,
    "style": STYLE.url,
    "request": REQUEST.url,
}


@pytest.fixture(scope="module")
def tab() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser: Browser = playwright.chromium.launch(executable_path=find().path)
        yield browser.new_page()
        browser.close()


def _answer(route: Route, policy: str) -> None:
    url = route.request.url
    if url == PAGE:
        headers = {"Content-Security-Policy": policy} if policy else {}
        route.fulfill(body=DOCUMENT, content_type="text/html", headers=headers)
    elif url.startswith(LOADER.url):
        body = "window.written = true;" if url.endswith("?written") else ""
        route.fulfill(body=body, content_type="text/javascript")
    elif url == PICTURE.url:
        route.fulfill(body=PIXEL, content_type="image/gif")
    elif url.startswith(HOST):
        kind = "text/css" if url == STYLE.url else "text/html"
        route.fulfill(body="", content_type=kind)
    else:
        route.abort()


def _seen(tab: Page, policy: Policy) -> dict[str, Any]:
    """What the browser lets be."""
    tab.unroute_all()
    tab.route("**/*", lambda route: _answer(route, str(policy)))
    tab.goto(PAGE)
    seen: dict[str, Any] = tab.evaluate(ASK, GIVEN)
    return {**seen, "frame": tab.frames[-1].url == FRAME.url}


def _agree(tab: Page, policy: Policy) -> None:
    expected = {name: is_met(policy, need, PAGE) for name, need in NEEDS.items()}
    assert _seen(tab, policy) == expected, str(policy)


QUIET = [HealthCheck.too_slow]
NO_SHRINKING = [Phase.explicit, Phase.generate]


@settings(max_examples=12, deadline=None, suppress_health_check=QUIET, phases=NO_SHRINKING)
@given(policy=policies)
@example(parsed(""))
@example(parsed("default-src 'none'"))
@example(parsed("script-src 'nonce-b' 'strict-dynamic' https:; frame-src https:"))
def test_the_browser_does_what_the_model_says(tab: Page, policy: Policy) -> None:
    _agree(tab, policy)


@pytest.mark.campaign
@settings(max_examples=400, deadline=None, suppress_health_check=QUIET)
@given(policy=policies)
def test_the_browser_does_what_the_model_says_many_times(tab: Page, policy: Policy) -> None:
    _agree(tab, policy)
