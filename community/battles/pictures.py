"""The two pictures of an image battle: fetched by us, made alike, and kept as they are posted."""

from dataclasses import dataclass
from typing import Protocol

from community.battles.values import Answers, BattleId


class PictureMissing(Exception):  # noqa: N818 - reads as what happened
    """A picture cannot be had just now; another try may help."""


class PictureBroken(Exception):  # noqa: N818 - reads as what happened
    """What came is no picture that could be shown."""


@dataclass(frozen=True, slots=True)
class Pictures:
    """Both files, ready to be posted: PNG, squares of one size, without metadata, each with its letter in it."""

    a: bytes
    b: bytes


class Darkroom(Protocol):
    """Where pictures are made alike."""

    async def develop(self, given: Answers) -> Pictures:
        """The pictures at the two addresses.

        Raises:
            PictureMissing: one of them cannot be fetched.
            PictureBroken: one of them cannot be shown.
        """
        ...


class PictureStore(Protocol):
    """Pictures for as long as they may have to be posted. Every method is one transaction."""

    async def keep(self, battle_id: BattleId, pictures: Pictures) -> None:
        """Remember them in place of earlier ones, unless the battle has ended meanwhile: nobody would forget them."""
        ...

    async def get(self, battle_id: BattleId) -> Pictures | None:
        """The battle's pictures, None where there are none or no more."""
        ...

    async def forget(self, battle_id: BattleId) -> None:
        """The battle is over and shown: Discord keeps them now."""
        ...
