"""Direct messages: to one member, once."""

import aiohttp
import discord

from cogs.common.live import EditFailed


async def write_to(client: discord.Client, member_id: int, view: discord.ui.LayoutView, *, nonce: str) -> bool:
    """Send the member a direct message; false where they take none. Discord takes a nonce once within some minutes.

    Raises:
        EditFailed: another try may help.
    """
    try:
        channel = await client.create_dm(discord.Object(member_id))
        await channel.send(view=view, nonce=nonce)
    except discord.HTTPException as error:
        if error.status == 429 or error.status >= 500:  # noqa: PLR2004 - the statuses' own numbers
            raise EditFailed(str(error)) from error
        return False
    except (discord.RateLimited, aiohttp.ClientError, TimeoutError) as error:
        raise EditFailed(str(error)) from error
    return True
