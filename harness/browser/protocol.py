"""What the browser's protocol tells of values and of errors, tagged as the recorder tags it."""

from __future__ import annotations

from typing import Any


class ScriptError(Exception):
    """An expression threw in the page; `error` is what it threw, tagged as the recorder tags it."""

    def __init__(self, details: dict[str, Any]) -> None:
        thrown = details.get("exception", {})
        text = str(thrown.get("description") or thrown.get("value") or details.get("text", ""))
        name, _, rest = text.partition(":")
        message = rest.partition("\n")[0].strip()
        super().__init__(text.partition("\n")[0])
        self.error = {"$type": "error", "name": name.strip(), "message": message, "stack": text}


def primitive(thing: dict[str, Any]) -> Any:
    """A value that the protocol describes itself, tagged as the recorder would."""
    if thing["type"] == "undefined":
        return {"$type": "undefined"}
    special = thing.get("unserializableValue")
    if special is None:
        return {"$type": "symbol"} if thing["type"] == "symbol" else thing.get("value")
    if special.endswith("n"):
        return {"$type": "bigint", "value": special[:-1]}
    return {"$type": special.lower()}
