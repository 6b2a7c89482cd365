"""`/api/v1/battles`: create, poll, vote, feedback, continue."""

from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from arena import wire
from arena.api.admitting import Caller, caller_of, router_for
from arena.api.envelope import NO_STORE, success
from arena.api.pictures import base_url_of
from arena.api.views import CardOf, battle_body
from arena.engine.admission import Admission
from arena.engine.battles import BattleEngine
from arena.engine.values import Battle, Tier

_MOST: Final = 1_000
"""Bodies remembered at once."""


class _Polls:
    """Polls of one battle mostly find it as it was, and then its body is the same too."""

    def __init__(self, card_of: CardOf) -> None:
        self._card_of = card_of
        self._bodies: dict[tuple[str, str], tuple[Battle, bytes]] = {}

    def answer(self, battle: Battle, base_url: str) -> Response:
        known = self._bodies.get((battle.id, base_url))
        if known is None or known[0] is not battle:
            if len(self._bodies) >= _MOST:
                self._bodies.clear()
            known = battle, bytes(success(battle_body(battle, base_url=base_url, card_of=self._card_of)).body)
            self._bodies[battle.id, base_url] = known
        return Response(known[1], media_type="application/json", headers=NO_STORE)


def battle_routes(engine: BattleEngine, admission: Admission) -> list[APIRouter]:
    """The routes, those that read and those that write."""
    reading = router_for(Tier.STANDARD, admission)
    writing = router_for(Tier.WRITE, admission)
    polls = _Polls(engine.roster.named)

    @writing.post("/battles")
    async def create_battle(body: wire.CreateBattle, key: Caller) -> JSONResponse:
        battle = await engine.create(
            body.prompt, modality=body.modality, locale=body.locale, key=key, chosen=body.models or ()
        )
        return success(
            wire.BattleCreated(
                id=battle.id,
                status="initializing",
                poll_url=f"/api/v1/battles/{battle.id}",
                poll_interval_ms=wire.DEFAULT_POLL_INTERVAL_MS,
            )
        )

    @reading.get("/battles/{battle_id}")
    async def poll_battle(battle_id: str, request: Request) -> Response:
        battle = await engine.get(battle_id, owner=caller_of(request).owner)
        return polls.answer(battle, base_url_of(request))

    @writing.post("/battles/{battle_id}/vote")
    async def vote_on_battle(battle_id: str, body: wire.CastVote, key: Caller) -> JSONResponse:
        revealed = await engine.vote(battle_id, body, owner=key.owner)
        names = wire.ModelsRevealed(model_a=revealed.a.name, model_b=revealed.b.name)
        return success(wire.VoteAccepted(success=True, models_revealed=names))

    @writing.post("/battles/{battle_id}/feedback")
    async def add_feedback(battle_id: str, body: wire.GiveFeedback, key: Caller) -> JSONResponse:
        await engine.add_feedback(battle_id, body, owner=key.owner)
        return success(wire.FeedbackAccepted(success=True))

    @writing.post("/battles/{battle_id}/continue")
    async def continue_battle(battle_id: str, body: wire.ContinueBattle, key: Caller) -> JSONResponse:
        turn = await engine.follow_up(battle_id, body.prompt, owner=key.owner)
        return success(
            wire.BattleContinued(
                turn_number=turn.number,
                status="initializing",
                poll_url=f"/api/v1/battles/{battle_id}",
                poll_interval_ms=wire.DEFAULT_POLL_INTERVAL_MS,
            )
        )

    return [reading, writing]
