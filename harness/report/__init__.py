"""Verdicts and recordings, told to people and machines; a report is a function of plain data."""
