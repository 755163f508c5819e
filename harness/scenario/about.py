"""What a scenario can say that it is about: every name of the widget's API, and its rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from harness.scenario.suggestions import did_you_mean, nearest, one_of
from harness.widget_api import API, HOOK, Kind, Value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.scenario.scope import Scope


def _values(name: str, value: Value) -> Iterator[str]:
    """`page=hidden`: what one option, argument or field can be, where that is a few things."""
    words: tuple[object, ...] = value.allowed
    if value.kind is Kind.BOOLEAN:
        words = ("true", "false")
    elif value.minimum is not None and value.maximum is not None:
        words = tuple(range(value.minimum, value.maximum + 1))
    yield from (f"{name}={word}" for word in words)


def _names() -> Iterator[str]:
    yield from (HOOK, "embed.options", *API.functions, *API.callbacks, *API.rules)
    yield from (*API.options, *API.popup_options, *API.proactive)
    for name, option in API.options.items():
        yield from _values(name, option)
    for name, option in API.popup_options.items():
        yield f"popup.{name}"
        yield from _values(f"popup.{name}", option)
    yield from (f"proactive.{name}" for name in API.proactive)
    for function in API.functions.values():
        for parameter in function.parameters:
            yield from _values(function.name, parameter)
    for callback in API.callbacks.values():
        for data in callback.data:
            yield f"{callback.name}.{data.name}"
            yield from _values(f"{callback.name}.{data.name}", data)


ABOUT: Final = frozenset(_names())
"""What `about` can name."""


def check_about(scope: Scope, about: list[Any]) -> None:
    """Report what the widget's API does not have."""
    for index, name in enumerate(about):
        if not isinstance(name, str) or name in ABOUT:
            continue
        message = f"the widget's API has no `{name}`"
        expected, hint = _instead_of(name)
        scope.report(("about", index), "about", message, expected=expected, hint=hint)


def _instead_of(name: str) -> tuple[str, str | None]:
    """What could be meant: a name with the same beginning, where there are such names."""
    cut = max(name.rfind("."), name.rfind("=")) + 1
    head, tail = name[:cut], name[cut:]
    tails = [known[cut:] for known in sorted(ABOUT) if head and known.startswith(head)]
    tails = [known for known in tails if "=" not in known and "." not in known]
    if tails:
        meant = nearest(tail, tails)
        return one_of(
            tails, f"`{head}` with one of: "
        ), f"did you mean `{head}{meant}`?" if meant else None
    embed = f"embed.{name}"
    hint = f"did you mean `{embed}`?" if embed in ABOUT else did_you_mean(name, sorted(ABOUT))
    return _EXPECTED, hint


_EXPECTED = """a function such as `embed.page`, a callback, an option, a value such as
`page=hidden`, a field such as `onchange.chat_status`, or a rule"""
