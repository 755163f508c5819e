"""Whether a scenario can be run on the widget that was chosen, and why not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from harness.browser.profile import CONVERSATION, DOCUMENT, WIDGETS, WINDOWS
from harness.judging.fairness import BACK_END, PROFILE, not_judged
from harness.judging.verdict import Failure, RunResult, Verdict
from harness.scenario.acting import first_act, first_in_the_backend, steps_of
from harness.scenario.model import Backend
from harness.scenario.window_names import CHAT, POPUP
from harness.widget_api import LOADER_URL, WIDGET_HOST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.browser.profile import Profile
    from harness.browser.surroundings import Surroundings
    from harness.scenario.model import Expectation, Run, Scenario, Step

_WORDS = {
    "opens": ("open",),
    "minimizes": ("minimize",),
    "restores": ("restore",),
    "maximizes": ("maximize",),
    "closes": ("close",),
    "dismisses": ("dismiss",),
    "consents": ("consent",),
}
_ACTS = {
    "says": ("message", "send"),
    "opens": ("popup",),
    "rates": ("rate", "rating", "send_rating"),
    "leaves_message": ("offline_message", "send_message"),
    "picks": ("choice",),
}
_CHECKS = {
    "status": ("status",),
    "popup_status": ("popup_status",),
    "chatbar": ("open", "minimize"),
    "side": ("open",),
    "bubble": ("bubble",),
    "widgets": (WIDGETS,),
    "popup": ("popup", f"{WINDOWS}.{POPUP}"),
    "popup_place": ("popup",),
    "rating": ("rating", "rate"),
    "asked": ("ask_name", "ask_email", "ask_phone"),
    "consent": ("consent",),
    "widget_text": (DOCUMENT,),
    "choices": ("choice",),
}
"""What of a profile each check looks at."""

_PARTS = {"bar": "open"}
_FORM = {"message": "offline_message"}


OWN = "the widget does not talk to the stub's back end"
"""Why what needs that back end tells nothing of the widget."""


def unfit(scenario: Scenario, around: Surroundings, *, is_apart: bool = False) -> Verdict | None:
    """Why a scenario cannot be run, as its verdict; None when it can.

    `is_apart` says that the widget was seen not to talk to the stub's back end.
    """
    if around.is_live:
        reason = _not_live(scenario)
        if reason:
            return Verdict("skipped", (Failure(None, "unfit", reason),))
    profile = around.profile
    lacking = _lacking(scenario, profile)
    if lacking:
        return not_judged(PROFILE, lacking)
    if not profile.is_stub and (is_apart or profile.world is not None):
        return apart(scenario, profile)
    return None


def apart(scenario: Scenario, profile: Profile) -> Verdict | None:
    """The verdict on a scenario with a widget that has a back end of its own; None: judge it."""
    needed = needs_back_end(scenario, profile)
    return not_judged(BACK_END, f"{OWN} ({needed})") if needed else None


def needs_back_end(scenario: Scenario, profile: Profile) -> str | None:
    """What of a scenario needs the stub's back end, None when nothing does.

    A profile's `world` hands the widget what `backend` sets up, but for the assumptions there;
    what its operators see is left out of checks then (`unseen`).
    """
    has_world = profile.world is not None
    step = first_in_the_backend(scenario, with_acts=profile.acts is None, with_checks=not has_world)
    if step is not None:
        return f"`{step.verb}` (`{step.text}`, line {step.place.line})"
    if scenario.backend.assume:
        return "`backend: {assume: …}`"
    if scenario.backend != Backend() and profile.world is None:
        return "`backend`"
    return "a mock of the widget's host" if _mocks_more_than_loader(scenario) else None


def unseen(scenario: Scenario, profile: Profile) -> Verdict | None:
    """Why a run that holds tells not all: what operators see of another back end is not known."""
    if profile.world is None:
        return None
    step = first_in_the_backend(scenario, with_acts=False)
    if step is None:
        return None
    what = f"what operators see (`{step.text}`, line {step.place.line})"
    return not_judged(BACK_END, f"{OWN}: {what} was left out, and all else is as expected")


def _mocks_more_than_loader(scenario: Scenario) -> bool:
    loader = urlsplit(LOADER_URL).path
    return any(
        urlsplit(mock.at).hostname == WIDGET_HOST and urlsplit(mock.at).path != loader
        for mock in scenario.mocks
    )


def _not_live(scenario: Scenario) -> str | None:
    step = first_in_the_backend(scenario)
    if step is not None:
        return f"`{step.text}` (line {step.place.line}) needs the stub's back end"
    if scenario.backend != Backend():
        return "it sets up the stub's back end (`backend`)"
    acting = None if scenario.acts_live else first_act(scenario)
    if acting is not None:
        return (
            f"`{acting.text}` (line {acting.place.line}) acts on the live widget, "
            "and the scenario does not say `acts_live: true`"
        )
    return None


def _lacking(scenario: Scenario, profile: Profile) -> str | None:
    if profile.is_stub:
        return None
    for step in steps_of(scenario):
        for key in _needs(step):
            if not profile.has(key):
                return (
                    f"the profile {profile.name!r} does not say how to find `{key}`, "
                    f"which `{step.text}` (line {step.place.line}) needs"
                )
    return None


def _needs(step: Step) -> Iterator[str]:
    expected = (item for group in (step.expect.items, *step.expect.ordered) for item in group)
    named = (one.pattern.get("name") for one in expected if _is_of_window(one))
    for window in (step.window, *named):
        if window in {POPUP, CHAT}:
            yield f"{WINDOWS}.{window}"
    if step.verb == "visitor":
        yield from _needs_of_visitor(step.argument)
    elif step.verb == "check" and isinstance(step.argument, dict):
        for name, pattern in step.argument.items():
            yield from _needs_of_check(name, pattern)


def _is_of_window(expected: Expectation) -> bool:
    return expected.event == "window" and isinstance(expected.pattern, dict)


def _needs_of_visitor(argument: Any) -> Iterator[str]:
    if isinstance(argument, str):
        yield from _WORDS.get(argument, ())
        return
    for act, given in argument.items():
        yield from _ACTS.get(act, ())
        if act == "rates":
            yield f"star_{given}"
        elif act == "message":
            yield "rating_message"
        elif act == "leaves_message":
            yield from (
                "choice" if name == "picks" else name for name in given if name != "message"
            )
        elif act == "gives":
            yield from (key for name in given for key in (f"ask_{name}", name, "accept"))
        elif act == "declines":
            yield from (f"ask_{given}", "decline")


def lacks_for_check(profile: Profile, name: str, pattern: Any) -> bool:
    """Whether a profile does not say how to look at a subject of `check`."""
    return not all(map(profile.has, _needs_of_check(name, pattern)))


def lacks_for_step(profile: Profile, step: Step) -> bool:
    """Whether a profile does not say how to do a step."""
    return not all(map(profile.has, _needs(step)))


def _needs_of_check(name: str, pattern: Any) -> Iterator[str]:
    known = _CHECKS.get(name, ())
    yield from known[1:] if (name, pattern) == ("popup", "open") else known
    if (name, pattern) == ("chatbar", "mini"):
        yield "mini"
    if name == "conversation":
        yield CONVERSATION
    elif name == "links":
        yield from pattern
    elif name == "fields":
        yield from (_FORM.get(field, field) for field in pattern)
    elif name == "widget_css":
        yield from (_PARTS.get(part, part) for part in pattern)


def skipped(run: Run, verdict: Verdict) -> RunResult:
    """The result of a run that was not begun."""
    scenario = run.scenario
    return RunResult(
        run_id=run.id,
        path=scenario.path,
        line=scenario.place.line,
        title=scenario.title,
        tags=scenario.tags,
        verdict=verdict,
        seconds=0.0,
        assumes=scenario.assumes,
        about=scenario.about,
    )
