"""What the tests of the audit share: audits of pages, and pages that are only read."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from harness.audit.auditing import Audit, audit, judged
from harness.audit.evidence import Evidence
from harness.audit.reading import Reading
from harness.audit.sources import Source
from harness.audit.target import SITE, Target
from harness.browser.engine import Engine, EngineOptions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harness.audit.finding import Finding

PAGES = Path(__file__).parent / "pages"
AT_A_TIME = 4


def audited(
    jobs: dict[str, tuple[Target, str | None]],
    output: Path,
    brief: frozenset[str] = frozenset(),
    openers: Mapping[str, str | None] = MappingProxyType({}),
) -> dict[str, Audit]:
    """Audit pages, several at a time in one browser: name to target and way to consent.

    Those that are named in `brief` get one visit; `openers` are clicked to have the chat.
    """

    async def work() -> dict[str, Audit]:
        options = EngineOptions(output=output, in_flight=AT_A_TIME, screenshot="off")
        limit = asyncio.Semaphore(AT_A_TIME)
        async with Engine(options) as engine:

            async def one(name: str) -> tuple[str, Audit]:
                target, consent = jobs[name]
                async with limit:
                    is_brief = name in brief
                    opener = openers.get(name)
                    return name, await audit(
                        engine, target, consent=consent, opener=opener, is_brief=is_brief
                    )

            return dict(await asyncio.gather(*map(one, jobs)))

    return asyncio.run(work())


def read(html: str) -> Reading:
    """A page that is only read."""
    return Reading(Source("page.html", SITE, html))


def findings_of(html: str) -> list[Finding]:
    """What the rules say of a page that nobody has visited."""
    target = Target("page.html", Path("page.html"))
    return list(judged(Evidence(target, read(html))).findings)
