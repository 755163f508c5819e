"""`python -m tests.mutants`: wrong widgets and back ends made by a machine, and who notices."""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.broken_widgets.hunting import suite
from tests.mutants import building, killers
from tests.mutants.campaign import Plan, reopen, run_campaign
from tests.mutants.catalogue import SAMPLE, SEED, catalogue, find, sample
from tests.mutants.report import judged, table
from tests.mutants.results import Ledger

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.mutants.mutant import Mutant


def main() -> int:
    """Do what is asked for; 1 when a survivor is not judged, 2 when it makes no sense."""
    asked = _parser().parse_args()
    act: Callable[[argparse.Namespace], int] = getattr(asked, "act", _hunt)
    try:
        return act(asked)
    except (LookupError, ValueError) as problem:
        print(problem.args[0], file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    _choice(parser)
    plan = Plan()
    parser.add_argument("--survivors", action="store_true", help="try those again that survived")
    parser.add_argument("--results", type=Path, default=plan.results, help="JSON lines, grown on")
    parser.add_argument("--touched", type=Path, default=plan.touched, help="what each run touches")
    parser.add_argument("--in-flight", type=int, default=plan.in_flight, help="runs at a time")
    parser.add_argument("--timeout-scale", type=float, default=1, help="stretch all time limits")
    parser.add_argument("--for", type=float, dest="seconds", help="seconds; what is left goes on")
    parser.add_argument(
        "--most", type=int, help="runs of each mutant, the likeliest first; all when left out"
    )
    acts = parser.add_subparsers(title="instead of hunting")
    report = acts.add_parser("report", help="the table of what was found, and what is not judged")
    _choice(report)
    report.add_argument("--results", type=Path, default=plan.results)
    report.set_defaults(act=_report)
    renewing = acts.add_parser("renew", help="write what was found to killers.jsonl, for CI")
    renewing.add_argument("--results", type=Path, default=plan.results)
    renewing.set_defaults(act=_renew)
    listing = acts.add_parser("list", help="the names of the mutants, and what they change")
    _choice(listing)
    listing.add_argument("--all", action="store_true", help="not only the sample")
    listing.add_argument("--language", choices=["javascript", "python"])
    listing.add_argument("--names", action="store_true", help="the names alone")
    listing.set_defaults(act=_list)
    build = acts.add_parser("build", help="write a mutant as a folder for `harness run --widget`")
    build.add_argument("id")
    build.add_argument("folder", type=Path)
    build.set_defaults(act=_build)
    return parser


def _choice(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--sample", type=int, default=SAMPLE, help="how many mutants")
    parser.add_argument("--seed", type=int, default=SEED, help="which mutants")
    parser.add_argument("--only", action="append", metavar="ID", help="this one; may be repeated")


def _chosen(asked: argparse.Namespace) -> list[Mutant]:
    return find(asked.only) if asked.only else sample(asked.sample, asked.seed)


def _hunt(asked: argparse.Namespace) -> int:
    plan = Plan(
        asked.results,
        asked.touched,
        asked.in_flight,
        asked.timeout_scale,
        asked.seconds,
        most=asked.most,
    )
    mutants = _chosen(asked)
    if asked.survivors:
        reopen(mutants, plan)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C: nothing stays behind
    try:
        run_campaign(mutants, plan)
    except KeyboardInterrupt:
        print("stopped; the same command goes on with what is left", file=sys.stderr)
        return 130
    return _report(asked)


def _report(asked: argparse.Namespace) -> int:
    mutants = _chosen(asked)
    print(table(mutants, asked.results))
    problems = judged(mutants, asked.results)
    for problem in problems:
        print(problem)
    return 1 if problems else 0


def _renew(asked: argparse.Namespace) -> int:
    found = Ledger(asked.results).results
    if not found:
        raise LookupError(f"{asked.results} has no results: run `python -m tests.mutants` first")
    runs = {run.id for portion in suite().values() for run in portion}
    done = killers.renew(found, runs, catalogue())
    name = killers.FILE.name
    print(f"{name}: {done.kept} kept, {done.new} new, {done.dropped} dropped; review its diff")
    return 0


def _list(asked: argparse.Namespace) -> int:
    for mutant in list(catalogue().values()) if asked.all else _chosen(asked):
        if asked.language in {None, mutant.language}:
            print(mutant.id if asked.names else f"{mutant.id}  {mutant.as_text()}")
    return 0


def _build(asked: argparse.Namespace) -> int:
    building.write(*find([asked.id]), asked.folder)
    print(f"{asked.folder}: {asked.id}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
