"""What is around a run's page: its environment, and what of the real network it reaches."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from harness.browser.profile import STUB_PROFILE, Profile
from harness.masking import Mask
from harness.project.model import Environment
from harness.stub.reach import Reach, is_loopback

if TYPE_CHECKING:
    from harness.scenario.model import Host, Run


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the user says of the world around all runs of one invocation.

    `is_live` means the vendor's own widget in place of the stub's; `widget_names` are hosts
    that another build of the widget needs. `mask` knows the secrets of all scenarios.
    """

    environment: Environment = field(default_factory=Environment)
    is_live: bool = False
    widget_names: frozenset[str] = frozenset()
    profile: Profile = STUB_PROFILE
    mask: Mask = field(default_factory=Mask)

    @property
    def whole_mask(self) -> Mask:
        """The secrets of the scenarios and of the environment."""
        return self.mask | self.environment.mask

    def reach(self, run: Run) -> Reach | None:
        """What a run reaches of the real network; None for one that stays within the stub host."""
        host = run.scenario.host
        if not (host.is_real or self.is_live or self.widget_names):
            return None
        environment = self.environment
        needed = (urlsplit(host.at).hostname or "",) if host.is_real else tuple(self.widget_names)
        return Reach(
            names=None if host.is_real else self.widget_names,
            resolve=environment.resolve,
            proxy=environment.proxy,
            certificates=environment.certificates,
            has_loopback=any(is_loopback(environment.resolve.get(name, name)) for name in needed),
            has_vendor=self.is_live,
            is_lenient=environment.certificate_errors == "ignored",
        )

    def context_arguments(self, host: Host) -> dict[str, Any]:
        """Further keyword arguments for Playwright's new_context."""
        given: dict[str, Any] = {}
        is_real = host.is_real or self.is_live
        if is_real and self.environment.certificate_errors == "ignored":
            given["ignore_https_errors"] = True
        if host.is_real:
            given["accept_downloads"] = False
            if self.environment.storage_state is not None:
                given["storage_state"] = self.environment.storage_state
        return given
