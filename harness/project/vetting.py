"""What of an environment is a secret: it is not written into the project file, and masked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.scenario.scope import Path as Keys
    from harness.scenario.source import Node

SECRET_KEYS = frozenset({"headers", "basic_auth", "cookies", "client_certificate", "proxy"})
"""Keys of an environment whose variables are masked without being listed in `secrets`."""

HINT = "write `${env.NAME}`, and set NAME where the harness is run"

HEADER_WORDS = ("auth", "token", "key", "secret", "cookie", "password", "bearer", "preview")
"""Parts of the names of headers whose values are secrets."""

VARIABLE = re.compile(r"\$\{env\.([A-Za-z0-9_]+)\}")
"""A variable of the environment in a text."""


def written_secrets(environment: Node) -> Iterator[tuple[Keys, str]]:
    """Places of secrets that stand in the file themselves, each with a message."""
    for path in _places(environment):
        node = _at(environment, path)
        if node is not None and VARIABLE.search(str(node.value)) is None:
            yield path, "a secret does not stand in the project file"
    proxy = environment.get("proxy")
    user = str(proxy.value).partition("//")[2].rpartition("@")[0] if proxy else ""
    if ":" in user and VARIABLE.search(user) is None:
        yield ("proxy",), "the proxy's password does not stand in the project file"


def secret_names(key: str, node: Node) -> set[str]:
    """The variables in a key of an environment that are secrets."""
    if key in SECRET_KEYS:
        return all_names(node)
    if key == "base_url":  # a host is none, but what follows the question mark often is
        return set(VARIABLE.findall(str(node.value).partition("?")[2]))
    return set()


def all_names(node: Node) -> set[str]:
    """The variables in a part of a project file."""
    return {name for text in _texts(node) for name in VARIABLE.findall(text)}


def _places(environment: Node) -> Iterator[Keys]:
    yield ("basic_auth", "password")
    yield ("client_certificate", "password")
    cookies = environment.get("cookies")
    if cookies is not None and isinstance(cookies.items, list):
        yield from (("cookies", index, "value") for index in range(len(cookies.items)))
    headers = environment.get("headers")
    if headers is not None and isinstance(headers.items, dict):
        for name in headers.items:
            if any(word in name.lower() for word in HEADER_WORDS):
                yield ("headers", name)


def _at(node: Node, path: Keys) -> Node | None:
    found: Node | None = node
    for key in path:
        found = found.get(key) if found else None
    return found


def _texts(node: Node) -> Iterator[str]:
    if isinstance(node.items, dict):
        for item in node.items.values():
            yield from _texts(item)
    elif node.items is not None:
        for item in node.items:
            yield from _texts(item)
    else:
        yield str(node.value)
