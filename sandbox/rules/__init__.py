"""What Discord accepts: one table of limits, and the checks that use it."""
