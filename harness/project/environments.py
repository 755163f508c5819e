"""An environment as it is written becomes one that can be used."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from harness.masking import Mask
from harness.project.model import ClientCertificate, Environment, server_of

if TYPE_CHECKING:
    from pathlib import Path

    from harness.project.files import Files
    from harness.project.grammar import CookieInput, EnvironmentInput


def environment_of(name: str, part: EnvironmentInput, files: Files, mask: Mask) -> Environment:
    """The environment; its mask also knows what its files hold."""
    state, kept = _state(name, part, files)
    auth = (part.basic_auth.user, part.basic_auth.password) if part.basic_auth else None
    if auth:
        kept["basic_auth"] = base64.b64encode(":".join(auth).encode()).decode("ascii")
    return Environment(
        name=name,
        base_url=part.base_url,
        headers=part.headers,
        basic_auth=auth,
        cookies=tuple(_cookie(cookie, part.base_url) for cookie in part.cookies),
        storage_state=state,
        certificates=_certificates(name, part, files),
        proxy=part.proxy,
        resolve={host.lower(): address for host, address in part.resolve.items()},
        without_chat=tuple(part.without_chat),
        certificate_errors=part.certificate_errors,
        mask=mask | Mask(kept),
    )


def _state(name: str, part: EnvironmentInput, files: Files) -> tuple[Path | None, dict[str, str]]:
    if part.storage_state is None:
        return None, {}
    return files.login_state(part.storage_state, ("environments", name, "storage_state"))


def _certificates(name: str, part: EnvironmentInput, files: Files) -> dict[str, ClientCertificate]:
    given = part.client_certificate
    if given is None:
        return {}
    path = ("environments", name, "client_certificate")
    key = files.private(given.key, (*path, "key"))
    certificate = files.there(given.certificate, (*path, "certificate"))
    if key is None or certificate is None:
        return {}
    return {server_of(part.base_url): ClientCertificate(certificate, key, given.password)}


def _cookie(given: CookieInput, base_url: str) -> dict[str, Any]:
    """A cookie as Playwright takes it."""
    return {
        "name": given.name,
        "value": given.value,
        "domain": given.domain or urlsplit(base_url).hostname,
        "path": given.path,
        "secure": given.secure or given.same_site == "None",
        "httpOnly": given.http_only,
        "sameSite": given.same_site,
    }
