"""Host pages: files of fixtures/pages or inline HTML, with the vendor's snippet filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness import javascript
from harness.widget_api import HOOK, LOADER_URL

if TYPE_CHECKING:
    from pathlib import Path

    from harness.scenario.model import HostPage

MARK = "<!-- livechatoo -->"
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
    """The page as the browser gets it. Raises OSError when its file cannot be read."""
    html = page.html if page.html is not None else _read(page.file)
    if page.embed is not None:
        html = _insert(html, snippet(page.embed))
    return html.encode("utf-8")


def _read(path: Path | None) -> str:
    return "" if path is None else path.read_text(encoding="utf-8")


def _insert(html: str, text: str) -> str:
    if MARK in html:
        return html.replace(MARK, text, 1)
    at = html.lower().rfind("</body>")
    return html + text if at < 0 else html[:at] + text + html[at:]
