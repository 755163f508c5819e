"""Drives every function of the stub widget once and prints what was called back.

`python tests/stub_widget/drive.py [LOADER]` ends with status 1 when a rule does not hold; a
broken loader of fixtures/widgets in the place of the stub's has to end so.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.async_api import Error as PlaywrightError
from stage import Stage, stage

from harness.stub.backend import Operator

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

AWAY = Operator(1, "Alex", online=False)
FAILED: list[str] = []
SEEN = """() => {
  const roots = document.querySelectorAll('[data-livechatoo]');
  if (roots.length !== 1) return roots.length + ' roots';
  const box = roots[0].getBoundingClientRect();
  if (!box.width) return 'nothing';
  const side = box.left < innerWidth - box.right ? 'left' : 'right';
  return side + ' ' + box.width + 'x' + box.height;
}"""


async def holds(made: Stage, what: str, expected: Any, recorded: Any) -> None:
    """Compare, print, and remember a difference."""
    good = expected == recorded
    print("  " if good else "! ", what, "->", recorded)
    if not good:
        FAILED.append(f"{what}: expected {expected!r}, recorded {recorded!r}")
    if made.errors:
        print("    errors:", made.errors)


async def shows(made: Stage, what: str, status: str, seen: str, *calls: Any) -> None:
    """Check the status, what is seen, what the operator sees, and what was called back."""
    await holds(made, what, list(calls), await made.log())
    await holds(made, what + " status", status, await made.api("status()"))
    await holds(made, what + " seen", seen, await made.page.evaluate(SEEN))
    if status:
        await holds(made, what + " visitors", status, made.backend.visitors()[0]["page"])


def onload(page: str, *, online: bool = True) -> list[Any]:
    return ["onload", {"page": page, "online": online}]


def change(status: str) -> list[Any]:
    return ["onchange", {"chat_status": status}]


BAR, WINDOW, MAXIMIZED = "264x52", "372x560", "760x688"


async def pages(made: Stage) -> None:
    """All values of page, the bubble, the side and flip, without a chat."""
    await made.open()
    await shows(made, "init", "start-online", f"right {BAR}", onload("start-online"))
    sizes = {"start-online": BAR, "online": WINDOW, "start-offline": BAR, "offline": WINDOW}
    for page, size in {**sizes, "mini": "56x56", "chat": WINDOW}.items():
        await made.api(f"page('{page}')")
        await shows(made, f"page {page}", page, f"right {size}")
    await made.api("page('hidden')")
    await shows(made, "page hidden", "hidden", "nothing")
    await made.api("flip()")
    await shows(made, "flip back", "chat", f"right {WINDOW}")
    await made.api("page('start-online')")
    await made.api("bubble(true)")
    await shows(made, "bubble", "start-online", "right 264x144")
    await made.api("switch_side('left')")
    await shows(made, "switch_side", "start-online", "left 264x144")
    await made.api("bubble(false)")
    await shows(made, "no bubble", "start-online", f"left {BAR}")
    for wrong in ("page('nonsense')", "page()", "bubble('x')", "switch_side('up')", "init({})"):
        await made.api(wrong)
    await made.page.evaluate("postMessage({livechatoo: 'x', say: 'close'}, '*')")
    await made.page.evaluate("frames[0].postMessage({livechatoo: 'x', say: 'show'}, '*')")
    await made.page.evaluate("frames[0].postMessage(null, '*')")
    await shows(made, "nonsense", "start-online", f"left {BAR}")
    await made.press("Open chat")
    await shows(made, "visitor opens", "online", f"left {WINDOW}")
    await made.press("Maximize")
    await shows(made, "visitor maximizes", "online", f"left {MAXIMIZED}")
    await made.page.keyboard.press("Escape")
    await shows(made, "Escape", "start-online", f"left {BAR}")
    await made.api("flip()")
    await shows(made, "flip", "hidden", "nothing")
    made.backend.operator_goes("offline")
    await made.api("flip()")
    await shows(made, "flip, offline by now", "start-offline", f"left {BAR}")
    made.backend.operator_goes("online")
    await shows(made, "online again", "start-online", f"left {BAR}")


async def prepared(made: Stage) -> None:
    """Options set beforehand, and the preference cookie."""
    await made.open()
    await made.log()
    await holds(made, "lctpref", "lctpref=v1rd1", await made.page.evaluate("document.cookie"))
    await made.page.evaluate("""() => {
      livechatoo.embed.stop();
      window.optionsGiven = Object.assign({}, optionsGiven, {side: 'left', account: 'other'});
      livechatoo.embed.options = optionsGiven;
      livechatoo.embed.init();
    }""")
    await asyncio.sleep(0.4)
    await holds(
        made, "accounts", ["demo", "other"], [v["account"] for v in made.backend.visitors()]
    )
    await shows(made, "init()", "start-online", f"left {BAR}", onload("start-online"))


async def chat(made: Stage) -> None:
    """A chat from its start to its end, over loads, with stop at last."""
    await made.open()
    await made.press("Open chat")
    await made.says("Hi")
    started = {"ticket": "T-000001", "initiator": "client"}
    loaded = [onload("start-online"), ["onchatstart", started]]
    await shows(made, "says", "chat", f"right {WINDOW}", *loaded)
    await made.press("Maximize")
    await made.press("Restore")
    await made.press("Minimize")
    changes = [change("max"), change("res"), change("min")]
    await shows(made, "max, res, min", "chat", f"right {BAR}", *changes)
    made.backend.operator_says("Hello")
    await asyncio.sleep(0.1)
    await holds(made, "unread", "1", await made.frame.locator("#unread").inner_text())
    await made.press("Open chat")
    await shows(made, "opens", "chat", f"right {WINDOW}", change("res"))
    await made.api("flip()")
    await made.api("flip()")
    await shows(made, "flip twice", "chat", f"right {WINDOW}", change("min"), change("res"))
    await made.press("Maximize")
    await made.open("https://shop.example/thanks")
    opened = [onload("chat"), ["onchatopened", started]]
    await shows(made, "navigation", "chat", f"right {MAXIMIZED}", *opened)
    await made.api("reload()")
    await asyncio.sleep(0.4)
    await shows(made, "reload", "chat", f"right {MAXIMIZED}", *opened)
    await made.api("init()")
    await asyncio.sleep(0.4)
    await shows(made, "second init", "chat", f"right {MAXIMIZED}", *opened)
    await made.press("Close")
    await shows(made, "visitor closes", "start-online", f"right {BAR}")
    chats = [(row["running"], len(row["messages"])) for row in made.backend.chats()]
    await holds(made, "operator's side", [(False, 2)], chats)
    made.backend.operator_invites("Anything else?")
    again = ["onchatstart", {"ticket": "T-000002", "initiator": "operator"}]
    await shows(made, "operator invites", "chat", f"right {WINDOW}", again)
    made.backend.operator_ends()
    await shows(made, "operator ends", "online", f"right {WINDOW}")
    await made.api("stop()")
    await shows(made, "stop", "", "0 roots")
    for call in ("flip()", "page('online')", "bubble(true)", "reload()", "stop()"):
        await made.api(call)
    await shows(made, "after stop", "", "0 roots")
    await holds(made, "pages left", 0, made.backend.visitors()[0]["pages"])
    await holds(made, "parked", 0, made.endpoints.parked)


async def proactive(made: Stage) -> None:
    """A proactive chat starts when the visitor answers."""
    await made.open()
    await made.api("page('hidden')")
    await made.api("page('chat', {message: 'Can I help?', operator_name: 'Great Offer'})")
    await shows(made, "proactive", "chat", f"right {WINDOW}", onload("start-online"))
    await holds(made, "title", "Great Offer", await made.frame.locator("h1").inner_text())
    await made.says("Yes")
    started = ["onchatstart", {"ticket": "T-000001", "initiator": "api"}]
    await shows(made, "answered", "chat", f"right {WINDOW}", started)
    texts = [message["text"] for message in made.backend.chats()[0]["messages"]]
    await holds(made, "transcript", ["Can I help?", "Yes"], texts)


async def offline(made: Stage) -> None:
    """Nobody is online: pages become their offline form, and a message can be left."""
    await made.open()
    first = onload("start-offline", online=False)
    await shows(made, "offline init", "start-offline", f"right {BAR}", first)
    await made.api("page('online')")
    await shows(made, "offline page", "offline", f"right {WINDOW}")
    await made.leaves_message(name="Jan", email="jan@example.com", message="Hi")
    sent = {"name": "Jan", "email": "jan@example.com", "phone": "", "message": "Hi"}
    await shows(made, "message", "offline", f"right {WINDOW}", ["onofflinemessage", sent])


async def misbehaving(made: Stage) -> None:
    """Callbacks that throw or call back, snippets twice, odd pages."""
    await made.open()
    await made.log()
    await made.page.evaluate("""() => {
      window.turns = 0;
      optionsGiven.onload = () => { if (turns++ < 3) livechatoo.embed.reload(); throw Error('x'); };
      Array.prototype.toJSON = () => 'spoilt'; Array.prototype.extra = 1;
      Object.defineProperty(document, 'cookie', { get() { throw Error('no'); } });
      Object.freeze(optionsGiven);
      livechatoo.embed.init(optionsGiven);
    }""")
    await made.page.wait_for_function("turns === 4")
    await asyncio.sleep(0.3)
    await holds(made, "turns", 4, await made.page.evaluate("turns"))
    await holds(made, "errors", 4, len([e for e in made.errors if e == "x"]))
    made.errors.clear()
    await made.page.evaluate("""() => new Promise((done) => {
      const again = document.createElement('script');
      again.src = 'https://app.livechatoo.com/js/web.min.js'; again.onload = done;
      document.head.append(again);
    })""")
    await asyncio.sleep(0.3)
    await shows(made, "loader twice", "start-online", f"right {BAR}")
    await holds(made, "turns", 4, await made.page.evaluate("turns"))


async def mini(made: Stage) -> None:
    """The mini button opens the chat on a page of its own."""
    await made.open()
    await made.log()
    async with made.page.expect_popup() as opened:
        await made.press("Open chat")
    popup = await opened.value
    await popup.get_by_role("textbox", name="Your message").fill("Hi")
    await popup.keyboard.press("Enter")
    await asyncio.sleep(0.2)
    started = ["onchatstart", {"ticket": "T-000001", "initiator": "client"}]
    await holds(made, "mini", [started], await made.log())
    await holds(made, "mini status", "mini", await made.api("status()"))
    await popup.get_by_role("button", name="Close").click()
    await asyncio.sleep(0.2)
    await holds(made, "windows", 1, len(made.page.context.pages))
    await shows(made, "mini", "mini", "right 56x56")


ACTS: tuple[tuple[Callable[[Stage], Awaitable[None]], dict[str, Any]], ...] = (
    (pages, {}),
    (prepared, {}),
    (chat, {}),
    (proactive, {}),
    (offline, {"operators": (AWAY,)}),
    (misbehaving, {}),
    (mini, {"options": {"page": "mini"}}),
)


async def main(loader: bytes | None) -> int:
    """Play all acts, each in a browser of its own."""
    for act, world in ACTS:
        print(f"{act.__name__} {world or ''}")
        async with stage(**world, loader=loader) as made:
            try:
                await act(made)
            except PlaywrightError as error:
                FAILED.append(f"{act.__name__}: {error.message.splitlines()[0]}")
    print("\n".join(FAILED) or "all rules hold")
    return 1 if FAILED else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main(Path(sys.argv[1]).read_bytes() if len(sys.argv) > 1 else None)))
