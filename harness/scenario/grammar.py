"""The grammar of scenario files: the input models that files are checked against.

The JSON Schema is made from these models too, so what an editor accepts and what the
harness accepts cannot drift apart.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, create_model

from harness.scenario.events import EVENTS
from harness.scenario.part import Part
from harness.scenario.values import (
    Duration,
    Embed,
    FullText,
    Given,
    Headers,
    MockUrl,
    Name,
    OneOrMany,
    Pattern,
    Title,
    Url,
    either,
)
from harness.scenario.verbs import VERBS, Size


class DepartmentInput(Part):
    """A department that visitors can choose."""

    id: int = Field(ge=1)
    name: FullText


class OperatorInput(Part):
    """Somebody who answers visitors."""

    id: int = Field(ge=1)
    name: FullText
    departments: list[int] = Field(default_factory=list)
    online: bool = True
    welcome: Given[str] = Field(None, description="What is said when a chat begins.")
    photo: Given[str] = None


class BackendInput(Part):
    """The world behind the stub widget; one operator, Alex, is online when it is left out."""

    operators: Given[list[OperatorInput]] = Field(None, description="`[]`: nobody is online.")
    departments: list[DepartmentInput] = Field(default_factory=list)
    settings: dict[str, Any] = Field(default_factory=dict)


class ReplyInput(Part):
    """One answer of a mock; at most one of json, text, file, hang, abort and pass."""

    status: int = Field(200, ge=200, le=599)
    headers: Headers = Field(default_factory=dict)
    json_: Any = Field(None, alias="json")
    text: Given[str] = None
    file: Given[FullText] = Field(None, description="A file in fixtures/.")
    delay: Duration = 0.0
    hang: Given[Literal[True]] = Field(None, description="Never answers.")
    abort: Given[Literal[True]] = Field(None, description="Closes the connection.")
    pass_: Given[Literal[True]] = Field(
        None, alias="pass", description="Answers as if there were no mock, after `delay`."
    )


class MockInput(Part):
    """Another party's endpoint."""

    at: MockUrl = Field(description="Scheme, host and path; `*` in the path stands for any text.")
    reply: Annotated[list[ReplyInput], OneOrMany(), Field(min_length=1)] = Field(
        description="One reply, or a sequence of which the last one repeats."
    )
    method: Given[Literal["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]] = None
    query: dict[str, Pattern] = Field(default_factory=dict)
    name: Given[FullText] = None


class PageInput(Part):
    """A page that the stub host serves beside the first one."""

    file: Given[FullText] = Field(None, description="A file in fixtures/pages.")
    html: Given[str] = None
    embed: Embed = Field(None, description="The options of the snippet, when the page has none.")


class HostInput(PageInput):
    """The page that embeds the widget, and how the visitor comes to it."""

    at: Url = "https://shop.example/"
    pages: dict[Url, PageInput] = Field(default_factory=dict)
    until: Given[Literal["commit", "dom", "load", "widget"]] = Field(
        None, description="How long opening waits; `widget` when there is `embed`, else `load`."
    )
    viewport: Given[Size] = None
    device: Literal["desktop", "phone"] = "desktop"
    language: Given[FullText] = None
    headers: Headers = Field(default_factory=dict, description="Headers of the pages' responses.")


class CountInput(Part):
    """How often an event is seen."""

    min: Given[int] = Field(None, ge=0)
    max: Given[int] = Field(None, ge=0)


_event_fields: dict[str, Any] = {
    event.name: (Pattern, Field(None, description=event.doc)) for event in EVENTS.values()
}


class ItemModifiers(Part):
    """What an expectation can say beside the event and its pattern."""

    times: either(number=Annotated[int, Field(ge=0)], mapping=CountInput) = Field(  # type: ignore[valid-type]
        1, description="How often; exactly once when left out."
    )
    exact: bool = Field(default=False, description="Allow no other keys than those named.")
    label: Given[FullText] = None


class EventChoice(Part):
    """One event with its pattern."""


EventInput = create_model("EventInput", __base__=EventChoice, **_event_fields)
_EventName = Literal[tuple(EVENTS)]  # type: ignore[valid-type]
EventOrName = either(text=_EventName, mapping=EventInput)


class NeverInput(Part):
    """Events that must stay away for a while."""

    of: Annotated[list[EventOrName], Field(min_length=1)]  # type: ignore[valid-type]
    for_: Duration = Field(alias="for")


class ItemBase(ItemModifiers):
    """One expectation."""


ItemInput = create_model("ItemInput", __base__=ItemBase, **_event_fields)
_OrderedItem: Any = either(text=_EventName, mapping=ItemInput)


class ExpectBase(ItemModifiers):
    """What has to happen because of a step, in any order."""

    in_order: Annotated[list[_OrderedItem], Field(min_length=1)] = Field(default_factory=list)
    never: Annotated[list[NeverInput], OneOrMany()] = Field(default_factory=list)


ExpectInput = create_model("ExpectInput", __base__=ExpectBase, **_event_fields)
_ExpectItem: Any = either(text=_EventName, mapping=ExpectInput)
_ExpectList: Any = Annotated[list[_ExpectItem], Field(min_length=1)]


class StepModifiers(Part):
    """What a step can say beside its verb."""

    expect: either(mapping=ExpectInput, list=_ExpectList) = None  # type: ignore[valid-type]
    save: dict[Name, FullText] = Field(
        default_factory=dict, description="Name: where its value comes from."
    )
    returns: Pattern = Field(None, description="What the call returns.")
    throws: Pattern = Field(None, description="The message of what the call throws.")
    within: Given[Duration] = Field(None, description="How long its expectations may take.")
    timeout: Given[Duration] = Field(None, description="How long the step may take.")
    in_: Name = Field("main", alias="in", description="The window: `main`, or a tab's name.")
    label: Given[FullText] = None
    why: Given[FullText] = Field(None, description="Shown when the step fails.")
    unchecked: bool = Field(default=False, description="Allow values that the API does not know.")


MODIFIERS = tuple(field.alias or name for name, field in StepModifiers.model_fields.items())
"""The names of the modifiers of a step."""

_verb_fields: dict[str, Any] = {
    verb.name: (verb.argument, Field(None, description=verb.doc)) for verb in VERBS.values()
}
StepInput = create_model("StepInput", __base__=StepModifiers, **_verb_fields)


class AlwaysInput(Part):
    """What holds for the whole run."""

    never: list[EventOrName] = Field(default_factory=list)  # type: ignore[valid-type]
    no: list[Literal["page_error", "console_error"]] = Field(default_factory=list)


class ScenarioInput(Part):
    """One scenario."""

    scenario: Title
    about: list[str] = Field(
        default_factory=list, description="What of the widget's API it covers."
    )
    tags: list[FullText] = Field(default_factory=list)
    params: dict[Name, Annotated[list[Any], Field(min_length=1)]] = Field(
        default_factory=dict, description="One run for each combination of these values."
    )
    backend: Given[BackendInput] = None
    mocks: list[MockInput] = Field(default_factory=list)
    host: HostInput
    steps: Annotated[list[StepInput], Field(min_length=1)]  # type: ignore[valid-type]
    always: Given[AlwaysInput] = None
    finally_: list[StepInput] = Field(default_factory=list, alias="finally")  # type: ignore[valid-type]
    timeout: Duration = Field(30.0, description="How long the whole run may take.")
    within: Duration = Field(5.0, description="How long expectations of a step may take.")


class ScenariosInput(Part):
    """Several scenarios in one file."""

    scenarios: Annotated[list[ScenarioInput], Field(min_length=1)]
