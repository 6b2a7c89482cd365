"""Asking both models once more."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

import structlog

from arena.wire import MAX_PROMPT_CHARACTERS
from community.battles.ports import BattleStore, Source, Stage
from community.battles.timing import MAX_PAUSE
from community.battles.turns import FollowUpRefused, NewTurn, Reason, TurnStore, why_not
from community.battles.values import Battle, BattleId, Turn, TurnFailure
from community.clock import Clock
from community.consent import Sent
from community.errors import (
    BattleNotFound,
    SourceError,
    SourceNotSupported,
    SourceRefused,
    SourceUnreachable,
    StoreUnavailable,
)
from community.keys import Errand, KeyWatch
from community.prompts import sendable
from community.settings import SettingsStore

log = structlog.get_logger(__name__)

_NOT_TAKEN: Final = (SourceRefused, SourceUnreachable)


class FollowUps:
    """The use case behind [Ask a follow-up]. `drive` carries a battle on from its rows."""

    def __init__(
        self,
        *,
        store: BattleStore,
        turns: TurnStore,
        settings: SettingsStore,
        sources: Mapping[str, Source],
        stage: Stage,
        drive: Callable[[Battle], None],
        keys: KeyWatch,
        clock: Clock,
    ) -> None:
        self._store = store
        self._turns = turns
        self._settings = settings
        self._sources = sources
        self._stage = stage
        self._drive = drive
        self._keys = keys
        self._clock = clock

    async def __call__(self, battle_id: BattleId, member_id: int, prompt: str) -> Turn:
        """Ask, and return the turn as it is then: still ASKING where nobody can know yet whether it was asked.

        Raises:
            PromptRefused: the prompt is blank or too long.
            BattleNotFound: there is no such battle.
            FollowUpRefused: it was not asked, and the vote goes on as before.
        """
        prompt = sendable(prompt, MAX_PROMPT_CHARACTERS)
        battle, source = await self._found(battle_id)
        _check(battle, source)
        threads = (await self._settings.of_guild(battle.guild_id)).threads
        asked = NewTurn(prompt=prompt, asked_by=member_id, asked_at=self._clock.now(), threads=threads)
        battle = await self._turns.ask(battle_id, asked)
        self._stage.changed(battle_id)
        return await self._send(battle, source, battle.upstream_id or "")

    async def check(self, battle_id: BattleId) -> None:
        """Say no before somebody writes a question that cannot be asked.

        Raises:
            BattleNotFound: there is no such battle.
            FollowUpRefused: the battle takes none now, or its source never takes one.
        """
        _check(*await self._found(battle_id))

    async def sent(self, battle_id: BattleId) -> Sent:
        """Where a follow-up in this battle would go.

        Raises:
            BattleNotFound: there is no such battle.
            FollowUpRefused: its source is not there any more.
        """
        _, source = await self._found(battle_id)
        return Sent(source.name, source.destination)

    async def _found(self, battle_id: BattleId) -> tuple[Battle, Source]:
        battle = await self._store.get(battle_id)
        if battle is None:
            raise BattleNotFound
        if (source := self._sources.get(battle.source)) is None:
            raise FollowUpRefused(Reason.OVER)
        return battle, source

    async def _send(self, battle: Battle, source: Source, upstream_id: str) -> Turn:
        turn = battle.pending
        if turn is None:
            raise AssertionError("what was just asked is pending")
        try:
            async with self._keys.over(source.name, Errand.FOLLOW_UP, code=battle.support_code):
                await source.follow_up(upstream_id, turn.prompt)
        except _NOT_TAKEN as error:
            log.warning("turn.not_asked", battle=battle.id, turn=turn.number, error=str(error))
            now = self._clock.now()
            await self._keep(
                lambda: self._turns.failed(
                    battle.id,
                    turn.number,
                    TurnFailure.NOT_ASKED,
                    opened_at=now,
                    closes_at=now + battle.voting_window,
                )
            )
            self._stage.changed(battle.id)
            unable = isinstance(error, SourceNotSupported)
            raise FollowUpRefused(Reason.NOT_SUPPORTED if unable else Reason.NO_ANSWER) from error
        except SourceError as error:
            log.warning("turn.unanswered", battle=battle.id, turn=turn.number, error=str(error))
            known = battle
        else:
            # None where polling has found it there already.
            known = await self._keep(lambda: self._turns.asked(battle.id, turn.number)) or battle
        log.info("turn.asked", battle=battle.id, turn=turn.number, state=known.pending and known.pending.state)
        self._drive(known)
        return known.pending or turn

    async def _keep(self, write: Callable[[], Awaitable[Battle | None]]) -> Battle | None:
        """Write what only this call knows; after a kill, polling would tell."""
        pause = 1.0
        while True:
            try:
                return await write()
            except StoreUnavailable as error:
                log.warning("turn.not_kept", error=str(error))
            await self._clock.sleep(pause)
            pause = min(pause * 2, MAX_PAUSE)


def _check(battle: Battle, source: Source) -> None:
    if (reason := why_not(battle)) is not None:
        raise FollowUpRefused(reason)
    if not source.converses:
        raise FollowUpRefused(Reason.NOT_SUPPORTED)
