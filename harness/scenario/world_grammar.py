"""The grammar of a scenario's world: its back end, mocks, host pages and browser."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from harness.scenario.part import Part
from harness.scenario.values import (
    Address,
    Duration,
    Embed,
    FullText,
    Given,
    Headers,
    MockUrl,
    OneOrMany,
    Pattern,
    Url,
)
from harness.scenario.verb_grammar import Size


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


class SettingsInput(Part):
    """What the administration of the account says."""

    bubble: bool = Field(
        default=False, description="Whether the bar has a bubble, unless the page says."
    )
    departments: Given[bool] = Field(
        None, description="Department support; on when departments are declared."
    )
    assignment: Literal["automatic", "manual"] = Field(
        "automatic", description="Who picks the operator: the back end, or the visitor."
    )
    ask_name: bool = Field(default=False, description="Ask for the name before a chat.")
    ask_email: bool = Field(default=False, description="Ask for the email before a chat.")
    ask_phone: bool = Field(default=False, description="Ask for the phone before a chat.")
    rating: bool = Field(default=True, description="Whether visitors can rate a chat.")
    url_contact: Given[Url] = None
    url_faq: Given[Url] = None
    url_privacy: Given[Url] = Field(
        None, description="With it, visitors consent before an email or phone is sent."
    )
    api_url: Given[Url] = Field(
        None, description="The integrator's API that is asked who `custom` stands for."
    )


class TriggerInput(Part):
    """What starts by itself when all its conditions hold; without any, only a step launches it."""

    id: int = Field(ge=1)
    title: FullText
    url: Given[FullText] = Field(None, description="The whole address, `*` for any text.")
    url_matches: Given[FullText] = Field(
        None, description="A regular expression for a part of the address."
    )
    title_has: Given[FullText] = Field(None, description="A part of the document's title.")
    previous_url: Given[FullText] = Field(
        None, description="The whole address of the page before, `*` for any text."
    )
    after: Given[Duration] = Field(None, description="The time on the page.")
    pages: Given[int] = Field(None, ge=1, description="At least so many pages were viewed.")
    max_chats: Given[int] = Field(None, ge=0, description="At most so many chats before.")
    message: Given[FullText] = Field(
        None, description="What the proactive chat says; without it nothing opens."
    )
    operators: list[int] = Field(default_factory=list)
    departments: list[int] = Field(default_factory=list)


class BackendInput(Part):
    """The world behind the stub widget; one operator, Alex, is online when it is left out."""

    operators: Given[list[OperatorInput]] = Field(None, description="`[]`: nobody is online.")
    departments: list[DepartmentInput] = Field(default_factory=list)
    settings: Given[SettingsInput] = None
    triggers: list[TriggerInput] = Field(default_factory=list)
    assume: dict[str, Any] = Field(
        default_factory=dict, description="Id of an assumption: how it is instead."
    )


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
    answer_delay: Duration = Field(
        0.0, description="With `pass`: the request is heard at once, and its answer held back."
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

    url: Given[Address] = Field(
        None,
        description="A page on a real server: its address, or its path on the environment's own.",
    )
    at: Url = "https://shop.example/"
    pages: dict[Url, PageInput] = Field(default_factory=dict)
    until: Given[Literal["commit", "dom", "load", "widget"]] = Field(
        None, description="How long opening waits; `widget` when there is `embed`, else `load`."
    )
    viewport: Given[Size] = None
    device: Literal["desktop", "phone"] = "desktop"
    language: Given[FullText] = None
    headers: Headers = Field(default_factory=dict, description="Headers of the pages' responses.")


class BrowserInput(Part):
    """What the visitor has set in the browser."""

    third_party_cookies: Literal["allowed", "blocked"] = "allowed"
    popups: Literal["allowed", "blocked"] = Field(
        "allowed", description="Blocked: only what follows a click or a key opens a window."
    )
