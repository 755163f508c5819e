"""Worlds and predictions that the tests of the model share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.model import Model, Occurrence, Seen

if TYPE_CHECKING:
    from harness.model import Prediction

MAIN = ("main", "chatbar")


def world(embed: dict[str, Any] | None = None, **backend: Any) -> dict[str, Any]:
    """A page with the snippet, and a back end."""
    options = {"account": "demo", "page": "online", **(embed or {})}
    return {"backend": backend, "host": {"embed": options}}


def sees(model: Model, bar: str, *windows: str) -> None:
    """The bar looks like this by now."""
    model.learn(Seen(looks={MAIN: bar}, windows=frozenset({"main", *windows})))


def event(predictions: list[Prediction], name: str) -> Prediction:
    """The only prediction of an event."""
    (found,) = [one for one in predictions if one.form == "event" and one.name == name]
    return found


def events(predictions: list[Prediction], name: str) -> list[Prediction]:
    """All predictions of an event."""
    return [one for one in predictions if one.form == "event" and one.name == name]


def checks(predictions: list[Prediction], name: str, window: str = "main") -> list[Any]:
    """What a subject has to match in a window."""
    found = [one for one in predictions if one.form == "check" and one.name == name]
    return [one.pattern for one in found if one.window == window]


def has_to_be_possible(predictions: list[Prediction]) -> bool:
    """Whether the act itself has to be possible."""
    return any(one.form == "done" for one in predictions)


def opened(model: Model, bar: str = "window") -> Model:
    """The model, after the page was opened and the bar with it."""
    model.predict()
    sees(model, "bar")
    model.predict({"visitor": "opens"})
    sees(model, bar)
    return model


def chatting(model: Model) -> Model:
    """The model, after a first message has begun a chat."""
    model = opened(model)
    model.predict({"visitor": {"says": "Hello"}})
    told = Occurrence("onchatstart", {"ticket": "T1", "initiator": "client"}, "main")
    model.learn(Seen((told,), {MAIN: "window"}, frozenset({"main"})))
    return model
