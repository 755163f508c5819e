"""Machines that lack something: handles, memory, processes, a home, a path, a proxy, a clock."""

from __future__ import annotations

from tests.faults.fault import ANY, Fault, by_both_doors

_GO = 'exec "$@"'
_WHATEVER = frozenset({0, 1, 4})
"""It runs, or it says beforehand that it cannot; it never hangs and never loses a run."""


def _limited(
    name: str, line: str, *, exits: frozenset[int] | None = _WHATEVER, **more: object
) -> Fault:
    return Fault(  # type: ignore[arg-type]
        name=name,
        through=f"{line}; {_GO}",
        exits=exits,
        others=ANY - {"failed"},
        has_report=False,
        has_logs=False,
        seconds=100,
        **more,
    )


def _env(name: str, **env: str | None) -> Fault:
    return Fault(name=name, env=env)


FAULTS = [
    *(
        _limited(f"{count} file handles", f"ulimit -n {count}", in_ci=count == 64)
        for count in (16, 32, 48, 64, 96, 128, 256)
    ),
    _limited("64 file handles, pytest", "ulimit -n 64", door="pytest"),
    _limited("64 file handles, -n 2", "ulimit -n 64", workers=2),
    _limited("a stack of 256 KB", "ulimit -s 256"),
    _limited("1 GB of addresses", "ulimit -v 1000000"),
    _limited("300 MB of addresses", "ulimit -v 300000"),
    _limited(
        "files of 4 KB",
        # Python would keep what it compiles cut off, and not start again.
        "export PYTHONDONTWRITEBYTECODE=1; ulimit -f 8",
        exits=frozenset({3, 4}),
        says=r"\(ulimit -f\): lift the limit",
    ),
    _limited("no core files", "ulimit -c 0", exits=frozenset({0})),
    _env("no HOME", HOME=None),
    _env("a HOME that cannot be written", HOME="/proc"),
    _env("a HOME that is not there", HOME="/nowhere/at/all"),
    Fault(name="an empty PATH", env={"PATH": ""}, is_usage=True, says="no browser", good=2),
    _env("no PATH", PATH=None),
    _env(
        "a proxy that is dead",
        HTTP_PROXY="http://127.0.0.1:1",
        HTTPS_PROXY="http://127.0.0.1:1",
        http_proxy="http://127.0.0.1:1",
        https_proxy="http://127.0.0.1:1",
        ALL_PROXY="socks5://127.0.0.1:1",
    ),
    _env("an odd time zone", TZ="Antarctica/Troll"),
    _env("a time zone that is none", TZ="Nowhere/Nothing"),
    _env("NODE_OPTIONS", NODE_OPTIONS="--max-old-space-size=300"),
    _env("DEBUG=pw:*", DEBUG="pw:browser"),
    _env("PWDEBUG", PWDEBUG="console"),
    *by_both_doors(
        Fault(name="PWDEBUG=1", env={"PWDEBUG": "1"}, seconds=40, in_ci=True),
        _env("a driver that waits for a debugger", NODE_OPTIONS="--inspect-brk=0"),
        _env("an option that Node.js does not know", NODE_OPTIONS="--no-such-option"),
        _env("a channel that Node.js has not", NODE_CHANNEL_FD="77"),
        _env("Playwright's own tests", PWTEST_UNDER_TEST="1", PW_CHROMIUM_ATTACH_TO_OTHER="1"),
        _env("a file for Playwright's log that is nowhere", DEBUG_FILE="/nowhere/at/all"),
    ),
    _env("PYTHONWARNINGS=error", PYTHONWARNINGS="default"),
    _env("Python's development mode", PYTHONDEVMODE="1"),
    _env("PYTHONOPTIMIZE=2", PYTHONOPTIMIZE="2"),
    _env("PYTHONHASHSEED=0", PYTHONHASHSEED="0"),
    _env("PYTHONUNBUFFERED", PYTHONUNBUFFERED="1"),
    _env("PYTHONDONTWRITEBYTECODE", PYTHONDONTWRITEBYTECODE="1"),
    _env("TERM=dumb", TERM="dumb"),
    _env("no TERM", TERM=None),
    _env("colours are forced", FORCE_COLOR="1"),
    _env("COLUMNS=1", COLUMNS="1"),
    _env("a display that is not there", DISPLAY=":99", WAYLAND_DISPLAY="nope"),
    _env("a D-Bus that is not there", DBUS_SESSION_BUS_ADDRESS="unix:path=/nowhere"),
    _env(
        "an XDG_RUNTIME_DIR that is not there",
        XDG_RUNTIME_DIR="/nowhere",
        XDG_CONFIG_HOME="/nowhere",
        XDG_CACHE_HOME="/nowhere",
    ),
    Fault(name="standard input is closed", through='exec "$@" <&-'),
    Fault(
        name="umask 777",
        through='umask 777; exec "$@"',
        exits=_WHATEVER,
        has_report=False,
        has_logs=False,
    ),
    Fault(name="umask 077", through='umask 077; exec "$@"'),
    Fault(name="nice 19", through='exec nice -n 19 "$@"'),
    Fault(name="one processor", through='exec taskset -c 0 "$@"'),
    Fault(name="one processor, -n 2", workers=2, through='exec taskset -c 0 "$@"', good=6),
    Fault(
        name="a folder of work with spaces",
        through='mkdir "a b c"; cp -r scenarios "a b c"; cd "a b c"; exec "$@"',
        exits=frozenset({0}),
        has_report=False,
        has_logs=False,
    ),
]
