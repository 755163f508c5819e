"""Why a browser shows no document for an address, in words: nothing came, a file, no web address.

The browser then stays where it was, as it does for a visitor who follows such a link.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from harness.browser import failed_calls
from harness.browser.trouble import Trouble

if TYPE_CHECKING:
    from harness.browser.session import Session

_EMPTY = frozenset({204, 205})
"""Statuses without content: https://html.spec.whatwg.org/#navigating, a browser stays put."""

_STAYS = (
    "the browser stays where it was; to have that happen as for a visitor, `click` a link to it"
)
_WORDS = {
    "ERR_CONNECTION_REFUSED": "nobody listens there",
    "ERR_CONNECTION_RESET": "the connection was cut",
    "ERR_CONNECTION_CLOSED": "the connection was closed without an answer",
    "ERR_EMPTY_RESPONSE": "the connection was closed without an answer",
    "ERR_CONNECTION_TIMED_OUT": "nobody answered in time",
    "ERR_TIMED_OUT": "nobody answered in time",
    "ERR_TOO_MANY_REDIRECTS": "the page redirects without end",
    "ERR_INVALID_REDIRECT": "it redirects to what is no address",
    "ERR_UNSAFE_REDIRECT": "it redirects to where browsers do not go",
    "ERR_UNSAFE_PORT": "browsers do not ask this port",
    "ERR_BLOCKED_BY_RESPONSE": "a policy of the answer forbids to show it",
    "ERR_BLOCKED_BY_CLIENT": "the browser has blocked it",
    "ERR_INVALID_RESPONSE": "the answer is no HTTP",
    "ERR_INVALID_HTTP_RESPONSE": "the answer is no HTTP",
    "ERR_CONTENT_LENGTH_MISMATCH": "the answer ended too early",
    "ERR_RESPONSE_HEADERS_TRUNCATED": "the answer ended too early",
    "ERR_INCOMPLETE_CHUNKED_ENCODING": "the answer ended too early",
    "ERR_INTERNET_DISCONNECTED": "the network is switched off",
    "ERR_FILE_NOT_FOUND": "there is no such file",
    "ERR_INVALID_URL": "this is no address",
    "ERR_UNKNOWN_URL_SCHEME": "browsers do not open addresses of this kind",
}


def no_document(session: Session, address: str, text: str) -> Trouble | None:
    """What came instead of a document, from the browser's words; None for all other reasons."""
    scheme = urlsplit(address).scheme.lower()
    if scheme and scheme not in {"http", "https", "about", "data", "blob"}:
        hint = "write an address of the scenario's hosts, such as /cart"
        return Trouble("no-document", f"`{scheme}:` is no address of a page", hint, what="harness")
    if "Download is starting" in text:
        message = "the address is a download, and no page"
        return Trouble("page-kind", message, _STAYS, what="harness")
    if "ERR_ABORTED" not in text:
        return None
    status = _last_status(session, address)
    if status in _EMPTY:
        message = f"the server answers {status}: there is no document to be shown"
        return Trouble("no-document", message, _STAYS, what="harness")
    message = "the page stopped its being loaded, or left for another address meanwhile"
    return Trouble("page-left", message, "name the address that it ends up at")


def reason(text: str) -> str:
    """The browser's words for a failed load in ours; what nobody knows is told as it says it."""
    line = text.partition("\n")[0]
    code = line.partition("net::")[2].split(" ")[0].rstrip(":")
    if code in _WORDS:
        return _WORDS[code]
    return f"the browser says {code}" if code else failed_calls.words(text)


def _last_status(session: Session, address: str) -> int | None:
    """How the address was answered the last time, whatever it redirected to."""
    requests = session.intake.recording.of_kind("request")
    own = [event.data for event in requests if event.data["status"]]
    statuses: list[int] = [
        data["status"] for data in own if data["url"] == address.partition("#")[0]
    ] or [data["status"] for data in own]
    return statuses[-1] if statuses else None
