"""Back ends with people in them, and visitors who arrive there."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from harness.stub.backend import Backend, Department, Operator

if TYPE_CHECKING:
    from harness.stub.widget_endpoints import WidgetEndpoints

ALEX = Operator(1, "Alex", welcome="Hello!", departments=(2,))
JOHN = Operator(2, "John", online=False)
EVA = Operator(3, "Eva", departments=(2, 5), photo="//shop.example/eva.png")
ORDERS, RETURNS = Department(2, "Orders"), Department(5, "Returns")

PRIVACY = "https://shop.example/privacy"
AJAX = "/demo/client-embed/ajax.ims"


@dataclass(frozen=True)
class Trigger:
    """A trigger as a scenario declares it."""

    id: int = 7
    title: str = "Cart help"
    url: str | None = None
    url_matches: str | None = None
    title_has: str | None = None
    previous_url: str | None = None
    after: float = 0.0
    pages: int | None = None
    max_chats: int | None = None
    message: str | None = None
    operators: tuple[int, ...] = ()
    departments: tuple[int, ...] = ()
    is_automatic: bool = True


def make(*operators: Operator, **settings: object) -> Backend:
    """A world with two departments; Alex is online where nobody is named."""
    return Backend(operators or (ALEX,), (ORDERS, RETURNS), settings)


def arrive(backend: Backend, browser: str | None = None, **seen: object) -> str:
    """A visitor loads a page with the widget; the id of the page."""
    known = backend.browser_known_as(browser)
    return backend.visitor_arrives(known, "demo", "en", {"page": "start-online", **seen}).id


def row(backend: Backend) -> dict[str, Any]:
    """The only visitor as operators see them."""
    (only,) = backend.visitors()
    return only


def ajax(endpoints: WidgetEndpoints, **data: object) -> dict[str, Any]:
    """What the frame is answered, with the status."""
    answer = endpoints.respond("POST", AJAX, "", {}, json.dumps(data).encode())
    given: dict[str, Any] = json.loads(answer.body or b"{}")
    return {"status": answer.status, **given}
