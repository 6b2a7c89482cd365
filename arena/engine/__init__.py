"""Battles, keys and pairing: use cases behind ports, without HTTP or SQL."""
