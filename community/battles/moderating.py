"""What moderators do with battles: void one that should not count."""

import re
from typing import Final, Protocol

from community.battles.ports import Stage
from community.battles.values import Battle, BattleId, Void
from community.clock import Clock
from community.errors import AlreadyVoid, BattleNotFound

MAX_REASON: Final = 200
"""Characters of a reason, which stands in the battle's message."""

_ID: Final = re.compile(r"[0-9A-HJKMNP-TV-Z]{10}")
_LINK: Final = re.compile(r"/channels/(?P<guild>\d+)/\d+/(?P<message>\d+)/?$")


class ModerationStore(Protocol):
    """Where it is kept what moderators did. Every method is one transaction."""

    async def of_message(self, guild_id: int, message_id: int) -> BattleId | None:
        """The battle of this guild that the message shows or announces."""
        ...

    async def of_guild(self, guild_id: int, battle_id: BattleId) -> Battle | None:
        """The battle, if it is this guild's."""
        ...

    async def void(self, battle_id: BattleId, void: Void) -> Battle | None:
        """Keep the word, end the battle without names where it has not ended, and have its message shown anew.

        None where the battle is void already.
        """
        ...


class Moderation:
    """The use cases. Whether a member is a moderator, Discord says with each press."""

    def __init__(self, *, store: ModerationStore, stage: Stage, clock: Clock) -> None:
        self._store = store
        self._stage = stage
        self._clock = clock

    async def find(self, guild_id: int, which: str) -> BattleId:
        """The guild's battle by its id, or by the link to one of its messages.

        Raises:
            BattleNotFound: there is none.
        """
        which = which.strip()
        if _ID.fullmatch(which.upper()):
            return (await self._of_guild(guild_id, BattleId(which.upper()))).id
        link = _LINK.search(which)
        found = None
        if link is not None and int(link["guild"]) == guild_id:
            found = await self._store.of_message(guild_id, int(link["message"]))
        if found is None:
            raise BattleNotFound
        return found

    async def void(self, guild_id: int, battle_id: BattleId, *, by: int, reason: str) -> Battle:
        """Let the battle count nowhere. One that has not ended ends here, and its names never come out.

        The one vote upstream is not sent where it has not been sent, and cannot be taken back where it has.

        Raises:
            BattleNotFound: the guild has no such battle.
            AlreadyVoid: somebody was faster.
        """
        await self._of_guild(guild_id, battle_id)
        void = Void(by=by, at=self._clock.now(), reason=" ".join(reason.split())[:MAX_REASON])
        battle = await self._store.void(battle_id, void)
        if battle is None:
            raise AlreadyVoid
        self._stage.changed(battle_id)
        return battle

    async def _of_guild(self, guild_id: int, battle_id: BattleId) -> Battle:
        battle = await self._store.of_guild(guild_id, battle_id)
        if battle is None:
            raise BattleNotFound
        return battle
