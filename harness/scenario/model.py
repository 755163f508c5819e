"""A scenario as the engine and the judge see it: checked, complete and immutable.

Nothing in here knows YAML. Durations are seconds, files are paths that exist, and text
that waits for a value which an earlier step saves is an `interpolation.Template`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from pathlib import Path

    from harness.scenario.places import Place


class Missing(Enum):
    """The type of `MISSING`: nothing was written, which is not the same as `null`."""

    MISSING = "missing"

    def __repr__(self) -> str:
        return "MISSING"


MISSING: Final = Missing.MISSING


@dataclass(frozen=True, slots=True)
class Expectation:
    """An event that has to be seen between `low` and `high` times (None: no upper bound)."""

    event: str
    pattern: Any
    place: Place
    low: int = 1
    high: int | None = 1
    exact: bool = False
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Never:
    """Events that must stay away for some seconds after the step has acted."""

    events: tuple[Expectation, ...]
    seconds: float
    place: Place


@dataclass(frozen=True, slots=True)
class Expect:
    """Everything that one step expects; each group of `ordered` has an order of its own."""

    items: tuple[Expectation, ...] = ()
    ordered: tuple[tuple[Expectation, ...], ...] = ()
    never: tuple[Never, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.items or self.ordered or self.never)


@dataclass(frozen=True, slots=True)
class Step:
    """One step: at most one verb with its argument, and what has to follow from it.

    `argument`, `returns`, `throws` and the patterns of `expect` go through
    `interpolation.resolve` before they are used. `argument` is MISSING when nothing (or
    `null`) was written after the verb. `text` is the step as one line, for reports.
    """

    index: int
    verb: str | None
    place: Place
    text: str
    argument: Any = MISSING
    expect: Expect = field(default_factory=Expect)
    save: dict[str, str] = field(default_factory=dict)
    returns: Any = MISSING
    throws: Any = MISSING
    within: float | None = None
    timeout: float | None = None
    window: str = "main"
    label: str | None = None
    why: str | None = None
    unchecked: bool = False


@dataclass(frozen=True, slots=True)
class HostPage:
    """One page that the stub host serves: exactly one of `file` and `html` is given.

    A page that `is_real` has neither: its own server has it, at an address that may be a path
    until it is known in which environment the scenario runs.

    `embed` holds the options of the snippet, None when the page brings its own. A callback
    in it is `{"throws": text}`, `{"calls": name}`, `{"js": source}` or None (not registered).
    """

    at: str
    place: Place
    file: Path | None = None
    html: str | None = None
    embed: dict[str, Any] | None = None
    is_real: bool = False


@dataclass(frozen=True, slots=True)
class Extras:
    """What the host's pages have beside what their author wrote (`harness.probing`).

    `first` is the first thing of a page's head and `last` the last thing of its body. `policy`
    is a Content Security Policy that allows the page and the widget: by hashes or by a nonce of
    the page's own scripts and styles, or no more than that scripts go through Trusted Types.
    """

    first: str = ""
    last: str = ""
    policy: Literal["none", "hashes", "nonce", "trusted-types"] = "none"


@dataclass(frozen=True, slots=True)
class Host:
    """The page that embeds the widget, its sister pages, and how a visitor comes to it.

    `watch` is a function that gets the recorder's agent before any script of a document runs.
    """

    page: HostPage
    pages: tuple[HostPage, ...] = ()
    until: Literal["commit", "dom", "load", "widget"] = "load"
    viewport: tuple[int, int] | None = None
    device: Literal["desktop", "phone"] = "desktop"
    language: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    extras: Extras = field(default_factory=Extras)
    watch: str = ""

    @property
    def at(self) -> str:
        """The address that the run begins at."""
        return self.page.at

    @property
    def is_real(self) -> bool:
        """Whether its pages come from a real server."""
        return self.page.is_real

    @property
    def embed(self) -> dict[str, Any] | None:
        """The options of the snippet in the first page."""
        return self.page.embed


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer of a mock. At most one of json, text, file, hang, abort and passes is set.

    `delay` and `answer_delay` are seconds: before the request is heard, and after it.
    """

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    json: Any = MISSING
    text: str | None = None
    file: Path | None = None
    delay: float = 0.0
    hang: bool = False
    abort: bool = False
    passes: bool = False
    answer_delay: float = 0.0


@dataclass(frozen=True, slots=True)
class Mock:
    """Another party's endpoint: the last of its replies answers all further requests."""

    at: str
    replies: tuple[Reply, ...]
    place: Place
    method: str | None = None
    query: dict[str, Any] = field(default_factory=dict)
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Department:
    """A department that visitors can choose."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Operator:
    """Somebody who answers visitors."""

    id: int
    name: str
    departments: tuple[int, ...] = ()
    online: bool = True
    welcome: str | None = None
    photo: str | None = None


@dataclass(frozen=True, slots=True)
class Trigger:
    """Addresses visitors by itself (`is_automatic`: it has a condition), or when a step says so.

    `url` and `previous_url` are patterns over the whole address with `*` for any text;
    `after` is the time on the page in seconds. With a `message` a proactive chat opens.
    """

    id: int
    title: str
    url: str | None = None
    url_matches: str | None = None
    title_has: str | None = None
    previous_url: str | None = None
    after: float = 0.0
    pages: int | None = None
    max_chats: int | None = None
    message: str | None = None
    operators: tuple[int, ...] = ()
    departments: tuple[int, ...] = ()
    is_automatic: bool = False


@dataclass(frozen=True, slots=True)
class Backend:
    """The world behind the stub widget.

    `settings` holds those of the administration that are given, `assume` the assumptions
    (by their ids) that are otherwise in this world than by default.
    """

    operators: tuple[Operator, ...] = (Operator(1, "Alex"),)
    departments: tuple[Department, ...] = ()
    settings: dict[str, Any] = field(default_factory=dict)
    triggers: tuple[Trigger, ...] = ()
    assume: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BrowserWish:
    """What the visitor has set in the browser; `is_still`: no input before a step acts as one."""

    third_party_cookies: Literal["allowed", "blocked"] = "allowed"
    popups: Literal["allowed", "blocked"] = "allowed"
    is_still: bool = False


@dataclass(frozen=True, slots=True)
class Always:
    """What holds for the whole run."""

    never: tuple[Expectation, ...] = ()
    no: tuple[Literal["page_error", "console_error", "callback_threw"], ...] = ()
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Scenario:
    """One scenario with its parameters filled in.

    `secrets` names environment variables; `acts_live` allows it to act on the real widget.
    """

    title: str
    path: str
    place: Place
    host: Host
    steps: tuple[Step, ...]
    about: tuple[str, ...] = ()
    assumes: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    params: dict[str, list[Any]] = field(default_factory=dict)
    backend: Backend = field(default_factory=Backend)
    mocks: tuple[Mock, ...] = ()
    browser: BrowserWish = field(default_factory=BrowserWish)
    always: Always = field(default_factory=Always)
    finally_: tuple[Step, ...] = ()
    secrets: tuple[str, ...] = ()
    acts_live: bool = False
    timeout: float = 30.0
    within: float = 5.0


@dataclass(frozen=True, slots=True)
class Run:
    """A scenario with one combination of its parameters in one browser.

    `names` are the host names that the stub host has to serve for it. `unfit` says why it is
    not to be run, where it is not.
    """

    id: str
    scenario: Scenario
    params: dict[str, Any] = field(default_factory=dict)
    browser: str = "chromium"
    names: frozenset[str] = frozenset()
    unfit: str = ""
