"""The sources of this bot's battles, and which of them a start goes to."""

from collections.abc import Iterator, Mapping, Sequence

from arena.wire import Modality
from community.battles.ports import Source
from community.battles.values import Battle
from community.errors import HostedForbidden, ModalityUnknown, SourceClosed
from community.settings import GuildSettings


class Sources(Mapping[str, Source]):
    """By name, all that are configured; the first is the one that battles come from where nobody says anything."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self._sources = {source.name: source for source in sources}

    def __getitem__(self, name: str) -> Source:
        return self._sources[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._sources)

    def __len__(self) -> int:
        return len(self._sources)

    def open_to(self, settings: GuildSettings) -> Sequence[Source]:
        """Those that the guild allows, its own choice first."""
        allowed = [source for source in self.values() if settings.hosted_allowed or not source.destination.hosted]
        return sorted(allowed, key=lambda source: source.name != settings.source)

    def converses(self, battle: Battle) -> bool:
        """Whether the battle's source can be asked for more in it; one that is not there any more cannot."""
        source = self.get(battle.source)
        return source is not None and source.converses

    def choose(self, settings: GuildSettings, wanted: str | None, modality: Modality) -> Source:
        """The source that a start goes to: the wanted one, else the guild's first that runs such battles.

        Raises:
            SourceClosed: it is not there.
            HostedForbidden: it is not allowed, or none is.
            ModalityUnknown: it runs no battles of this kind, or none does.
        """
        allowed = self.open_to(settings)
        eligible = [source for source in allowed if wanted is None or source.name == wanted]
        if not eligible:
            raise HostedForbidden if wanted is None or wanted in self._sources else SourceClosed
        for source in eligible:
            if modality in source.modalities:
                return source
        raise ModalityUnknown
