"""Ctrl-C, SIGTERM and SIGHUP within pytest, as in a command of the harness, unless others listen.

Once pytest runs tests it is broken off; while it collects, what it plans is soon known.
"""

from __future__ import annotations

import signal
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NoReturn

from harness.running import interruption

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


class Interrupted(KeyboardInterrupt):
    """What pytest is broken off by; it prints the message, and no place in the harness."""

    __module__ = "builtins"  # it prints a name of another module in full


def _interrupt() -> NoReturn:
    raise Interrupted(_by())


def _by() -> str:
    name = signal.Signals(interruption.handler.number).name
    return f"by {'Ctrl-C' if name == 'SIGINT' else name}"


def listen(*, is_worker: bool = False) -> list[signal.Signals]:
    """SIGTERM and SIGHUP are heard as Ctrl-C is, unless others listen; which are heard from now on.

    Until `break_off` they are only noted: what is planned is soon known then. A worker
    of pytest-xdist hears one alone, its controller the others.
    """
    interruption.handler.is_single = is_worker
    heard = []
    for number in interruption.numbers():
        usual = signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL
        if signal.getsignal(number) is usual:
            with suppress(ValueError):  # only the main thread hears signals
                signal.signal(number, interruption.handler.handle)
                heard.append(number)
    return heard


def leave(heard: Iterable[signal.Signals]) -> None:
    """These are as they were: whoever called pytest goes on. Where one has come it does not."""
    interruption.handler.last_words = _silent
    for number in () if interruption.is_heard() else heard:
        if signal.getsignal(number) == interruption.handler.handle:
            usual = signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL
            signal.signal(number, usual)


@contextmanager
def left_to_others() -> Iterator[None]:
    """In this block Ctrl-C is as Python has it: tests of others may wait for it."""
    if signal.getsignal(signal.SIGINT) != interruption.handler.handle:
        yield
        return
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            signal.signal(signal.SIGINT, interruption.handler.handle)


def break_off() -> None:
    """From here on the first signal breaks pytest off, also one that has come."""
    interruption.handler.answer = _interrupt
    if interruption.handler.is_heard:
        _interrupt()


@contextmanager
def breaking_off(heard: Iterable[signal.Signals]) -> Iterator[None]:
    """A signal in this block, or one that has come, breaks pytest off, if it listens to any."""
    before = interruption.handler.answer
    if heard:
        break_off()
    try:
        yield
    finally:
        interruption.handler.answer = before


def say_at_the_end(last_words: Callable[[], None]) -> None:
    """What is done before a second signal ends the process."""
    interruption.handler.last_words = last_words


def take_note() -> None:
    """Ctrl-C has come, and another handler has answered it: the next signal is the second."""
    if not interruption.handler.is_heard:
        interruption.handler.take(signal.SIGINT)


def _silent() -> None:
    """There is nothing to be said."""
