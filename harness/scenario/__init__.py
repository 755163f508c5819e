"""The scenario language: text becomes scenarios, scenarios become runs, mistakes problems."""

from __future__ import annotations

from harness.scenario.loading import Loaded, load
from harness.scenario.model import MISSING, Run, Scenario
from harness.scenario.places import Place
from harness.scenario.plan import plan
from harness.scenario.problems import Problem, render, render_all

__all__ = [
    "MISSING",
    "Loaded",
    "Place",
    "Problem",
    "Run",
    "Scenario",
    "load",
    "plan",
    "render",
    "render_all",
]
