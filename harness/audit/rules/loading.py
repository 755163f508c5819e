"""How the loader is brought into the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.audit import causes
from harness.audit.edits import attribute_added, attribute_removed, node_replaced, substituted
from harness.audit.finding import Edit, Proof
from harness.audit.literals import runs_at_once, text_of
from harness.audit.loader_settings import settings_of_loader
from harness.audit.misplaced import under_address
from harness.audit.policies.standing import standing_policies
from harness.audit.reading import LOADER_PATH
from harness.audit.rule import Hit, Rules
from harness.audit.rules.snippet import SNIPPET, THE_HOOK
from harness.audit.rules.timing import delayed
from harness.audit.script_types import address_of, kind_of
from harness.widget_api import HOOK, LOADER_URL, WIDGET_HOST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.audit.evidence import Evidence
    from harness.audit.markup import Element
    from harness.audit.reading import Reading
    from harness.audit.sources import Spot

RULES = Rules("loading")
_OLD = f"http://{WIDGET_HOST}{LOADER_PATH}"
_ASYNC = f'<script async src="{LOADER_URL}"></script>'
_HOOKED = f"""<script>
{HOOK} = function () {{
  livechatoo.embed.init({{account: 'yourshop', lang: 'en', side: 'right'}});
}};
</script>
{_ASYNC}"""


@RULES.rule(
    "loader-over-http",
    "error",
    "A page that is served over https asks for the loader over https.",
    rests_on="observed: the snippet takes the page's protocol; browsers block mixed scripts",
    why="Browsers refuse a script over http in a page over https, so the widget never loads.",
    remedy="write https, or leave the protocol away: //app.livechatoo.com/js/web.min.js",
    example=_ASYNC,
)
def loader_over_http(evidence: Evidence) -> Iterator[Hit]:
    """Report whole http addresses of the loader in a page over https, unless all are upgraded."""
    reading = evidence.reading
    if not reading.page.url.startswith("https:") or _are_upgraded(evidence):
        return
    for element in reading.loader_elements:
        if reading.absolute(address_of(element) or "").startswith("http:"):
            spot = reading.document.attribute_spot(element, "src")
            edits = substituted(spot, "http:", "https:")
            yield Hit("the loader is asked for over http", spot, edits=edits)
    for script, node, text in reading.loader_strings:
        if text == _OLD:
            whole = text_of(node).replace("http:", "https:", 1)
            edits = tuple(node_replaced(script, node, whole))
            yield Hit("the loader is asked for over http", script.spot(node), edits=edits)


def _are_upgraded(evidence: Evidence) -> bool:
    """Whether a policy of the page has the browser ask for everything over https."""
    policies = [one.policy for one in standing_policies(evidence) if not one.is_report]
    return any(one.get("upgrade-insecure-requests") for one in policies)


@RULES.rule(
    "loader-blocking",
    "warning",
    "The loader does not hold up the page.",
    rests_on="documented: Implementing (the code is asynchronous)",
    why="A plain script element stops the page until the loader has come and run. When the "
    "vendor's server does not answer, visitors see half a page.",
    remedy=f"set {THE_HOOK} before the loader's element, make all calls in it or in callbacks, "
    "and give the element `async`; or use the published snippet",
    example=_HOOKED,
)
def loader_blocking(evidence: Evidence) -> Iterator[Hit]:
    """Report loader elements that the parser waits for."""
    for element in evidence.reading.loader_elements:
        if is_blocking(element):
            yield Hit(
                "the page waits for the loader here",
                evidence.reading.document.spot(element),
                tuple(_held(evidence)),
                edits=made_async(evidence, element),
            )


def is_blocking(element: Element) -> bool:
    """Whether the parser waits for a script element with an address."""
    is_late = {"async", "defer"} & set(element.attributes) or kind_of(element) == "module"
    return not is_late


def made_async(evidence: Evidence, element: Element) -> tuple[Edit, ...]:
    """`async` for a loader's element, where no script of the page relies on its having run."""
    reading = evidence.reading
    order = reading.document.elements.index(element)
    is_hooked = any(hook.script.order < order for hook in reading.hooks)
    is_late = any(hook.script.order > order for hook in reading.hooks)
    is_relied_on = any(
        call.script.how != "handler" and runs_at_once(call.node) for call in reading.calls
    )
    if not is_hooked or is_late or is_relied_on:
        return ()
    return (attribute_added(reading.document, element, "async"),)


def _held(evidence: Evidence) -> Iterator[Proof]:
    visit = evidence.visit("withheld")
    if visit is not None and visit.seen("held").get("ready") == "loading":
        yield Proof("measure", "with a loader that hangs, the document stays in state `loading`")
        yield from delayed(evidence, "parsed", "the whole document is read")


@RULES.rule(
    "loader-written",
    "warning",
    "The loader is not brought in by document.write.",
    rests_on="browsers: written scripts hold up the parser and may be refused on slow lines",
    why="Chromium refuses scripts of other hosts that are written into the page on slow "
    "connections, and in a page that is already loaded document.write empties it.",
    remedy="use the published snippet, or an element with `async`",
    example=_HOOKED,
)
def loader_written(evidence: Evidence) -> Iterator[Hit]:
    """Report document.write of the loader's address, and where it took the page away."""
    is_anew = any(evidence.loaded(name).get("isAnew") for name in ("desktop", "phone"))
    message = "document.write brings in the loader"
    if is_anew:
        message += ", and takes the page away, which was loaded before"
    for script in evidence.reading.scripts:
        for call in script.calls:
            is_writing = call.path in {"document.write", "document.writeln"}
            if is_writing and WIDGET_HOST + LOADER_PATH in text_of(call.node):
                yield Hit(message, call.spot)


@RULES.rule(
    "loader-integrity",
    "warning",
    "The loader is not pinned to one build.",
    rests_on="observed: the loader has no version; several builds were seen at one address",
    why="With `integrity` the browser refuses the loader on the day the vendor changes it.",
    remedy="remove integrity from the loader, and crossorigin that goes with it",
    example=_ASYNC,
)
def loader_integrity(evidence: Evidence) -> Iterator[Hit]:
    """Report loaders with an integrity, as an attribute or set by a script."""
    for spot, edits in _settings(evidence, "integrity"):
        yield Hit("the loader is pinned to one build", spot, edits=edits)


@RULES.rule(
    "loader-crossorigin",
    "warning",
    "The loader is asked for as any script is.",
    rests_on="browsers: with `crossorigin` a script runs only where its server sends CORS headers; "
    "whether the vendor's sends them is not known, and the published snippet does without",
    why="The browser refuses a script with `crossorigin` when its server does not allow the page's "
    "origin by a header. The visits' loader allows everything, the vendor's may not.",
    remedy="remove crossorigin from the loader",
    example=_ASYNC,
)
def loader_crossorigin(evidence: Evidence) -> Iterator[Hit]:
    """Report loaders that are asked for with CORS, unless it is for the sake of an integrity."""
    if any(True for _ in loader_integrity(evidence)):
        return
    message = "the loader is asked for with CORS, which its server may not allow"
    for spot, edits in _settings(evidence, "crossorigin"):
        yield Hit(message, spot, edits=edits)
    for spot in _as_module(evidence.reading):
        remedy = "bring it in as a plain script, as the snippet does: modules always come with CORS"
        yield Hit(message, spot, remedy=remedy)


def _as_module(reading: Reading) -> Iterator[Spot]:
    """Where the loader is asked for as a module."""
    for element in reading.loader_elements:
        if kind_of(element) == "module":
            yield reading.document.attribute_spot(element, "type")
    for script, node, _ in reading.loader_strings:
        call = node.parent.parent if node.parent is not None else None
        callee = call.child_by_field_name("function") if call is not None else None
        if callee is not None and callee.type == "import":
            yield script.spot(node)


def _settings(evidence: Evidence, attribute: str) -> Iterator[tuple[Spot, tuple[Edit, ...]]]:
    """Where an attribute of the loader's element is given a value, and how it goes."""
    reading = evidence.reading
    for element in reading.loader_elements:
        is_given = attribute in element.attributes
        if is_given and (attribute != "integrity" or element.get(attribute).strip()):
            edits = attribute_removed(reading.document, element, attribute)
            if attribute == "integrity":
                edits += attribute_removed(reading.document, element, "crossorigin")
            yield reading.document.attribute_spot(element, attribute), edits
    for setting in settings_of_loader(reading):
        if setting.attribute == attribute:
            yield setting.spot, ()


@RULES.rule(
    "loader-twice",
    "warning",
    "The loader is in the page once.",
    rests_on="peers: RocketChat/Rocket.Chat#4732, chatwoot/chatwoot PR#2026, directus PR#9437",
    why="A theme and a plugin, or a tag manager, each bring the snippet. Which options hold then "
    "is chance, and callbacks may fire twice.",
    remedy="keep one of the two, with the options and callbacks that are meant",
    example=_HOOKED,
)
def loader_twice(evidence: Evidence) -> Iterator[Hit]:
    """Report pages that hold or get more than one loader."""
    seen = max(len(evidence.loaded(name).get("scripts", ())) for name in ("desktop", "phone"))
    if seen < 2:  # noqa: PLR2004 - one is right
        return
    reading = evidence.reading
    spots = [script.spot(node) for script, node, _ in reading.loader_strings]
    spots += [reading.document.spot(element) for element in reading.loader_elements]
    spots.sort(key=lambda spot: (spot.source.path, spot.start))
    proof = Proof("measure", f"{seen} script elements with the loader's address in the document")
    first = f"; the first is {spots[0].seen_from(spots[-1])}" if len(spots) > 1 else ""
    message = f"the page loads the loader {seen} times{first}"
    yield Hit(message, spots[-1] if spots else None, (proof,))


@RULES.rule(
    "loader-without-init",
    "error",
    "The page that loads the widget also starts it.",
    rests_on="documented: Basic Embedded ChatBar Functions",
    why="The loader alone shows nothing: the bar comes with embed.init, a popup with popup.init.",
    remedy=f"set `{HOOK}` to a function that calls livechatoo.embed.init, before the loader",
    example=_HOOKED,
)
def loader_without_init(evidence: Evidence) -> Iterator[Hit]:
    """Report pages in which nothing, not even a handler, calls an init."""
    reading = evidence.reading
    texts = [one.text for one in reading.all_scripts]  # those that are held back until later too
    is_named = any("init" in text and "livechatoo" in text for text in texts)
    is_named = is_named or any(True for _ in under_address(reading))
    if evidence.is_loader_run and not evidence.has_init and not is_named and not reading.hooks:
        yield Hit("the loader is there, but nothing calls embed.init or popup.init")


@RULES.rule(
    "body-missing-at-init",
    "warning",
    "The widget is started when the page has a body.",
    rests_on="observed: snippets stand in the head, where there is no body yet; "
    "peers: chatwoot/chatwoot#2776",
    why="A loader that runs while the head is read calls the hook before there is a body to put "
    "the widget into. The stub waits for the body; whether each build of the real loader does "
    "is not known.",
    remedy="give the loader's element `async`, or move it to the end of the body",
    example=_HOOKED,
)
def body_missing_at_init(evidence: Evidence) -> Iterator[Hit]:
    """Report blocking loaders in the head whose hook is there already."""
    reading = evidence.reading
    for element in reading.loader_elements:
        order = reading.document.elements.index(element)
        is_hooked = any(hook.script.order < order for hook in reading.hooks)
        if element.is_in("head") and is_blocking(element) and is_hooked:
            message = "the hook runs in the head, before there is a body"
            spot = reading.document.spot(element)
            yield Hit(message, spot, edits=made_async(evidence, element))


@RULES.rule(
    "no-script-element",
    "error",
    "There is a script element for the snippet to stand before.",
    rests_on=SNIPPET,
    why="The snippet puts the loader before the first script element of the document. A page "
    "without one, with a snippet in a handler say, makes it throw.",
    remedy="append the loader to document.head instead",
    example="var l = document.createElement('script');\nl.async = true;\n"
    f"l.src = '{LOADER_URL}';\ndocument.head.appendChild(l);",
)
def no_script_element(evidence: Evidence) -> Iterator[Hit]:
    """Report the error that the snippet throws in a page without script elements."""
    for _, event in evidence.undisturbed("page_error"):
        message = str(event.data.get("message", ""))
        if "parentNode" in message and not evidence.is_loader_asked:
            spot = evidence.spot_of_stack(str(event.data.get("stack", "")))
            spot = spot or causes.inserting(evidence.reading)
            proof = Proof("stack", str(event.data.get("stack", ""))[:300])
            yield Hit(f"the snippet throws: {message}", spot, (proof,))
            return
