"""The option that names the account: whether it is given, and can be one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from harness.audit.corrections import as_options
from harness.audit.edits import node_replaced, text_replaced
from harness.audit.kinds import kind_of
from harness.audit.literals import fields_of, path_of, runs_at_once, text_of, walk
from harness.audit.odd_characters import odd_character
from harness.audit.placeholders import is_placeholder
from harness.audit.rule import Hit, Rules
from harness.audit.rules.naming import SAMPLES, is_nothing, nothing
from harness.audit.scripts import enclosing_functions
from harness.widget_api import GLOBAL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from harness.audit.evidence import Evidence
    from harness.audit.reading import Given, Setup
    from harness.audit.scripts import Assignment
    from harness.audit.sources import Spot

RULES = Rules("options")
_INIT = "livechatoo.embed.init({account: 'yourshop', lang: 'en', side: 'right'});"
_TOGETHER = """livechatoo.embed.options = {account: 'yourshop', lang: 'en'};
livechatoo.embed.options.onload = loaded;
livechatoo.embed.init();"""
_OPTIONS = f"{GLOBAL}.embed.options"
_ACCOUNT = re.compile(r"[a-z0-9][a-z0-9_-]*")
_SIGN = re.compile(r"[^a-z0-9_-]")
_LONGEST = 60
_WORKED_OUT = frozenset(
    {"identifier", "member_expression", "subscript_expression", "call_expression"}
)


def _account_of(setup: Setup) -> Given | None:
    return setup.options.get("account")


@RULES.rule(
    "account-missing",
    "error",
    "Every init names the account.",
    rests_on="documented: Basic Embedded ChatBar Functions",
    why="The account is part of the address that everything is loaded from.",
    remedy="give `account` the name of your account",
    example=_INIT,
)
def account_missing(evidence: Evidence) -> Iterator[Hit]:
    """Report inits without an account, or with a blank one."""
    for setup in evidence.setups:
        given = _account_of(setup)
        unnamed = _without_names(evidence, setup)
        if unnamed is not None:
            yield unnamed
        elif given is None:
            is_first = setup.is_whole and (not setup.is_read or bool(setup.options))
            if is_first and not _is_later(evidence, setup):
                yield _replaced(evidence, setup) or Hit(
                    f"{setup.function} is given no account", setup.spot
                )
        elif is_blank_account(given):
            yield _blank(evidence, setup, given)


def _without_names(evidence: Evidence, setup: Setup) -> Hit | None:
    """The finding where init is given something else than an object of options."""
    call = setup.call
    first = evidence.reading.resolve(call.arguments[0]) if call and call.arguments else None
    kind = kind_of(first)
    if call is None or kind is None:
        return None
    what = kind if len(call.arguments) == 1 else f"{len(call.arguments)} arguments"
    message = f"{setup.function} is given {what}, and not one object with the options by name"
    options = as_options(setup.function, call.arguments)
    listed = call.node.child_by_field_name("arguments")
    if options is None or listed is None:
        return Hit(message, setup.spot, (), "write one object: {account: …}", example=_INIT)
    edits = tuple(node_replaced(call.script, listed, f"({options})", is_safe=False))
    return Hit(message, setup.spot, (), f"write one object: {options}", edits)


def _is_later(evidence: Evidence, setup: Setup) -> bool:
    """Whether a bare init follows one that named the account, whose options may still hold."""
    return not setup.options and any(_account_of(one) for one in evidence.setups)


def _replaced(evidence: Evidence, setup: Setup) -> Hit | None:
    """The finding where options with the account are replaced by others, before this init."""
    if setup.is_read or setup.function != "embed.init":
        return None
    before: Assignment | None = None
    for one in evidence.reading.assignments(_OPTIONS):
        value = evidence.reading.resolve(one.value)
        names = {name for name, _, _ in fields_of(value)} if value is not None else set()
        is_same = before is not None and _function(before.node) == _function(one.node)
        if "account" in names:
            before = one
        elif before is not None and is_same and names and names == set(setup.options):
            message = (
                "embed.init is given no account: this takes the place of the options with it, "
                f"{before.spot.seen_from(one.spot)}"
            )
            remedy = "write all options into one object, or add single ones to it"
            return Hit(message, one.spot, (), remedy, example=_TOGETHER)
    return None


def _function(node: Node) -> Node | None:
    return next(iter(enclosing_functions(node, inner=False)), None)


def _blank(evidence: Evidence, setup: Setup, given: Given) -> Hit:
    """The finding of an account that names none: with what it was to come from, if that is code."""
    node = given.node
    if node is None or not _is_worked_out(node):
        return Hit(f"{setup.function} is given a blank account", given.spot)
    text = text_of(node)
    text = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    was = nothing(given.value) if is_nothing(given.value) else "blank"
    message = f"{setup.function} is given a blank account: `{text}` was {was}"
    later = next(_later(evidence, setup, node), None)
    if later is None:
        return Hit(message, given.spot)
    name, spot = later
    message += f"; `{name}` is set {spot.seen_from(given.spot)}"
    remedy = f"call {setup.function} once `{name}` is set, or set it before the loader's element"
    return Hit(message, given.spot, (), remedy)


def _is_worked_out(node: Node) -> bool:
    """Whether a value is one that only running tells."""
    return any(one.type in _WORKED_OUT for one in walk(node)) and path_of(node) != "undefined"


def _later(evidence: Evidence, setup: Setup, node: Node) -> Iterator[tuple[str, Spot]]:
    """The names in an expression that the page sets at another time, and where."""
    roots = {path_of(one).partition(".")[0] for one in walk(node) if one.type in _WORKED_OUT}
    for one in (one for script in evidence.reading.scripts for one in script.assignments):
        name = one.path.partition(".")[0]
        is_local = one.way != "set" and one.is_nested
        is_after = setup.call is not None and (
            (one.script.order, one.node.start_byte)
            > (setup.call.script.order, setup.call.node.start_byte)
        )
        if name in roots and not is_local and (is_after or not runs_at_once(one.node)):
            yield name, one.spot


def is_blank_account(given: Given) -> bool:
    """Whether an option is an account that names none, of whatever type it is."""
    value = given.value
    if given.name != "account":
        return False
    if isinstance(value, dict):
        return value.get("$type") in {"undefined", "nan"}
    return value is None or value is False or (isinstance(value, str) and not value.strip())


@RULES.rule(
    "account-malformed",
    "error",
    "The account is a name in small letters and digits.",
    rests_on="observed: accounts are lower-case slugs that stand in a path",
    why="The account becomes a part of an address. Blanks, slashes, capitals or a whole address "
    "lead nowhere.",
    remedy="copy the account's name from the address of the administration",
    example=_INIT,
)
def account_malformed(evidence: Evidence) -> Iterator[Hit]:
    """Report accounts that cannot be a slug."""
    for given in evidence.options:
        value = given.value
        if given.name != "account" or not isinstance(value, str) or not value.strip():
            continue
        is_known = is_placeholder(value) or value in SAMPLES["account"]
        if not is_known and not _ACCOUNT.fullmatch(value):
            meant = value.strip()
            is_sure = _ACCOUNT.fullmatch(meant) is not None
            edits = text_replaced(evidence, given, meant) if is_sure else ()
            message = f"{value!r} cannot be an account: {_amiss(value)}"
            remedy = "remove the blank" if is_sure else None
            yield Hit(message, given.spot, (), remedy, edits)


def _amiss(account: str) -> str:
    """What is wrong with an account's name."""
    found = _SIGN.search(account)
    if odd_character(account) or found is None:
        return odd_character(account) or f"it begins with `{account[0]}`"
    sign = found.group()
    kind = "a blank" if sign.isspace() else "a capital" if sign.isupper() else f"`{sign}`"
    return f"it has {kind} in it"
