"""Secrets stay out of files that are written: variables of the environment stand for them."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from harness.writing.composing import NotComposed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harness.masking import Mask

_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")


@dataclass(slots=True)
class Hiding:
    """Puts `${env.NAME}` where a secret stands; `used` has the variables, with their values.

    A secret that comes from a file, such as a login's cookie, gets a variable that nobody has
    set yet: whoever runs the scenario has to.
    """

    mask: Mask
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    used: dict[str, str] = field(default_factory=dict)

    def data(self, value: Any) -> Any:
        """A value of plain data with no secret in it."""
        if isinstance(value, str):
            return self.mask.replaced(value, self._said)
        if isinstance(value, dict):
            return {self.data(key): self.data(item) for key, item in value.items()}
        return [self.data(item) for item in value] if isinstance(value, list) else value

    @property
    def unset(self) -> list[str]:
        """The variables that stand for something and are not set here."""
        return [name for name in self.used if name not in self.environment]

    def refuse_secrets(self, text: str) -> None:
        """Raises NotComposed where a text still holds a secret: the last look before writing."""
        names = self.mask.names_in(text)
        if names:
            raise NotComposed(
                f"nothing is written: the file would hold the secret {', '.join(names)}\n"
                "  hint: name it by `${env.NAME}` in the steps, or leave it out of the page"
            )

    def _said(self, name: str) -> str:
        variable = name if _VARIABLE.match(name) else re.sub(r"\W+", "_", name).upper()
        self.used[variable] = self.mask.secrets[name]
        return f"${{env.{variable}}}"
