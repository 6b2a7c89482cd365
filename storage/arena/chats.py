"""The chats of the house arena: `arena.engine.chat_values.ChatStore` on the database."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, RowMapping, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.dml import Update

from arena.engine.chat_values import Chat, ChatPage, Message
from arena.engine.values import Contestant, Failure, Written
from arena.wire import Modality
from storage.arena import leasing
from storage.arena.saving import save
from storage.arena.tables import chats, messages, pictures
from storage.database import Database


class ChatTable:
    """Fulfils the port; the port says what each method does. Each is a process of its own to the others."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._writer = secrets.token_hex(8)

    async def create(self, chat: Chat) -> None:
        """Add a chat."""
        statement = insert(chats).values(
            id=chat.id,
            owner=chat.owner,
            modality=chat.modality,
            locale=chat.locale,
            slug=chat.model.slug,
            name=chat.model.name,
            created_at=chat.created_at,
        )
        await save(self._database, lambda connection: connection.execute(statement))

    async def page(self, chat_id: str, owner: str, *, after: int, limit: int) -> ChatPage | None:
        """The chat with at most `limit` messages after that number, if it is this owner's."""
        of_chat = select(messages).where(messages.c.chat_id == chat_id)
        some = of_chat.where(messages.c.number > after).order_by(messages.c.number).limit(limit)
        last = of_chat.order_by(messages.c.number.desc()).limit(1)
        async with self._database.read() as connection:
            chat = (
                (await connection.execute(select(chats).where(chats.c.id == chat_id, chats.c.owner == owner)))
                .mappings()
                .one_or_none()
            )
            if chat is None:
                return None
            shown = [_message(row) for row in (await connection.execute(some)).mappings()]
            latest = (await connection.execute(last)).mappings().one_or_none()
        return ChatPage(
            chat=_chat(chat),
            messages=shown,
            count=0 if latest is None else latest["number"],
            latest=None if latest is None else _message(latest),
        )

    async def before(self, chat_id: str, number: int) -> list[Message]:
        """All messages before that number."""
        statement = (
            select(messages)
            .where(messages.c.chat_id == chat_id, messages.c.number < number)
            .order_by(messages.c.number)
        )
        async with self._database.read() as connection:
            return [_message(row) for row in (await connection.execute(statement)).mappings()]

    async def send(self, chat_id: str, said: Message, reply: Message) -> bool:
        """Add both if they follow on the last message and that is not being written; say whether."""
        last = select(func.max(messages.c.number)).where(messages.c.chat_id == chat_id)
        pending = select(messages.c.number).where(messages.c.chat_id == chat_id, _is_pending())

        async def job(connection: AsyncConnection) -> bool:
            follows = (await connection.execute(last)).scalar_one() or 0
            if follows != said.number - 1 or (await connection.execute(pending)).first() is not None:
                return False
            await connection.execute(insert(messages), [_row(chat_id, said), _row(chat_id, reply, self._writer)])
            return True

        return await save(self._database, job)

    async def claim(self, *, now: datetime, until: datetime) -> Sequence[tuple[Chat, Message]]:
        """Say that this process lives until then, and take over the replies that nobody who lives is writing."""
        orphans = (
            update(messages)
            .where(_is_pending(), leasing.is_orphan(messages.c.writer))
            .values(writer=self._writer)
            .returning(messages.c.id)
        )

        async def job(connection: AsyncConnection) -> list[tuple[Chat, Message]]:
            await leasing.renew(connection, self._writer, now=now, until=until)
            claimed = list((await connection.execute(orphans)).scalars())
            taken = select(messages).where(messages.c.id.in_(claimed))
            replies = (await connection.execute(taken)).mappings().all()
            of_replies = select(chats).where(chats.c.id.in_([row["chat_id"] for row in replies]))
            found = {row["id"]: _chat(row) for row in (await connection.execute(of_replies)).mappings()}
            return [(found[row["chat_id"]], _message(row)) for row in replies]

        return await save(self._database, job)

    async def release(self) -> None:
        """Say that this process writes no more."""
        await save(self._database, lambda connection: leasing.end(connection, self._writer))

    async def keep(self, chat_id: str, number: int, text: str) -> None:
        """Store what was written so far."""
        statement = self._mine(chat_id, number).values(text=text)
        await save(self._database, lambda connection: connection.execute(statement))

    async def finish(self, chat_id: str, number: int, written: Written, *, at: datetime) -> None:
        """Store the whole reply."""
        whole = self._mine(chat_id, number).values(text=written.text, finished_at=at)

        async def job(connection: AsyncConnection) -> None:
            stored = await connection.execute(whole)
            if stored.rowcount == 1 and written.picture is not None:
                picture = insert(pictures).values(id=written.text, data=written.picture, created_at=at)
                await connection.execute(picture)

        await save(self._database, job)

    async def fail(self, chat_id: str, number: int, failure: Failure) -> None:
        """End a reply that is not finished."""
        statement = _unfinished(chat_id, number).values(failure=failure)
        await save(self._database, lambda connection: connection.execute(statement))

    async def give_up(self, chat_id: str, number: int, failure: Failure) -> None:
        """The same, if the reply is still this process's work."""
        statement = self._mine(chat_id, number).values(failure=failure)
        await save(self._database, lambda connection: connection.execute(statement))

    def _mine(self, chat_id: str, number: int) -> Update:
        return _unfinished(chat_id, number).where(messages.c.writer == self._writer)


def _is_pending() -> ColumnElement[bool]:
    return messages.c.finished_at.is_(None) & messages.c.failure.is_(None)


def _unfinished(chat_id: str, number: int) -> Update:
    return update(messages).where(messages.c.chat_id == chat_id, messages.c.number == number, _is_pending())


def _row(chat_id: str, message: Message, writer: str | None = None) -> dict[str, object]:
    return {
        "chat_id": chat_id,
        "number": message.number,
        "id": message.id,
        "role": message.role,
        "text": message.text,
        "created_at": message.created_at,
        "finished_at": message.finished_at,
        "writer": writer,
    }


def _chat(row: RowMapping) -> Chat:
    return Chat(
        id=row["id"],
        owner=row["owner"],
        modality=Modality(row["modality"]),
        locale=row["locale"],
        model=Contestant(row["slug"], row["name"]),
        created_at=row["created_at"],
    )


def _message(row: RowMapping) -> Message:
    return Message(
        number=row["number"],
        id=row["id"],
        role=row["role"],
        text=row["text"],
        created_at=row["created_at"],
        finished_at=row["finished_at"],
        failure=None if row["failure"] is None else Failure(row["failure"]),
    )
