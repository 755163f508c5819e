"""Profiles of other widgets, as YAML files: how each control is found there."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, Field

from harness.browser.profile import READINGS, Profile
from harness.scenario.fixtures import Shelf
from harness.scenario.loading import name_of
from harness.scenario.part import Part
from harness.scenario.problems import in_order, render_all
from harness.scenario.scope import Scope
from harness.scenario.source import Source, read
from harness.scenario.suggestions import did_you_mean, one_of
from harness.scenario.validation import validate
from harness.scenario.values import FullText, Given, OneOrMany, Title, refuse

if TYPE_CHECKING:
    from pathlib import Path

    from harness.scenario.problems import Problem

Role = Literal[
    "alert",
    "alertdialog",
    "button",
    "checkbox",
    "combobox",
    "complementary",
    "dialog",
    "heading",
    "link",
    "log",
    "note",
    "option",
    "panel",
    "radio",
    "radiogroup",
    "status",
    "textbox",
]
ENTRIES = (
    *("open", "minimize", "restore", "maximize", "close", "dismiss", "popup"),
    *("mini", "window", "bubble", "title", "log", "message", "send"),
    *("name", "email", "phone", "offline_message", "send_message"),
    *("rate", "rating", "star_1", "star_2", "star_3", "star_4", "star_5"),
    *("rating_message", "send_rating", "ask_name", "ask_email", "ask_phone", "accept", "decline"),
    *("consent", "choice", "contact", "faq", "privacy"),
)
"""What a visitor can see of a widget, by the stub's own words."""


def _entry(value: str) -> str:
    if value not in ENTRIES:
        hint = did_you_mean(value, ENTRIES) or one_of(ENTRIES)
        raise refuse("control", f"`{value}` is nothing that a visitor can see of a widget", hint)
    return value


Shadow = bool | Literal["closed"]
_SHADOW = (
    "Whether it is in a shadow tree of the host page; `closed`: in one that no script is let into."
)


class WayInput(Part):
    """How something is found, by its role and name or by a CSS selector."""

    role: Given[Role] = None
    name: Annotated[list[FullText], OneOrMany()] = Field(
        default_factory=list, description="What it is called, in any of its languages."
    )
    css: Given[FullText] = None
    text: Annotated[list[FullText], OneOrMany()] = Field(
        default_factory=list,
        description="All that it says, of the innermost element that says it: for parts without "
        "a role, a name, an id or a class.",
    )
    shadow: Shadow = Field(default=False, description=_SHADOW)


class ControlInput(WayInput):
    """A control, by its role and name or by a CSS selector."""

    then: Given[WayInput] = Field(
        None,
        description="What is pressed after it where the widget asks back, such as “Yes, leave”; "
        "nothing is where the control itself is gone.",
    )


class LinesInput(Part):
    """The conversation: its lines, and within a line who wrote and what, as CSS selectors."""

    line: FullText
    by: Given[FullText] = None
    text: Given[FullText] = None
    shadow: Shadow = Field(default=False, description=_SHADOW)


class WindowNameInput(Part):
    """A window without an address of its own (`about:blank`), told by its `window.name`."""

    name: FullText


Window = FullText | WindowNameInput


class WindowsInput(Part):
    """The widget's own windows, each told by its address or its name, `*` for any text."""

    popup: Given[Window] = Field(None, description="What `popup.init` opens.")
    chat: Given[Window] = Field(None, description="What a chat opens where the bar is small.")


class ProfileInput(Part):
    """A profile: what a visitor sees of a widget, and how it is found."""

    profile: Title
    address: Given[FullText] = Field(
        None,
        description="The addresses of the widget's own documents, `*` for any text; without it "
        "the widget is in the host page itself.",
    )
    frame: FullText = Field("iframe", description="The frames in the host page that hold them.")
    widget: Given[FullText] = Field(
        None,
        description="The elements of the host page that are widgets, as a CSS selector; without "
        "it the widget's documents are counted.",
    )
    windows: Given[WindowsInput] = None
    status: Given[FullText] = Field(
        None,
        description="How what `embed.status()` returns is read: a JavaScript expression of `value`"
        " that gives the page (`value` where it is the page itself, `value.page`, …).",
    )
    popup_status: Given[FullText] = Field(
        None, description="The same for `popup.status()`: `open`, `bubble` or ``."
    )
    world: Given[FullText] = Field(
        None,
        description="Hands a scenario's world to a widget with a back end of its own: a JavaScript "
        "expression of `backend`, as the scenario has it, run before any script of a page and of "
        "the widget's own documents.",
    )
    acts: Given[FullText] = Field(
        None,
        description="Has that back end do what operators and triggers do: a JavaScript expression "
        "of `act`, as the step has it (`{operator: {goes: offline}}`). A promise is awaited; "
        "`false` tells that the back end cannot do that, and the run is skipped.",
    )
    acts_in: Literal["page", "widget"] = Field(
        "page", description="Where `acts` is run: in the page, or in the widget's own document."
    )
    controls: dict[Annotated[str, AfterValidator(_entry)], ControlInput] = Field(
        description="How each is found. Without `rate`, a chat is rated once it was closed."
    )
    conversation: Given[LinesInput] = None


@dataclass(slots=True)
class LoadedProfile:
    """A profile, or the problems of its file."""

    profile: Profile | None = None
    problems: list[Problem] = field(default_factory=list)
    sources: dict[str, str] = field(default_factory=dict)

    def render_problems(self) -> str:
        """All problems as text."""
        return render_all(self.problems, self.sources)


def load_profile(file: Path, root: Path) -> LoadedProfile:
    """Read a profile. Never raises for what the file holds."""
    source = read(file, name_of(file, root))
    profile = _profile(source) if not source.problems else None
    problems = [_renamed(problem) for problem in in_order(source.problems)]
    return LoadedProfile(None if problems else profile, problems, {source.path: source.text})


def _profile(source: Source) -> Profile | None:
    root = source.root
    if root is None or not isinstance(root.items, dict):
        if root is not None:
            source.report(root, "type", "a profile is a mapping that begins with `profile: NAME`")
        return None
    scope = Scope(source, root, Shelf(None))
    whole, _ = validate(ProfileInput, root.value, scope)
    made = None
    if isinstance(whole, ProfileInput):
        for key, control in whole.controls.items():
            _check(scope, key, control)
        made = Profile(
            name=whole.profile,
            entries={key: _sought(control) for key, control in whole.controls.items()},
            address=whole.address or "",
            frame=whole.frame,
            is_on_page=whole.address is None,
            widget=whole.widget,
            windows=whole.windows.model_dump(exclude_none=True) if whole.windows else None,
            readings={name: how for name in READINGS if (how := getattr(whole, name))},
            world=whole.world,
            acts=whole.acts,
            acts_in_widget=whole.acts_in == "widget",
            conversation=_lines(whole.conversation) if whole.conversation else None,
        )
    source.problems += scope.problems
    return made


def _check(scope: Scope, key: str, control: ControlInput) -> None:
    path: tuple[str, ...] = ("controls", key)
    _check_way(scope, key, control, path)
    if control.then is not None:
        _check_way(scope, f"{key}.then", control.then, (*path, "then"))


def _check_way(scope: Scope, key: str, control: WayInput, path: tuple[str, ...]) -> None:
    ways = [control.role, control.css, control.text]
    if sum(map(bool, ways)) != 1:
        message = f"`{key}` is found by its `role`, with a `name` or without, by `css` or by `text`"
        scope.report(path, "control", message, at_key=True)
    elif not control.role and control.name and "$name" not in "".join(control.name):
        way = "css" if control.css else "text"
        message = f"what is found by `{way}` needs no `name`"
        scope.report((*path, "name"), "control", message, at_key=True)


def _sought(control: ControlInput) -> dict[str, Any]:
    """What the questions in `harness/web/asking` are asked with, and what is pressed after it."""
    then = {"then": _way(control.then)} if control.then is not None else {}
    return _way(control) | then


def _way(control: WayInput) -> dict[str, Any]:
    given: dict[str, Any] = {"role": control.role}
    if control.css:
        given = {"css": control.css}
    elif control.text:
        given = {"text": list(control.text)}
    if control.name:
        given["names"] = list(control.name)
    return given | _where(control.shadow)


def _lines(lines: LinesInput) -> dict[str, Any]:
    return {**lines.model_dump(exclude={"shadow"}), **_where(lines.shadow)}


def _where(shadow: bool | str) -> dict[str, Any]:  # noqa: FBT001 - as the file has it
    if not shadow:
        return {}
    return {"where": "shadow", **({"closed": True} if shadow == "closed" else {})}


def _renamed(problem: Problem) -> Problem:
    return replace(problem, message=problem.message.replace("the scenario", "the profile"))
