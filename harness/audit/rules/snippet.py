"""What several rules say and ask about the snippet as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.audit.reading import LOADER_PATH, WORDS, is_loader
from harness.widget_api import HOOK, WIDGET_HOST

if TYPE_CHECKING:
    import re

    from harness.audit.evidence import Evidence
    from harness.audit.markup import Element
    from harness.audit.reading import Reading

SNIPPET = "observed: the published snippet"
ADDRESS = WIDGET_HOST + LOADER_PATH
THE_HOOK = f"the hook (`window.{HOOK}`, the function that the loader calls once it has run)"
"""The word with what it means: remedies are read by people who meet it for the first time."""

START = "livechatoo.embed.init({account: 'yourshop', lang: 'en', side: 'right'});"


def hooked(*statements: str) -> str:
    """The hook with these statements in it."""
    lines = "".join(f"  {one}\n" for one in statements)
    return f"{HOOK} = function () {{\n{lines}}};"


EXAMPLE = f"""<script>
{hooked(START)}
(function () {{
  var l = document.createElement('script');
  l.async = true;
  l.src = 'https://app.livechatoo.com/js/web.min.js';
  var s = document.getElementsByTagName('script')[0];
  s.parentNode.insertBefore(l, s);
}})();
</script>"""


def is_embedded(evidence: Evidence) -> bool:
    """Whether a live script of the page names the loader, or a visit asked for it."""
    reading = evidence.reading
    return bool(reading.loader_elements or reading.loader_strings or evidence.is_loader_asked)


def first_of_widget(text: str) -> re.Match[str] | None:
    """The first word of a text that only the widget has."""
    return WORDS.search(text)


def is_of_widget(reading: Reading, element: Element, address: str) -> bool:
    """Whether a script element has to do with the widget, whether or not it is run."""
    text = reading.document.content(element)
    is_named = is_loader(reading.absolute(address)) or ADDRESS in address
    return is_named or first_of_widget(text) is not None
