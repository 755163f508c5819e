"""One file for each family of faults; each has its faults in `FAULTS`."""
