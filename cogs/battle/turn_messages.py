"""Turns that have messages of their own: those in a thread, and those after the reveal."""

import discord

from cogs.battle import screens
from cogs.common.posting import Poster, reply_to
from cogs.common.text import clean
from community.battles import Battle, Place, Turn, TurnStore
from community.battles.turns import phase
from community.places import MessageRef


class TurnMessages:
    """Keeps each of them at its turn's newest phase."""

    def __init__(self, turns: TurnStore, poster: Poster) -> None:
        self._turns = turns
        self._poster = poster

    async def bring_up_to_date(self, battle: Battle) -> None:
        """Post and edit what is missing or old.

        Raises:
            EditFailed: another try may help.
        """
        for turn in battle.turns:
            if turn.place is not Place.BATTLE and turn.shows != phase(battle, turn):
                await self._show(battle, turn)

    async def _show(self, battle: Battle, turn: Turn) -> None:
        view = screens.turn_message(battle, turn)
        if turn.message is not None:
            await self._poster.edit(turn.message, view)
        elif (message := await self._post(battle, turn, view)) is not None:
            await self._turns.keep_message(battle.id, turn.number, message)
        await self._turns.keep_shown(battle.id, turn.number, phase(battle, turn))

    async def _post(self, battle: Battle, turn: Turn, view: discord.ui.LayoutView) -> MessageRef | None:
        nonce = f"{battle.id}:t{turn.number}"
        if battle.message is None:
            return await self._poster.send(battle.channel_id, view, nonce=nonce)
        if turn.place is Place.THREAD:
            name = " ".join(clean(battle.prompt).split()) or "Blind battle"
            thread = await self._poster.open_thread(battle.message, battle.guild_id, name=name)
            if thread is not None:
                return await self._poster.send(thread, view, nonce=nonce)
        reference = reply_to(battle.message, battle.guild_id)
        return await self._poster.send(battle.channel_id, view, nonce=nonce, reference=reference)
