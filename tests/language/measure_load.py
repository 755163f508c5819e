"""How long loading and validating 2,000 scenario files takes.

Run it: `python tests/language/measure_load.py`.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

SCENARIO = """\
# yaml-language-server: $schema=../../harness/scenario.schema.json
scenario: Number {number} opens from a link and starts once
about: [embed.page, onload]
host:
  file: shop.html
  at: https://shop.example/cart
  embed: {{account: demo, lang: sk, side: left, page: hidden}}
steps:
  - check: {{status: hidden, chatbar: hidden}}
  - click: "#chat-link"
    expect: {{request: {{host: app.livechatoo.com, path: {{$re: ^/demo}}}}}}
  - page: [chat, {{message: Can I help?, operator_name: Great Offer}}]
    expect: {{onload: {{page: chat, online: $bool}}}}
    save: {{state: onload.page}}
  - flip:
    expect: {{onchange: {{chat_status: min}}}}
  - goto: https://shop.example/thanks
    expect:
      - onload: {{page: "${{state}}"}}
      - never: {{of: [onchange], for: 500ms}}
always:
  never: [onchatrating]
  no: [page_error, console_error]
"""


def measure(count: int) -> tuple[float, int]:
    """The seconds that loading `count` files takes, and how many scenarios came out."""
    from harness.scenario import load, plan

    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "fixtures" / "pages").mkdir(parents=True)
        (root / "fixtures" / "pages" / "shop.html").write_text("<p>shop", encoding="utf-8")
        scenarios = root / "scenarios"
        scenarios.mkdir()
        for number in range(count):
            text = SCENARIO.format(number=number)
            (scenarios / f"{number:04}.yaml").write_text(text, encoding="utf-8")
        start = time.process_time()
        loaded = load([scenarios], root)
        runs = plan(loaded)
        seconds = time.process_time() - start
    if loaded.problems:
        sys.exit(loaded.render_problems())
    return seconds, len(runs)


if __name__ == "__main__":
    before = time.process_time()
    __import__("harness.scenario")
    imported = time.process_time() - before
    seconds, runs = measure(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
    sys.stdout.write(f"import {imported:.2f} s, {runs:,} scenarios loaded in {seconds:.2f} s\n")
