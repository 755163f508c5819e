"""A find as a scenario that fails for the same reason, as far as the language can say it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from harness.exploration.sequence import THROWN
from harness.judging.spans import OPENING
from harness.scenario.stub_subjects import assumptions_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harness.exploration.sequence import Sequence
    from harness.exploration.violation import Violation
    from harness.model import Prediction
    from harness.scenario.model import Scenario

TICKET = "${ticket}"

QUIET = "300ms"
"""How long an absence is watched."""

_RESTED: Final = {
    "expect": {"never": {"of": [{"console": {"text": "…"}}], "for": "1ms"}},
    "why": "only to wait until the page rests",
}
"""An absence that is of no interest: after a step that expects something, the page rests."""


def scenario_of(
    least: Sequence, found: Violation, starts: Mapping[str, int] | None = None
) -> dict[str, Any]:
    """The scenario: the steps, and at the one where it goes wrong what the page says.

    `starts` are the steps at which chats began, by their tickets.
    """
    steps = [dict(step) for step in least.steps]
    at = OPENING if found.step is None else found.step
    if found.prediction is not None:
        prediction = _with_ticket(steps, found.prediction, starts or {}, at)
        steps = _with(steps, at, prediction, found.why)
    else:
        steps = [
            step if index in least.hurried else {**step, **_RESTED}
            for index, step in enumerate(steps)
        ]
    made: dict[str, Any] = {"scenario": _title(found), **least.world}
    made["steps"] = steps or [{"check": {"widgets": 1}}]
    always = _always(found)
    if always:
        made["always"] = always
    return made


def _with_ticket(
    steps: list[dict[str, Any]], prediction: Prediction, starts: Mapping[str, int], at: int
) -> Prediction:
    """The prediction with the ticket that was given out in this very run."""
    pattern = prediction.pattern
    ticket = pattern.get("ticket") if isinstance(pattern, dict) else None
    if ticket is None or ticket == "$str":
        return prediction
    begun = starts.get(str(ticket), OPENING)
    told = "$str"
    if OPENING < begun < at:
        wanted = {"onchatstart": {"ticket": "$str"}}
        steps[begun] = {**steps[begun], "expect": wanted, "save": {"ticket": "onchatstart.ticket"}}
        told = TICKET
    return replace(prediction, pattern={**pattern, "ticket": told})


def with_assumptions(scenario: dict[str, Any], compiled: Scenario) -> dict[str, Any]:
    """The scenario with the assumptions that the linter asks for, where it looks at such things."""
    asked = assumptions_of(compiled)
    if not asked:
        return scenario
    title, *rest = scenario.items()
    return dict([title, ("assumes", asked), *rest])


def _title(found: Violation) -> str:
    return f"{found.code.partition(':')[0]}: {found.message[:90]}"


def _always(found: Violation) -> dict[str, Any] | None:
    if found.code.startswith("page_error:"):
        return {"never": [{"page_error": {"message": {"$not": {"$re": THROWN}}}}]}
    if found.code.startswith("request:"):
        wrong = {"host": "app.livechatoo.com", "status": {"$gte": 400}}
        return {"never": [{"request": wrong}]}
    return None


def _with(
    steps: list[dict[str, Any]], at: int, prediction: Prediction, why: str
) -> list[dict[str, Any]]:
    """The steps, up to the one that goes wrong and what is expected of it."""
    done = steps[: at + 1]
    if prediction.form == "done":
        return done
    if prediction.form == "check":
        check: dict[str, Any] = {"check": {prediction.name: prediction.pattern}, "why": why}
        if prediction.window != "main":
            check["in"] = prediction.window
        given = [
            {"check": {subject: pattern}, **({"in": check["in"]} if "in" in check else {})}
            for subject, pattern in prediction.given.items()
        ]
        return [*done, *given, {name: value for name, value in check.items() if value}]
    expected = {"expect": _expectation(prediction), **({"why": why} if why else {})}
    if at == OPENING:
        return [expected]
    return [*done[:-1], {**done[-1], **expected}]


def _expectation(prediction: Prediction) -> dict[str, Any]:
    name, pattern = prediction.name, prediction.pattern
    event = name if pattern in (None, {}) else {name: pattern}
    if prediction.high == 0:
        return {"never": {"of": [event], "for": QUIET}}
    if prediction.low == 0:
        other = {name: {"$not": pattern}}
        return {"never": {"of": [other], "for": QUIET}}
    wanted: dict[str, Any] = {name: {} if pattern is None else pattern}
    if prediction.high is None:
        wanted["times"] = {"min": prediction.low}
    elif prediction.low > 1:
        wanted["times"] = prediction.low
    return wanted
