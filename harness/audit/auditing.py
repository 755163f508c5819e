"""From a target to findings: the page is read, visited, and held against every rule."""

from __future__ import annotations

import traceback
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from harness.audit.absence import absences
from harness.audit.conversations import conversations
from harness.audit.evidence import Evidence
from harness.audit.explaining import told_once
from harness.audit.finding import SEVERITIES, Finding
from harness.audit.plans import (
    WAIT,
    WORKING,
    Plan,
    asking_plan,
    brief_plan,
    cookies_plan,
    first_plans,
    reading_plan,
    reload_plan,
    remembered_plan,
    return_plan,
    touched_plan,
)
from harness.audit.reading import Reading
from harness.audit.rules import all_rules
from harness.audit.rules.addressing import worth_asking
from harness.audit.sources import Source
from harness.audit.target import Unusable, page_source, script_sources, stand_ins
from harness.audit.visiting import Visit, visit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.audit.rule import Rule
    from harness.audit.target import Target
    from harness.browser.engine import Engine


@dataclass(frozen=True, slots=True)
class Defect:
    """Where the harness itself failed: a rule by its id, or the audit as a whole."""

    where: str
    error: str
    trace: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Audit:
    """What was found out about one target; `troubles` says what kept a visit from its end.

    With `defects` something was not looked at, for no fault of the page's. What `is_unexpected`
    has a chat, though none is meant.
    """

    target: Target
    findings: tuple[Finding, ...]
    sources: dict[str, str]
    visits: tuple[Visit, ...] = field(default=())
    troubles: tuple[str, ...] = field(default=())
    defects: tuple[Defect, ...] = field(default=())
    is_unexpected: bool = False

    @property
    def is_unseen(self) -> bool:
        """Whether none of the visits in which a chat can come was seen to its end."""
        usual = [one for one in self.visits if one.plan.loader in WORKING]
        return bool(self.visits) and not any(one.is_whole for one in usual)

    @property
    def is_unreachable(self) -> bool:
        """Whether the page could not even be opened."""
        return any(
            event.data.get("code") == "page-unreachable"
            for one in self.visits
            for event in one.recording.of_kind("trouble")
        )


async def audit(
    engine: Engine,
    target: Target,
    *,
    consent: str | None = None,
    opener: str | None = None,
    pictures: bool = False,
    is_brief: bool = False,
    wait: float = WAIT,
) -> Audit:
    """Read and visit a page, and judge it.

    Raises Unusable when it cannot be read, or is another one at the end.

    What is clicked before the chat gives consent, or as `opener` asks for the chat itself. With
    `is_brief` there is one visit, from a desktop: enough for options, calls and callbacks.
    A visit waits for the chat for `wait` seconds at most.
    """
    target = replace(target, label=engine.unused(target.name))
    reading = await _reading(engine, target)
    clicked = consent or opener
    evidence = Evidence(target, reading, consent=clicked, is_opener=clicked == opener)
    plans = [brief_plan(clicked)] if is_brief else first_plans(clicked, pictures=pictures)
    for one in await visit(engine, target, plans, wait):
        evidence.visits[one.plan.name] = one
    for one in await visit(engine, target, _further(evidence, is_brief=is_brief), wait):
        evidence.visits[one.plan.name] = one
    _refuse_changed(target, reading)
    return judged(evidence)


def _refuse_changed(target: Target, reading: Reading) -> None:
    """Raise Unusable where a file is another one than when the audit began.

    What a server sends may differ from answer to answer, so that is not looked at.
    """
    if target.file is None:
        return
    page = page_source(target)
    texts = {source.url: source.text for source in script_sources(target, page).values()}
    is_same = page.text == reading.page.text and all(
        reading.files[url].text == text for url, text in texts.items() if url in reading.files
    )
    if not is_same:
        raise Unusable(
            f"{target.name}: the page changed while it was audited, so what was found is about "
            "neither; audit it again"
        )


async def _reading(engine: Engine, target: Target) -> Reading:
    """The page's texts: from the files, or as the server sends them to the browser."""
    if target.file is not None:
        page = page_source(target)
        return Reading(page, {**stand_ins(target), **script_sources(target, page)})
    (one,) = await visit(engine, target, [reading_plan()])
    texts: dict[str, str] = {}
    frames: dict[str, str] = {}
    for label, answer in one.facts.items():
        for piece in answer if label.startswith("pieces-") and isinstance(answer, list) else ():
            kept = frames if piece["isFrame"] else texts
            kept[piece["url"]] = kept.get(piece["url"], "") + str(piece["text"])
    if not texts:
        raise Unusable(f"{target.name}: {'; '.join(_told(one)) or 'the page could not be read'}")
    sources = {url: Source(url, url, text) for url, text in texts.items()}
    page = sources.pop(next(iter(sources)))
    return Reading(page, {**stand_ins(target), **sources}, frames)


def _told(one: Visit) -> list[str]:
    """What kept a visit from its end, with the way out where there is one."""
    told = [
        "; ".join(str(event.data[key]) for key in ("message", "hint") if event.data.get(key))
        for event in one.recording.of_kind("trouble")
    ]
    return [*one.unmade, *told]


def _further(evidence: Evidence, *, is_brief: bool) -> list[Plan]:
    """Visits that only some pages need."""
    plans: list[Plan] = []
    if evidence.widget_frames and "desktop" not in absences(evidence) and not is_brief:
        plans += conversations(evidence)
    has_worker = any("serviceWorker" in script.text for script in evidence.reading.scripts)
    if has_worker and not is_brief:
        plans.append(reload_plan(evidence.consent))
    if not is_brief and _hears_of_return(evidence):
        plans.append(return_plan(evidence.consent))
    is_agreed = evidence.consent is not None and not evidence.is_opener
    if evidence.consent and is_agreed and evidence.loaded().get("frames") and not is_brief:
        plans.append(remembered_plan(evidence.consent))
    is_gone = evidence.loaded().get("frames") and evidence.loaded("phone").get("frames") == []
    if is_gone:
        plans.append(cookies_plan(evidence.consent))
    if "desktop" in absences(evidence) and not is_brief:
        plans.append(touched_plan(evidence.consent))
    addresses = worth_asking(evidence)
    if addresses:
        plans.append(asking_plan(addresses))
    return plans


def _hears_of_return(evidence: Evidence) -> bool:
    """Whether the page has a word for being put aside and coming back."""
    texts = [source.text for source in evidence.sources.values()]
    return any("pageshow" in text or "pagehide" in text for text in texts)


def judged(evidence: Evidence, rules: Iterable[Rule] | None = None) -> Audit:
    """Hold the evidence against the rules."""
    found: dict[tuple[object, ...], Finding] = {}
    defects: list[Defect] = []
    for rule in rules if rules is not None else all_rules():
        try:
            findings = rule.findings(evidence)
        except Exception as error:  # noqa: BLE001 - one rule's fault costs that rule, whatever it is
            defects.append(defect_of(f"rule {rule.id}", error))
            continue
        for finding in findings:
            found.setdefault((finding.rule, finding.place, finding.message), finding)
    told = told_once(list(found.values()))
    return Audit(
        target=evidence.target,
        findings=tuple(sorted(told, key=_by_weight)),
        sources={path: source.text for path, source in evidence.sources.items()},
        visits=tuple(evidence.visits.values()),
        troubles=tuple(_troubles(evidence)),
        defects=tuple(defects),
    )


def defect_of(where: str, error: Exception) -> Defect:
    """What the harness failed at, with the last lines of the traceback."""
    lines = traceback.format_exception(error)
    told = "".join(traceback.format_exception_only(error)).strip()
    return Defect(where, told, tuple("".join(lines).splitlines()[-12:]))


def failed(target: Target, error: Exception) -> Audit:
    """The audit of a target that the harness could not bring to its end."""
    return Audit(target, (), {}, defects=(defect_of("the audit", error),))


def _by_weight(finding: Finding) -> tuple[int, bool, tuple[object, ...], str]:
    """The heaviest first, of them what keeps the chat away, which others may follow from."""
    is_cause = any(proof.kind == "chain" for proof in finding.evidence)
    return SEVERITIES.index(finding.severity), not is_cause, finding.place, finding.rule


def _troubles(evidence: Evidence) -> Iterable[str]:
    for name, one in evidence.visits.items():
        for message in _told(one):
            yield f"{name}: {message}"
