"""The site's pages and files by their addresses, as they are sent."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).parent
SITE, VENDOR = HERE / "site", HERE / "vendor"
HOME = "shop"
SNIPPET = """<script type="text/javascript">
livechatooCmd = function () {
  livechatoo.embed.init({account: 'demo', lang: 'en', side: 'right'});
};
(function () {
  var l = document.createElement('script'); l.type = 'text/javascript'; l.async = true;
  l.src = ('https:' == document.location.protocol ? 'https' : 'http') + '://app.livechatoo.com/js/web.min.js';
  var s = document.getElementsByTagName('script')[0]; s.parentNode.insertBefore(l, s);
})();
</script>"""
KINDS = {".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css"}
ALIKE = {"basic": "shop", "preview": "shop", "slow": "shop"}
"""Doors behind which the pages of another folder are."""

ROUTED = frozenset({"app", "leaves"})
"""Pages that answer all addresses below their own."""

NEXT = "next/"
"""The site's next release, at a name of its own: a page of each kind with a fault of its kind."""


def page_at(path: str, *, is_next: bool = False) -> Path | None:
    """The page at an address."""
    first, _, rest = path.strip("/").partition("/")
    name = "/".join(one for one in (ALIKE.get(first, first or HOME), rest) if one)
    file = SITE / f"{NEXT if is_next else ''}{name}.html"
    if file.is_file() and file.is_relative_to(SITE):
        return file
    above, _, _ = name.rpartition("/")
    is_routed = above.partition("/")[0] in ROUTED
    return page_at(above, is_next=is_next) if is_routed else None


def file_at(path: str) -> Path | None:
    """What is no page: scripts and style sheets."""
    names = (SITE / path.strip("/"), VENDOR / Path(path).name)
    return next((one for one in names if one.is_file()), None)


def page_text(page: Path, nonce: str = "") -> str:
    """A page as it is sent."""
    text = page.read_text(encoding="utf-8").replace("<!-- snippet -->", SNIPPET)
    return text.replace("{{nonce}}", nonce)


def page_headers(page: Path, nonce: str = "") -> dict[str, str]:
    """The headers that stand beside a page, a line each."""
    file = page.with_suffix(".headers")
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    named = (line.replace("{{nonce}}", nonce).partition(": ") for line in lines)
    return {name: value for name, _, value in named}


def sent_text(path: str) -> str:
    """The text that an address is answered with, its nonce left out."""
    page = None if Path(path).suffix else page_at(path)
    file = page or file_at(path)
    if file is None:
        raise LookupError(f"the staging server has nothing at {path}")
    return page_text(file) if page else file.read_text(encoding="utf-8")
