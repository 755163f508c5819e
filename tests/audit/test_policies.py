"""The smallest policy that an audit names is one that works, and nothing of it can be left out."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from itertools import chain, combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from examining import PAGES, audited

from harness.audit.target import Target
from harness.stub.policies import hash_source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.audit.auditing import Audit

HOST = "https://app.livechatoo.com"
FIELD = "Content-Security-Policy"
FIELDS = {"header": FIELD, "report": f"{FIELD}-Report-Only"}
META = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">\n')
NONCED = '<script nonce="r4nd0m">'
PLAIN = (PAGES / "csp-report-only" / "broken.html").read_text(encoding="utf-8")
TYPED = META.sub("", (PAGES / "trusted-types" / "right.html").read_text(encoding="utf-8"))
HASH = hash_source(PLAIN.partition("<script>")[2].partition("</script>")[0])
ALL = f"""<link rel="stylesheet" href="{HOST}/css/client-embed/global.css">
<img src="{HOST}/demo/files/client-embed/logo-5d41402abc4b2.png" alt="our chat">
<script>fetch('{HOST}/', {{mode: 'no-cors'}}).catch(function () {{}});</script>
"""
TEXTS = {
    "all": PLAIN.replace("</body>", f"{ALL}</body>"),
    "plain": PLAIN,
    "nonced": PLAIN.replace("<script>", NONCED),
    "typed": TYPED.replace("<script>", NONCED),
}
ADDED = re.compile(r"\[([^]]*)\]")
SATISFIED = frozenset(
    {
        *("csp-script-src", "csp-inline-script", "csp-frame-src", "csp-report-only"),
        *("csp-style-src", "csp-img-src", "csp-connect-src", "trusted-types"),
    }
)
"""The rules that a policy can satisfy: not `csp-inline-handler`, whose remedy is another script,
nor `csp-beyond-known`, which says of itself that nothing has to be done."""


@dataclass(frozen=True)
class Policy:
    """One policy of a page; `smallest` has what is added to it in brackets."""

    way: str
    text: str
    smallest: str

    def with_(self, kept: set[int]) -> str:
        """The smallest policy with only these of its additions."""
        numbers = iter(range(len(ADDED.findall(self.smallest))))
        text = ADDED.sub(lambda one: one[1] if next(numbers) in kept else "", self.smallest)
        return " ".join(text.split())


@dataclass(frozen=True)
class Case:
    """A page with its policies, and what has to be found of it."""

    policies: tuple[Policy, ...]
    found: frozenset[str]
    text: str
    is_bare: bool

    def lesser(self) -> Iterator[tuple[list[str], str]]:
        """Policies and text of the pages that lack at least one of what has to be added."""
        whole = [
            (i, number)
            for i, policy in enumerate(self.policies)
            for number in range(len(ADDED.findall(policy.smallest)))
        ]
        whole += [(-1, 0)] if self.is_bare else []
        for part in chain.from_iterable(combinations(whole, size) for size in range(len(whole))):
            texts = [
                policy.with_({number for at, number in part if at == i})
                for i, policy in enumerate(self.policies)
            ]
            yield texts, self.nonced if (-1, 0) in part else self.text

    @property
    def nonced(self) -> str:
        """The page with the nonce on its snippet."""
        return self.text.replace("<script>", NONCED)

    def file(self, file: Path, policies: list[str], text: str) -> Target:
        """The page with other policies, as something to audit."""
        pairs = list(zip((one.way for one in self.policies), policies, strict=True))
        metas = "".join(
            f'<meta http-equiv="{FIELD}" content="{html.escape(policy, quote=False)}">\n'
            for way, policy in pairs
            if way == "meta"
        )
        file.parent.mkdir(parents=True)
        file.write_text(text.replace("<head>\n", f"<head>\n{metas}", 1), encoding="utf-8")
        fields: dict[str, list[str]] = {}
        for way, policy in pairs:
            if way != "meta":
                fields.setdefault(FIELDS[way], []).append(policy)
        return Target(str(file), file, (), tuple((k, ", ".join(v)) for k, v in fields.items()))


def _cases() -> dict[str, Case]:
    listed = yaml.safe_load(Path(__file__).with_name("policies.yaml").read_text(encoding="utf-8"))
    return {name: _case(**given) for name, given in listed.items()}


def _case(
    policies: list[dict[str, Any]], found: str = "", text: str = "plain", *, is_bare: bool = False
) -> Case:
    read = [
        Policy(
            one.get("way", "header"),
            _filled(one["policy"]),
            _filled(one.get("smallest", one["policy"])),
        )
        for one in policies
    ]
    page = TEXTS.get(text) or META.sub("", _broken(text))
    return Case(tuple(read), frozenset(found.split()), page, is_bare)


def _filled(text: str) -> str:
    return text.replace("HOST", HOST).replace("HASH", HASH)


def _broken(rule: str) -> str:
    return (PAGES / rule / "broken.html").read_text(encoding="utf-8")


CASES = _cases()
EACH = 4
"""Every one of so many cases is tried by default, the others by `-m campaign`."""


def _params() -> list[object]:
    now = list(CASES)[1::EACH]
    return [n if n in now else pytest.param(n, marks=pytest.mark.campaign) for n in CASES]


def _found(audit: Audit) -> set[str]:
    return {one.rule for one in audit.findings} & SATISFIED


def _advised(audit: Audit, case: Case) -> list[str]:
    """The policies that the findings show to be pasted, each in place of the one that it widens."""
    policies = [one.text for one in case.policies]
    shown = [
        proof.text
        for finding in audit.findings
        if finding.rule in SATISFIED
        for proof in finding.evidence
        if proof.kind == "policy"
    ]
    for text in dict.fromkeys(shown):
        content = META.match(f"{text}\n")
        field, new = ("meta", html.unescape(content[1])) if content else text.split(": ", 1)
        (at,) = (
            i
            for i, one in enumerate(case.policies)
            if FIELDS.get(one.way, one.way) == field and _names(one.text) <= _names(new)
        )
        policies[at] = new
    return policies


def _names(policy: str) -> set[str]:
    return {words[0] for words in _words(policy)}


def _words(policy: str) -> list[list[str]]:
    return [part.split() for part in policy.split(";") if part.strip()]


@dataclass(frozen=True)
class Trial:
    """The audits of a case: as it is, with what is advised, and with less than has to be added."""

    before: Audit
    advised: list[str]
    after: Audit
    less: dict[str, Audit]


@pytest.fixture(scope="module")
def trials(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Trial]:
    items = (item for item in request.session.items if item.path == request.path)
    params = [item.callspec.params for item in items if hasattr(item, "callspec")]
    names = {one["name"] for one in params if "name" in one}
    wanted = {name: case for name, case in CASES.items() if name in names}
    first, second = tmp_path_factory.mktemp("first"), tmp_path_factory.mktemp("second")
    jobs = {
        name: case.file(
            first / str(i) / "page.html", [one.text for one in case.policies], case.text
        )
        for i, (name, case) in enumerate(wanted.items())
    }
    before = audited({name: (job, None) for name, job in jobs.items()}, first, frozenset(jobs))
    advised = {name: _advised(before[name], case) for name, case in wanted.items()}
    jobs = {}
    for i, (name, case) in enumerate(wanted.items()):
        text = case.nonced if case.is_bare else case.text
        jobs[f"{name}: advised"] = case.file(second / f"{i}" / "page.html", advised[name], text)
        for number, (policies, page) in enumerate(case.lesser()):
            file = second / f"{i}-{number}" / "page.html"
            jobs[f"{name}: less {number}"] = case.file(file, policies, page)
    after = audited({name: (job, None) for name, job in jobs.items()}, second, frozenset(jobs))
    return {
        name: Trial(
            before[name],
            advised[name],
            after[f"{name}: advised"],
            {key: one for key, one in after.items() if key.startswith(f"{name}: less")},
        )
        for name in wanted
    }


@pytest.mark.parametrize("name", _params())
def test_the_page_is_found_wrong_or_right_as_it_is(name: str, trials: dict[str, Trial]) -> None:
    assert _found(trials[name].before) == CASES[name].found


@pytest.mark.parametrize("name", _params())
def test_what_is_advised_is_the_policy_of_the_table(name: str, trials: dict[str, Trial]) -> None:
    wanted = [ADDED.sub(r"\1", one.smallest) for one in CASES[name].policies]
    assert list(map(_words, trials[name].advised)) == list(map(_words, wanted))


@pytest.mark.parametrize("name", _params())
def test_with_what_is_advised_nothing_is_found(name: str, trials: dict[str, Trial]) -> None:
    assert _found(trials[name].after) == set()
    assert trials[name].after.troubles == ()


@pytest.mark.parametrize("name", _params())
def test_with_anything_less_something_is_found(name: str, trials: dict[str, Trial]) -> None:
    assert bool(trials[name].less) == bool(CASES[name].found)
    assert [key for key, audit in trials[name].less.items() if not _found(audit)] == []


def test_the_pages_that_break_the_rules_have_the_policies_of_the_table() -> None:
    for rule in SATISFIED - {"trusted-types"}:
        (case,) = (one for name, one in CASES.items() if name.endswith(f"breaks {rule}"))
        headers = PAGES / rule / "broken.headers"
        told = headers.read_text(encoding="utf-8") if headers.is_file() else _broken(rule)
        assert [one.text for one in case.policies if one.text in told], rule
