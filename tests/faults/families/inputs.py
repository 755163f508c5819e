"""Files that are no scenarios, or would burn a loader's time: refused in time, with a sentence."""

from __future__ import annotations

import json

from tests.faults.fault import Fault
from tests.faults.pages import BEFORE, ENDLESS, bomb


def _refused(
    name: str,
    content: str | bytes,
    says: str = r"broken\.yaml",
    file: str = "scenarios/broken.yaml",
    **more: object,
) -> Fault:
    return Fault(
        name=name,
        files={file: content, "junit.xml": BEFORE},
        is_usage=True,
        says=says,
        good=2,
        seconds=20,
        has_report=False,
        **more,
    )  # type: ignore[arg-type]


_MERGE = "\n".join(
    [
        "a0: &a0 {x: 1}",
        *(f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}]}}" for n in range(1, 12)),
    ]
)
_LAUGHS = "\n".join(
    ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12))]
)

_MANY = "a" * 40 + "b"
_ENDLESS = {
    "scenario": "Bomb",
    "timeout": "6s",
    "host": {
        "at": f"https://shop.example/{_MANY}",
        "html": "<!doctype html><title>Bomb</title>",
        "embed": {"account": "demo"},
    },
    "steps": [{"eval": f"fetch('/api?id={_MANY}').then(function () {{}})"}, {"flip": None}],
}


def _six(number: int) -> str:
    """A scenario with a regular expression that never ends, each time at another place."""
    said = f"console.log('{_MANY}')"
    log = {"console": {"text": {"$re": ENDLESS}}}
    steps = [
        {"eval": said, "expect": log},
        {"eval": said, "expect": {"never": {"of": [log], "for": "300ms"}}},
        {"eval": f"'{_MANY}'", "returns": {"$re": ENDLESS}},
        {"eval": f"throw new Error('{_MANY}')", "throws": {"$re": ENDLESS}},
        {"eval": f"document.title = '{_MANY}'; 1"},
        {"eval": said},
    ][number]
    more = {
        4: {"steps": [steps, {"check": {"title": {"$re": ENDLESS}}}]},
        5: {"always": {"never": [log]}},
    }
    content = {
        "scenario": f"Six {number}",
        "timeout": "6s",
        "host": {"html": "<p>"},
        "steps": [steps],
    }
    return json.dumps({**content, **more.get(number, {})})


FAULTS = [
    _refused("a merge-key bomb", _MERGE),
    _refused("a billion laughs", _LAUGHS),
    _refused("100,000 brackets", "[" * 100_000),
    _refused("100,000 brackets that are closed", "[" * 100_000 + "]" * 100_000),
    _refused("100,000 keys within keys", "".join(" " * n + "a:\n" for n in range(2000))),
    _refused("an alias that holds itself", "scenario: &a [*a]\nsteps: []"),
    _refused("a picture", bytes(range(256)) * 40),
    _refused("zeros", b"\0" * 10_000),
    _refused("UTF-16", "scenario: x\nsteps: []".encode("utf-16")),
    _refused("latin-1", "scenario: účet\nsteps: []".encode("cp1250")),
    _refused("nothing", ""),
    _refused("only a comment", "# nothing\n"),
    _refused("a list", "[1, 2, 3]"),
    _refused("a number of 100,000 digits", "scenario: x\ntimeout: " + "9" * 100_000),
    _refused("a Python object", "!!python/object/apply:os.system ['true']"),
    _refused("a tag of its own", "scenario: !secret x\nsteps: []"),
    _refused(
        "two documents", "scenario: a\nsteps: [{refresh: }]\n---\nscenario: b\nsteps: [{refresh: }]"
    ),
    _refused("a key twice", "scenario: x\nscenario: y\nhost: {html: x}\nsteps: [{refresh: }]"),
    _refused(
        "a million runs",
        json.dumps(
            {
                "scenario": "x",
                "params": {name: list(range(100)) for name in "abc"},
                "host": {"html": "x"},
                "steps": [{"refresh": None}],
            }
        ),
    ),
    _refused("a line of 20 MB", "scenario: " + "x" * 20_000_000),
    _refused(
        "odd regular expressions",
        json.dumps(
            {
                "scenario": "x",
                "host": {"html": "x"},
                "steps": [{"check": {"title": {"$re": "(((("}}}],
            }
        ),
    ),
    _refused("a file that is a folder", "x", file="scenarios/broken.yaml/x.yaml"),
    Fault(
        name="a link to itself among the files",
        through='ln -s loop.yaml scenarios/loop.yaml; exec "$@"',
        is_usage=True,
        good=2,
        seconds=20,
        has_report=False,
    ),
    Fault(
        name="a file that cannot be read",
        through='ln -s /proc/self/mem scenarios/mem.yaml; exec "$@"',
        is_usage=True,
        good=2,
        seconds=20,
        has_report=False,
    ),
    Fault(
        name="a pipe among the files",
        through='mkfifo scenarios/pipe.yaml; exec "$@"',
        good=2,
        seconds=20,
        exits=frozenset({0}),
        has_report=False,
    ),
    Fault(
        name="a folder that holds itself",
        through='ln -s . scenarios/again; exec "$@"',
        good=2,
        seconds=30,
        exits=frozenset({0, 4}),
        has_report=False,
    ),
    Fault(
        name="no scenarios",
        through='rm -r scenarios; exec "$@"',
        is_usage=False,
        good=2,
        seconds=20,
        exits=frozenset({4, 5}),
        has_report=False,
    ),
    Fault(
        name="a regular expression that never ends",
        bomb=bomb(
            {"check": {"text": {"p": {"$re": ENDLESS}}}, "within": "1s"},
            html="<p>" + "a" * 40 + "b",
        ),
        seconds=60,
    ),
    Fault(
        name="a regular expression that never ends, on a callback",
        bomb=bomb(
            {
                "eval": "console.log('a'.repeat(40) + 'b')",
                "expect": {"console": {"text": {"$re": ENDLESS}}},
                "within": "1s",
            }
        ),
        seconds=60,
    ),
    Fault(
        name="a regular expression that never ends, pytest",
        door="pytest",
        bomb=bomb(
            {"check": {"text": {"p": {"$re": ENDLESS}}}, "within": "1s"},
            html="<p>" + "a" * 40 + "b",
        ),
        seconds=60,
    ),
    Fault(
        name="a regular expression that never ends, -n 2",
        workers=2,
        bomb=bomb(
            {"check": {"text": {"p": {"$re": ENDLESS}}}, "within": "1s"},
            html="<p>" + "a" * 40 + "b",
        ),
        seconds=60,
    ),
    *(
        Fault(
            name=f"a regular expression that never ends, {where}, -n {workers}",
            workers=workers,
            bomb=json.dumps({**_ENDLESS, **more}),
            says=r"broken\[stuck\]: the regular expression",
            seconds=60,
        )
        for workers in (1, 2)
        for where, more in (
            (
                "in a mock",
                {
                    "mocks": [
                        {
                            "at": "https://shop.example/api",
                            "query": {"id": {"$re": ENDLESS}},
                            "reply": {"text": "x"},
                        }
                    ]
                },
            ),
            (
                "in a trigger",
                {"backend": {"triggers": [{"id": 7, "title": "T", "url_matches": ENDLESS[1:]}]}},
            ),
        )
    ),
    Fault(
        name="six regular expressions that never end",
        files={f"scenarios/six-{number}.yaml": _six(number) for number in range(6)},
        may=frozenset({"broken"}),
        says=r"broken\[stuck\]: the regular expression",
        exits=frozenset({1}),
        workers=2,
        seconds=60,
    ),
]
