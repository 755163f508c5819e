"""Options by their names, and the option that names the language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from harness.audit.edits import substituted, text_replaced
from harness.audit.examples import example_at
from harness.audit.finding import Proof
from harness.audit.odd_characters import in_brackets
from harness.audit.placeholders import is_placeholder, is_plain_placeholder, texts_in
from harness.audit.rule import Hit, Rules
from harness.audit.rules.languages import LANGUAGES, MISTAKEN
from harness.scenario.suggestions import nearest
from harness.widget_api import API

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.audit.evidence import Evidence

RULES = Rules("options")
_INIT = "livechatoo.embed.init({account: 'yourshop', lang: 'en', side: 'right'});"
_NO_OPTION = "the vendor's page has no such option: remove it"
_YOURS = "put your own value there"
_NAMED = "put the name of your account there, as the address of the administration has it"
SAMPLES = {
    "account": {"..."},
    "c_name": {"Name"},
    "c_name_byop": {"Name visible only for operator"},
    "c_email": {"email@example.com"},
    "c_phone": {"0123 456 789"},
    "custom": {"PHPSESSID=s830qamomducb6pm0a"},
    "css_text": {"...CSS..."},
    "css_file": {"//example.com/file.css"},
    "url_contact": {"https://example.com/contact"},
    "url_faq": {"https://example.com/faq"},
    "url_privacy": {"https://example.com/privacy"},
}


def allowed_of(function: str) -> list[str]:
    """The documented names of a function's options, callbacks included."""
    options = API.options if function == "embed.init" else API.popup_options
    return [*options, *API.callbacks]


def is_nothing(value: Any) -> bool:
    """Whether a value is null or undefined."""
    return value is None or (isinstance(value, dict) and value.get("$type") == "undefined")


def nothing(value: Any) -> str:
    """Such a value, as it is written."""
    return "null" if value is None else "undefined"


@RULES.rule(
    "unknown-option",
    "warning",
    "Every option is one that the vendor documents.",
    rests_on="documented: the options of all sections",
    why="An option of another name is ignored, so what it should do does not happen, and nothing "
    "says so.",
    remedy="write the name as the vendor's page has it; what it does not have can be removed",
    example=_INIT,
)
def unknown_option(evidence: Evidence) -> Iterator[Hit]:
    """Report names that no section of the vendor's page has."""
    every = {*API.options, *API.popup_options, *API.callbacks}
    for given in evidence.options:
        if given.name in every:
            continue
        near = nearest(given.name, allowed_of(given.function))
        hint = f"did you mean `{near}`?" if near else None
        message = f"{given.function} has no option `{given.name}`{in_brackets(given.name)}"
        is_alike = near is not None and near.lower() == given.name.lower()
        edits = substituted(given.spot, given.name, near, is_safe=is_alike) if near else ()
        remedy = f"write `{near}`, or remove the option" if near else _NO_OPTION
        example = example_at(evidence, given.spot, "unknown-option", _INIT) if near else ""
        told = f"{message}; {hint}" if hint else message
        yield Hit(told, given.spot, (), remedy, edits, example)


@RULES.rule(
    "option-of-the-other",
    "warning",
    "Options of the bar are given to the bar, options of the popup to the popup.",
    rests_on="documented: Basic Embedded ChatBar Functions, Basic PopUp Window Functions",
    why="`mode` and `btype` belong to popup.init, `side`, `page`, `bubble` and `mobile` to "
    "embed.init. Given to the other one they do nothing that is documented.",
    remedy="move the option to the init that knows it, or remove it",
    example="livechatoo.popup.init({account: 'yourshop', mode: 'bubble', btype: 'left1'});",
)
def option_of_the_other(evidence: Evidence) -> Iterator[Hit]:
    """Report options that only the other init documents."""
    for given in evidence.options:
        other = API.popup_options if given.function == "embed.init" else API.options
        if given.name not in allowed_of(given.function) and given.name in other:
            owner = "popup.init" if given.function == "embed.init" else "embed.init"
            message = f"`{given.name}` is an option of {owner}, not of {given.function}"
            yield Hit(message, given.spot)


@RULES.rule(
    "sample-left",
    "error",
    "No value of the vendor's samples is left in.",
    rests_on="documented: the samples of all sections",
    why="The samples show dots or invented values in places that are for yours.",
    remedy=f"{_YOURS}; any option but `account` can be removed instead",
    example=_INIT,
)
def sample_left(evidence: Evidence) -> Iterator[Hit]:
    """Report options that hold exactly what the vendor's samples show."""
    for given in evidence.options:
        if isinstance(given.value, str) and given.value in SAMPLES.get(given.name, ()):
            message = f"`{given.name}` still holds the sample {given.value!r}"
            is_needed = API.options[given.name].required
            remedy = _NAMED if is_needed else f"{_YOURS}, or remove the option"
            example = example_at(evidence, given.spot, "sample-left", _INIT)
            yield Hit(message, given.spot, (), remedy, example=example)


@RULES.rule(
    "placeholder-left",
    "error",
    "Every placeholder of a template is filled in.",
    rests_on="observed: content systems fill account, lang and side in; the vendor's plugin "
    "replaces {auto}",
    why="The browser gets the placeholder itself, so the widget asks for an account or a language "
    "of that name, and people read it where a name or a message should be.",
    remedy="let the template fill it in; in a plain page write the value",
    example=_INIT,
)
def placeholder_left(evidence: Evidence) -> Iterator[Hit]:
    """Report texts that look like a placeholder of a template language."""
    named = [(one, is_placeholder) for one in evidence.options if one.name not in API.callbacks]
    named += [(one, is_plain_placeholder) for one in evidence.reading.proactive]
    for given, is_left in named:
        left = next((one for one in texts_in(given.value) if is_left(one)), None)
        if left is not None:
            yield Hit(f"`{given.name}` holds the placeholder {left!r}", given.spot)


@RULES.rule(
    "lang-code",
    "warning",
    "The language is a code of two small letters.",
    rests_on="documented: Basic Embedded ChatBar Functions (lang: 'en'); observed: the code is "
    "part of the frame's address; peers: chatwoot/chatwoot#5763",
    why="The code names a file of texts. What the widget shows for a code that has none is not "
    "documented.",
    remedy="use the language's code of ISO 639-1, such as en, sk or cs",
    example=_INIT,
)
def lang_code(evidence: Evidence) -> Iterator[Hit]:
    """Report languages that are no code of ISO 639-1."""
    for given in evidence.options:
        value = given.value
        if given.name == "lang" and is_nothing(value):
            yield Hit(f"`lang` is {nothing(value)}, which is no language code", given.spot)
        if given.name != "lang" or not isinstance(value, str) or is_placeholder(value):
            continue
        if value not in LANGUAGES:
            near = MISTAKEN.get(value.lower()) or _base(value)
            hint = f"; did you mean `{near}`?" if near else ""
            edits = text_replaced(evidence, given, near) if near else ()
            yield Hit(
                f"{value!r} is no language code{in_brackets(value)}{hint}", given.spot, edits=edits
            )


def _base(value: str) -> str | None:
    first = re.split(r"[-_]", value.lower())[0]
    return first if first in LANGUAGES else None


@RULES.rule(
    "lang-differs",
    "note",
    "The widget speaks the page's language.",
    rests_on="documented: Basic Embedded ChatBar Functions (lang)",
    why="A page in one language with a chat in another is mostly a copied snippet.",
    remedy="give `lang` the language of the page, or correct <html lang>",
    example=_INIT,
)
def lang_differs(evidence: Evidence) -> Iterator[Hit]:
    """Report a lang that is another one than <html lang> says."""
    page = next((one.get("lang") for one in evidence.reading.document.all("html")), "")
    wanted = _base(page) if page else None
    for given in evidence.options:
        is_code = isinstance(given.value, str) and given.value in LANGUAGES
        if wanted and given.name == "lang" and is_code and given.value != wanted:
            message = f"the page says lang={page!r}, the widget gets {given.value!r}"
            yield Hit(message, given.spot, (Proof("source", f'<html lang="{page}">'),))
