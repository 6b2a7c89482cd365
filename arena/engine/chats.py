"""Chats with one model: created, sent to, read in pages. The model works in the background, as in battles."""

import asyncio
import re
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from functools import partial
from typing import Final

import structlog

from arena.engine.chat_values import Chat, ChatPage, ChatStore, Message
from arena.engine.cursors import Cursors
from arena.engine.errors import NotFound, NotSaved, NotSupported, TooEarly
from arena.engine.generating import paint, until_saved, write
from arena.engine.leases import LEASE, keep_renewing, machine_time
from arena.engine.roster import Roster
from arena.engine.values import Clock, Contestant, Failure, Written
from arena.engine.writing import ANSWER_LIMIT
from arena.wire import ChatMessage, GenerationError, Modality, ModelUnreachable

log = structlog.get_logger(__name__)

PAGE: Final = 50
"""Messages of one answer."""
_ID: Final = re.compile(r"[0-9a-f]{32}")
_POLL: Final = timedelta(seconds=2)


class ChatEngine:
    """Runs chats with the models of a roster. Use `open_chats` to get one."""

    def __init__(self, store: ChatStore, roster: Roster, cursors: Cursors, clock: Clock) -> None:
        self._store = store
        self._roster = roster
        self._cursors = cursors
        self._clock = clock
        self._tasks: set[asyncio.Task[None]] = set()

    async def create(self, model: str, *, modality: Modality, locale: str, owner: str) -> Chat:
        """Begin a chat with the model of that display name or slug.

        Raises:
            NotFound: there is no such model.
            NotSupported: it does not make what was asked for.
        """
        card = self._roster.named(model)
        if card is None:
            raise NotFound("There is no such model.")
        if modality not in card.output_modalities:
            raise NotSupported(f"This model makes no {modality}.")
        chat = Chat(
            id=secrets.token_hex(16),
            owner=owner,
            modality=modality,
            locale=locale,
            model=Contestant(card.slug, card.name),
            created_at=self._clock(),
        )
        await self._store.create(chat)
        return chat

    async def send(self, chat_id: str, text: str, *, owner: str) -> int:
        """Say something; the number of messages with it and the reply that is being written.

        Raises:
            NotFound: there is no such chat, or it is somebody else's.
            TooEarly: the reply to the last message is still being written.
        """
        page = await self._page(chat_id, owner, after=0)
        now = self._clock()
        said = Message(
            number=page.count + 1, id=secrets.token_hex(16), role="user", text=text, created_at=now, finished_at=now
        )
        reply = Message(number=page.count + 2, id=secrets.token_hex(16), role="assistant", text="", created_at=now)
        if page.active or not await self._store.send(chat_id, said, reply):
            raise TooEarly("The reply to the last message is still being written.", retry_after=_POLL)
        self._start(page.chat, reply)
        return reply.number

    async def get(self, chat_id: str, *, owner: str, cursor: str | None = None) -> tuple[ChatPage, str | None]:
        """A page of the chat as it stands, from its beginning or from where a cursor points, and the next cursor.

        Raises:
            NotFound: there is none, or it is somebody else's.
            BadRequest: the cursor is none of this chat.
        """
        if _ID.fullmatch(chat_id) is None:
            raise NotFound("There is no such chat.")
        listing = f"chat {chat_id}"
        after = 0 if cursor is None else int(self._cursors.read(listing, cursor)[0])
        page = await self._page(chat_id, owner, after=after)
        last = page.messages[-1].number if page.messages else page.count
        return page, self._cursors.make(listing, [last]) if last < page.count else None

    async def resume(self) -> None:
        """Say that this process lives, and have those replies written whose process does not live any more."""
        now = machine_time()
        for chat, reply in await self._store.claim(now=now, until=now + LEASE):
            self._start(chat, reply)

    async def stop(self) -> None:
        """Stop all writing. What is unfinished is for whoever lives, or for the next start."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        with suppress(NotSaved):  # then the others wait until the lease is over
            await self._store.release()

    async def _page(self, chat_id: str, owner: str, *, after: int) -> ChatPage:
        page = await self._store.page(chat_id, owner, after=after, limit=PAGE) if _ID.fullmatch(chat_id) else None
        if page is not None and page.active and self._clock() >= page.last.created_at + ANSWER_LIMIT:
            await self._store.fail(chat_id, page.last.number, Failure.GENERATION_TIMED_OUT)
            page = await self._store.page(chat_id, owner, after=after, limit=PAGE)
        if page is None:
            raise NotFound("There is no such chat.")
        return page

    def _start(self, chat: Chat, reply: Message) -> None:
        task = asyncio.create_task(self._reply_or_fail(chat, reply), name=f"writing in chat {chat.id}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _reply_or_fail(self, chat: Chat, reply: Message) -> None:
        left = reply.created_at + ANSWER_LIMIT - self._clock()
        try:
            async with asyncio.timeout(max(left.total_seconds(), 0)):
                written = await self._made(chat, reply)
                await until_saved(lambda: self._store.finish(chat.id, reply.number, written, at=self._clock()))
                return
        except TimeoutError:
            failure = Failure.GENERATION_TIMED_OUT
        except GenerationError as error:
            log.warning("chat.reply_failed", chat=chat.id, model=chat.model.slug, error=type(error).__name__)
            failure = Failure.GENERATION_FAILED
        except Exception:
            log.exception("chat.writing_broke", chat=chat.id)
            failure = Failure.GENERATION_FAILED
        try:
            await self._store.give_up(chat.id, reply.number, failure)
        except Exception:
            # The row stays unfinished: a poll after the limit, or the next start, ends it.
            log.exception("chat.failure_not_stored", chat=chat.id)

    async def _made(self, chat: Chat, reply: Message) -> Written:
        so_far = _conversation(await self._store.before(chat.id, reply.number))
        if chat.modality is Modality.IMAGE:
            painter = self._roster.painters.get(chat.model.slug)
            if painter is not None:
                return await paint(painter, so_far[-1].content)
        else:
            writer = self._roster.writers.get(chat.model.slug)
            if writer is not None:
                return await write(writer, so_far, partial(self._store.keep, chat.id, reply.number))
        raise ModelUnreachable("the model is no longer configured")


@asynccontextmanager
async def open_chats(store: ChatStore, roster: Roster, cursors: Cursors, clock: Clock) -> AsyncIterator[ChatEngine]:
    """An engine that has resumed what was unfinished, and that stops writing at the end."""
    engine = ChatEngine(store, roster, cursors, clock)
    try:
        await engine.resume()
        async with keep_renewing(engine.resume):
            yield engine
    finally:
        await engine.stop()


def _conversation(messages: list[Message]) -> list[ChatMessage]:
    """What the model is told: every question with its reply, but for those that got none, and the last question."""
    told: list[ChatMessage] = []
    for question, reply in zip(messages[0::2], messages[1::2], strict=False):
        if reply.finished_at is not None:
            told += [ChatMessage("user", question.text), ChatMessage("assistant", reply.text)]
    return [*told, ChatMessage("user", messages[-1].text)]
