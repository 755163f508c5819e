"""What several rules say and ask about the snippet as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.audit.reading import LOADER_PATH, WORDS, is_loader
from harness.widget_api import WIDGET_HOST

if TYPE_CHECKING:
    import re

    from harness.audit.evidence import Evidence
    from harness.audit.markup import Element
    from harness.audit.reading import Reading

SNIPPET = "observed: the published snippet"
ADDRESS = WIDGET_HOST + LOADER_PATH
EXAMPLE = """<script>
livechatooCmd = function () {
  livechatoo.embed.init({account: 'yourshop', lang: 'en', side: 'right'});
};
(function () {
  var l = document.createElement('script');
  l.async = true;
  l.src = 'https://app.livechatoo.com/js/web.min.js';
  var s = document.getElementsByTagName('script')[0];
  s.parentNode.insertBefore(l, s);
})();
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
