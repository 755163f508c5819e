"""Host pages: files of fixtures/pages or inline HTML, with the vendor's snippet filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness import javascript
from harness.widget_api import HOOK, LOADER_URL

if TYPE_CHECKING:
    from harness.scenario.model import HostPage

_HEAD = 1024
"""Bytes in which browsers look for a page's own word on its encoding."""

MARK = b"<!-- livechatoo -->"
"""Where a page wants the snippet; without it the snippet goes before `</body>`."""

_SNIPPET = """<script type="text/javascript">
{hook} = function () {{
  livechatoo.embed.init({options});
}};
(function () {{
  var l = document.createElement('script');
  l.type = 'text/javascript';
  l.async = true;
  l.src = ('https:' == document.location.protocol ? 'https' : 'http') + '{loader}';
  var s = document.getElementsByTagName('script')[0];
  s.parentNode.insertBefore(l, s);
}})();
</script>"""


def snippet(embed: dict[str, Any]) -> str:
    """The snippet that sites paste, with these options (facts, Observed 1)."""
    return _SNIPPET.format(
        hook=HOOK,
        loader=LOADER_URL.removeprefix("https"),
        options=javascript.options(embed, observed=True),
    )


def render(page: HostPage) -> bytes:
    """The page as the browser gets it. Raises OSError when its file cannot be read.

    Pages stay bytes, since a fixture may be in the encoding of an old site.
    """
    html = page.file.read_bytes() if page.file is not None else (page.html or "").encode("utf-8")
    return html if page.embed is None else _insert(html, snippet(page.embed).encode("utf-8"))


def kind(data: bytes, mimetype: str = "text/html") -> str:
    """The content type of a text; one that is not UTF-8, or says what it is, does so by itself.

    A charset in the answer would count more than the page's own `meta`, and few servers send one
    with old pages.
    """
    is_named = b"charset" in data[:_HEAD].lower() and mimetype == "text/html"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return mimetype
    return mimetype if is_named else f"{mimetype}; charset=utf-8"


def _insert(html: bytes, text: bytes) -> bytes:
    if MARK in html:
        return html.replace(MARK, text, 1)
    at = html.lower().rfind(b"</body>")
    return html + text if at < 0 else html[:at] + text + html[at:]
