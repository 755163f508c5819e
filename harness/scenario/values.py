"""The kinds of values that scenarios are made of, each with its check and its JSON Schema."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, Union
from urllib.parse import SplitResult, urlsplit

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Discriminator,
    GetJsonSchemaHandler,
    Tag,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, PydanticCustomError

from harness.scenario.escaping import escape

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic.json_schema import JsonSchemaValue

_DURATION = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m)\Z")
_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0}
_LONGEST = 24 * 3600.0
_NAME = r"^[A-Za-z_][A-Za-z0-9_]*$"
_FILE_NAME = re.compile(r"[^\W_][\w .-]{0,99}\Z")
_HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+\Z")
_BAD_IN_URL = re.compile(r"[\s\\<>\"{}|^`]")


def refuse(code: str, message: str, hint: str | None = None) -> PydanticCustomError:
    """The error that becomes a problem with this code, message and hint."""
    context = {"message": message, "hint": hint}
    return PydanticCustomError(code, "{message}", context)


def duration(value: Any) -> float:
    """Seconds from `500ms`, `3s` or `2m`."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        raise refuse("duration", "a duration needs its unit", f"write `{value}s` or `{value}ms`")
    found = _DURATION.match(value) if isinstance(value, str) else None
    if found is None:
        raise refuse("duration", "a duration is a number with its unit: `500ms`, `3s` or `2m`")
    seconds = round(float(found[1]) * _SECONDS[found[2]], 6)
    if seconds > _LONGEST:
        raise refuse("duration", "a duration is at most 1440m")
    return seconds


def split_url(value: str) -> SplitResult:
    """The parts of an absolute http or https address."""
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError as error:
        raise refuse("url", f"`{value}` is not an address ({error})") from None
    if parts.scheme not in {"http", "https"} or not parts.hostname or _BAD_IN_URL.search(value):
        message = f"`{value}` is not an http or https address"
        raise refuse("url", message, "write it in full, as in `https://shop.example/cart`")
    if "*" in parts.hostname or parts.username is not None:
        message = "the host of an address can hold neither `*` nor a user name"
        raise refuse("url", message)
    return parts


def _url(value: str) -> str:
    split_url(value)
    return value


def _address(value: str) -> str:
    if value.startswith(("/", "?", "#")) and not value.startswith("//"):
        return value
    if value.startswith("//") or ":" not in value.split("/", maxsplit=1)[0]:
        message = f"`{value}` is neither an address nor a path"
        raise refuse("url", message, "begin with `https://…` or with `/`")
    return _url(value)


def _title(value: str) -> str:
    if not value.strip() or value != value.strip():
        raise refuse("title", "a title is not empty and has no spaces around it")
    if escape(value) != value:
        raise refuse("title", "a title is one line of printable text")
    return value


def _file_name(value: str) -> str:
    if not _FILE_NAME.match(value):
        message = f"`{value}` cannot be the name of a picture"
        hint = "use letters, digits, spaces, `-`, `_` and `.`, and begin with a letter or digit"
        raise refuse("name", message, hint)
    return value


def _header_name(value: str) -> str:
    if not _HEADER_NAME.match(value):
        raise refuse("header", f"`{value}` cannot be the name of a header")
    return value


def _header(value: str) -> str:
    if not value.isascii() or not value.isprintable():
        raise refuse("header", "the value of a header is one line of printable ASCII")
    return value


def _mock_url(value: str) -> str:
    parts = split_url(value)
    if parts.query or parts.fragment or value.endswith(("?", "#")):
        message = "the address of a mock ends with its path"
        raise refuse("url", message, "match what follows `?` with `query: {name: pattern}`")
    return value


def _not_empty(value: str) -> str:
    if not value.strip():
        raise refuse("empty-text", "the text is empty")
    return value


def _name(value: str) -> str:
    if not re.match(_NAME, value) or value == "env":
        message = f"`{value}` is not a name: letters, digits and `_`, beginning with a letter"
        raise refuse("name", message)
    return value


Duration = Annotated[
    float,
    BeforeValidator(duration),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^\d+(\.\d+)?(ms|s|m)$|\$\{",
            "description": "500ms, 3s, 2m",
        }
    ),
]
Url = Annotated[str, AfterValidator(_url), WithJsonSchema({"type": "string"})]
MockUrl = Annotated[str, AfterValidator(_mock_url)]
FileName = Annotated[str, AfterValidator(_file_name)]
HeaderName = Annotated[str, AfterValidator(_header_name)]
HeaderValue = Annotated[str, AfterValidator(_header)]
Headers = dict[HeaderName, HeaderValue]
Address = Annotated[str, AfterValidator(_address)]
Title = Annotated[str, AfterValidator(_title)]
FullText = Annotated[str, AfterValidator(_not_empty)]
Name = Annotated[str, AfterValidator(_name)]
Pattern = Annotated[Any, WithJsonSchema({"x-ref": "Pattern"})]
Embed = Annotated[Any, WithJsonSchema({"x-ref": "Embed"})]


_Inner = TypeVar("_Inner")


def _given(value: Any) -> Any:
    if value is None:
        raise PydanticCustomError("null", "empty")
    return value


Given = Annotated[_Inner | None, BeforeValidator(_given)]
"""What may be left out, but not left empty."""


def kind_of(value: Any) -> str:
    """What a person calls the type of a YAML value."""
    if isinstance(value, str):
        return "text"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, (int, float)):
        return "number"
    if value is None:
        return "null"
    return "list" if isinstance(value, (list, tuple)) else "mapping"


KINDS = {
    "text": "a text",
    "boolean": "`true` or `false`",
    "number": "a number",
    "null": "nothing (`null`)",
    "list": "a list",
    "mapping": "a mapping",
}
"""Kinds of values with their articles."""


def either(**kinds: Any) -> Any:
    """A value of one of several kinds, told apart by what was written, not by trying."""
    members = tuple(Annotated[kind, Tag(name)] for name, kind in kinds.items())
    return Annotated[Union[members], Discriminator(kind_of)]  # noqa: UP007 - built from a tuple


class OneOrMany:
    """One of something, or a list of it; either way a list comes out."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: Callable[[Any], CoreSchema]
    ) -> CoreSchema:
        """Wrap a lone value before the list is checked."""
        from pydantic_core import core_schema

        return core_schema.no_info_before_validator_function(_as_list, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Offer the element beside the list."""
        many = handler(schema)
        return {"anyOf": [many["items"], many]}


def _as_list(value: Any) -> Any:
    return value if isinstance(value, list) else [value]
