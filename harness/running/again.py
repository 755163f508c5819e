"""How runs are run again: the command with what of its options they depend on."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any, Final

from harness.masking import Mask
from harness.report.failures import COMMAND, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_VALUED: Final = ("env", "base_url", "widget", "profile", "browser_path", "browser_channel")
_FLAGS: Final = ("allow_live", "headed")
_USUAL: Final = {"widget": "stub", "slowmo": 0.0, "timeout_scale": 1.0}
_ACTS_IN_QUOTES = re.compile(r'[\\"`$]')


def command_of(options: Mapping[str, Any], mask: Mask | None = None) -> str:
    """`harness run` with the options on which the outcome of a run depends.

    A secret in them is written as the environment variable that holds it; without one, as
    what it is called.
    """
    words = [COMMAND]
    for name in _VALUED:
        value = options.get(name)
        if value and value != _USUAL.get(name):
            words += [_option(name), _argument(str(value), mask or Mask())]
    words += [_option(name) for name in _FLAGS if options.get(name)]
    for name in ("slowmo", "timeout_scale"):
        value = options.get(name)
        if value and value != _USUAL[name]:
            words += [_option(name), f"{value:g}"]
    sandbox = options.get("sandbox")
    if sandbox is not None:
        words.append("--sandbox" if sandbox else "--no-sandbox")
    return " ".join(words)


def command_of_failed(
    command: str, options: Mapping[str, Any], targets: Iterable[str], mask: Mask | None = None
) -> str:
    """The command that runs what failed, of those runs that this command line chose."""
    words = [command, "--lf"]
    if options.get("words"):
        words += ["-k", quoted(str(options["words"]))]
    for tag in options.get("tags") or ():
        words += ["-t", quoted(str(tag))]
    words += [_argument(target, mask or Mask()) for target in targets]
    return " ".join(words)


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _argument(value: str, mask: Mask) -> str:
    """A value as a shell takes it, without the secrets in it."""
    named = mask.names_in(value)
    if not named:
        return quoted(value)
    known = {name: mask.secrets[name] for name in named}
    if os.name == "nt" or any(os.environ.get(name) != known[name] for name in named):
        return quoted(mask.text(value))
    escaped = _ACTS_IN_QUOTES.sub(lambda found: f"\\{found[0]}", value)
    for name, secret in known.items():
        escaped = escaped.replace(_ACTS_IN_QUOTES.sub(r"\\\g<0>", secret), f"${{{name}}}")
    return f'"{escaped}"' if mask.text(escaped) == escaped else quoted(mask.text(value))
