"""Many runs: choosing them, running them in this process or in several, collecting the results."""
