"""Serves the stub host to contenders without one: `python -m tests.benchmark.server COUNT`.

One world for each test, each on a port of its own, all open before the first test begins.
Prints a line of JSON (ports, and the fingerprint of the key to trust) and serves until its
standard input ends; then prints which tests the back ends have really seen to their end.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from harness.stub.certificates import make_identity
from harness.stub.host import make_app
from harness.stub.server import StubServer
from harness.stub.world import World
from tests.benchmark import journey


def main(count: int) -> None:
    identity = make_identity()
    server = StubServer(make_app(), identity.context)
    with tempfile.TemporaryDirectory() as folder:
        planned = journey.runs(Path(folder), count)
        worlds = [World(run, lambda _wall, _data: None) for run in planned]
        ports = [server.open(world) for world in worlds]
        _say({"ports": ports, "fingerprint": identity.fingerprint})
        sys.stdin.read()
        seen = [journey.is_complete(world.backend.chats(), at) for at, world in enumerate(worlds)]
        _say({"complete": sum(seen)})
        for world in worlds:
            world.close()
        server.shutdown()


def _say(data: object) -> None:
    sys.stdout.write(f"{json.dumps(data)}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]))
