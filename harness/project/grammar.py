"""The grammar of project files."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from harness.scenario.part import Part
from harness.scenario.values import FullText, Given, Headers, Name, Url, refuse, split_url


def _proxy(value: str) -> str:
    without_user = value.replace(value.partition("//")[2].rpartition("@")[0] + "@", "", 1)
    if split_url(without_user if "@" in value else value).scheme != "http":
        raise refuse("url", "the proxy is spoken to by http", "write `http://proxy.example:3128`")
    return value


class BasicAuth(Part):
    """Who the pages are asked for as, by HTTP's own authentication."""

    user: FullText
    password: FullText = Field(description="From the environment: `${env.NAME}`.")


class CookieInput(Part):
    """A cookie that is there before the first page is opened."""

    name: FullText
    value: FullText = Field(description="From the environment: `${env.NAME}`.")
    domain: Given[FullText] = Field(None, description="The host of `base_url` when left out.")
    path: FullText = "/"
    secure: bool = False
    http_only: bool = False
    same_site: Literal["Strict", "Lax", "None"] = "Lax"


class CertificateInput(Part):
    """What the harness proves itself with, as PEM files."""

    certificate: FullText
    key: FullText = Field(description="A file outside of the repository.")
    password: Given[FullText] = None


class EnvironmentInput(Part):
    """Where real pages stand, and what it takes to be let in there."""

    base_url: Url = Field(description="What `host: {url: /…}` of scenarios is relative to.")
    headers: Headers = Field(
        default_factory=dict, description="Sent to the origin of `base_url`, and nowhere else."
    )
    basic_auth: Given[BasicAuth] = None
    cookies: list[CookieInput] = Field(default_factory=list)
    storage_state: Given[FullText] = Field(
        None, description="Cookies and storage as Playwright saves them; outside the repository."
    )
    client_certificate: Given[CertificateInput] = None
    proxy: Given[Annotated[str, AfterValidator(_proxy)]] = None
    resolve: dict[FullText, FullText] = Field(
        default_factory=dict, description="Name: the address that it stands for here."
    )
    without_chat: list[FullText] = Field(
        default_factory=list,
        description="Pages that are meant to have no chat, for `harness audit`: paths or whole "
        "addresses, `*` for any letters.",
    )
    certificate_errors: Literal["refused", "ignored"] = Field(
        "refused", description="What becomes of servers whose certificate nobody vouches for."
    )


class ProjectInput(Part):
    """A project file, `harness.yaml`."""

    environments: dict[Name, EnvironmentInput] = Field(
        default_factory=dict, description="Chosen by `--env NAME`."
    )
    default: Given[Name] = Field(
        None, description="The environment of a command that names none, nor a `--base-url`."
    )
    secrets: list[Name] = Field(
        default_factory=list, description="Environment variables that are masked everywhere."
    )
    secrets_file: Given[FullText] = Field(
        None, description="Lines `NAME=VALUE` in a file outside of the repository."
    )
