from collections import deque
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from arena.wire import Modality, Winner
from community.battles import Battle, Moderation, Names
from community.battles.facts import Facts
from community.opinions import FeedbackCourier, Opinions, OpinionSource, Rating
from storage.community.moderating import SqlModerationStore
from storage.community.opinions import SqlOpinionStore
from storage.community.outbox import SqlOutbox
from tests.community.battles.conftest import ADA, GRACE, Community
from tests.support.battles import NAMES
from tests.support.database import migrated_database
from tests.support.voters import voter


@dataclass
class Upstream:
    """Takes feedback, or fails as its script says; `stands` is what it says of the vote."""

    faults: deque[Exception] = field(default_factory=deque)
    got: list[Rating] = field(default_factory=list)
    stands: bool | None = None

    async def give_feedback(self, upstream_id: str, rating: Rating) -> None:
        assert upstream_id.startswith("up-")
        if self.faults:
            raise self.faults.popleft()
        self.got.append(rating)

    async def feedback_stands(self, upstream_id: str) -> bool | None:
        assert upstream_id.startswith("up-")
        if self.faults:
            raise self.faults.popleft()
        return self.stands

    async def competitors(self, modality: Modality) -> Sequence[str]:
        assert modality is Modality.TEXT
        return ["zeta", NAMES.b, "Alpha", NAMES.a]


class Said:
    """A community whose members say more than their ballots."""

    def __init__(self, community: Community) -> None:
        self.community = community
        self.upstream = Upstream()
        self.store = SqlOpinionStore(community.database)
        sources: dict[str, OpinionSource] = {community.source.name: self.upstream}
        self.opinions = Opinions(
            battles=community.store,
            store=self.store,
            sources=sources,
            catalogues={community.source.name: self.upstream},
            clock=community.clock,
        )
        self.outbox = SqlOutbox(community.database)
        self.courier = FeedbackCourier(outbox=self.outbox, sources=sources, clock=community.clock)
        self.moderation = Moderation(
            store=SqlModerationStore(community.database), stage=community.stage, clock=community.clock
        )

    async def open(self) -> Battle:
        """A battle with a ballot of Ada's, who started it, and one of Grace's."""
        battle = await self.community.open_battle()
        for member in (ADA, GRACE):
            await self.community.voting.cast(battle.id, voter(member), Winner.A)
        return battle

    async def reveal(self, battle: Battle) -> Battle:
        await self.community.store.close(battle.id, self.community.clock.now(), early=True)
        revealed = await self.community.store.reveal(battle.id, Names(NAMES.a, NAMES.b), Facts())
        assert revealed is not None
        return revealed

    async def revealed(self) -> Battle:
        return await self.reveal(await self.open())


@pytest.fixture
async def said(tmp_path: Path) -> AsyncIterator[Said]:
    async with migrated_database(tmp_path / "community.db") as database:
        yield Said(Community(database))
