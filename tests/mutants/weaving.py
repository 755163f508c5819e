"""Sources that tell what of them is executed, and which mutants would make a difference there.

Every place tells its number as soon as it is reached, and so does every mutant whose expression
has another value than the one that stands there.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from tests.mutants.catalogue import MODULES, SCRIPTS, catalogue, source
from tests.mutants.javascript import is_bare, is_short_body, parse
from tests.mutants.javascript import sites as javascript_sites
from tests.mutants.python_operators import Module

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.mutants.mutant import Mutant

Key = str
"""What a number stands for: a mutant's name, or `FILE@BYTE` of a place."""

MARK = "mutants:"
"""What the lines on the console begin with."""

PRELUDE = """
const __seen = {}, __log = console.debug, __soon = Promise.resolve();
let __due = '';
function __t(number) {
  if (__seen[number]) return;
  __seen[number] = true;
  if (!__due) __soon.then(() => { const now = __due; __due = ''; __log('MARK' + now); });
  __due += number + ',';
}
function __d(value, ways) {
  for (const [number, other] of ways) {
    if (__seen[number]) continue;
    let made = __seen;
    try { made = other(); } catch {}
    if (!Object.is(made, value)) __t(number);
  }
  return value;
}
function __h(number, holds) {
  try { if (holds()) __t(number); } catch {}
}
""".replace("MARK", MARK)


@dataclass(frozen=True, slots=True)
class Wrap:
    """Text that is put before and after a part of a source."""

    start: int
    end: int
    before: str
    after: str = ""


@dataclass(frozen=True, slots=True)
class Woven:
    """The sources that tell, and what their numbers stand for."""

    sources: dict[str, bytes]
    keys: tuple[Key, ...]


@cache
def woven() -> Woven:
    """All sources of the stub, made to tell."""
    keys: list[Key] = []
    made: dict[str, bytes] = {}
    for file in (*SCRIPTS, *MODULES):
        mutants = [one for one in catalogue().values() if one.file == file]
        weave = _python if file.endswith(".py") else _javascript
        made[file] = wrapped(source(file), weave(file, mutants, keys))
    return Woven(made, tuple(keys))


def wrapped(text: bytes, wraps: Iterable[Wrap]) -> bytes:
    """A source with texts around parts that lie beside or in each other."""
    marks: list[tuple[int, int, int, int, str]] = []
    for number, wrap in enumerate(wraps):
        if wrap.start == wrap.end:
            marks.append((wrap.start, 1, -len(text), number, wrap.before))
        else:
            marks.append((wrap.start, 1, -wrap.end, number, wrap.before))
            marks.append((wrap.end, 0, -wrap.start, -number, wrap.after))
    parts: list[bytes] = []
    at = 0
    for place, *_, put in sorted(marks):
        parts += [text[at:place], put.encode()]
        at = place
    return b"".join((*parts, text[at:]))


def place_key(file: str, at: int) -> Key:
    """What a place is called."""
    return f"{file}@{at}"


def _number(keys: list[Key], key: Key) -> int:
    keys.append(key)
    return len(keys) - 1


def _javascript(file: str, mutants: list[Mutant], keys: list[Key]) -> list[Wrap]:
    wraps = []
    for node in javascript_sites(parse(source(file))):
        number = _number(keys, place_key(file, node.start_byte))
        start, end = node.start_byte, node.end_byte
        if is_short_body(node):
            wraps.append(Wrap(start, end, f"(__t({number}), (", "))"))
        elif is_bare(node):
            wraps.append(Wrap(start, end, f"{{ __t({number}); ", " }"))
        else:
            wraps.append(Wrap(start, start, f"__t({number}); "))
    for mutant in mutants:
        if mutant.change.seen == "holds":
            number = _number(keys, mutant.id)
            hold = f"__h({number}, () => ({mutant.change.probe})); "
            wraps.append(Wrap(mutant.change.start, mutant.change.start, hold))
    for (start, end), ways in _compared(mutants).items():
        made = ", ".join(f"[{_number(keys, one.id)}, () => ({one.change.probe})]" for one in ways)
        wraps.append(Wrap(start, end, "__d((", f"), [{made}])"))
    return wraps


def _python(file: str, mutants: list[Mutant], keys: list[Key]) -> list[Wrap]:
    module = Module(source(file))
    wraps = []
    for node in module.sites():
        start, _ = module.span(node)
        number = _number(keys, place_key(file, start))
        line_begins = source(file).rfind(b"\n", 0, start) + 1
        indent = " " * (start - line_begins)
        if source(file)[line_begins:start].strip():
            raise ValueError(f"{file}: a statement does not begin its line: {module.text(node)}")
        wraps.append(Wrap(start, start, f"touches({number})\n{indent}"))
    for (start, end), ways in _compared(mutants).items():
        made = ", ".join(f"({_number(keys, one.id)}, lambda: ({one.change.probe}))" for one in ways)
        wraps.append(Wrap(start, end, "differs((", f"), ({made},))"))
    return wraps


def _compared(mutants: list[Mutant]) -> dict[tuple[int, int], list[Mutant]]:
    found: dict[tuple[int, int], list[Mutant]] = {}
    for mutant in mutants:
        if mutant.change.seen == "differs":
            found.setdefault(mutant.change.span, []).append(mutant)
    return found
