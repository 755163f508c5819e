"""Which runs a command line means: by path, id, words (`-k`), tag or last verdict; their order."""

from __future__ import annotations

import glob
import os
import random
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from harness.masking import Mask
from harness.scenario.escaping import spelt, unescaped
from harness.scenario.plan import name_in_file

if TYPE_CHECKING:
    from harness.scenario.model import Run

_TOKEN = re.compile(r"[()]|[^\s()]+")
_SECRET = re.compile(r"\[secret ([^\]]+)\]")

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
    return list(dict.fromkeys(Path(split(target)[0]) for target in targets))


def split(target: str) -> tuple[str, str | None]:
    """The path of a target, and what of its file is meant; None for all of it.

    A path may have `::` in its name, and stand there as a console has shown it, with
    `[secret NAME]` for what the environment has under this name.
    """
    parts = target.split("::")
    for count in range(1, len(parts) + 1):
        written, rest = "::".join(parts[:count]), parts[count:]
        for path in (written, unescaped(written), *_masked_as(written)):
            if os.path.isfile(path):  # noqa: PTH113 - Path's would raise where a title is too long
                return path, "::".join(rest) if rest else None
    return parts[0], "::".join(parts[1:]) if parts[1:] else None


def _masked_as(written: str) -> list[str]:
    """The paths that are shown so since they hold secrets."""
    if not _SECRET.search(written):
        return []
    around = _SECRET.split(written)[::2]
    mask = _named_in(written)
    return sorted(
        path
        for path in glob.glob("*".join(map(glob.escape, around)))  # noqa: PTH207 - it may be absolute
        if mask.text(path) == written
    )


def _named_in(written: str) -> Mask:
    """The secrets that a text names, as far as the environment has them."""
    return Mask({name: os.environ.get(name, "") for name in _SECRET.findall(written)})


def choose(runs: Iterable[Run], choice: Choice) -> list[Run]:
    """The chosen runs in the chosen order. Raises BadChoice."""
    test = words_test(choice.words) if choice.words else None
    tags = {*choice.tags, *map(unescaped, choice.tags)}
    chosen = [
        run
        for run in runs
        if (test is None or test(run.id))
        and (not tags or tags & set(run.scenario.tags))
        and (choice.ids is None or run.id in choice.ids)
    ]
    return reordered(chosen, choice.order)


def restrict(runs: Iterable[Run], targets: Sequence[str], root: Path) -> list[Run]:
    """The runs that the targets name; a target with `::` means only those runs of its file.

    Raises BadChoice when a target with `::` names no run.
    """
    candidates = list(runs)
    if not targets:
        return candidates
    meant: set[str] = set()
    for target in targets:
        found = _meant(target, candidates, root)
        if not found and split(target)[1] is not None:
            raise BadChoice(f"{target}: the file has no such run; --list shows those that it has")
        meant.update(run.id for run in found)
    return [run for run in candidates if run.id in meant]


def _meant(target: str, runs: Sequence[Run], root: Path) -> list[Run]:
    path, wanted = split(target)
    whole = Path(path).resolve()
    if wanted is None:
        return [run for run in runs if (root / run.scenario.path).resolve().is_relative_to(whole)]
    own = [run for run in runs if (root / run.scenario.path).resolve() == whole]
    for means in (str.__eq__, _begins, _reads_alike, _is_masked_as):
        found = [run for run in own if means(name_in_file(run), wanted)]
        if found:
            return found
    return []


def _begins(name: str, wanted: str) -> bool:
    """Whether this is the beginning of a name up to its parameters or browser."""
    return any(
        bool(text) and name.startswith(text) and name[len(text)] in "[@"
        for text in (wanted, spelt(wanted))
        if len(text) < len(name)
    )


def _is_masked_as(name: str, wanted: str) -> bool:
    """Whether a name is shown so since it holds secrets: not each file says that they are some."""
    return bool(_SECRET.search(wanted)) and _named_in(wanted).text(name) == wanted


def _reads_alike(name: str, wanted: str) -> bool:
    """Whether a narrow console shows the name so, or a file's title and parameters are so."""
    title, at, browser = wanted.rpartition("@")
    return unescaped(name) == unescaped(wanted) or name == f"{spelt(title)}{at}{browser}"


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
        word = self.tokens.pop(0)
        words = {word.lower(), unescaped(word).lower()}
        return lambda text: any(word in text.lower() for word in words)

    def _takes(self, token: str) -> bool:
        if self.tokens and self.tokens[0] == token:
            self.tokens.pop(0)
            return True
        return False
