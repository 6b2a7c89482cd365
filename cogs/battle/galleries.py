"""The pictures of image battles, attached once and then only referred to."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import discord

from arena.wire import Modality
from cogs.battle.screens.images import FILES, Gallery
from cogs.common.posting import Poster
from community.battles import Battle, State
from community.battles.pictures import PictureStore
from community.settings import SettingsStore

HUNG: Final = frozenset({State.VOTING, State.CLOSING, State.REVEALED, State.UNREVEALED})
"""A message that shows one of these has the pictures; one that shows a failure may have none."""


@dataclass(frozen=True, slots=True)
class Hung:
    """How a message shows its pictures, None where it has none, and the files that have to be sent with it."""

    gallery: Gallery | None = None
    files: Sequence[discord.File] = ()


class Galleries:
    """Knows what has to be attached to which message."""

    def __init__(self, pictures: PictureStore, settings: SettingsStore, poster: Poster) -> None:
        self._pictures = pictures
        self._settings = settings
        self._poster = poster

    async def hang(self, battle: Battle, *, attached: bool = False, posted: bool = False) -> Hung:
        """What a message of the battle needs; `attached` is whether it is known to have the pictures already.

        `posted` is whether it is there already: pictures that are forgotten were posted with it.
        """
        if battle.modality is not Modality.IMAGE or battle.answers is None:
            return Hung()
        wanted = (await self._settings.of_guild(battle.guild_id)).spoilers
        gallery = Gallery(veiled=wanted and not self._poster.age_restricted(battle.channel_id))
        if attached:
            return Hung(gallery)
        pictures = await self._pictures.get(battle.id)
        if pictures is None:
            return Hung(gallery) if posted else Hung()
        files = [
            discord.File(io.BytesIO(data), name) for data, name in zip((pictures.a, pictures.b), FILES, strict=True)
        ]
        return Hung(gallery, files)

    async def settled(self, battle: Battle) -> None:
        """The battle's message shows this state: once that is the last, Discord keeps the pictures."""
        if battle.modality is Modality.IMAGE and battle.state.final:
            await self._pictures.forget(battle.id)
