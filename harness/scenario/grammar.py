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
    FullText,
    Given,
    Name,
    OneOrMany,
    Pattern,
    Title,
    either,
)
from harness.scenario.verbs import VERBS
from harness.scenario.world_grammar import BackendInput, BrowserInput, HostInput, MockInput


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
    in_: Name = Field(
        "main", alias="in", description="The window: `main`, a tab's, `popup`, `chat` …"
    )
    label: Given[FullText] = None
    why: Given[FullText] = Field(None, description="Shown when the step fails.")
    unchecked: bool = Field(default=False, description="Allow values that the API does not know.")


MODIFIERS = tuple(field.alias or name for name, field in StepModifiers.model_fields.items())
"""The names of the modifiers of a step."""

_verb_fields: dict[str, Any] = {
    verb.name.replace(".", "_"): (
        verb.argument,
        Field(None, alias=verb.name if "." in verb.name else None, description=verb.doc),
    )
    for verb in VERBS.values()
}
StepInput = create_model("StepInput", __base__=StepModifiers, **_verb_fields)


class AlwaysInput(Part):
    """What holds for the whole run."""

    never: list[EventOrName] = Field(default_factory=list)  # type: ignore[valid-type]
    no: list[Literal["page_error", "console_error", "callback_threw"]] = Field(default_factory=list)


class ScenarioInput(Part):
    """One scenario."""

    scenario: Title
    about: list[str] = Field(
        default_factory=list, description="What of the widget's API it covers."
    )
    assumes: list[str] = Field(
        default_factory=list, description="Ids of the assumptions that it rests on."
    )
    tags: list[FullText] = Field(default_factory=list)
    params: dict[Name, Annotated[list[Any], Field(min_length=1)]] = Field(
        default_factory=dict, description="One run for each combination of these values."
    )
    backend: Given[BackendInput] = None
    mocks: list[MockInput] = Field(default_factory=list)
    browser: Given[BrowserInput] = None
    secrets: list[Name] = Field(
        default_factory=list, description="Environment variables that are masked everywhere."
    )
    acts_live: bool = Field(
        default=False, description="Whether it may act, and not only look, on the real widget."
    )
    host: HostInput
    steps: Annotated[list[StepInput], Field(min_length=1)]  # type: ignore[valid-type]
    always: Given[AlwaysInput] = None
    finally_: list[StepInput] = Field(default_factory=list, alias="finally")  # type: ignore[valid-type]
    timeout: Duration = Field(30.0, description="How long the whole run may take.")
    within: Duration = Field(5.0, description="How long expectations of a step may take.")


class ScenariosInput(Part):
    """Several scenarios in one file."""

    scenarios: Annotated[list[ScenarioInput], Field(min_length=1)]
