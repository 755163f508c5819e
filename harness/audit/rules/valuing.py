"""Options by their values: types, allowed values, lists of ids."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from harness.audit import corrections
from harness.audit.edits import inserted, value_replaced
from harness.audit.literals import Unread, Written
from harness.audit.odd_characters import in_brackets
from harness.audit.placeholders import is_placeholder
from harness.audit.rule import Hit, Rules
from harness.audit.rules.accounts import is_blank_account
from harness.scenario.suggestions import did_you_mean, listed
from harness.widget_api import API, Kind, Value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.audit.evidence import Evidence
    from harness.audit.reading import Given

RULES = Rules("options")
_IDS = re.compile(r"\s*\d+(\s*,\s*\d+)*\s*")
_BOOLEAN_TEXT = frozenset({"true", "false", "0", "1", "yes", "no", "on", "off", 0, 1})
_TRUE_TEXT = frozenset({"true", "1", "yes", "on", 1})
_BUBBLE = "mode: 'bubble', "
_KINDS = {"nan": "NaN", "undefined": "undefined"}
_IDS_OPTIONS = ("departments", "operators")


def option_of(given: Given) -> Value | None:
    """What is documented of an option; None for callbacks and unknown ones."""
    options = API.options if given.function == "embed.init" else API.popup_options
    return options.get(given.name)


def is_left_blank(value: Any) -> bool:
    """Whether a value says nothing, which the vendor allows, or cannot be known."""
    if isinstance(value, Unread) or value is None or value == "" or is_placeholder(value):
        return True
    return isinstance(value, dict) and value.get("$type") in {"undefined", "truncated", "getter"}


def shown(value: Any) -> str:
    """A value as people write it."""
    if isinstance(value, (Unread, Written)):
        return value.text[:60]
    if isinstance(value, dict) and "$type" in value:
        return _KINDS.get(value["$type"], f"a {value['$type']}")
    if isinstance(value, (list, dict, bool)):
        return json.dumps(value, ensure_ascii=False, default=shown)[:80]
    return repr(value)[:80]


def _null(evidence: Evidence) -> Iterator[tuple[Given, Value]]:
    """Options that are null and that nobody may leave blank; a closer rule speaks of some."""
    for given in evidence.options:
        option = option_of(given)
        is_plain = option is not None and (option.allowed or option.kind is Kind.BOOLEAN)
        if option is not None and is_plain and given.value is None:
            yield given, option


def known(evidence: Evidence) -> Iterator[tuple[Given, Value]]:
    """The options whose values are known, with what is documented of them."""
    for given in evidence.options:
        option = option_of(given)
        if option is not None and not (is_left_blank(given.value) or is_blank_account(given)):
            yield given, option


@RULES.rule(
    "boolean-as-text",
    "error",
    "A switch is true or false, not a text or a number.",
    rests_on="documented: the samples show true and false",
    why="In JavaScript the text 'false' counts as true, so the switch does the opposite of what "
    "it says.",
    remedy="write true or false without quotes",
    example="livechatoo.embed.init({account: 'yourshop', bubble: false});",
)
def boolean_as_text(evidence: Evidence) -> Iterator[Hit]:
    """Report texts and numbers that stand for a switch."""
    for given, option in known(evidence):
        is_other = option.kind is Kind.BOOLEAN and not isinstance(given.value, bool)
        if is_other and _hashable(given.value) in _BOOLEAN_TEXT:
            message = f"`{given.name}` is {shown(given.value)}, not true or false"
            said = "true" if _hashable(given.value) in _TRUE_TEXT else "false"
            yield Hit(message, given.spot, edits=value_replaced(evidence, given, said))


def _hashable(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value if isinstance(value, int) else ""


@RULES.rule(
    "option-type",
    "warning",
    "Every option has the type that the vendor's page shows.",
    rests_on="documented: the samples of all sections",
    why="What the widget makes of another type is not documented.",
    remedy="use the documented type",
    example="livechatoo.embed.init({account: 'yourshop', c_phone: '0900 111 222',\n"
    "  url_privacy: 'https://yourshop.example/privacy'});",
)
def option_type(evidence: Evidence) -> Iterator[Hit]:
    """Report values of another type than documented, unless a closer rule speaks of them."""
    for given, option in known(evidence):
        is_closer = option.name in {*_IDS_OPTIONS, "clone_operators"} or (
            option.kind is Kind.BOOLEAN and _hashable(given.value) in _BOOLEAN_TEXT
        )
        if not is_closer and not _fits(given.value, option.kind):
            message = f"`{given.name}` is {shown(given.value)}, but a {option.kind} is documented"
            yield Hit(message, given.spot, edits=corrections.as_text(evidence, given, option))
    for given, option in _null(evidence):
        yield Hit(f"`{given.name}` is null, but a {option.kind} is documented", given.spot)


def _fits(value: Any, kind: Kind) -> bool:
    if kind is Kind.STRING:
        return isinstance(value, str)
    if kind is Kind.BOOLEAN:
        return isinstance(value, bool)
    if kind is Kind.OBJECT:
        return isinstance(value, dict)
    if kind is Kind.LIST_OR_STRING:
        return isinstance(value, str) or (
            isinstance(value, list) and all(isinstance(one, (str, Unread)) for one in value)
        )
    return True


@RULES.rule(
    "option-value",
    "error",
    "An option with a list of allowed values has one of them.",
    rests_on="documented: Basic Embedded ChatBar Functions, Changing statuses, Basic PopUp "
    "Window Functions",
    why="Any other value is not defined; the widget may fall back or do nothing.",
    remedy="use one of the documented values",
    example="livechatoo.embed.init({account: 'yourshop', side: 'left', page: 'hidden'});",
)
def option_value(evidence: Evidence) -> Iterator[Hit]:
    """Report values outside of the documented ones."""
    for given, option in known(evidence):
        value = given.value
        is_chat = given.name == "page" and value == "chat"
        if not option.allowed or not isinstance(value, str) or value in option.allowed or is_chat:
            continue
        hint = did_you_mean(value, option.allowed) or f"use {listed(option.allowed)}"
        edits = corrections.corrected(evidence, given, option.allowed)
        message = f"`{given.name}` cannot be {value!r}{in_brackets(value)}; {hint}"
        yield Hit(message, given.spot, edits=edits)


@RULES.rule(
    "chat-as-initial-page",
    "error",
    "`chat` is no initial page.",
    rests_on="documented: Changing statuses ('chat' is available to page(), unlike init())",
    why="A chat cannot be opened by init; embed.page('chat') does that once the widget is there.",
    remedy="leave `page` away and call livechatoo.embed.page('chat') in onload",
    example="livechatoo.embed.init({account: 'yourshop', onload: function () {\n"
    "  livechatoo.embed.page('chat');\n}});",
)
def chat_as_initial_page(evidence: Evidence) -> Iterator[Hit]:
    """Report init with page: 'chat'."""
    for given in evidence.options:
        if given.function == "embed.init" and given.name == "page" and given.value == "chat":
            yield Hit("init cannot begin with page 'chat'", given.spot)


@RULES.rule(
    "ids-malformed",
    "error",
    "Departments and operators are listed by their ids, with commas between.",
    rests_on="documented: Different departments in subsites, Different operators in subsites, "
    "Interactive chat window opening",
    why="The ids of the administration are expected as one text such as '2,5'. Names, or other "
    "separators, choose nobody.",
    remedy="write the ids from the administration: '2,5'",
    example="livechatoo.embed.init({account: 'yourshop', departments: '2,5'});",
)
def ids_malformed(evidence: Evidence) -> Iterator[Hit]:
    """Report departments and operators that are not a text of ids, of proactive chats too."""
    named = [given for given, _ in known(evidence)]
    named += [one for one in evidence.reading.proactive if not is_left_blank(one.value)]
    for given in named:
        value = given.value
        is_ids = isinstance(value, str) and _IDS.fullmatch(value)
        if given.name in _IDS_OPTIONS and not is_ids:
            message = f"`{given.name}` is {shown(value)}, not a text of ids such as '2,5'"
            yield Hit(message, given.spot, edits=corrections.as_ids(evidence, given))


@RULES.rule(
    "clone-operators-shape",
    "error",
    "clone_operators maps each operator's name to a list of departments' names.",
    rests_on="documented: Cloning of operators for departments",
    why="Any other shape names no operator or no department.",
    remedy="write a list of names, even for one department",
    example="clone_operators: {'John': ['Eshop Orders', 'Tech. Support']}",
)
def clone_operators_shape(evidence: Evidence) -> Iterator[Hit]:
    """Report clone_operators of another shape."""
    for given, option in known(evidence):
        if option.name != "clone_operators":
            continue
        value = given.value
        is_map = isinstance(value, dict) and "$type" not in value
        lists = list(value.values()) if is_map else [None]
        if not all(_is_names(one) for one in lists):
            message = "clone_operators does not map names to lists of names"
            yield Hit(message, given.spot, edits=corrections.as_lists(evidence, given))


def _is_names(value: Any) -> bool:
    if isinstance(value, Unread):
        return True
    return isinstance(value, list) and all(isinstance(one, (str, Unread)) for one in value)


@RULES.rule(
    "btype-without-bubble",
    "warning",
    "A type of bubble comes with the mode that shows one.",
    rests_on="documented: Basic PopUp Window Functions",
    why="`btype` is shown with mode 'bubble' only; in mode 'custom' no bubble is drawn.",
    remedy="add mode: 'bubble', or remove btype",
    example="livechatoo.popup.init({account: 'yourshop', mode: 'bubble', btype: 'left1'});",
)
def btype_without_bubble(evidence: Evidence) -> Iterator[Hit]:
    """Report popup.init with btype, but without mode 'bubble'."""
    for setup in evidence.setups:
        mode = setup.options.get("mode")
        given = setup.options.get("btype")
        is_custom = mode is None or mode.value == "custom"
        if setup.function == "popup.init" and given is not None and is_custom:
            at = given.spot
            edits = () if mode else (inserted(at.source, at.start, _BUBBLE, is_safe=False),)
            yield Hit("btype does nothing without mode 'bubble'", at, edits=edits)


@RULES.rule(
    "mobile-forced",
    "note",
    "The widget may choose by itself how it looks on a phone.",
    rests_on="documented: Optimizing for mobile devices",
    why="`mobile` forces one look on all devices; without it the widget chooses.",
    remedy="leave `mobile` away, unless all visitors use one kind of device",
    example="livechatoo.embed.init({account: 'yourshop'});",
)
def mobile_forced(evidence: Evidence) -> Iterator[Hit]:
    """Report a mobile that is written out."""
    for setup in evidence.reading.setups:
        given = setup.options.get("mobile")
        if given is not None and isinstance(given.value, bool):
            yield Hit(f"`mobile` is {str(given.value).lower()} for every device", given.spot)
