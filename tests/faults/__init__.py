"""Faults done to whole invocations of the harness, and what has to hold after each of them."""
