"""The grammar of what stands after a verb."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from harness.scenario.part import Part
from harness.scenario.values import Address, FullText, Given, Name

VISITOR_WORDS = Literal[
    "opens", "minimizes", "restores", "maximizes", "closes", "consents", "dismisses"
]
"""What a visitor does without a word: each presses one of the widget's controls."""

OPERATOR_WORDS = Literal["ends", "verifies"]
"""What an operator does to the latest chat."""

Asked = Literal["name", "email", "phone"]
"""What visitors can be asked for before a chat."""

Filled = Annotated[dict[str, str], Field(min_length=1)]


class LeftMessage(Part):
    """The offline form, filled in and sent; fields that are left out stay as they are."""

    message: FullText
    name: Given[str] = None
    email: Given[str] = None
    phone: Given[str] = None
    picks: Given[FullText] = Field(None, description="The operator, as the list shows it.")


class GivenAnswer(Part):
    """The answer to one invitation before the chat."""

    name: Given[str] = None
    email: Given[str] = None
    phone: Given[str] = None


class VisitorActs(Part):
    """What a visitor does that needs a value; one act in a step."""

    says: Given[FullText] = Field(None, description="Types a message and sends it.")
    opens: Given[Literal["popup"]] = Field(None, description="Clicks the popup's bubble.")
    rates: Given[int] = Field(None, ge=1, le=5, description="Sends a rating of so many stars.")
    message: Given[str] = Field(None, description="The comment that goes with `rates`.")
    leaves_message: Given[LeftMessage] = Field(None, description="Sends the offline form.")
    gives: Given[GivenAnswer] = Field(None, description="Answers the invitation to give it.")
    declines: Given[Asked] = Field(None, description="Skips the invitation to give it.")
    picks: Given[FullText] = Field(
        None, description="Chooses an operator: `Alex`, or `Alex, Orders`."
    )


class OperatorActs(Part):
    """What an operator does; one act in a step."""

    goes: Given[Literal["online", "offline"]] = None
    says: Given[FullText] = None
    invites: Given[FullText] = Field(None, description="Starts a chat with this message.")
    ends: Given[FullText] = Field(None, description="Ends the chat with this ticket.")
    verifies: Given[FullText] = Field(
        None, description="Asks who the visitor of the chat with this ticket is."
    )
    id: Given[int] = Field(
        None, description="Which operator; left out: all go, or the one whose chat it is."
    )
    visitor: Given[int] = Field(
        None, ge=1, description="Whom to invite, counted as they came; the latest when left out."
    )
    ticket: Given[FullText] = Field(
        None, description="In which chat to say it; the latest when left out."
    )


class Launch(Part):
    """A trigger that is launched for a visitor."""

    id: int
    visitor: Given[int] = Field(
        None, ge=1, description="For whom, counted as they came; the latest when left out."
    )


class Size(Part):
    """The size of a window in CSS pixels."""

    width: int = Field(ge=1, le=10_000)
    height: int = Field(ge=1, le=10_000)


class Tab(Part):
    """A further window of the same visitor."""

    name: Name
    at: Given[Address] = None
