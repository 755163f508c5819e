"""What two widgets do otherwise: the same scenarios on both, compared, with what that overturns."""
