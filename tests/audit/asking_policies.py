"""What the tests of the model of a policy share: needs, and policies made at random."""

from __future__ import annotations

from hypothesis import strategies as st

from harness.audit.policies.needs import Ask, Inline, Need, TypesName
from harness.audit.policies.policy import parsed

PAGE = "https://shop.example/cart"
HOST = "https://app.livechatoo.com"
LOADER = Ask("script-src-elem", f"{HOST}/js/web.min.js")
WRITTEN = Ask("script-src-elem", f"{HOST}/js/web.min.js", is_by_parser=True)
WITH_NONCE = Ask("script-src-elem", f"{HOST}/js/web.min.js", "b")
FRAME = Ask("frame-src", f"{HOST}/demo/client-embed/en")
PICTURE = Ask("img-src", f"{HOST}/demo/files/logo.png")
STYLE = Ask("style-src-elem", f"{HOST}/css/a.css")
REQUEST = Ask("connect-src", f"{HOST}/ping")
SNIPPET = Inline("livechatooCmd = function () {};")
OTHER = Inline("window.other = true;", "a")
HANDLER = Inline("livechatoo.embed.page('chat')", is_handler=True)
NAME = TypesName("chat")
HASH = SNIPPET.source
NEEDS: dict[str, Need] = {
    "loader": LOADER,
    "written": WRITTEN,
    "nonce": WITH_NONCE,
    "frame": FRAME,
    "picture": PICTURE,
    "style": STYLE,
    "request": REQUEST,
    "snippet": SNIPPET,
    "other": OTHER,
    "handler": HANDLER,
    "name": NAME,
}

VALUES = [
    *("'self'", "'none'", "*", "https:", "http:", "data:", "app.livechatoo.com", HOST),
    *("https://*.livechatoo.com", f"{HOST}/js/", f"{HOST}/demo/", "cdn.example", "ws:"),
    *(f"{HOST}:*", f"{HOST}:80", "http://app.livechatoo.com", "https://*", "*:443", "http://*:80"),
    *("'nonce-a'", "'nonce-b'", "'strict-dynamic'", "'unsafe-inline'", "'unsafe-hashes'"),
    *(HASH, HANDLER.source, "'report-sample'", "'unsafe-eval'", "'UNSAFE-INLINE'"),
]
NAMES = [
    *("default-src", "script-src", "script-src-elem", "script-src-attr", "child-src", "frame-src"),
    *("style-src", "style-src-elem", "img-src", "connect-src"),
]
_directives = st.builds(
    lambda name, values: " ".join([name, *values]),
    st.sampled_from(NAMES),
    st.lists(st.sampled_from(VALUES), max_size=5),
)
_types = st.lists(st.sampled_from(["chat", "shop", "'none'", "*"]), max_size=2, unique=True).map(
    lambda names: " ".join(["trusted-types", *names])
)
policies = st.lists(st.one_of(_directives, _directives, _types), max_size=6).map(
    lambda parts: parsed("; ".join(parts))
)
needs = st.lists(st.sampled_from(list(NEEDS.values())), max_size=6)
