"""The one route for everything that goes wrong while a member is served."""

import secrets
from typing import Any, Final

import aiohttp
import discord
import structlog
from discord import app_commands

from cogs.common.answers import send_privately
from cogs.common.notices import ANY, Apology, apology

log = structlog.get_logger(__name__)

UNKNOWN_INTERACTION: Final = 10062
UNKNOWN_WEBHOOK: Final = 10015
ALREADY_ACKNOWLEDGED: Final = 40060
TOO_LATE: Final = frozenset({UNKNOWN_INTERACTION, UNKNOWN_WEBHOOK, ALREADY_ACKNOWLEDGED})
"""Discord's codes for an answer that nobody waits for any more (topics/opcodes-and-status-codes)."""


def is_too_late(error: BaseException) -> bool:
    """Whether Discord refused an answer because it came too late, or a second time."""
    return isinstance(error, discord.HTTPException) and error.code in TOO_LATE


async def apologise(
    interaction: discord.Interaction[Any], error: Exception, *, said: Apology = ANY, question: str = ""
) -> None:
    """Tell the member, and nobody else, that something broke here, with a code that stands in the log as well.

    A `question` that was lost on the way is given back. Works before and after the interaction was acknowledged;
    never raises.
    """
    if isinstance(error, app_commands.CommandInvokeError):
        error = error.original
    if is_too_late(error):
        log.info("interaction.too_late", code=getattr(error, "code", None), interaction=interaction.id)
        return
    code = _code()
    log.error(
        "interaction.failed",
        code=code,
        guild=interaction.guild_id,
        member=interaction.user.id,
        exc_info=error,
    )
    try:
        reply = apology(said, code, question=question)
        await send_privately(interaction, reply.view, reply.file)
    except (discord.HTTPException, aiohttp.ClientError) as silence:
        log.info("interaction.apology_not_sent", code=code, reason=str(silence))


def _code() -> str:
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    letters = "".join(secrets.choice(alphabet) for _ in range(6))
    return f"{letters[:4]}-{letters[4:]}"
