"""The project file `harness.yaml`: the environments that a project's pages stand in."""

from __future__ import annotations

from harness.project.loading import FILE, find, load_project
from harness.project.model import Environment, Project

__all__ = ["FILE", "Environment", "Project", "find", "load_project"]
