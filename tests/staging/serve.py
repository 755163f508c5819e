"""The staging server's process: `python tests/staging/serve.py FOLDER`. See README.md."""

from __future__ import annotations

import json
import ssl
import sys
import threading
from http.server import ThreadingHTTPServer
from pathlib import Path

import trustme

sys.path.insert(0, str(Path(__file__).parent))

from pages import Pages

LOOPBACK = "127.0.0.1"
NAMES = ("staging.test", "shop.staging.test", "next.staging.test", "localhost", LOOPBACK)


class Server(ThreadingHTTPServer):
    """Ends at once, whatever its threads are at."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def handle_error(self, *_about: object) -> None:
        """A browser that leaves early is none."""


def main(folder: Path) -> None:
    authority = trustme.CA()
    folder.mkdir(parents=True, exist_ok=True)
    authority.cert_pem.write_to_path(str(folder / "authority.pem"))
    client = authority.issue_cert("visitor@staging.test")
    client.private_key_pem.write_to_path(str(folder / "client.key"))
    client.cert_chain_pems[0].write_to_path(str(folder / "client.pem"))
    ports = {
        "http": _begin(None),
        "https": _begin(_context(authority)),
        "broken": _begin(_context(trustme.CA(), names=("other.test",))),
        "mutual": _begin(_context(authority, asks=authority)),
    }
    sys.stdout.write(json.dumps(ports) + "\n")
    sys.stdout.flush()
    sys.stdin.read()


def _context(
    authority: trustme.CA, names: tuple[str, ...] = NAMES, asks: trustme.CA | None = None
) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(context)
    if asks is not None:
        asks.configure_trust(context)
        context.verify_mode = ssl.CERT_REQUIRED
    return context


def _begin(context: ssl.SSLContext | None) -> int:
    server = Server((LOOPBACK, 0), Pages)
    if context is not None:
        server.socket = context.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return int(server.server_address[1])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
