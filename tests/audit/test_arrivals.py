"""Whether the chat comes up is decided on each visit, and told with the first link that broke."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from examining import audited

from harness.audit.target import Target

if TYPE_CHECKING:
    from harness.audit.auditing import Audit

CASES = Path(__file__).parent / "cases"
NEVER, THROWS = "chat-never-comes-up", "hook-throws"
FILES: dict[str, set[str]] = {
    "delayed-hook/index.html": {NEVER},
    "delayed-hook/all-delayed.html": set(),
    "modal-dialog/dialog.html": {"widget-inert"},
    "modal-dialog/div.html": {"widget-covered"},
    "modal-dialog/inert.html": {"widget-inert"},
    "odd-errors/index.html": {"callback-throws"},
    "odd-errors/null-in-onload.html": {"callback-throws"},
    "odd-errors/text-in-onload.html": {"callback-throws"},
    "odd-errors/ok-null-at-start.html": set(),
    "odd-errors/ok-rejected.html": set(),
    "odd-errors/ok-stackless.html": set(),
    "odd-errors/ok-text-later.html": set(),
    "clobbered/maps.html": set(),
    "clobbered/stocks.html": set(),
    "init-on-click/popup-on-click.html": set(),
    "never-comes-up/element-removed.html": {NEVER},
    "never-comes-up/hook-under-condition.html": {"chat-left-out"},
    "never-comes-up/opened-anew.html": {NEVER},
    "never-comes-up/integrity-wrong.html": {"loader-integrity"},
    "never-comes-up/no-currentScript.html": {NEVER},
    "never-comes-up/no-deleted-hook.html": {NEVER, "hook-race"},
    "never-comes-up/no-detached.html": {NEVER},
    "never-comes-up/no-hook-name.html": {NEVER},
    "never-comes-up/no-html-hidden.html": {"chat-left-out"},
    "never-comes-up/no-iframe-style.html": {"chat-left-out"},
    "never-comes-up/no-load-too-late.html": {NEVER},
    "never-comes-up/no-misspelt-event.html": {NEVER},
    "never-comes-up/no-src-setter.html": {NEVER},
    "odd-ways/await-consent.html": set(),
    "odd-ways/class-hook.html": set(),
    "odd-ways/computed.html": set(),
    "odd-ways/getter-hook.html": set(),
    "odd-ways/newfunction.html": set(),
    "odd-ways/obj-method.html": set(),
    "odd-ways/onload-attr.html": {"loader-unchecked"},
    "odd-ways/options-then-init.html": set(),
    "odd-ways/poll.html": set(),
    "odd-ways/popup-only.html": set(),
    "odd-ways/ready.html": set(),
    "odd-ways/scroll.html": set(),
    "odd-ways/visible.html": set(),
    "hook-throws/01-hook-throws.html": {THROWS, "viewport-missing"},
    "hook-throws/02-hook-throws-after-init.html": {THROWS, "viewport-missing"},
    "late-embed/ok-after-three-seconds.html": set(),
    "policy-and-injected/index.html": {"csp-inline-script"},
    "the-hook/hook-throws-a-text.html": {"hook-throws"},
    "the-hook/hook-throws-null.html": {"hook-throws"},
    "the-hook/hook-is-rejected.html": {"hook-throws"},
    "the-hook/hook-throws-and-catches.html": set(),
    "the-hook/hook-is-async.html": set(),
    "the-hook/hook-does-nothing.html": set(),
    "the-hook/hook-calls-another.html": set(),
    "the-hook/function-that-nothing-calls.html": {"chat-never-comes-up"},
    "the-hook/hook-leaves-early.html": {"chat-left-out"},
    "the-hook/hook-under-and.html": {"chat-left-out"},
    "the-hook/hook-set-by-a-click.html": {"chat-never-comes-up"},
    "the-hook/script-throws-before-the-hook.html": {"chat-never-comes-up"},
    "the-hook/script-throws-after-the-snippet.html": set(),
    "waiting/init-after-a-click.html": set(),
    "waiting/init-after-a-timer.html": set(),
    "waiting/facade.html": set(),
    "waiting/after-consent-only.html": set(),
    "waiting/embed-after-two-timers.html": set(),
    "waiting/embed-when-something-is-there.html": set(),
    "waiting/embed-when-idle.html": set(),
    "waiting/embed-by-text-in-a-timer.html": set(),
    "first-input/all-is-held-back.html": set(),
    "first-input/the-loader-is-held-back.html": set(),
    "first-input/only-the-hook-is-held-back.html": {"chat-never-comes-up"},
    "the-loader/type-is-changed.html": {"chat-never-comes-up"},
    "the-loader/element-is-taken-away.html": set(),
    "the-loader/insertion-is-swallowed.html": {"chat-never-comes-up"},
    "the-loader/insertion-is-watched.html": set(),
    "the-frame/document-is-written-anew.html": {"chat-never-comes-up"},
    "the-frame/frames-are-taken-away.html": {"chat-never-comes-up"},
    "the-frame/bar-is-stopped-by-the-page.html": set(),
    "the-frame/body-is-replaced-before.html": set(),
    "in-reach/modal-until-closed.html": set(),
    "in-reach/dialog-that-is-not-modal.html": set(),
    "in-reach/inert-on-the-content.html": set(),
    "in-reach/inert-on-the-document.html": {"widget-inert"},
    "in-reach/inert-as-an-attribute.html": {"widget-inert"},
    "in-reach/fullscreen-menu.html": {"widget-covered"},
    "callbacks/onload-rejects-with-a-text.html": {"callback-fails-later"},
    "callbacks/onload-rejects-and-catches.html": set(),
    "callbacks/onload-throws-an-object.html": {"callback-throws"},
    "callbacks/onload-throws-undefined.html": {"callback-throws"},
    "callbacks/another-promise-rejects.html": set(),
    "built-ins/bind-drops-arguments.html": {"builtin-changed"},
    "built-ins/old-promise.html": {"builtin-changed"},
    "built-ins/symbol-and-map-are-names.html": set(),
    "built-ins/fetch-of-its-own.html": set(),
    "built-ins/clock-of-its-own.html": set(),
}
"""Pages in files, and what has to be found: errors and warnings, and nothing else."""

EACH = 12
"""Every one of so many is tried by default, the others by `-m campaign`."""

_NOW = set(sorted(FILES)[::EACH])


def _cases() -> list[object]:
    later = pytest.mark.campaign
    return [name if name in _NOW else pytest.param(name, marks=later) for name in FILES]


@pytest.fixture(scope="module")
def audits(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Audit]:
    """The audits of those pages that were chosen, made together."""
    wanted = {
        item.callspec.params["name"]
        for item in request.session.items
        if item.path == request.path and hasattr(item, "callspec")
    }
    jobs = {name: (Target(name, CASES / name), None) for name in FILES if name in wanted}
    return audited({**jobs}, tmp_path_factory.mktemp("arrivals"))


@pytest.mark.parametrize("name", _cases())
def test_a_page_is_told_what_is_wrong_with_its_chat(name: str, audits: dict[str, Audit]) -> None:
    audit = audits[name]
    heavy = [one for one in audit.findings if one.severity != "note"]
    assert {one.rule for one in heavy} == FILES[name], [one.message for one in audit.findings]
    assert audit.troubles == ()
    assert audit.defects == ()
