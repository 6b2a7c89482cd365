"""The client of ModelChorus and of every arena that speaks its API."""

import httpx
from pydantic import SecretStr

from arena.clients.budget import PARTNER_REQUESTS_PER_MINUTE, RequestBudget
from arena.clients.session import DEADLINE_SECONDS, TIMEOUT, Session, path_of
from arena.wire import (
    Availability,
    Battle,
    BattleContinued,
    BattleCreated,
    CastVote,
    ContinueBattle,
    CreateBattle,
    Data,
    FeedbackAccepted,
    GiveFeedback,
    Model,
    ModelList,
    ModelsRevealed,
    Stats,
    VoteAccepted,
)

_API = "/api/v1"


class ModelChorusClient:
    """Asks an arena with one key, within that key's request budget.

    All callers of a key share one client, or the budget would not hold. Every method raises `ArenaError`: what only
    reads is repeated until the deadline, what does something only when it is certain that nothing happened.
    """

    def __init__(
        self,
        http: httpx.AsyncClient,
        *,
        base_url: str,
        key: SecretStr,
        requests_per_minute: int = PARTNER_REQUESTS_PER_MINUTE,
        timeout: httpx.Timeout = TIMEOUT,
        deadline: float = DEADLINE_SECONDS,
    ) -> None:
        """Use the connections of `http`, which stays the caller's to close.

        `timeout` is for the parts of one request, `deadline` (seconds) for a whole call with its repetitions.

        Raises:
            ValueError: the base URL is no http(s) address, or the key cannot stand in a header.
        """
        self.budget = RequestBudget(requests_per_minute)
        self._session = Session(
            http, base_url=base_url, key=key, budget=self.budget, timeout=timeout, deadline=deadline
        )

    def __repr__(self) -> str:
        return f"{type(self).__name__}(base_url={self._session.base_url!r})"

    async def create_battle(self, battle: CreateBattle) -> BattleCreated:
        """Start a blind battle; poll it with `battle` as often as `budget.poll_interval` says.

        An error whose `nothing_happened` is false leaves unknown whether the battle was created and counted.
        """
        return (await self._session.post(f"{_API}/battles", battle, Data[BattleCreated])).data

    async def battle(self, battle_id: str) -> Battle:
        """The state of a battle."""
        return (await self._session.get(f"{_API}/battles{path_of(battle_id)}", Data[Battle])).data

    async def vote(self, battle_id: str, vote: CastVote) -> ModelsRevealed:
        """Cast the one vote of the latest turn, and learn the names. `vote_and_names` copes with a lost answer."""
        path = f"{_API}/battles{path_of(battle_id, 'vote')}"
        return (await self._session.post(path, vote, Data[VoteAccepted])).data.models_revealed

    async def give_feedback(self, battle_id: str, feedback: GiveFeedback) -> None:
        """Attach feedback to a battle that was voted on."""
        path = f"{_API}/battles{path_of(battle_id, 'feedback')}"
        await self._session.post(path, feedback, Data[FeedbackAccepted])

    async def continue_battle(self, battle_id: str, follow_up: ContinueBattle) -> BattleContinued:
        """Ask both models of a text battle once more."""
        path = f"{_API}/battles{path_of(battle_id, 'continue')}"
        return (await self._session.post(path, follow_up, Data[BattleContinued])).data

    async def models(self) -> list[Model]:
        """All models with what is known of them."""
        return (await self._session.get(f"{_API}/models", ModelList)).data

    async def availability(self) -> list[Availability]:
        """All models, only with what goes in and comes out."""
        return (await self._session.get(f"{_API}/models/availability", Data[list[Availability]])).data

    async def stats(self) -> Stats:
        """Totals of the whole arena."""
        return (await self._session.get(f"{_API}/stats", Data[Stats])).data
