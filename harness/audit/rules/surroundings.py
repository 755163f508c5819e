"""What else is in the page: other libraries, globals, frames, service workers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.audit import parsing
from harness.audit.evidence import is_loader_request
from harness.audit.finding import Proof
from harness.audit.literals import runs_at_once
from harness.audit.reading import LOADER_PATH
from harness.audit.rule import Hit, Rules
from harness.audit.sources import Source
from harness.audit.target import text_beside
from harness.widget_api import GLOBAL, HOOK, WIDGET_HOST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.audit.evidence import Evidence
    from harness.audit.markup import Element

RULES = Rules("policy")
_NAMED = frozenset({"embed", "form", "iframe", "img", "object"})
"""Elements whose `name` becomes a global, as every element's id does."""
_HIDDEN = "Object.defineProperty({owner}, '{name}', {{value: {name}}});"


@RULES.rule(
    "prototype-extended",
    "warning",
    "Objects and lists have no fields that a for…in loop finds.",
    rests_on="peers: Bandyer/Bandyer-Chat-Widget#1, AmauriC/tarteaucitron.js PR#208",
    why="Options and data are walked by loops. Fields that an old library adds to every object "
    "appear among them.",
    remedy="define the field with Object.defineProperty, which loops do not see",
    example=_HIDDEN.format(owner="Object.prototype", name="clone"),
)
def prototype_extended(evidence: Evidence) -> Iterator[Hit]:
    """Report enumerable fields of Object.prototype and Array.prototype."""
    known: set[str] = set()
    for kind, listed in evidence.loaded().get("enumerable", {}).items():
        names = [name for name in listed if name not in known]  # a list has an object's fields too
        known.update(names)
        if names:
            owner = f"{kind.capitalize()}.prototype"
            spot = evidence.reading.page.find(f"{owner}.{names[0]}")
            proof = Proof("measure", f"for…in finds {', '.join(names)}")
            example = _HIDDEN.format(owner=owner, name=names[0])
            message = f"the page adds {', '.join(names)} to {owner}"
            yield Hit(message, spot, (proof,), example=example)


@RULES.rule(
    "builtin-changed",
    "warning",
    "The language's own functions do what they should.",
    rests_on="peers: Bandyer/Bandyer-Chat-Widget#1, NUKnightLab/juxtapose#31",
    why="Old libraries replace functions of the language and of the browser by ones that half "
    "work. The widget and the page's other scripts use them too: with a changed JSON.stringify "
    "what is sent cannot be read, with a changed bind callbacks lose their arguments.",
    remedy="update the library, or remove it",
    example="",
)
def builtin_changed(evidence: Evidence) -> Iterator[Hit]:
    """Report built-in functions that give wrong answers, each once."""
    visit = evidence.visit("desktop")
    answers = visit.seen("builtins") if visit else {}
    wrong: dict[str, list[str]] = {}
    for what, is_right in answers.items():
        if not is_right:
            wrong.setdefault(what.split(" ", maxsplit=1)[0], []).append(what)
    for name, tried in wrong.items():
        key = "toJSON" if name == "JSON.stringify" else name
        places = [source.find(key) for source in evidence.sources.values()]
        spot = next((one for one in places if one), None)
        proof = Proof("measure", f"tried in this page, these do not work: {', '.join(tried)}")
        yield Hit(f"this page changes {name}, so that it half works", spot, (proof,))


@RULES.rule(
    "amd-in-page",
    "note",
    "A loader of modules does not take the widget for a module.",
    rests_on="peers: PostHog/posthog-js#433, magento/magento2#26756; whether this loader "
    "registers itself as a module is not known",
    why="Scripts that see `define.amd` may define a module in the place of a global.",
    remedy="nothing, as long as the real widget is there; else bring the loader of modules in once "
    "the widget's loader has run",
    example="l.onload = function () { document.head.appendChild(modules); };",
)
def amd_in_page(evidence: Evidence) -> Iterator[Hit]:
    """Report pages with AMD's define."""
    defined = evidence.reading.assignments("define.amd")
    is_later = bool(defined) and not any(runs_at_once(one.node) for one in defined)
    if evidence.loaded().get("types", {}).get("amd") and not is_later:
        spot = defined[0].spot if defined else evidence.reading.page.find("define.amd")
        yield Hit("this page has a loader of AMD modules", spot)


@RULES.rule(
    "global-overwritten",
    "error",
    "The name livechatoo is the widget's.",
    rests_on="observed: the loader defines the global livechatoo; peers: premasagar/sqwidget#6",
    why="The page gives the name another value, and the widget's functions are gone.",
    remedy="give your own variable another name",
    example="var chatSettings = {account: 'yourshop'};",
)
def global_overwritten(evidence: Evidence) -> Iterator[Hit]:
    """Report pages in which the global is not the widget after the loader came."""
    types = evidence.loaded().get("types", {})
    is_served = any(
        is_loader_request(event.data) and event.data.get("status") == 200  # noqa: PLR2004 - OK
        for _, event in evidence.undisturbed("request")
    )
    if not types or not is_served or types.get("init") == "function":
        return
    found = evidence.reading.assignments(GLOBAL)
    if found:
        proof = Proof("measure", f"livechatoo.embed.init is {types.get('init')}")
        yield Hit("the page overwrites the widget's global", found[-1].spot, (proof,))


@RULES.rule(
    "element-named-like-widget",
    "warning",
    "No element has the name of the widget's globals.",
    rests_on="browsers: elements with an id or a name become globals; peers: php-debugbar#253",
    why="Until the loader has run the name stands for the element, so a check such as "
    "`if (window.livechatoo)` succeeds too early.",
    remedy="give the element another id",
    example='<div id="chat-box"></div>',
)
def element_named_like_widget(evidence: Evidence) -> Iterator[Hit]:
    """Report elements that become the widget's globals."""
    for element in evidence.reading.document.elements:
        for name in ("id", "name") if element.tag in _NAMED else ("id",):
            if element.get(name) in {GLOBAL, HOOK}:
                message = f'<{element.tag} {name}="{element.get(name)}"> takes a name of the widget'
                yield Hit(message, evidence.reading.document.attribute_spot(element, name))


@RULES.rule(
    "embed-in-frame",
    "warning",
    "The embed is in the page, not in a frame of it.",
    rests_on="peers: Altinn/app-frontend-react#1216; browsers: a frame is all that its content "
    "can cover",
    why="Inside of a frame the bar sits in the frame's corner, and the operators see the frame's "
    "address.",
    remedy="put the snippet into the page itself, and take it out of the frame",
    example="livechatooCmd = function () { livechatoo.embed.init({account: 'yourshop'}); };",
)
def embed_in_frame(evidence: Evidence) -> Iterator[Hit]:
    """Report frames of the page's own that hold the snippet, without a sandbox."""
    yield from _framed(evidence, is_caged=False)


@RULES.rule(
    "embed-in-sandbox",
    "error",
    "The embed is not in a sandboxed frame.",
    rests_on="browsers: the sandbox attribute; peers: dimagi/open-chat-studio PR#3223",
    why="A sandbox takes scripts, cookies or windows away from all frames inside of it, the "
    "widget's among them.",
    remedy="put the snippet into the page itself, and take it out of the frame",
    example="livechatooCmd = function () { livechatoo.embed.init({account: 'yourshop'}); };",
)
def embed_in_sandbox(evidence: Evidence) -> Iterator[Hit]:
    """Report sandboxed frames that hold the snippet and lack a permission."""
    yield from _framed(evidence, is_caged=True)


def _framed(evidence: Evidence, *, is_caged: bool) -> Iterator[Hit]:
    needed = ("allow-scripts", "allow-same-origin", "allow-popups")
    document = evidence.reading.document
    for element in document.all("iframe"):
        if not _brings_widget(evidence, element):
            continue
        has_sandbox = "sandbox" in element.attributes
        lacking = [one for one in needed if one not in element.get("sandbox").split()]
        if is_caged and has_sandbox and lacking:
            spot = document.attribute_spot(element, "sandbox")
            yield Hit(f"this frame's sandbox lacks {' '.join(lacking)}", spot)
        elif not is_caged and not (has_sandbox and lacking):
            yield Hit("the snippet is inside of this frame", document.spot(element))


def _brings_widget(evidence: Evidence, element: Element) -> bool:
    address = element.get("src")
    text = element.get("srcdoc") or evidence.reading.frames.get(evidence.reading.absolute(address))
    text = text or text_beside(evidence.target, address)
    inner = parsing.read(Source("frame", evidence.reading.page.url, text))
    return any(
        WIDGET_HOST + LOADER_PATH in one.get("src") + inner.content(one)
        for one in inner.all("script")
    )


@RULES.rule(
    "loader-from-worker",
    "warning",
    "No service worker keeps the loader.",
    rests_on="observed: the loader has no version; peers: danny-avila/LibreChat PR#13686",
    why="A service worker that answers for the loader keeps an old build for its visitors.",
    remedy="let the worker handle requests of its own origin only",
    example="self.addEventListener('fetch', function (event) {\n"
    "  if (new URL(event.request.url).origin !== location.origin) return;\n"
    "  event.respondWith(fetch(event.request));\n});",
)
def loader_from_worker(evidence: Evidence) -> Iterator[Hit]:
    """Report that a service worker answers for the loader once it has taken over."""
    visit = evidence.visit("second")
    if visit is None or not visit.seen("again-facts").get("byWorker"):
        return
    if any(is_loader_request(event.data) for event in visit.during("again", "again-rest")):
        return
    proof = Proof("measure", "at the third load the loader came without a request to its host")
    calls = [
        call.spot
        for script in evidence.reading.scripts
        for call in script.calls
        if call.path.endswith("serviceWorker.register")
    ]
    message = "the page's service worker answers for the loader"
    yield Hit(message, calls[0] if calls else None, (proof,))
