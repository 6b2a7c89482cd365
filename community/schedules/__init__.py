"""Scheduled posts: what is due when, posted once."""
