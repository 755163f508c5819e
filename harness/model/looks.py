"""What is to be seen of the bar, and what operators see of its visitor, after an init."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.model.choosing import lists_operators
from harness.model.context import CHAT, POPUP
from harness.model.sentences import CSS, PREFILLED, STATUSES
from harness.model.state import OPEN
from harness.model.unknown import UNKNOWN
from harness.model.world import matches

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    elif page.bubble is True and _is_unaddressed(scene) and not page.is_small:
        why = "the page asks for the bubble"
        expected.sees("bubble-shows-and-hides", "bubble", "shown", window, CLOSED, why=why)


def _is_unaddressed(scene: Scene) -> bool:
    """There is no chat and none is offered, of which the page does not say what a bubble does."""
    return scene.not_in_chat() and scene.visitor.proposal is None


def _shows_styles(scene: Scene) -> None:
    """The page's own styles: of the generator's, what they set is known by `marked`."""
    _wears(scene, scene.page.options, scene.host_window, _STYLED)


def _wears(
    scene: Scene,
    options: Mapping[str, Any],
    window: str,
    parts: tuple[tuple[str, dict[str, Any]], ...],
) -> None:
    for name, rule in (("css_text", "css-text"), ("css_file", "css-file")):
        marked = marked_style(str(options.get(name, "")))
        if not marked:
            continue
        for part, given in parts:
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
    _shows_inside(scene, scene.page.options, scene.host_window, IS_OPEN)
    if scene.world.is_manual and scene.not_in_chat() and scene.is_in_page:
        lists_operators(scene, scene.host_window)


def shows_new_page(scene: Scene) -> None:
    """What stands on the new page that a chat opens on: the same as in the window."""
    options = scene.page.options
    _shows_inside(scene, options, CHAT, {})
    _wears(scene, options, CHAT, (("send", {}),))
    if scene.world.is_manual and scene.not_in_chat():
        lists_operators(scene, CHAT)
    operators_see(scene)


def shows_popup(scene: Scene, options: Mapping[str, Any]) -> None:
    """What stands in the popup's window, which is a chat window as well, with its own options."""
    _shows_inside(scene, options, POPUP, {})
    _wears(scene, options, POPUP, (("send", {}),))
    here, world, memory = scene.page.options, scene.world, scene.memory
    is_clear = memory.is_shared and "two" not in memory.pages
    is_clear = is_clear and world.is_private(options) == world.is_private(here)
    if is_clear and all(
        options.get(name, given) == given for name, given in here.items() if name[:2] == "c_"
    ):
        _see_data(scene, options)


def _shows_inside(
    scene: Scene, options: Mapping[str, Any], window: str, given: Mapping[str, Any]
) -> None:
    world, expected = scene.world, scene.expected
    for kind in ("contact", "faq", "privacy"):
        here, there = options.get(f"url_{kind}"), world.settings.get(f"url_{kind}")
        if here and there and here != there:
            expected.silent(PREFILLED)
        elif here or there:
            why = f"url_{kind} is set"
            wanted: dict[str, Any] = {kind: here or there}
            expected.sees("links-in-window", "links", wanted, window, given, why=why)
    if not (world.is_private(options) or world.is_private(scene.page.options)):
        rule = "consent-before-personal-data"
        why = "no address for Processing of Personal Data is filled"
        expected.sees(rule, "consent", "hidden", window, why=why)
    if not world.asked:
        why = "no request is set up in the administration"
        expected.sees("onnamerequired-answer", "asked", "none", window, why=why)
    if not options.get("css_text") and not options.get("css_file"):
        expected.silent(CSS)


def operators_see(scene: Scene, *, is_load: bool = False) -> None:
    """What operators see of a visitor: that they are there, and what the page tells of them."""
    page, expected = scene.page, scene.expected
    if not scene.memory.is_shared or "two" in scene.memory.pages:
        expected.silent(PREFILLED)
        return
    told: dict[str, Any] = {"online": True}
    if page.status == "hidden":
        expected.sees("hidden-is-seen", "visitors", {"$has": told}, why="the chat is hidden")
    _see_data(scene, page.options)
    if is_load:
        _marks_targets(scene)


def _see_data(scene: Scene, options: Mapping[str, Any]) -> None:
    """What the page tells of the visitor."""
    expected, visitor, rule = scene.expected, scene.visitor, "prefilled-seen"
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
