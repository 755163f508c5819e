"""What templates write and something else should have replaced: the marks of template languages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_PLAIN = re.compile(
    r"\{\{.*?\}\}"  # Mustache, Jinja, Twig, Liquid, Angular, Vue
    r"|\{%.*?%\}"  # Jinja, Twig, Liquid
    r"|\[\[.*?\]\]"  # MODX, Thymeleaf
    r"|\[%.*?%\]"  # Template Toolkit
    r"|<\?.*?\?>|<%.*?%>"  # PHP, ASP, ERB, JSP
    r"|\$\{[^}]*\}|#\{[^}]*\}"  # JavaScript, Freemarker, Pug, Ruby
    r"|\{\$[^{}]+\}|\{![\w.$]+\}"  # Smarty, Latte; Salesforce
    r"|\*\|[A-Z][\w:]*\|\*"  # Mailchimp
    r"|%%\w+%%|@@\w+@@|###[A-Z]\w*###"  # e-mail services, build tools, TYPO3
    r"|(?<![\w.@])@(?:Model|ViewBag|ViewData|TempData|Html|Request|Session|User\.Identity)[.\[(][\w\"']"
    r"|\{auto\}",  # the vendor's plugin
    re.DOTALL,
)
"""Marks that are those of a template wherever they stand."""

_LIKELY = re.compile(r"%[A-Z][A-Z_]+%|__[A-Z_]+__|YOUR_[A-Z_]+")
"""Marks that people may also set around a word which is to strike."""

_WORDS = r"[a-z][a-z0-9]*(?:[_.]+[a-z0-9]+)+"
_WHOLE = re.compile(
    rf"\[{_WORDS}\]|\{{{_WORDS}\}}|%{_WORDS}%|\[(?:current-)?(?:user|site|node):[\w:-]+\]",
    re.IGNORECASE,
)
"""Names of fields in brackets, where nothing else is in the text."""


def is_placeholder(value: Any) -> bool:
    """Whether a text is what a template should have replaced, or holds that."""
    if not isinstance(value, str):
        return False
    is_whole = _WHOLE.fullmatch(value.strip()) is not None
    return is_plain_placeholder(value) or _LIKELY.search(value) is not None or is_whole


def is_plain_placeholder(value: Any) -> bool:
    """Whether it holds marks that have no other meaning in a text for people."""
    return isinstance(value, str) and _PLAIN.search(value) is not None


def texts_in(value: Any) -> Iterator[str]:
    """The texts that a value is made of, down to those in its lists and objects."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from texts_in(one)
    elif isinstance(value, dict) and "$type" not in value:
        for name, one in value.items():
            yield name
            yield from texts_in(one)
