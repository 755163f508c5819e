"""The model of a Content Security Policy: what it reads, what it lets be, how little it adds."""

from __future__ import annotations

from itertools import chain, combinations
from typing import TYPE_CHECKING

import pytest
from asking_policies import (
    FRAME,
    HANDLER,
    HASH,
    HOST,
    LOADER,
    NEEDS,
    PAGE,
    SNIPPET,
    WRITTEN,
    needs,
    policies,
)
from hypothesis import example, given
from hypothesis import strategies as st

from harness.audit.policies.needs import Ask, Inline, Need, TypesName, is_met
from harness.audit.policies.policy import Policy, parsed, policies_in
from harness.audit.policies.widening import Addition, Widening, widened, with_additions

if TYPE_CHECKING:
    from collections.abc import Iterator

EMBED = (SNIPPET, LOADER, FRAME)


@pytest.mark.parametrize(
    ("policy", "need", "is_let"),
    [
        ("", LOADER, True),
        ("img-src 'none'; object-src 'none'", LOADER, True),
        ("default-src 'self'", LOADER, False),
        ("default-src 'self'; script-src *", LOADER, True),
        ("script-src *; script-src-elem 'self'", LOADER, False),
        ("script-src 'self'; script-src *", LOADER, False),  # the first of two holds
        ("SCRIPT-SRC 'SELF' APP.LIVECHATOO.COM", LOADER, True),
        ("script-src", LOADER, False),
        ("script-src 'none' https://app.livechatoo.com", LOADER, True),
        ("script-src 'nonce-abc'", LOADER, False),
        ("script-src 'nonce-abc'", Ask("script-src-elem", LOADER.url, "abc"), True),
        ("script-src 'nonce-abc' 'strict-dynamic'", LOADER, True),
        ("script-src 'nonce-abc' 'strict-dynamic' https:", WRITTEN, False),
        (
            "script-src 'nonce-abc' 'strict-dynamic'",
            Ask("script-src-elem", LOADER.url, "abc", is_by_parser=True),
            True,
        ),
        ("default-src https: 'strict-dynamic' 'nonce-abc'", FRAME, True),  # only scripts are strict
        ("default-src 'self' 'strict-dynamic' 'nonce-abc'", FRAME, False),
        ("default-src 'self'", FRAME, False),
        ("script-src ž.example; script-src *", LOADER, True),  # what is not ASCII is passed over
        ("child-src https://app.livechatoo.com; default-src 'self'", FRAME, True),
        ("child-src 'none'; frame-src *", FRAME, True),
        ("frame-src https://app.livechatoo.com/demo/", FRAME, True),
        ("frame-src https://app.livechatoo.com/js/", FRAME, False),
        ("script-src 'self'", SNIPPET, False),
        ("script-src 'unsafe-inline'", SNIPPET, True),
        ("script-src 'Unsafe-Inline'", SNIPPET, True),
        ("script-src 'unsafe-inline' 'STRICT-DYNAMIC'", SNIPPET, False),
        ("script-src 'unsafe-inline' 'nonce-abc'", SNIPPET, False),
        (f"script-src 'unsafe-inline' {HASH}", SNIPPET, True),
        (f"script-src 'unsafe-inline' {HASH}", Inline("alert(1)"), False),
        ("script-src 'unsafe-inline' 'strict-dynamic'", SNIPPET, False),
        ("script-src 'nonce-abc'", Inline("alert(1)", "abc"), True),
        ("script-src 'nonce-abc'", Inline("alert(1)", "ABC"), False),
        ("script-src 'nonce-abc'", Inline("alert(1)", "abc", is_handler=True), False),
        (f"script-src {HANDLER.source}", HANDLER, False),
        (f"script-src 'unsafe-hashes' {HANDLER.source}", HANDLER, True),
        ("script-src 'unsafe-inline'; script-src-attr 'none'", HANDLER, False),
        ("script-src-attr 'none'", SNIPPET, True),
        ("img-src 'self'", Ask("style-src-elem", f"{HOST}/a.css"), True),
        ("style-src 'self'; style-src-elem *", Ask("style-src-elem", f"{HOST}/a.css"), True),
        ("connect-src 'self'", Ask("connect-src", f"{HOST}/ping"), False),
        ("default-src *", Ask("img-src", f"{HOST}/logo.png"), True),
        ("require-trusted-types-for 'script'", TypesName("chat"), True),
        ("trusted-types shop", TypesName("chat"), False),
        ("trusted-types shop chat", TypesName("chat"), True),
        ("trusted-types *", TypesName("chat"), True),
        ("trusted-types 'none'", TypesName("chat"), False),
    ],
)
def test_a_policy_lets_a_need_be_met_or_not(policy: str, need: Need, *, is_let: bool) -> None:
    assert is_met(parsed(policy), need, PAGE) is is_let


@pytest.mark.parametrize(
    ("policy", "smallest"),
    [
        ("img-src 'self'", "img-src 'self'"),
        ("default-src *; script-src * 'unsafe-inline'", None),
        ("script-src 'self' 'unsafe-inline'", f"script-src 'self' 'unsafe-inline' {HOST}"),
        ("script-src 'none'", f"script-src {HASH} {HOST}"),
        ("script-src", f"script-src {HASH} {HOST}"),
        (
            "default-src 'self'",
            f"default-src 'self'; script-src 'self' {HASH} {HOST}; frame-src 'self' {HOST}",
        ),
        ("default-src 'none'", f"default-src 'none'; script-src {HASH} {HOST}; frame-src {HOST}"),
        (
            "default-src 'self' 'unsafe-inline' 'report-sample' data:",
            (
                "default-src 'self' 'unsafe-inline' 'report-sample' data:; "
                f"script-src 'self' 'unsafe-inline' 'report-sample' data: {HOST}; "
                f"frame-src 'self' data: {HOST}"
            ),
        ),
        (
            "child-src 'self' blob:; script-src * 'unsafe-inline'",
            f"child-src 'self' blob:; script-src * 'unsafe-inline'; frame-src 'self' blob: {HOST}",
        ),
        (
            f"script-src-elem {HASH}; script-src 'self'; frame-src *",
            f"script-src-elem {HASH} {HOST}; script-src 'self'; frame-src *",
        ),
        (
            f"Frame-Src 'self';; script-src 'strict-dynamic' {HASH}",
            f"frame-src 'self' {HOST}; script-src 'strict-dynamic' {HASH}",
        ),
        (
            "script-src 'self' 'unsafe-inline'; frame-src 'self'; frame-src *",
            f"script-src 'self' 'unsafe-inline' {HOST}; frame-src 'self' {HOST}; frame-src *",
        ),
    ],
)
def test_the_smallest_policy_as_it_is_pasted(policy: str, smallest: str | None) -> None:
    found = widened(parsed(policy), EMBED, PAGE)
    assert str(found.policy) == (policy if smallest is None else smallest)
    assert found.bare == found.lost == ()


@pytest.mark.parametrize(
    ("policy", "smallest", "bare", "lost"),
    [
        ("script-src 'nonce-a'", f"script-src 'nonce-a' {HOST}", [SNIPPET], []),
        ("script-src 'nonce-a' 'strict-dynamic'", None, [SNIPPET, WRITTEN], []),
        ("script-src 'strict-dynamic'", f"script-src 'strict-dynamic' {HASH}", [], [WRITTEN]),
    ],
)
def test_what_only_the_page_can_mend(
    policy: str, smallest: str | None, bare: list[Need], lost: list[Need]
) -> None:
    found = widened(parsed(policy), (SNIPPET, WRITTEN), PAGE)
    assert str(found.policy) == (policy if smallest is None else smallest)
    assert (list(found.bare), list(found.lost)) == (bare, lost)


def test_a_handler_gets_its_hash_and_the_word_that_makes_it_count() -> None:
    found = widened(parsed("script-src 'nonce-a'"), [HANDLER, HANDLER], PAGE)
    assert str(found.policy) == f"script-src 'nonce-a' 'unsafe-hashes' {HANDLER.source}"


def test_a_hash_that_is_there_but_does_not_count_is_not_written_twice() -> None:
    found = widened(parsed(f"script-src {HANDLER.source}"), [HANDLER], PAGE)
    assert str(found.policy) == f"script-src {HANDLER.source} 'unsafe-hashes'"


def test_a_name_of_trusted_types_is_added_to_the_names() -> None:
    asked = [TypesName("chat")]
    assert (
        str(widened(parsed("trusted-types shop"), asked, PAGE).policy) == "trusted-types shop chat"
    )
    assert str(widened(parsed("trusted-types 'none'"), asked, PAGE).policy) == "trusted-types chat"


def test_over_http_the_host_is_named_without_a_scheme() -> None:
    asked = [Ask("script-src-elem", "http://app.livechatoo.com/js/web.min.js"), FRAME]
    found = widened(parsed("default-src 'self'"), asked, "http://shop.example/")
    wanted = "'self' app.livechatoo.com"
    assert str(found.policy) == f"default-src 'self'; script-src {wanted}; frame-src {wanted}"


def test_a_header_is_a_list_of_policies() -> None:
    found = policies_in("default-src 'self', ;, script-src *; img-src 'none',")
    assert [str(one) for one in found] == ["default-src 'self'", "script-src *; img-src 'none'"]


def _unmet(policy: Policy, wanted: list[Need], found: Widening) -> list[Need]:
    """What a policy refuses, but for what the page itself has to mend."""
    own = {*found.bare, *found.lost}
    return [one for one in wanted if one not in own and not is_met(policy, one, PAGE)]


def _parts(additions: tuple[Addition, ...]) -> Iterator[tuple[Addition, ...]]:
    sizes = range(len(additions))
    return chain.from_iterable(combinations(additions, size) for size in sizes)


@given(policies, needs)
def test_the_widened_policy_lets_every_need_be_met(policy: Policy, wanted: list[Need]) -> None:
    found = widened(policy, wanted, PAGE)
    assert _unmet(found.policy, wanted, found) == []
    assert found.policy == with_additions(policy, found.additions)


@given(policies, needs)
@example(parsed("default-src 'self'"), [*EMBED, HANDLER])
@example(parsed("default-src; script-src-elem 'unsafe-inline'"), [HANDLER])
def test_no_part_of_the_additions_is_enough(policy: Policy, wanted: list[Need]) -> None:
    found = widened(policy, wanted, PAGE)
    for part in _parts(found.additions):
        assert _unmet(with_additions(policy, part), wanted, found), part


@given(policies, needs, st.sampled_from(list(NEEDS.values())))
def test_nothing_that_was_let_be_is_refused_afterwards(
    policy: Policy, wanted: list[Need], other: Need
) -> None:
    if is_met(policy, other, PAGE):
        assert is_met(widened(policy, wanted, PAGE).policy, other, PAGE)


@given(policies, needs)
def test_what_is_mended_needs_nothing_more(policy: Policy, wanted: list[Need]) -> None:
    once = widened(policy, wanted, PAGE)
    again = widened(once.policy, wanted, PAGE)
    assert again.policy == once.policy
    assert again.additions == ()


@given(policies)
def test_a_policy_is_read_back_as_it_is_written(policy: Policy) -> None:
    assert parsed(str(policy)) == policy
    assert widened(policy, [], PAGE) == Widening(policy)


@given(st.text(max_size=200))
def test_no_text_is_too_broken_to_be_read(text: str) -> None:
    for policy in policies_in(text):
        for need in NEEDS.values():
            is_met(policy, need, PAGE)
