"""Limits of time, the processes of an invocation, their heartbeats, and who cleans up."""
