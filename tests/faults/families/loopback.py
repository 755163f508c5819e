"""Machines whose own network fails, before the first run and in the middle of it.

Each is in a network of its own, so that nothing else feels it.
"""

from __future__ import annotations

from tests.faults.fault import Fault

_NEEDS = "unshare -n ip link set lo up"
_OUTSIDE = frozenset({"passed", "broken"})
_RUNNING = "until ls .harness/runs/*/*.jsonl; do sleep 0.05; done"
_UP = "ip link set lo up"


def _apart(line: str) -> str:
    return f'exec unshare -n sh -c \'{{ {line}\n}} >/dev/null 2>&1; exec "$@"\' sh "$@"'


def _refused(name: str, line: str, says: str, **more: object) -> Fault:
    return Fault(  # type: ignore[arg-type]
        name=name,
        through=_apart(line),
        needs=_NEEDS,
        is_usage=True,
        has_report=False,
        says=f"network cannot be used: 127.0.0.1: {says}",
        good=2,
        seconds=30,
        **more,
    )


def _meanwhile(
    name: str, line: str, *, says: str = "", seconds: float = 90, **more: object
) -> Fault:
    return Fault(  # type: ignore[arg-type]
        name=name,
        through=_apart(line),
        needs=_NEEDS,
        others=_OUTSIDE,
        says=says,
        seconds=seconds,
        good=5,
        **more,
    )


FAULTS = [
    _refused("loopback was never up", "true", "Network is unreachable", in_ci=True),
    _refused("loopback was never up, pytest", "true", "Network is unreachable", door="pytest"),
    _refused("loopback was never up, -n 2", "true", "Network is unreachable", workers=2),
    _refused(
        "there is ::1 alone", f"{_UP}; ip addr del 127.0.0.1/8 dev lo", "Cannot assign requested"
    ),
    _meanwhile(
        "there are five ports",
        f'{_UP}; echo "40000 40004" > /proc/sys/net/ipv4/ip_local_port_range',
        in_ci=True,
    ),
    _meanwhile(
        "there are five ports, pytest",
        f'{_UP}; echo "40000 40004" > /proc/sys/net/ipv4/ip_local_port_range',
        door="pytest",
    ),
    _meanwhile(
        "loopback goes down in the middle",
        f"{_UP}; {{ {_RUNNING}; ip link set lo down; }} &",
        says="kept the run from being judged",
    ),
    _meanwhile(
        "loopback is away for three seconds",
        f"{_UP}; {{ {_RUNNING}; ip link set lo down; sleep 3; {_UP}; }} &",
    ),
    _meanwhile(
        "another interface comes and goes",
        f"{_UP}; {{ {_RUNNING}; for i in 1 2 3 4; do ip link add d0 type dummy;"
        " ip addr add 10.9.9.9/24 dev d0; ip link set d0 up; sleep 0.3; ip link del d0; done; } &",
    ),
]
