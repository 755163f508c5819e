"""The project file `harness.yaml`: the environments that a project's pages stand in."""
