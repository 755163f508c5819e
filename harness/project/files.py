"""Files with secrets that a project file names; none of them is part of the repository."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from harness.masking import SHORTEST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.scenario.scope import Path as Keys
    from harness.scenario.scope import Scope
    from harness.scenario.source import Node

_LINE = re.compile(r"\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*?)\s*\Z")


class Files:
    """Finds and reads the files that one project file names; what is wrong is reported."""

    def __init__(self, scope: Scope, folder: Path) -> None:
        self._scope = scope
        self._folder = folder
        self._repository = _repository_of(folder)

    def there(self, written: str, path: Keys) -> Path | None:
        """A file that exists, from the project file's folder or, with `~`, the user's own."""
        file = self._folder / Path(written).expanduser()
        if file.is_file():
            return file
        self._scope.report(path, "file", "there is no such file")
        return None

    def private(self, written: str, path: Keys) -> Path | None:
        """A file that exists, and lies where nobody commits it by mistake."""
        file = self.there(written, path)
        if file is not None and file.resolve().is_relative_to(self._repository):
            message = "a file with secrets lies outside of the repository"
            self._scope.report(path, "secret", message, hint="as in your own folder: `~/…`")
            return None
        return file

    def variables(self, root: Node) -> dict[str, str]:
        """What the file of secrets holds."""
        node = root.get("secrets_file")
        written = node.value if node else None
        file = self.private(written, ("secrets_file",)) if isinstance(written, str) else None
        if file is None:
            return {}
        try:
            return read_variables(file.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            self._scope.report(("secrets_file",), "file", f"the file cannot be used: {reason}")
            return {}

    def login_state(self, written: str, path: Keys) -> tuple[Path | None, dict[str, str]]:
        """A saved login state, and the secrets in it."""
        file = self.private(written, path)
        if file is None:
            return None, {}
        try:
            return file, dict(_stored(json.loads(file.read_text(encoding="utf-8"))))
        except (OSError, ValueError, TypeError, AttributeError, RecursionError):
            message = "this is no login state as Playwright saves it"
            hint = "`context.storage_state(path=…)` writes one"
            self._scope.report(path, "file", message, hint=hint)
            return None, {}


def read_variables(text: str) -> dict[str, str]:
    """Lines `NAME=VALUE`, blank ones and comments. Raises ValueError with the line's number."""
    found: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = _LINE.match(line)
        if match is None:
            raise ValueError(f"line {number} is not `NAME=VALUE`")
        value = match[2]
        is_quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
        found[match[1]] = value[1:-1] if is_quoted else value
    return found


def _repository_of(folder: Path) -> Path:
    """The repository that a folder is in, else the folder itself."""
    whole = folder.resolve()
    return next((one for one in (whole, *whole.parents) if (one / ".git").exists()), whole)


def _stored(state: Any) -> Iterator[tuple[str, str]]:
    """What a login state holds: a name and a value each; short and plain values are no secrets."""
    rows = [("cookie", row) for row in state.get("cookies", [])]
    for origin in state.get("origins", []):
        rows += [("storage", row) for row in origin.get("localStorage", [])]
    for kind, row in rows:
        name, value = str(row["name"]), str(row["value"])
        if len(value) >= 2 * SHORTEST and not value.isalpha():
            yield f"{kind} {name}", value
