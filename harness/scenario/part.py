"""The base of all input models: closed, strict and immutable."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """A mapping of a scenario file."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, defer_build=True)
