"""Where battles are shown: one message a battle, kept at its newest state, and a short reply at the reveal."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from discord import ui

from cogs.battle import screens
from cogs.battle.galleries import HUNG, Galleries, Hung
from cogs.battle.turn_messages import TurnMessages
from cogs.common.live import EditFailed, LiveMessage
from cogs.common.pace import EditPace
from cogs.common.posting import Edited, Poster, reply_to
from community.battles import Battle, BattleId, BattleStore, TurnStore
from community.battles.pictures import PictureStore
from community.clock import Clock
from community.errors import StoreUnavailable
from community.places import MessageRef
from community.settings import SettingsStore

REPLY_PAUSES: Final = (2.0, 8.0, 32.0, 128.0)
"""Seconds between tries of the reply at the reveal; after the last the reveal stands without one."""


Watchers = Callable[[BattleId], Awaitable[Sequence[int]]]
"""Which members asked to be told of a battle's reveal."""


class DiscordStage:
    """Fulfils `community.battles.Stage`. Nothing that Discord refuses ever stops a battle."""

    def __init__(
        self,
        *,
        store: BattleStore,
        turns: TurnStore,
        watchers: Watchers,
        pictures: PictureStore,
        settings: SettingsStore,
        converses: Callable[[Battle], bool],
        poster: Poster,
        pace: EditPace,
        clock: Clock,
    ) -> None:
        self._store = store
        self._galleries = Galleries(pictures, settings, poster)
        self._watchers = watchers
        self._converses = converses
        self._poster = poster
        self._pace = pace
        self._turns = TurnMessages(turns, poster)
        self._clock = clock
        self._live: dict[BattleId, LiveMessage] = {}
        self._closed = False

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
        reference = reply_to(to, battle.guild_id)
        watchers = await self._watchers(battle.id)
        for pause in REPLY_PAUSES:
            try:
                return await self._poster.send(
                    battle.channel_id,
                    screens.announcement(battle, watchers),
                    nonce=f"{battle.id}:reveal",
                    reference=reference,
                    mentioned=watchers,
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
        if battle.message is None or not await self._edit(battle, battle.message):
            await self._post(battle)
        if battle.shown is not battle.state:
            # Not for each edit: ballots change the message, but not the state.
            await self._store.keep_shown(battle.id, battle.state)
            await self._galleries.settled(battle)
        await self._turns.bring_up_to_date(battle)

    async def _edit(self, battle: Battle, message: MessageRef) -> bool:
        """Edit the message; False where it was deleted and what came of the ballots is still to be shown somewhere."""
        hung = await self._galleries.hang(battle, attached=battle.shown in HUNG, posted=True)
        self._pace.took(message.channel_id)
        edited = await self._poster.edit(message, self._view(battle, hung), files=hung.files or None)
        return edited is not Edited.DELETED or not _is_owed(battle)

    async def _post(self, battle: Battle) -> None:
        hung = await self._galleries.hang(battle)
        nonce = f"{battle.id}:{battle.state}"
        message = await self._poster.send(battle.channel_id, self._view(battle, hung), nonce=nonce, files=hung.files)
        if message is not None:
            await self._store.keep_message(battle.id, message)

    def _view(self, battle: Battle, hung: Hung) -> ui.LayoutView:
        now, converses = self._clock.now(), self._converses(battle)
        return screens.battle_message(battle, now=now, gallery=hung.gallery, converses=converses)


def _is_owed(battle: Battle) -> bool:
    """Whether members voted and have not seen what came of it. What a moderator voided, or deleted after it, is not."""
    return battle.state.final and battle.ballots > 0 and battle.void is None and battle.shown is not battle.state
