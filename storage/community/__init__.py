"""What a community keeps: battles, ballots, quotas, messages, settings."""
