"""A ModelChorus of the test's own: healthy by itself, and faulty where a test scripts it, over real HTTP.

Battles are told apart by their prompts, so that many flows can share one arena, one bot and one moment.
"""

import asyncio
import itertools
import secrets
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from arena.wire import HTTP_STATUS, ErrorCode
from tests.support.patience import PATIENCE
from tests.support.serving import serve

KEY = "mc_" + "5ec2e7" * 5
POLL_MS = 100
ANSWERS = ("The first answer.", "The second answer.")
LATER = ("A goes on to turn {}.", "B goes on to turn {}.")
Json = dict[str, Any]


@dataclass(frozen=True)
class Step:
    """What one request gets. `happens` says whether the arena does what was asked all the same."""

    answer: ASGIApp
    happens: bool = False


def says(body: Json, status: int = 200) -> Step:
    """This JSON instead of a healthy answer."""
    return Step(JSONResponse(body, status))


def refuses(code: str, **headers: str) -> Step:
    """An error envelope with this code; an underscore in a header's name stands for a dash."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Step(JSONResponse({"error": {"code": code, "message": "No."}}, HTTP_STATUS[ErrorCode(code)], named))


async def _cut(_scope: Scope, _receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1000")]})
    await send({"type": "http.response.body", "body": b'{"data": {"id": "', "more_body": True})


async def _hang(_scope: Scope, receive: Receive, _send: Send) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


CUT = Step(_cut)
"""The connection breaks in the middle of the answer, and nothing has happened."""
HANG = Step(_hang)
"""No answer comes, and nothing has happened."""


def lost(step: Step) -> Step:
    """What was asked happens, and yet its answer is this one."""
    return Step(step.answer, happens=True)


@dataclass
class Script:
    """What a prompt's battle gets, step by step; where a list is empty, or a step None, a healthy answer."""

    creations: list[Step | None] = field(default_factory=list)
    polls: list[Step | None] = field(default_factory=list)
    votes: list[Step | None] = field(default_factory=list)
    follow_ups: list[Step | None] = field(default_factory=list)
    feedback: list[Step | None] = field(default_factory=list)
    answers: tuple[str, str] = ANSWERS
    ready: bool = True
    """Whether both answers to the latest question are there. A test may change it while the battle runs."""
    later_answers: tuple[str, str] = LATER
    """What both say to each follow-up, its number filled in."""
    pictures: tuple[bytes, bytes] | None = None
    """What both paint, in place of answers."""
    error_code: str | None = None
    more: Json = field(default_factory=dict)
    """Fields that every answer about the battle carries beside its own."""


@dataclass
class UpstreamBattle:
    """A battle as the arena has it. `asked` counts requests by kind, whether or not anything happened."""

    prompt: str
    script: Script
    names: tuple[str, str]
    ids: list[str] = field(default_factory=list)
    votes: list[str] = field(default_factory=list)
    follow_ups: list[str] = field(default_factory=list)
    feedback: list[Json] = field(default_factory=list)
    asked: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(("create", "poll", "vote", "continue", "feedback"), 0)
    )
    gate: asyncio.Event | None = None
    revealed_at: Any = None
    """What `moment` said when the names left the arena for the first time; None as long as they have not."""

    def hold(self) -> asyncio.Event:
        """Let every answer wait for this event."""
        self.gate = asyncio.Event()
        return self.gate


class ScriptedArena:
    """The arena. `moment` is asked when names leave it, so that a test knows what came before."""

    def __init__(self, moment: Callable[[], Any] = lambda: True) -> None:
        self.battles: dict[str, UpstreamBattle] = {}
        self.news = asyncio.Condition()
        self.models: list[str] = []
        """The names in the catalogue."""
        self.boards: dict[str, Any] = {}
        """What is published below `/api/v1/leaderboard`, by the rest of the path; empty for the board itself."""
        self._moment = moment
        self._numbers = itertools.count(1)
        base = "/api/v1/battles"
        self.app = Starlette(
            routes=[
                Route(base, self._create, methods=["POST"]),
                Route(f"{base}/{{id}}", self._poll, methods=["GET"]),
                Route(f"{base}/{{id}}/vote", self._vote, methods=["POST"]),
                Route(f"{base}/{{id}}/continue", self._continue, methods=["POST"]),
                Route("/pictures/{id}/{side}/{name}", self._picture, methods=["GET"]),
                Route(f"{base}/{{id}}/feedback", self._feedback, methods=["POST"]),
                Route("/api/v1/models", self._models, methods=["GET"]),
                Route("/api/v1/leaderboard{rest:path}", self._board, methods=["GET"]),
            ]
        )

    def expect(self, prompt: str, script: Script | None = None) -> UpstreamBattle:
        """Get ready for a battle with this prompt; its models have names that nothing else has."""
        number = next(self._numbers)
        names = (f"Kestrel {number} Instruct", f"Marabou {number} Large")
        self.battles[prompt] = UpstreamBattle(prompt, script or Script(), names)
        return self.battles[prompt]

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until a request has made this true."""
        async with asyncio.timeout(PATIENCE), self.news:
            await self.news.wait_for(condition)

    @property
    def created(self) -> int:
        """How many battles exist, and so were paid for."""
        return sum(len(battle.ids) for battle in self.battles.values())

    async def _board(self, request: Request) -> ASGIApp:
        rest = request.path_params["rest"].strip("/")
        return JSONResponse({"data": self.boards[rest]}) if rest in self.boards else refuses("NOT_FOUND").answer

    async def _create(self, request: Request) -> ASGIApp:
        battle = self.battles[(await request.json())["prompt"]]

        def create() -> Json:
            battle.ids.append(secrets.token_hex(12))
            return {"id": battle.ids[-1], "status": "initializing", "pollIntervalMs": POLL_MS}

        return await self._answer(request, battle, "create", battle.script.creations, create)

    async def _poll(self, request: Request) -> ASGIApp:
        battle = self._of(request)
        return await self._answer(
            request, battle, "poll", battle.script.polls, lambda: self._state(battle, str(request.base_url))
        )

    async def _vote(self, request: Request) -> ASGIApp:
        battle = self._of(request)
        winner = (await request.json())["winner"]
        if battle.votes:
            battle.asked["vote"] += 1
            return refuses("VOTE_FAILED").answer

        def vote() -> Json:
            battle.votes.append(winner)
            battle.revealed_at = self._moment()
            return {"success": True, "modelsRevealed": {"modelA": battle.names[0], "modelB": battle.names[1]}}

        return await self._answer(request, battle, "vote", battle.script.votes, vote)

    async def _continue(self, request: Request) -> ASGIApp:
        battle = self._of(request)
        prompt = (await request.json())["prompt"]

        def follow_up() -> Json:
            battle.follow_ups.append(prompt)
            return {"turnNumber": 1 + len(battle.follow_ups), "status": "initializing", "pollIntervalMs": POLL_MS}

        return await self._answer(request, battle, "continue", battle.script.follow_ups, follow_up)

    async def _feedback(self, request: Request) -> ASGIApp:
        battle, said = self._of(request), await request.json()

        def attach() -> Json:
            battle.feedback.append(said)
            return {"success": True}

        return await self._answer(request, battle, "feedback", battle.script.feedback, attach)

    async def _models(self, _request: Request) -> ASGIApp:
        data = [{"id": name, "name": name, "modelId": name, "outputModalities": ["text"]} for name in self.models]
        return JSONResponse({"data": data})

    async def _answer(
        self,
        request: Request,
        battle: UpstreamBattle,
        kind: str,
        steps: list[Step | None],
        healthy: Callable[[], Json],
    ) -> ASGIApp:
        battle.asked[kind] += 1
        step = steps.pop(0) if steps else None
        if request.headers.get("authorization") != f"Bearer {KEY}":
            step = refuses("UNAUTHORIZED")
        data = healthy() if step is None or step.happens else {}
        async with self.news:
            self.news.notify_all()
        if battle.gate is not None:
            await battle.gate.wait()
        return JSONResponse({"data": {**battle.script.more, **data}}) if step is None else step.answer

    def _of(self, request: Request) -> UpstreamBattle:
        return next(battle for battle in self.battles.values() if request.path_params["id"] in battle.ids)

    async def _picture(self, request: Request) -> Response:
        pictures = self._of(request).script.pictures
        assert pictures is not None
        return Response(pictures["AB".index(request.path_params["side"])], media_type="image/png")

    def _state(self, battle: UpstreamBattle, base_url: str) -> Json:
        script, number = battle.script, 1 + len(battle.follow_ups)
        answers = script.answers if script.pictures is None else _addresses(battle, base_url)
        later = [tuple(text.format(turn) for text in script.later_answers) for turn in range(2, number + 1)]
        comparisons = [
            _comparison(battle, turn, answers, ready=script.ready or turn < number)
            for turn, answers in enumerate([answers, *later], start=1)
        ]
        state: Json = {
            "id": battle.ids[-1],
            "responsesReady": script.ready,
            "turnCount": number,
            "comparisons": comparisons,
        }
        return state if script.error_code is None else {**state, "errorCode": script.error_code}


def _addresses(battle: UpstreamBattle, base_url: str) -> tuple[str, str]:
    """As careless as an address can be: it tells whose picture it is."""
    a, b = (f"{base_url}pictures/{battle.ids[-1]}/{side}/{quote(battle.names[n])}" for n, side in enumerate("AB"))
    return a, b


def _comparison(battle: UpstreamBattle, turn: int, answers: tuple[str, ...], *, ready: bool) -> Json:
    names = battle.names if battle.votes else ("Model A", "Model B")
    shown = answers if ready else (None, None)
    return {
        "id": f"c{turn}-{battle.ids[-1]}",
        "turnNumber": turn,
        "responsesReady": ready,
        "modelA": names[0],
        "modelB": names[1],
        "responseA": shown[0],
        "responseB": shown[1],
    }


def names_of(battles: Iterable[UpstreamBattle]) -> set[str]:
    """The names of all these battles' models."""
    return {name for battle in battles for name in battle.names}


@asynccontextmanager
async def served(arena: ScriptedArena, *, port: int = 0) -> AsyncIterator[str]:
    """The arena's address for as long as the block lasts."""
    async with serve(arena.app, port=port) as url:
        yield url
