"""Typed clients of the two published APIs."""
