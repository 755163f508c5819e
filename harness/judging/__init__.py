"""Run + Recording -> Verdict. Pure: no clock, no browser, no files."""
