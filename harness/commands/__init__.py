"""What each command does, from the command line's words to the exit status."""
