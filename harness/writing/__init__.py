"""Scenario files written by the harness: expectations from recordings, steps from what was done.

Files are changed as text, at the places that their trees name, so that comments, layout and
style stay as their authors wrote them.
"""
