"""No fault hangs a run or outlives it: limits of time, the invocation's processes, their pulse."""
