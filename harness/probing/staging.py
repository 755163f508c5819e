"""The runs of `harness when-called`: a page for each call at each moment, and one without it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from harness.javascript import literal
from harness.probing.calls import EARLY, PHASES, Call
from harness.scenario.model import Host, HostPage, Run, Scenario, Step
from harness.scenario.places import Place
from harness.widget_api import HOOK, LOADER_URL

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from harness.probing.calls import Phase

AT = "https://probe.example/"
PATIENCE, QUIET = 1500, 200
"""Milliseconds that a widget is waited for which has not loaded, and that nothing may change."""

POPUP_PATIENCE = 600
"""The same for a popup, whose page is not told that it has loaded."""

BAR = "embed.init({account: 'demo', onload: function () { probe.loaded(); }})"
POPUP = "popup.init({account: 'demo'})"
"""What the page's hook says: one of both, since windows in the making hold each other up."""

ANYWHERE: Final = ("status", "popup_status", "widgets", "windows")
OF_THE_STUB: Final = ("chatbar", "side", "bubble", "popup")
"""What is looked at of every widget, and of one whose controls are found as the stub's are."""

_PLACE = Place("when-called", 1, 1)
_HTML = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Probe</title></head>
<body><h1 data-own>Probe</h1>
<script>
{probe}
{hook} = function () {{
  probe.at('before init');
  livechatoo.{init};
  probe.at('while loading');
}};
(function () {{
  var l = document.createElement('script');
  l.async = true;
  l.src = '{loader}';
  var s = document.getElementsByTagName('script')[0];
  s.parentNode.insertBefore(l, s);
}})();
probe.at('before load');
</script>
</body></html>
"""


@dataclass(frozen=True, slots=True)
class Probe:
    """One call at one moment; no call shows what happens without one."""

    phase: Phase
    call: Call | None
    is_of_popup: bool

    @property
    def id(self) -> str:
        """The id of its run."""
        what = self.call.text if self.call else f"no call, {'popup' if self.is_of_popup else 'bar'}"
        return f"when-called::{what} {self.phase}@chromium"

    @property
    def without(self) -> Probe:
        """The same page, without the call."""
        return Probe(self.phase, None, self.is_of_popup)


def probes(calls: Sequence[Call], phases: Iterable[Phase] = tuple(PHASES)) -> list[Probe]:
    """All calls at all moments, and the pages without a call that they are compared with."""
    tried = [Probe(phase, call, call.is_of_popup) for phase in phases for call in calls]
    return [*dict.fromkeys(probe.without for probe in tried), *tried]


def run_of(probe: Probe, looks: Sequence[str], timeout: float = 30.0) -> Run:
    """The run that shows what a call does."""
    host = Host(HostPage(AT, _PLACE, html=_page(probe)), until="load")
    verbs = list(_steps(probe, looks))
    steps = tuple(
        Step(index, verb, _PLACE, label, argument)
        for index, (verb, argument, label) in enumerate(verbs)
    )
    scenario = Scenario(
        title=probe.id.partition("::")[2],
        path=_PLACE.path,
        place=_PLACE,
        host=host,
        steps=steps,
        timeout=timeout,
        within=1.0,
    )
    return Run(probe.id, scenario, names=frozenset({"probe.example", "app.livechatoo.com"}))


def _steps(probe: Probe, looks: Sequence[str]) -> Iterable[tuple[str, Any, str]]:
    """Late calls are made by a step; after a stop, a later init shows what was only noted."""
    yield from _settled(probe)
    is_late = probe.phase not in EARLY
    if probe.phase == "after stop":
        yield "eval", _stop(probe), "stop"
        yield from _settled(probe)
    if is_late and probe.call:
        yield "eval", "probe.act()", "call"
        yield from _settled(probe)
    yield "eval", "probe.outcome()", "outcome"
    yield "check", dict.fromkeys(looks, "$any"), "look"
    if probe.phase == "after stop":
        yield "eval", _attempted(_init(probe)), "init again"
        yield from _settled(probe)
        yield "check", dict.fromkeys(looks, "$any"), "look"


def _settled(probe: Probe) -> Iterable[tuple[str, Any, str]]:
    patience = POPUP_PATIENCE if probe.is_of_popup else PATIENCE
    yield "eval", f"probe.settled({patience}, {QUIET})", "wait"
    yield "check", {"widgets": "$any"}, "rest"


def _stop(probe: Probe) -> str:
    return _attempted(f"{'popup' if probe.is_of_popup else 'embed'}.stop()")


def _attempted(call: str) -> str:
    """What a broken widget throws here is not about the call that is tried."""
    return f"try {{ livechatoo.{call}; }} catch (error) {{ String(error); }}"


def _init(probe: Probe) -> str:
    return POPUP if probe.is_of_popup else BAR


def _page(probe: Probe) -> str:
    phase = probe.phase if probe.call else ""
    call = probe.call.source if probe.call else "undefined"
    source = _probe().replace("phase === PHASE", f"phase === {literal(phase)}")
    source = source.replace("shown(CALL)", f"shown({call})")
    return _HTML.format(probe=source, hook=HOOK, init=_init(probe), loader=LOADER_URL)


@cache
def _probe() -> str:
    return files("harness").joinpath("probing", "markup", "probe.js").read_text("utf-8")
