"""`/api/v1/battles`: create, poll, vote, feedback, continue."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from arena import wire
from arena.api.admitting import Caller, router_for
from arena.api.envelope import success
from arena.api.pictures import base_url_of
from arena.api.views import battle_body
from arena.engine.admission import Admission
from arena.engine.battles import BattleEngine
from arena.engine.values import Tier


def battle_routes(engine: BattleEngine, admission: Admission) -> list[APIRouter]:
    """The routes, those that read and those that write."""
    reading = router_for(Tier.STANDARD, admission)
    writing = router_for(Tier.WRITE, admission)

    @writing.post("/battles")
    async def create_battle(body: wire.CreateBattle, key: Caller) -> JSONResponse:
        battle = await engine.create(body.prompt, modality=body.modality, locale=body.locale, key=key)
        return success(
            wire.BattleCreated(
                id=battle.id,
                status="initializing",
                poll_url=f"/api/v1/battles/{battle.id}",
                poll_interval_ms=wire.DEFAULT_POLL_INTERVAL_MS,
            )
        )

    @reading.get("/battles/{battle_id}")
    async def poll_battle(battle_id: str, key: Caller, request: Request) -> JSONResponse:
        battle = await engine.get(battle_id, owner=key.owner)
        return success(battle_body(battle, base_url=base_url_of(request)))

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
