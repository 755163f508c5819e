"""`python -m tests.mutants`: wrong widgets and back ends made by a machine, and who notices."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.mutants import building
from tests.mutants.catalogue import SAMPLE, SEED, catalogue, find, sample


def main() -> int:
    """Do what is asked for; 2 when it makes no sense."""
    asked = _parser().parse_args()
    try:
        return int(asked.act(asked))
    except (LookupError, ValueError) as problem:
        print(problem.args[0], file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants")
    acts = parser.add_subparsers(required=True)
    listing = acts.add_parser("list", help="print the names of the mutants, and what they change")
    listing.add_argument("--all", action="store_true", help="not only the sample")
    listing.add_argument("--language", choices=["javascript", "python"])
    listing.add_argument("--names", action="store_true", help="the names alone")
    _choice(listing)
    listing.set_defaults(act=_list)
    build = acts.add_parser("build", help="write a mutant as a folder for `harness run --widget`")
    build.add_argument("id")
    build.add_argument("folder", type=Path)
    build.set_defaults(act=_build)
    return parser


def _choice(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--sample", type=int, default=SAMPLE, help="how many mutants")
    parser.add_argument("--seed", type=int, default=SEED, help="which mutants")


def _list(asked: argparse.Namespace) -> int:
    chosen = list(catalogue().values()) if asked.all else sample(asked.sample, asked.seed)
    for mutant in chosen:
        if asked.language in {None, mutant.language}:
            print(mutant.id if asked.names else f"{mutant.id}  {mutant.as_text()}")
    return 0


def _build(asked: argparse.Namespace) -> int:
    building.write(*find([asked.id]), asked.folder)
    print(f"{asked.folder}: {asked.id}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
