"""Pointing discord.py at another Discord than Discord's own: the sandbox."""

import discord.asset
import discord.gateway
import discord.http
from yarl import URL


def point_discord_at(api_url: str, gateway_url: str) -> None:
    """Send this process's REST calls and gateway to these addresses. Must be called before the login.

    discord.py has no setting for this; these class attributes are where it keeps its addresses.
    """
    discord.http.Route.BASE = api_url
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = URL(gateway_url)
    discord.asset.Asset.BASE = str(URL(api_url).with_path("/cdn"))
