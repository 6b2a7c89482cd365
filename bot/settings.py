"""The settings, read from the environment and from `.env`.

`.env.example` lists each with its default; a test compares.
"""

from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Final, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
LogLevel = Literal["DEBUG", "INFO", "WARNING", "ERROR"]
LogFormat = Literal["console", "json"]


class SettingMissing(Exception):  # noqa: N818 - reads as what happened
    """A setting without which this cannot be done. The text is its name."""


class TokenRefused(Exception):  # noqa: N818 - reads as what happened
    """Discord does not take the bot's token."""


class Settings(BaseSettings):
    """One field a setting. An empty value means "not set"."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True)

    discord_token: SecretStr | None = Field(
        default=None, description="The bot's token, from Discord's developer portal."
    )
    discord_api_url: str | None = Field(default=None, description="Another Discord REST API: the sandbox's, for tests.")
    discord_gateway_url: str | None = Field(
        default=None, description="Another Discord gateway: the sandbox's, for tests."
    )
    database_url: str = Field(
        default="sqlite+aiosqlite:///blindbout.db", description="Where battles, ballots and quotas are kept."
    )
    modelchorus_api_key: SecretStr | None = Field(
        default=None,
        description="A write-tier key (mc_…) for ModelChorus. Without one the house arena runs the battles.",
    )
    modelchorus_base_url: str = Field(
        default="https://http-actions.modelchorus.com", description="Where ModelChorus answers."
    )
    concurred_api_key: SecretStr | None = Field(
        default=None, description="A key (ck_…) for Concurred, which runs fights and battles."
    )
    concurred_base_url: str = Field(default="https://concurred.ai", description="Where Concurred answers.")
    blindbout_models: Literal["baselines"] | Path | None = Field(
        default=None, description="A TOML of models for the house arena (docs/models.md), or `baselines`."
    )
    blindbout_fair_share: Annotated[float, Field(gt=0, le=1)] = Field(
        default=0.5, description="The part of a hosted key's battles that one server may take; 1 for all of them."
    )
    blindbout_vote_delay: Annotated[float, Field(ge=0, le=3600)] = Field(
        default=30.0, description="Seconds from a battle's creation until the house arena takes its vote."
    )
    blindbout_trusted_proxies: str | None = Field(
        default=None,
        description="Addresses or networks, with commas between, whose word on a caller's address the arena believes.",
    )
    ollama_host: str = Field(
        default="http://127.0.0.1:11434", description="Where Ollama answers, if it runs on this machine."
    )
    exa_api_key: SecretStr | None = Field(
        default=None, description="A key for Exa. With it the house arena's models may search the web through Exa."
    )
    searxng_url: str | None = Field(
        default=None, description="A SearXNG instance through which they may search where there is no key for Exa."
    )
    blindbout_test_clock: str | None = Field(
        default=None,
        repr=False,  # it carries the sandbox's secret
        description="A clock to live by instead of the machine's: the sandbox's, for tests.",
    )
    log_level: LogLevel = Field(default="INFO", description="The least level that is logged.")
    log_format: LogFormat = Field(default="console", description="console for people, json for machines.")

    @field_validator("discord_api_url")
    @classmethod
    def _safe_api(cls, url: str | None) -> str | None:
        return _safe(url, "https")

    @field_validator("discord_gateway_url")
    @classmethod
    def _safe_gateway(cls, url: str | None) -> str | None:
        return _safe(url, "wss")

    @field_validator("blindbout_test_clock")
    @classmethod
    def _only_here(cls, url: str | None) -> str | None:
        if url is not None and urlsplit(url).hostname not in LOOPBACK:
            raise ValueError("must be on this machine (127.0.0.1)")
        return url

    @field_validator("searxng_url")
    @classmethod
    def _of_the_web(cls, url: str | None) -> str | None:
        if url is not None and (urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname):
            raise ValueError("must be an address such as http://127.0.0.1:8080")
        return url

    @field_validator("exa_api_key")
    @classmethod
    def _in_a_header(cls, key: SecretStr | None) -> SecretStr | None:
        from arena.providers import usable_key  # noqa: PLC0415 - a third of a second that --help need not wait

        if key is not None and not usable_key(key.get_secret_value()):
            raise ValueError("must be one word of ordinary letters, digits and signs; copy the key again")
        return key

    @field_validator("blindbout_trusted_proxies")
    @classmethod
    def _addresses(cls, proxies: str | None) -> str | None:
        for proxy in _listed(proxies):
            try:
                ip_network(proxy)
            except ValueError as error:
                raise ValueError(f"must hold addresses or networks such as 10.0.0.0/8; {proxy} is neither") from error
        return proxies

    @property
    def trusted_proxies(self) -> list[str]:
        """`blindbout_trusted_proxies`, one by one."""
        return _listed(self.blindbout_trusted_proxies)

    @model_validator(mode="after")
    def _one_discord(self) -> Self:
        if (self.discord_api_url is None) != (self.discord_gateway_url is None):
            raise ValueError("DISCORD_API_URL and DISCORD_GATEWAY_URL go together: set both, or neither")
        return self

    @property
    def vote_delay(self) -> timedelta:
        """`blindbout_vote_delay` as a duration."""
        return timedelta(seconds=self.blindbout_vote_delay)

    @classmethod
    def load(cls) -> Self:
        """The settings of this process.

        Raises:
            pydantic.ValidationError: a setting has a value that cannot be used.
        """
        return cls()


def _listed(text: str | None) -> list[str]:
    return [part.strip() for part in (text or "").split(",") if part.strip()]


def _safe(url: str | None, encrypted: str) -> str | None:
    """The token travels to this address, so anything that is neither encrypted nor on this machine is refused."""
    if url is None:
        return None
    parts = urlsplit(url)
    if parts.scheme != encrypted and parts.hostname not in LOOPBACK:
        raise ValueError(f"must be on this machine (127.0.0.1) or start with {encrypted}://")
    return url
