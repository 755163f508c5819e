"""Writes the ledger in the project: `python -m harness.assumptions`."""

from __future__ import annotations

from harness.assumptions.documents import FILE, as_markdown

if __name__ == "__main__":
    FILE.write_text(as_markdown(), encoding="utf-8", newline="\n")
