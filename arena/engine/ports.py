"""What the engine needs from whoever keeps its rows.

Every method that writes raises `NotSaved` where the store cannot write just now.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from arena.engine.values import Api, Battle, Contestant, Failure, Key, Side, Spot, Turn, VoteTotals, Written
from arena.wire import CastVote, GiveFeedback


class BattleStore(Protocol):
    """Keeps battles. Each method is one transaction, on the disk when it returns."""

    async def create(self, battle: Battle, *, battles_per_day: int | None) -> None:
        """Take one battle from the key's window and add this battle, or do neither.

        Raises:
            QuotaExceeded: the window is full.
        """
        ...

    async def get(self, battle_id: str, owner: str) -> Battle | None:
        """The battle, if it is this owner's."""
        ...

    async def add_turn(self, battle_id: str, owner: str, turn: Turn) -> bool:
        """Add the turn if it follows on the battle's last one and that is ready; say whether."""
        ...

    async def claim(self, *, now: datetime, until: datetime) -> Sequence[Battle]:
        """Say that this process lives until then, and take over what nobody who lives is writing.

        The battles are those whose latest turn the models have still to write. Each goes to one process.
        """
        ...

    async def release(self) -> None:
        """Say that this process writes no more; what it has not finished is the others'."""
        ...

    async def keep(self, spot: Spot, text: str) -> None:
        """Store what a side has written so far, if the turn is still this process's work."""
        ...

    async def finish(self, spot: Spot, written: Written, *, at: datetime) -> None:
        """Store a side's whole answer, if the turn is still this process's work; the second one makes it ready."""
        ...

    async def replace(self, battle: Battle, side: Side, contestant: Contestant) -> None:
        """Give a side in its first turn to another model, which starts with an empty page; the same condition."""
        ...

    async def fail(self, battle_id: str, turn: int, failure: Failure) -> None:
        """End a turn that is not ready. The key gets its battle back if no model has written anything."""
        ...

    async def give_up(self, battle_id: str, turn: int, failure: Failure) -> None:
        """The same, if the turn is still this process's work."""
        ...

    async def vote(self, battle_id: str, owner: str, vote: CastVote, *, at: datetime, created_until: datetime) -> bool:
        """Cast the vote on `Battle.votable`, if it is ready and the battle was created until then; say whether."""
        ...

    async def add_feedback(self, battle_id: str, owner: str, feedback: GiveFeedback) -> bool:
        """Replace those fields beside the battle's last vote that are given here, if there is one; say whether."""
        ...

    async def picture(self, picture_id: str) -> bytes | None:
        """The picture of that id."""
        ...

    async def totals(self) -> VoteTotals:
        """All votes cast."""
        ...


class KeyStore(Protocol):
    """Keeps keys by the SHA-256 of their secret."""

    async def add(self, key: Key, sha256: str) -> None:
        """Add a key."""
        ...

    async def find(self, sha256: str) -> Key | None:
        """The key with this digest, unless it is revoked."""
        ...

    async def all(self) -> Sequence[Key]:
        """Every key, the oldest first, the revoked ones too."""
        ...

    async def touch(self, key_id: str, *, at: datetime, unless_since: datetime) -> None:
        """Note a use, unless one was noted since then."""
        ...

    async def revoke(self, key_id: str, *, at: datetime) -> bool:
        """Revoke a key; say whether there was one to revoke."""
        ...

    async def revoke_of(self, owner: str, api: Api, *, at: datetime) -> None:
        """Revoke every key that an owner has for that API."""
        ...
