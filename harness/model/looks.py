"""What is to be seen of the bar, and what operators see of its visitor, after an init."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.model.sentences import CSS, PREFILLED, STATUSES
from harness.model.state import OPEN
from harness.model.unknown import UNKNOWN
from harness.model.world import ids, matches

if TYPE_CHECKING:
    from harness.model.context import Scene

CLOSED = {"chatbar": "bar"}
IS_OPEN = {"chatbar": {"$in": list(OPEN)}}
IN_SIGHT = {"chatbar": {"$not": "hidden"}}
NOT_OPEN = {"chatbar": {"$in": ["bar", "mini"]}}
_STYLED: tuple[tuple[str, dict[str, Any]], ...] = (("bar", CLOSED), ("send", IS_OPEN))


def looks_after_init(scene: Scene) -> None:
    """All that follows from the options of an init."""
    shows_status(scene, "appears-as-asked")
    shows_side(scene, "side-of-init")
    shows_bubble(scene)
    scene.expected.sees("one-bar", "widgets", 1, scene.window)
    _shows_styles(scene)
    shows_window(scene)
    operators_see(scene, is_load=True)


def shows_status(scene: Scene, rule: str) -> None:
    """Whether the bar is in sight, and that one status looks the same each time."""
    page, expected = scene.page, scene.expected
    status, window = page.status, scene.host_window
    why = f"the status is {status}"
    if page.is_stopped:
        return
    if status == "hidden":
        if not scene.not_in_chat() and rule == "appears-as-asked":
            expected.silent(STATUSES)
        else:
            expected.sees(rule, "chatbar", "hidden", window, why=why)
    elif status == "mini":
        if scene.not_in_chat():
            outside = {"$not": {"$in": ["hidden", *OPEN]}}
            expected.sees("mini-new-page", "chatbar", outside, window, why=why)
    elif status is UNKNOWN:
        if rule == "appears-as-asked" and "page" not in page.options:
            expected.sees("init-shows", "chatbar", {"$not": "hidden"}, window, why="it has begun")
    else:
        expected.sees(rule, "chatbar", {"$not": "hidden"}, window, why=why)
        _same_look(scene)


def _same_look(scene: Scene) -> None:
    page, known = scene.page, scene.memory.looks_of
    if page.is_small or not scene.not_in_chat() or not isinstance(page.status, str):
        return
    first = known.get(page.status)
    if first is not None:
        why = f"the status {page.status} was seen as {first} before"
        rule = "same-status-same-look"
        scene.expected.sees(rule, "chatbar", first, scene.host_window, why=why)


def shows_side(scene: Scene, rule: str) -> None:
    """The side on which the bar is, while it is in sight."""
    side = scene.page.side
    if side is UNKNOWN:
        return
    why = f"the side is {side}"
    # an open window may fill a phone's screen, which has no sides then
    given = NOT_OPEN if scene.page.is_mobile else IN_SIGHT
    scene.expected.sees(rule, "side", side, scene.host_window, given, why=why)


def shows_bubble(scene: Scene) -> None:
    """Whether the bubble is there: never on mobiles, and as the page asks elsewhere."""
    page, expected, window = scene.page, scene.expected, scene.host_window
    if page.is_mobile:
        expected.sees("mobile-no-bubbles", "bubble", "hidden", window, why="it is mobile")
    elif page.bubble is False:
        why = "the page asks for no bubble"
        expected.sees("bubble-shows-and-hides", "bubble", "hidden", window, why=why)
    elif page.bubble is True and scene.not_in_chat() and not page.is_small:
        why = "the page asks for the bubble"
        expected.sees("bubble-shows-and-hides", "bubble", "shown", window, CLOSED, why=why)


def _shows_styles(scene: Scene) -> None:
    """The page's own styles: of the generator's, what they set is known by `marked`."""
    options, window = scene.page.options, scene.host_window
    for name, rule in (("css_text", "css-text"), ("css_file", "css-file")):
        marked = marked_style(str(options.get(name, "")))
        if not marked:
            continue
        for part, given in _STYLED:
            wanted: dict[str, Any] = {part: {marked[0]: marked[1]}}
            scene.expected.sees(rule, "widget_css", wanted, window, given, why=f"{name} says so")


def marked_style(text: str) -> tuple[str, str] | None:
    """The property and value that a style gives to everything; None when it is of other kind.

    A file is known by its name, which holds what it says: `word-spacing-7px.css`.
    """
    if text.startswith("* {"):
        name, _, value = text.removeprefix("* {").rstrip("} ").partition(":")
        return name.strip(), value.removesuffix("!important").strip()
    stem = text.rpartition("/")[2]
    if stem.endswith(".css"):
        name, _, value = stem.removesuffix(".css").rpartition("-")
        return name, value
    return None


def shows_window(scene: Scene) -> None:
    """What stands in the open chat window: the links of page or administration, and the list."""
    page, world, expected = scene.page, scene.world, scene.expected
    window = scene.host_window
    for kind in ("contact", "faq", "privacy"):
        here, there = page.options.get(f"url_{kind}"), world.settings.get(f"url_{kind}")
        if here and there and here != there:
            expected.silent(PREFILLED)
        elif here or there:
            why = f"url_{kind} is set"
            wanted: dict[str, Any] = {kind: here or there}
            expected.sees("links-in-window", "links", wanted, window, IS_OPEN, why=why)
    if not world.is_private(page.options):
        rule = "consent-before-personal-data"
        why = "no address for Processing of Personal Data is filled"
        expected.sees(rule, "consent", "hidden", window, why=why)
    if not world.asked:
        why = "no request is set up in the administration"
        expected.sees("onnamerequired-answer", "asked", "none", window, why=why)
    if not page.options.get("css_text") and not page.options.get("css_file"):
        expected.silent(CSS)
    if world.is_manual and scene.not_in_chat() and scene.window not in {"popup", "chat"}:
        lists_operators(scene)


def lists_operators(scene: Scene) -> None:
    """The list of operators has those of the page's parameters, its clones, and nobody else."""
    page, world, expected = scene.page, scene.world, scene.expected
    window, has_list = scene.host_window, {"choices": {"$not": {"$len": 0}}}
    allowed = world.allowed(page.options)
    is_by_id = bool(ids(page.options.get("operators")))
    rule = "operators-filter" if is_by_id else "departments-filter"
    for operator in world.operators:
        row = {"$has": {"$re": rf"(?<!\w){operator.name}(?!\w)"}}
        pattern: Any = row
        why = f"{operator.name} is among the operators of the page"
        if operator not in allowed:
            pattern, why = {"$not": row}, f"{operator.name} is not among those of the page"
        expected.sees(rule, "choices", pattern, window, has_list, why=why)
    names = {operator.name for operator in allowed}
    for name, places in (page.options.get("clone_operators") or {}).items():
        for place in places if name in names else ():
            pattern = {"$has": {"$re": f"{name}.*{place}"}}
            why = f"{name} is assigned to {place} as well"
            expected.sees("clones-listed", "choices", pattern, window, has_list, why=why)


def operators_see(scene: Scene, *, is_load: bool = False) -> None:
    """What operators see of a visitor: that they are there, and what the page tells of them."""
    page, expected, visitor = scene.page, scene.expected, scene.visitor
    if not scene.memory.is_shared or "two" in scene.memory.pages:
        expected.silent(PREFILLED)
        return
    told: dict[str, Any] = {"online": True}
    if page.status == "hidden":
        expected.sees("hidden-is-seen", "visitors", {"$has": told}, why="the chat is hidden")
    options, rule = page.options, "prefilled-seen"
    if options.get("c_name_byop"):
        pattern = {"$has": {"name": options["c_name_byop"]}}
        expected.sees("name-by-operator", "visitors", pattern, why="c_name_byop is given")
    elif options.get("c_name"):
        pattern = {"$has": {"name": options["c_name"]}}
        expected.sees(rule, "visitors", pattern, why="c_name is given")
    for field in ("email", "phone"):
        given = options.get(f"c_{field}")
        if not given:
            continue
        sees = {"$has": {field: given}}
        if not scene.world.is_private(options) or visitor.has_consented is True:
            expected.sees(rule, "visitors", sees, why=f"c_{field} is given")
        elif visitor.has_consented is False:
            why = "the visitor has not consented"
            rule_of_consent = "consent-before-personal-data"
            expected.sees(rule_of_consent, "visitors", {"$not": sees}, why=why)
    if is_load:
        _marks_targets(scene)


def _marks_targets(scene: Scene) -> None:
    """The targets that the address of a page has reached."""
    page, visitor = scene.page, scene.visitor
    given = page.options.get("target") or []
    for target in [given] if isinstance(given, str) else given:
        row = {"$has": {"targets": {"$has": target}}}
        if matches(target, page.address):
            visitor.reached.add(target)
            why = f"{target} is {page.address}"
            scene.expected.sees("target-wildcard", "visitors", row, why=why)
        elif target not in visitor.reached:
            why = f"{target} is not {page.address}"
            scene.expected.sees("target-wildcard", "visitors", {"$not": row}, why=why)
