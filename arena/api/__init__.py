"""The two published APIs over HTTP, served on the engine."""
