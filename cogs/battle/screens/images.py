"""Screen 6: two pictures in a gallery. The letters stand in the pictures themselves: clients stack and enlarge them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import discord
from discord import ui

from cogs.battle.custom_ids import Side
from cogs.common.look import Part

FILES: Final = ("a.png", "b.png")


@dataclass(frozen=True, slots=True)
class Gallery:
    """That the message has its pictures, and whether they are veiled until somebody taps them."""

    veiled: bool = False


def pictures(gallery: Gallery | None) -> Sequence[Part]:
    """Both pictures, always alike: if one is veiled, so is the other."""
    if gallery is None:
        return ()
    items = (
        discord.MediaGalleryItem(f"attachment://{file}", description=f"Picture {side}", spoiler=gallery.veiled)
        for side, file in zip(Side, FILES, strict=True)
    )
    return (ui.MediaGallery(*items),)
