"""Direct messages to whoever runs the bot: the owner of its application on Discord."""

import aiohttp
import discord
import structlog

from cogs.common.directs import write_to
from cogs.common.live import EditFailed
from cogs.keys.screens import refused
from community.keys import KeyRefusal

log = structlog.get_logger(__name__)


class OperatorsMail:
    """Fulfils `community.keys.OperatorDesk`."""

    def __init__(self) -> None:
        self._client: discord.Client | None = None

    def use(self, client: discord.Client) -> None:
        """Use this client. It must be logged in before anybody is told."""
        self._client = client

    async def tell(self, refusal: KeyRefusal) -> bool:
        """Write to the owner, or of a team to the team's; what is not taken stands in the log as an error."""
        # Of a process that dies before it notes what it sent, the next one sends the same again.
        nonce = f"key:{refusal.code}:{int(refusal.refused_at.timestamp())}"
        try:
            told = await write_to(self._connected(), await self._owner(), refused(refusal), nonce=nonce)
        except EditFailed as error:
            log.warning("keys.not_told", source=refusal.source, code=refusal.code, error=str(error))
            return False
        if not told:
            log.error("keys.nobody_to_tell", source=refusal.source, errand=refusal.errand, code=refusal.code)
        return True

    async def _owner(self) -> int:
        try:
            application = await self._connected().application_info()
        except (discord.HTTPException, discord.RateLimited, aiohttp.ClientError, TimeoutError) as error:
            raise EditFailed(str(error)) from error
        # Of a team's application Discord names a user that nobody is.
        team = application.team
        return application.owner.id if team is None or team.owner_id is None else team.owner_id

    def _connected(self) -> discord.Client:
        if self._client is None:
            raise AssertionError("there is a client before anybody is told")
        return self._client
