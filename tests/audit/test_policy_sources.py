"""Which addresses a source of a policy's list stands for."""

from __future__ import annotations

import pytest
from asking_policies import PAGE

from harness.audit.policies.sources import is_one_of


@pytest.mark.parametrize(
    ("source", "url", "is_its"),
    [
        ("*", "https://a.example/x", True),
        ("*", "data:image/png;base64,AA", False),
        ("*", "blob:https://shop.example/1", False),
        ("https:", "https://a.example/x", True),
        ("https:", "http://a.example/x", False),
        ("http:", "https://a.example/x", True),
        ("wss:", "ws://a.example/x", False),
        ("ws:", "https://a.example/x", False),
        ("data:", "data:text/plain,a", True),
        ("a.example", "https://a.example/x", True),
        ("a.example", "http://a.example/x", False),  # a page over https asks for nothing less
        ("A.Example", "https://a.example/x", True),
        ("a.example", "https://b.a.example/x", False),
        ("*.a.example", "https://b.a.example/x", True),
        ("*.a.example", "https://c.b.a.example/x", True),
        ("*.a.example", "https://a.example/x", False),
        ("*.a.example", "https://nota.example/x", False),
        ("https://*", "https://a.example/x", True),
        ("http://a.example", "https://a.example/x", True),
        ("https://a.example", "http://a.example/x", False),
        ("a.example", "https://a.example:8443/x", False),
        ("a.example:443", "https://a.example/x", True),
        ("a.example:80", "https://a.example/x", False),
        ("http://a.example:80", "https://a.example/x", True),
        ("http://a.example:8080", "https://a.example/x", False),
        ("a.example:8443", "https://a.example:8443/x", True),
        ("a.example:8443", "https://a.example/x", False),
        ("a.example:*", "https://a.example:8443/x", True),
        ("a.example/js/", "https://a.example/js/x.js", True),
        ("a.example/js/", "https://a.example/js", False),
        ("a.example/js", "https://a.example/js/x.js", False),
        ("a.example/js", "https://a.example/js?v=1", True),
        ("a.example/JS", "https://a.example/js", False),
        ("a.example/a%20b", "https://a.example/a b", True),
        ("a.example/", "https://a.example/js/x.js", True),
        ("'self'", "https://shop.example/x", True),
        ("'SELF'", "https://shop.example/x", True),
        ("'self'", "wss://shop.example/x", True),
        ("'self'", "http://shop.example/x", False),
        ("'self'", "https://shop.example:8443/x", False),
        ("'self'", "https://www.shop.example/x", False),
        ("self", "https://shop.example/x", False),  # without quotes it is a host's name
        ("'none'", "https://shop.example/x", False),
        ("'nonce-abc'", "https://a.example/x", False),
        ("https//a.example", "https://a.example/x", False),  # a slip that browsers pass over
    ],
)
def test_a_source_is_that_of_an_address_or_not(source: str, url: str, *, is_its: bool) -> None:
    assert is_one_of(url, [source], PAGE) is is_its


@pytest.mark.parametrize(
    ("source", "url", "is_its"),
    [
        ("a.example", "http://a.example/x", True),
        ("a.example", "https://a.example/x", True),
        ("'self'", "https://shop.example/x", True),
        ("'self'", "http://shop.example:8080/x", False),
    ],
)
def test_over_http_a_host_is_taken_either_way(source: str, url: str, *, is_its: bool) -> None:
    assert is_one_of(url, [source], "http://shop.example/") is is_its
