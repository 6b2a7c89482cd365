"""The client of ModelChorus and of every arena that speaks its API."""

import time
from collections.abc import Callable
from urllib.parse import urlencode

import httpx
from pydantic import SecretStr

from arena.clients.budget import PARTNER_REQUESTS_PER_MINUTE, RequestBudget
from arena.clients.circuit import Circuit
from arena.clients.reading import API, Reader
from arena.clients.session import DEADLINE_SECONDS, TIMEOUT, Session, path_of
from arena.wire import (
    Battle,
    BattleContinued,
    BattleCreated,
    CastVote,
    Chat,
    ChatCreated,
    ContinueBattle,
    CreateBattle,
    CreateChat,
    Data,
    FeedbackAccepted,
    GiveFeedback,
    MessageAccepted,
    ModelsRevealed,
    SendMessage,
    VoteAccepted,
)


class ModelChorusClient(Reader):
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
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Use the connections of `http`, which stays the caller's to close.

        `timeout` is for the parts of one request, `deadline` (seconds) for a whole call with its repetitions; `clock`
        (seconds, never going back) is the circuit's, which opens when the arena fails again and again.

        Raises:
            ValueError: the base URL is no http(s) address, or the key cannot stand in a header.
        """
        self.budget = RequestBudget(requests_per_minute)
        super().__init__(
            Session(
                http,
                base_url=base_url,
                key=key,
                budget=self.budget,
                timeout=timeout,
                deadline=deadline,
                circuit=Circuit(clock),
            )
        )

    def __repr__(self) -> str:
        return f"{type(self).__name__}(base_url={self._session.base_url!r})"

    async def create_battle(self, battle: CreateBattle) -> BattleCreated:
        """Start a blind battle; poll it with `battle` as often as `budget.poll_interval` says.

        An error whose `nothing_happened` is false leaves unknown whether the battle was created and counted.
        """
        return (await self._session.post(f"{API}/battles", battle, Data[BattleCreated])).data

    async def battle(self, battle_id: str) -> Battle:
        """The state of a battle."""
        return (await self._session.get(f"{API}/battles{path_of(battle_id)}", Data[Battle])).data

    async def vote(self, battle_id: str, vote: CastVote) -> ModelsRevealed:
        """Cast the one vote of the latest turn, and learn the names. `vote_and_names` copes with a lost answer."""
        path = f"{API}/battles{path_of(battle_id, 'vote')}"
        return (await self._session.post(path, vote, Data[VoteAccepted])).data.models_revealed

    async def give_feedback(self, battle_id: str, feedback: GiveFeedback) -> None:
        """Attach feedback to a battle that was voted on."""
        path = f"{API}/battles{path_of(battle_id, 'feedback')}"
        await self._session.post(path, feedback, Data[FeedbackAccepted])

    async def continue_battle(self, battle_id: str, follow_up: ContinueBattle) -> BattleContinued:
        """Ask both models of a text battle once more."""
        path = f"{API}/battles{path_of(battle_id, 'continue')}"
        return (await self._session.post(path, follow_up, Data[BattleContinued])).data

    async def create_chat(self, chat: CreateChat) -> ChatCreated:
        """Begin a chat with one model. Send to it with `send_message`."""
        return (await self._session.post(f"{API}/chats", chat, Data[ChatCreated])).data

    async def send_message(self, chat_id: str, message: SendMessage) -> MessageAccepted:
        """Say something in a chat; poll it with `chat` until it is active no more."""
        path = f"{API}/chats{path_of(chat_id, 'message')}"
        return (await self._session.post(path, message, Data[MessageAccepted])).data

    async def chat(self, chat_id: str, *, cursor: str | None = None) -> Chat:
        """A chat with a page of its messages: the first, or the one that a page's `next_cursor` leads to."""
        query = "" if cursor is None else f"?{urlencode({'cursor': cursor})}"
        return (await self._session.get(f"{API}/chats{path_of(chat_id)}{query}", Data[Chat])).data
