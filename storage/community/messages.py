"""Where the bot's messages stand."""

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from community.battles.values import BattleId, State
from community.places import MessageRef
from storage.community.dialect import insert
from storage.community.tables import Purpose, sent_messages


async def keep(connection: AsyncConnection, battle_id: BattleId, purpose: Purpose, message: MessageRef) -> None:
    """Remember the message in place of an earlier one for the same purpose."""
    row = insert(sent_messages).values(
        battle_id=battle_id, purpose=purpose, channel_id=message.channel_id, message_id=message.message_id
    )
    await connection.execute(
        row.on_conflict_do_update(
            index_elements=[sent_messages.c.battle_id, sent_messages.c.purpose],
            set_={"channel_id": row.excluded.channel_id, "message_id": row.excluded.message_id, "shows": None},
        )
    )


async def keep_shown(connection: AsyncConnection, battle_id: BattleId, state: State) -> None:
    """Remember what the battle's message shows."""
    await connection.execute(
        update(sent_messages)
        .where(sent_messages.c.battle_id == battle_id, sent_messages.c.purpose == Purpose.BATTLE)
        .values(shows=state)
    )
