"""Where battles are shown: one message a battle, kept at its newest state, and a short reply at the reveal."""

import asyncio
from typing import Final

import aiohttp
import discord
import structlog

from cogs.battle import screens
from cogs.common.live import EditFailed, LiveMessage
from community.battles import Battle, BattleId, BattleStore, MessageRef, State
from community.clock import Clock
from community.errors import StoreUnavailable

log = structlog.get_logger(__name__)

UNKNOWN_MESSAGE: Final = 10008
NO_HISTORY: Final = 160002
"""A reply needs the permission to read older messages; a message of its own does not."""
REPLY_PAUSES: Final = (2.0, 8.0, 32.0, 128.0)
"""Seconds between tries of the reply at the reveal; after the last the reveal stands without one."""
GONE: Final = frozenset({10003, UNKNOWN_MESSAGE, 10004, 50001, 50013})
"""Unknown channel, message or guild, missing access or permissions (topics/opcodes-and-status-codes)."""


class DiscordStage:
    """Fulfils `community.battles.Stage`. Nothing that Discord refuses ever stops a battle."""

    def __init__(self, *, store: BattleStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._client: discord.Client | None = None
        self._live: dict[BattleId, LiveMessage] = {}
        self._closed = False

    def play_on(self, client: discord.Client) -> None:
        """Use this client. It must be logged in before anything is shown."""
        self._client = client

    def changed(self, battle_id: BattleId) -> None:
        """Bring the battle's message to its newest state soon."""
        if self._closed:
            return
        live = self._live.get(battle_id)
        if live is None:
            self._live = {known: one for known, one in self._live.items() if not one.idle}
            live = self._live[battle_id] = LiveMessage(lambda: self._show(battle_id), sleep=self._clock.sleep)
        live.changed()

    async def announce(self, battle: Battle) -> None:
        """Reply to the battle's message once it shows the reveal."""
        live = self._live.get(battle.id)
        if live is not None:
            await live.settled()
        shown = await self._store.get(battle.id)
        if shown is None or shown.message is None or shown.void is not None:
            return
        message = await self._reply(shown, shown.message)
        # Where nothing can be posted any more, the reveal itself is all the announcement there will be.
        await self._store.keep_announcement(shown.id, message or shown.message)

    async def close(self) -> None:
        """Stop editing. What is not shown by then is shown by the next process."""
        self._closed = True
        await asyncio.gather(*(live.close() for live in self._live.values()))

    async def _reply(self, battle: Battle, to: MessageRef) -> MessageRef | None:
        reference = discord.MessageReference(
            message_id=to.message_id, channel_id=to.channel_id, guild_id=battle.guild_id, fail_if_not_exists=False
        )
        for pause in REPLY_PAUSES:
            try:
                return await self._send(
                    battle, screens.announcement(battle), nonce=f"{battle.id}:reveal", reference=reference
                )
            except EditFailed:
                await self._clock.sleep(pause)
        return None

    async def _show(self, battle_id: BattleId) -> None:
        try:
            await self._bring_up_to_date(battle_id)
        except StoreUnavailable as error:
            raise EditFailed from error

    async def _bring_up_to_date(self, battle_id: BattleId) -> None:
        battle = await self._store.get(battle_id)
        if battle is None:
            return
        view = screens.battle_message(battle, now=self._clock.now())
        if battle.message is None or not await self._edit(battle, battle.message, view):
            await self._post(battle, view)
        if battle.shown is not battle.state:
            # Not for each edit: ballots change the message, but not the state.
            await self._store.keep_shown(battle.id, battle.state)

    async def _edit(self, battle: Battle, message: MessageRef, view: discord.ui.LayoutView) -> bool:
        """Edit the message; False where it was deleted and the battle's end should still be shown somewhere."""
        try:
            await self._channel(message.channel_id).get_partial_message(message.message_id).edit(view=view)
        except discord.HTTPException as error:
            if error.code == UNKNOWN_MESSAGE and battle.state is State.REVEALED:
                return False
            _bear(error, battle)
        except (discord.RateLimited, aiohttp.ClientError, TimeoutError) as error:
            raise EditFailed from error
        return True

    async def _post(self, battle: Battle, view: discord.ui.LayoutView) -> None:
        message = await self._send(battle, view, nonce=f"{battle.id}:{battle.state}")
        if message is not None:
            await self._store.keep_message(battle.id, message)

    async def _send(
        self,
        battle: Battle,
        view: discord.ui.LayoutView,
        *,
        nonce: str,
        reference: discord.MessageReference | None = None,
    ) -> MessageRef | None:
        """Send once: Discord takes a nonce only one time within some minutes, so a repeated send makes no second."""
        try:
            if reference is None:
                sent = await self._channel(battle.channel_id).send(view=view, nonce=nonce)
            else:
                sent = await self._channel(battle.channel_id).send(view=view, nonce=nonce, reference=reference)
        except discord.HTTPException as error:
            if error.code == NO_HISTORY:
                return await self._send(battle, view, nonce=nonce)
            _bear(error, battle)
            return None
        except (discord.RateLimited, aiohttp.ClientError, TimeoutError) as error:
            raise EditFailed from error
        return MessageRef(sent.channel.id, sent.id)

    def _channel(self, channel_id: int) -> discord.PartialMessageable:
        if self._client is None:
            raise AssertionError("the stage has a client before anything is shown")
        return self._client.get_partial_messageable(channel_id)


def _bear(error: discord.HTTPException, battle: Battle) -> None:
    """Bear it where no place is left; else another try may help, unless the request itself was wrong."""
    if error.code in GONE:
        log.info("battle.nowhere_to_show", battle=battle.id, guild=battle.guild_id, code=error.code)
        return
    if error.status == 429 or error.status >= 500:  # noqa: PLR2004 - the statuses' own numbers
        raise EditFailed from error
    raise error
