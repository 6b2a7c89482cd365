"""Doing later what privacy asks for: what could not be forgotten yet, guilds that were left long ago, old windows."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import timedelta
from typing import Final

import structlog

from community.battles.values import BattleId
from community.clock import Clock
from community.fights.values import FightId
from community.privacy.ports import GuildKeeper, MemberKeeper, Row

log = structlog.get_logger(__name__)

LOOK_EVERY: Final = 600.0
"""Seconds between two looks."""
DELETED_AFTER: Final = timedelta(days=30)
"""How long a guild's data outlives the bot's time there: long enough to come back after a mistake."""
WINDOWS_KEPT: Final = timedelta(days=2)
"""How long a quota window is kept after its end."""


class Upkeep:
    """Looks after what is kept. `battle_changed` and `fight_changed` bring their messages up to date."""

    def __init__(
        self,
        *,
        members: MemberKeeper,
        guilds: GuildKeeper,
        battle_changed: Callable[[BattleId], None],
        fight_changed: Callable[[FightId], None],
        clock: Clock,
    ) -> None:
        self._members = members
        self._guilds = guilds
        self._battle_changed = battle_changed
        self._fight_changed = fight_changed
        self._clock = clock

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            try:
                await self.look()
            except Exception:
                # What is left stands in its rows; the next look begins with it.
                log.exception("upkeep.failed")
            await self._clock.sleep(LOOK_EVERY)

    async def look(self) -> None:
        """Do what is due."""
        now = self._clock.now()
        for member_id in await self._members.waiting():
            await self.forget(member_id)
        for guild_id in await self._guilds.departed(now - DELETED_AFTER):
            await self._guilds.delete(guild_id)
            log.info("guild.deleted", guild=guild_id)
        await self._guilds.purge_windows(now - WINDOWS_KEPT)

    async def forget(self, member_id: int) -> bool:
        """Forget what can be forgotten now; whether something has to wait for battles or fights that go on."""
        forgotten = await self._members.forget(member_id, self._clock.now())
        for battle_id in forgotten.battles:
            self._battle_changed(battle_id)
        for fight_id in forgotten.fights:
            self._fight_changed(fight_id)
        log.info("member.forgotten", waits=forgotten.waits)
        return forgotten.waits

    async def everything_of(self, member_id: int) -> Mapping[str, Sequence[Row]]:
        """All that is kept of the member."""
        return await self._members.all_of(member_id)

    async def left(self, guild_id: int) -> None:
        """The bot was taken off the guild."""
        if await self._guilds.left(guild_id, self._clock.now()):
            log.info("guild.left", guild=guild_id)

    async def there(self, guild_ids: Collection[int]) -> None:
        """The bot is in these guilds now and in no others: what it was taken off while it was down is left too."""
        await self._guilds.there(guild_ids)
        for guild_id in set(await self._guilds.known()) - set(guild_ids):
            await self.left(guild_id)

    async def joined(self, guild_id: int) -> None:
        """The bot came to the guild, perhaps again."""
        await self._guilds.there([guild_id])
