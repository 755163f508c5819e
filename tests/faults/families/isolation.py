"""A run that leaves all it can behind; the next one in the same browser finds nothing of it."""

from tests.faults.fault import ANY, Fault
from tests.faults.pages import bomb, script

_LEAVES = {
    "cookies": "document.cookie = 'left=1; max-age=99999';",
    "storage": "localStorage.left = sessionStorage.left = 1;",
    "a database": "indexedDB.open('left', 1);",
    "a cache": "caches.open('left').then(function (c) { c.put('/x', new Response('left')); });",
    "window.name": "window.name = 'left';",
    "a service worker": "navigator.serviceWorker.register('/sw.js');",
    "a broadcast": "setInterval(function () { new BroadcastChannel('x').postMessage('left'); }, 10);",
    "a shared worker": "new SharedWorker('data:text/javascript,onconnect=function(){for(;;){}}');",
    "a lock": "navigator.locks.request('x', function () { return new Promise(function () {}); });",
    "a wake of timers": "for (var i = 0; i < 1000; i++) setInterval(function () {}, 1);",
}

_FINDS = {
    "check": {
        "eval": {
            "document.cookie + Object.keys(localStorage) + Object.keys(sessionStorage) + window.name": "",
        }
    }
}


def _fault(name: str, code: str) -> Fault:
    import json

    next_one = json.dumps(
        {
            "scenario": "Good 8",
            "host": {"html": "<!doctype html><title>Shop</title>"},
            "steps": [
                _FINDS,
                {
                    "check": {
                        "eval": {
                            "(async () => (await indexedDB.databases()).length + (await caches.keys()).length"
                            " + (await navigator.serviceWorker.getRegistrations()).length)()": 0
                        }
                    }
                },
            ],
        }
    )
    page = bomb({"check": {"title": "never so"}, "within": "500ms"}, html=script(code))
    return Fault(
        name=name,
        bomb=page,
        files={"scenarios/8.yaml": next_one},
        may=ANY - {"skipped"},
        options=("--in-flight", "1"),
    )


FAULTS = [_fault(name, code) for name, code in _LEAVES.items()]
