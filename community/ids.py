"""Ids that say nothing about what they name, so they may stand in a custom id, and the one that names nobody."""

import secrets
from typing import Final

NOBODY: Final = 0
"""Stands where a member was forgotten. Discord gives no such id."""

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_id() -> str:
    """Ten characters of Crockford's base 32: 50 random bits."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(10))
