"""Cursors: where a list goes on, in a form that callers can neither read meaning into nor change."""

import base64
import hashlib
import hmac
import json
from typing import Final

from arena.engine.errors import BadRequest

_SIGNATURE_BYTES: Final = 12


class Cursors:
    """Makes and reads the cursors of all lists. A cursor is good for the list it was made for, and for no other."""

    def __init__(self, secret: bytes) -> None:
        """`secret` outlives the process, so that a cursor outlives it too."""
        self._secret = secret

    def make(self, listing: str, place: list[str | int]) -> str:
        """The cursor of a place in a list: base64url of a JSON object, signed."""
        body = {"at": place, "sig": self._sign(listing, place)}
        return base64.urlsafe_b64encode(json.dumps(body, separators=(",", ":")).encode()).decode().rstrip("=")

    def read(self, listing: str, cursor: str) -> list[str | int]:
        """The place that `make` was given.

        Raises:
            BadRequest: the cursor was not made here, not for this list, or was changed.
        """
        try:
            body = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
            place: list[str | int] = body["at"]
            good = hmac.compare_digest(str(body["sig"]).encode(), self._sign(listing, place).encode())
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise _refusal() from error
        if not good or self.make(listing, place) != cursor:
            raise _refusal()
        return place

    def _sign(self, listing: str, place: object) -> str:
        message = json.dumps([listing, place], separators=(",", ":")).encode()
        return hmac.new(self._secret, message, hashlib.sha256).hexdigest()[: 2 * _SIGNATURE_BYTES]


def _refusal() -> BadRequest:
    return BadRequest("The cursor is not one of this list; begin without one.")
