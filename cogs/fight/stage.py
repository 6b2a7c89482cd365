"""Where fights are shown: one message a fight, kept at its newest state while it goes on, and at its end for good."""

import asyncio
import io
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import Final, TypeAlias

import discord

from cogs.common.live import EditFailed, LiveMessage
from cogs.common.pace import EditPace, is_old
from cogs.common.posting import Edited, Poster
from cogs.fight import screens
from community.clock import Clock
from community.errors import StoreUnavailable
from community.fights import Fight, FightId, FightState, FightStore
from community.places import MessageRef

LAST_WORDS: Final = 5.0
"""Seconds in which the last states are shown; container runtimes kill a process that takes ten to stop."""

StateOf: TypeAlias = Callable[[FightId], Awaitable[FightState]]
"""What has come of a fight so far."""


class FightScreen:
    """Fulfils `community.fights.FightStage`. Nothing that Discord refuses ever stops a fight."""

    def __init__(self, *, store: FightStore, poster: Poster, pace: EditPace, clock: Clock) -> None:
        self._store = store
        self._poster = poster
        self._pace = pace
        self._clock = clock
        self._state_of: StateOf | None = None
        self._live: dict[FightId, LiveMessage] = {}
        # What can be shown nowhere is left alone until its end: Discord blocks bots that ask too often for what they
        # may not do.
        self._lost: set[FightId] = set()
        self._closed = False

    def ask(self, state_of: StateOf) -> None:
        """Ask this what has come of a fight. Must be known before anything is shown."""
        self._state_of = state_of

    def changed(self, fight_id: FightId) -> None:
        """Bring the fight's message to its newest state soon."""
        if self._closed:
            return
        live = self._live.get(fight_id)
        if live is None:
            self._live = {known: one for known, one in self._live.items() if not one.idle}
            live = self._live[fight_id] = LiveMessage(
                partial(self._show, fight_id), turn=partial(self._turn, fight_id), sleep=self._clock.sleep
            )
        live.changed()

    async def close(self) -> None:
        """Show what is new, then stop editing. What takes too long is shown by the next process."""
        self._closed = True
        live = list(self._live.values())
        with suppress(TimeoutError):
            async with asyncio.timeout(LAST_WORDS):
                await asyncio.gather(*(message.caught_up() for message in live))
        await asyncio.gather(*(message.close() for message in live))

    async def _turn(self, fight_id: FightId, since: float) -> None:
        """Wait for the message's turn. The state is read after it, so what waited is shown as new as it is by then."""
        try:
            fight = await self._fight(fight_id)
        except StoreUnavailable as error:
            raise EditFailed from error
        if fight.message is not None and not self._is_lost(fight):
            old = is_old(fight.message.message_id, self._clock.now())
            await self._pace.turn(fight.message.channel_id, since=since, old=old)

    async def _show(self, fight_id: FightId) -> None:
        try:
            await self._bring_up_to_date(fight_id)
        except StoreUnavailable as error:
            raise EditFailed from error

    async def _bring_up_to_date(self, fight_id: FightId) -> None:
        fight = await self._fight(fight_id)
        if self._is_lost(fight):
            return
        if fight.message is None or not await self._edit(fight, fight.message):
            await self._post(fight)
        if not fight.status.live:
            await self._store.keep_shown(fight_id, fight.status)
            self._lost.discard(fight_id)

    def _is_lost(self, fight: Fight) -> bool:
        return fight.status.live and fight.id in self._lost

    async def _edit(self, fight: Fight, message: MessageRef) -> bool:
        """Edit the message; False where it was deleted and the fight's end should still be shown somewhere."""
        view, files = await self._drawn(fight)
        edited = await self._poster.edit(message, view, files=files or None)
        if edited is Edited.DONE:
            return True
        if fight.status.live:
            self._lost.add(fight.id)
            return True
        return edited is not Edited.DELETED

    async def _post(self, fight: Fight) -> None:
        view, files = await self._drawn(fight)
        nonce = f"{fight.id}:{fight.status}"
        message = await self._poster.send(fight.channel_id, view, nonce=nonce, files=files)
        if message is not None:
            await self._store.keep_message(fight.id, message)
        elif fight.status.live:
            self._lost.add(fight.id)

    async def _drawn(self, fight: Fight) -> tuple[discord.ui.LayoutView, list[discord.File]]:
        if self._state_of is None:
            raise AssertionError("the stage knows whom to ask before anything is shown")
        reply = screens.fight_message(fight, await self._state_of(fight.id))
        file = reply.file
        return reply.view, [] if file is None else [discord.File(io.BytesIO(file.content), file.name)]

    async def _fight(self, fight_id: FightId) -> Fight:
        fight = await self._store.get(fight_id)
        if fight is None:
            raise AssertionError("fights are never deleted")
        return fight
