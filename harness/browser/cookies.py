"""Third-party cookies, blocked for one page, as browsers block them that do not allow any."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.async_api import CDPSession


async def block_third_party_cookies(session: CDPSession) -> None:
    """Have the network stack itself refuse them to this page and its frames.

    It does so only while the domain is enabled, which makes the browser tell of every request;
    what it would keep of their bodies is not wanted.
    """
    sizes = {"maxTotalBufferSize": 0, "maxResourceBufferSize": 0}
    await session.send("Network.enable", sizes)
    controls = {
        "enableThirdPartyCookieRestriction": True,
        "disableThirdPartyCookieMetadata": True,
        "disableThirdPartyCookieHeuristics": True,
    }
    await session.send("Network.setCookieControls", controls)
