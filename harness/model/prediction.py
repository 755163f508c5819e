"""What has to be seen after an act, or must not be, with the sentence that says so."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from harness.model.sentences import CALLBACKS, SENTENCES

if TYPE_CHECKING:
    from collections.abc import Mapping

MAIN = "main"

CALLBACK_NAMES = (
    *("onload", "onchange", "onchatstart", "onchatopened", "onchatrating", "onofflinemessage"),
    *("ontrigger", "onnamerequired", "onemailrequired", "onphonerequired"),
)

RECORDED = frozenset(CALLBACK_NAMES) - {"onload", "onchange", "onchatopened"}
"""The seven of which the page says that they are recorded in Google Analytics."""

_QUIET = {
    "onload": ("onload-each-load", "nothing was loaded"),
    "onchange": ("onchange-in-chat", "no chat was going on"),
    "onchatstart": ("onchatstart-once", "no chat began"),
    "onchatopened": ("onchatopened-each-load", "nothing was loaded during a chat"),
    "onchatrating": ("rating-on-send", "nobody sent a rating"),
    "onofflinemessage": ("offline-on-send", "nobody sent an offline message"),
    "ontrigger": ("trigger-fires", "no trigger was launched"),
    "onnamerequired": ("onnamerequired-answer", "nobody answered an invitation to give a name"),
    "onemailrequired": ("onemailrequired-answer", "nobody answered an invitation to give an email"),
    "onphonerequired": ("onphonerequired-answer", "nobody answered an invitation to give a phone"),
}


@dataclass(frozen=True, slots=True)
class Prediction:
    """One thing that has to be so after an act.

    `form` tells what is predicted: that an `event` comes `low` to `high` times and matches the
    pattern each time; that a `check` of a subject matches; or that the act can be `done` at all.
    `given` names what else has to be seen for the prediction to be judged. `why` says, in a few
    words, how the sentence applies here.
    """

    rule: str
    form: Literal["event", "check", "done"]
    name: str
    pattern: Any = None
    window: str = MAIN
    low: int = 1
    high: int | None = 1
    given: Mapping[str, Any] = field(default_factory=dict)
    why: str = ""


@dataclass(slots=True)
class Expected:
    """The predictions of one act, while they are collected."""

    predictions: list[Prediction] = field(default_factory=list)
    unknown: Counter[str] = field(default_factory=Counter)
    _spoken: set[str] = field(default_factory=set)

    def fires(
        self,
        rule: str,
        name: str,
        pattern: Any = None,
        *,
        low: int = 1,
        high: int | None = 1,
        why: str = "",
    ) -> None:
        """An event comes, so often; with `low=0` it may, and is to be like this when it does."""
        self._spoken.add(name)
        self.predictions.append(
            Prediction(rule, "event", name, pattern, low=low, high=high, why=why)
        )

    def unsure(self, *names: str, of: str = CALLBACKS) -> None:
        """The page does not say whether these come; `of` is the section that is silent."""
        for name in names:
            if name not in self._spoken:
                self._spoken.add(name)
                self.unknown[name if name in CALLBACK_NAMES else of] += 1

    def is_unsure(self, name: str) -> bool:
        """Whether it was said already that the page does not say whether this comes."""
        return name in self._spoken

    def silent(self, section: str) -> None:
        """The page does not say what is seen; `section` is where one would look for it."""
        self.unknown[section] += 1

    def sees(
        self,
        rule: str,
        name: str,
        pattern: Any,
        window: str = MAIN,
        given: Mapping[str, Any] | None = None,
        why: str = "",
    ) -> None:
        """A check of a subject in a window matches, where what is `given` is so."""
        self.predictions.append(
            Prediction(rule, "check", name, pattern, window, given=given or {}, why=why)
        )

    def can_do(self, rule: str, why: str) -> None:
        """The act itself is possible."""
        self.predictions.append(Prediction(rule, "done", "done", why=why))

    def quiet(self) -> None:
        """No other callback fires than those spoken of."""
        for name in CALLBACK_NAMES:
            if name not in self._spoken:
                rule, why = _QUIET[name]
                self.predictions.append(Prediction(rule, "event", name, low=0, high=0, why=why))

    def recorded(self, *, has_analytics: bool) -> None:
        """What fires for sure is recorded in Google Analytics, and nothing else is."""
        if not has_analytics:
            return
        spoken = [one for one in self.predictions if one.form == "event" and one.name in RECORDED]
        sure = sum(one.low for one in spoken)
        unsure = any(one.low != one.high for one in spoken)
        is_open = unsure or any(self.unknown[name] for name in RECORDED)
        self.predictions.append(
            Prediction(
                "analytics-recorded",
                "event",
                "analytics",
                {"via": {"$in": ["ga", "gtag"]}},
                low=sure,
                high=None if is_open else sure,
                why=f"{sure} of the recorded events happened" if sure else "none happened",
            )
        )


def section_of(rule: str) -> str:
    """The section of the page that a rule stands in."""
    return SENTENCES[rule].section
