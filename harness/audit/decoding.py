"""Bytes as the text that browsers make of them.

HTML, "Determining the character encoding":
https://html.spec.whatwg.org/#determining-the-character-encoding.
"""

from __future__ import annotations

import re
from base64 import b64decode
from typing import Final
from urllib.parse import unquote_to_bytes

from harness.audit.encoding_labels import codec_of
from harness.audit.tags import tag_at

_MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\xff\xfe", "utf-16-le"),
)
"""Marks at the beginning of a file; they count more than what a server or the page says."""

_HEAD = 1024
"""Bytes in which browsers look for a `meta` that names the encoding."""

_USUAL = "cp1252"
"""What browsers take where nothing is said, in most of the world."""

_STEP = re.compile(r"<!--|<(meta)[\t\n\f\r />]|<(/?[a-z])|<[!/?]", re.IGNORECASE)
_IN_HEAD = re.compile(
    r"</?(?:html|head|base|link|meta|noscript|object|script|style|title)[\t\n\f\r />]",
    re.IGNORECASE,
)
_CHARSET = re.compile(
    r"charset[\t\n\f\r ]*=[\t\n\f\r ]*(?:\"([^\"]*)\"|'([^']*)'|([^\t\n\f\r ;\"'][^\t\n\f\r ;]*))",
    re.IGNORECASE,
)


def decode_page(data: bytes, content_type: str = "") -> str:
    """The text of a page, from its bytes and its `Content-Type`; nothing is too broken for that."""
    return _decoded(data, codec_of_page(data, content_type))


def decode_script(data: bytes, page_codec: str = "utf-8", content_type: str = "") -> str:
    """The text of a script: what nothing is said of is in the encoding of its page."""
    return _decoded(data, _marked(data) or charset_of(content_type) or page_codec)


def codec_of_page(data: bytes, content_type: str = "") -> str:
    """Python's codec for a page."""
    return _marked(data) or charset_of(content_type) or declared(data) or _USUAL


def charset_of(content_type: str) -> str | None:
    """Python's codec for the charset in a `Content-Type`, where browsers know it."""
    found = _CHARSET.search(content_type)
    return codec_of(next(filter(None, found.groups()), "")) if found else None


def declared(data: bytes) -> str | None:
    """Python's codec for what a `meta` in a page's first bytes, or in its head, names.

    HTML, "prescan a byte stream to determine its encoding"; a later one in the head makes browsers
    read the page anew.
    """
    text = data.decode("latin-1")
    at, is_head = 0, True
    while True:
        found = _STEP.search(text, at)
        if found is None or (at >= _HEAD and not is_head):
            return None
        if found.group() == "<!--":
            # The dashes of `<!-->` are those of its end too.
            end = text.find("-->", found.start() + 2)
            at = len(text) if end < 0 else end + 3
        elif found.group(1) or found.group(2):
            tag = tag_at(text, found.start())
            at = tag.end
            is_head &= _IN_HEAD.match(text, found.start()) is not None
            values = {name: one.value.text for name, one in tag.attributes.items()}
            codec = _of_meta(values) if found.group(1) and tag.is_whole else None
            if codec is not None:
                return codec
        else:
            end = text.find(">", found.end())
            at = len(text) if end < 0 else end + 1


def _of_meta(values: dict[str, str]) -> str | None:
    named = values.get("charset")
    if named is None and values.get("http-equiv", "").lower() == "content-type":
        found = _CHARSET.search(values.get("content", ""))
        named = next(filter(None, found.groups()), None) if found else None
    codec = codec_of(named) if named is not None else None
    if codec is None:
        return None
    return "utf-8" if codec.startswith("utf-16") else codec  # it could not be read in UTF-16


def _marked(data: bytes) -> str | None:
    return next((codec for mark, codec in _MARKS if data.startswith(mark)), None)


def _decoded(data: bytes, codec: str) -> str:
    return data.decode(codec, "replace").removeprefix("\ufeff")


def data_text(address: str) -> str:
    """The text of a `data:` address, as optimisers write scripts; empty where it is none."""
    head, _, body = address.partition(",")
    data = unquote_to_bytes(body)
    try:
        whole = b64decode(data + b"==") if head.lower().endswith(";base64") else data
    except ValueError:
        return ""
    return whole.decode("utf-8", "replace")
