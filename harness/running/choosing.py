"""Which runs a command line means: by path, id, words (`-k`), tag or last verdict; their order."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from harness.scenario.model import Run

_TOKEN = re.compile(r"[()]|[^\s()]+")

Test = Callable[[str], bool]
Anything = TypeVar("Anything")


class BadChoice(Exception):  # noqa: N818 - the condition is named
    """The command line chooses in a way that cannot be understood; the message says how."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What the user chose on the command line."""

    words: str | None = None
    tags: tuple[str, ...] = ()
    ids: frozenset[str] | None = None
    order: str = "file"


def paths_of(targets: Sequence[str]) -> list[Path]:
    """The paths to load for targets, each of which is a path or an id (`path::title…`)."""
    return list(dict.fromkeys(Path(target.partition("::")[0]) for target in targets))


def choose(runs: Iterable[Run], choice: Choice) -> list[Run]:
    """The chosen runs in the chosen order. Raises BadChoice."""
    test = words_test(choice.words) if choice.words else None
    chosen = [
        run
        for run in runs
        if (test is None or test(run.id))
        and (not choice.tags or set(choice.tags) & set(run.scenario.tags))
        and (choice.ids is None or run.id in choice.ids)
    ]
    return reordered(chosen, choice.order)


def restrict(runs: Iterable[Run], targets: Sequence[str], root: Path) -> list[Run]:
    """The runs that the targets name; a target with `::` means only those runs of its file.

    Raises BadChoice when a target with `::` names no run.
    """
    candidates = list(runs)
    tests = {target: _target_test(target, root) for target in targets}
    for target, test in tests.items():
        if "::" in target and not any(map(test, candidates)):
            raise BadChoice(f"{target}: the file has no such run; --list shows those that it has")
    return [run for run in candidates if not tests or any(test(run) for test in tests.values())]


def _target_test(target: str, root: Path) -> Callable[[Run], bool]:
    path, separator, wanted = target.partition("::")
    whole = Path(path).resolve()

    def test(run: Run) -> bool:
        file = (root / run.scenario.path).resolve()
        if not separator:
            return file.is_relative_to(whole)
        return file == whole and _means(wanted, run.id.partition("::")[2])

    return test


def reordered(runs: list[Anything], order: str) -> list[Anything]:
    """`file` (as written), `reverse`, or `shuffle:SEED`. Raises BadChoice."""
    if order == "file":
        return runs
    if order == "reverse":
        return runs[::-1]
    name, _, seed = order.partition(":")
    if name == "shuffle" and seed:
        shuffled = list(runs)
        random.Random(seed).shuffle(shuffled)  # noqa: S311 - an order, not a secret
        return shuffled
    raise BadChoice(f"--order {order}: say file, reverse or shuffle:SEED")


def _means(wanted: str, rest: str) -> bool:
    """An id, or the beginning of one up to its parameters or browser."""
    return rest == wanted or (rest.startswith(wanted) and rest[len(wanted)] in "[@")


def words_test(expression: str) -> Test:
    """A test of ids from words with `and`, `or`, `not` and brackets. Raises BadChoice."""
    tokens = _TOKEN.findall(expression)
    parser = _Words(tokens, expression)
    try:
        test = parser.either()
    except RecursionError:
        raise BadChoice(f"-k {expression[:60]}…: too many brackets within brackets") from None
    if parser.tokens:
        raise BadChoice(f"-k {expression}: `{parser.tokens[0]}` does not belong there")
    return test


class _Words:
    """Reads an expression of words from left to right."""

    def __init__(self, tokens: list[str], expression: str) -> None:
        self.tokens = tokens
        self._expression = expression

    def either(self) -> Test:
        tests = [self._both()]
        while self._takes("or"):
            tests.append(self._both())
        return lambda text: any(test(text) for test in tests)

    def _both(self) -> Test:
        tests = [self._one()]
        while self._takes("and"):
            tests.append(self._one())
        return lambda text: all(test(text) for test in tests)

    def _one(self) -> Test:
        if self._takes("not"):
            inner = self._one()
            return lambda text: not inner(text)
        if self._takes("("):
            inner = self.either()
            if not self._takes(")"):
                raise BadChoice(f"-k {self._expression}: a bracket is not closed")
            return inner
        if not self.tokens or self.tokens[0] in {"and", "or", ")"}:
            raise BadChoice(f"-k {self._expression}: a word is missing")
        word = self.tokens.pop(0).lower()
        return lambda text: word in text.lower()

    def _takes(self, token: str) -> bool:
        if self.tokens and self.tokens[0] == token:
            self.tokens.pop(0)
            return True
        return False
