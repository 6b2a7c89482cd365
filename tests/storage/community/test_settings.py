from datetime import timedelta

import pytest

from community.settings import MAX_WINDOW, MIN_WINDOW, GuildSettings, SettingsStore
from storage.community.settings import SqlSettingsStore
from storage.database import Database


@pytest.fixture
def settings(database: Database) -> SettingsStore:
    return SqlSettingsStore(database)


async def test_a_guild_that_chose_nothing_has_the_defaults(settings: SettingsStore) -> None:
    assert await settings.of_guild(1) == GuildSettings()


@pytest.mark.parametrize("window", [MIN_WINDOW, MAX_WINDOW])
async def test_what_a_guild_chooses_holds_for_it_alone(settings: SettingsStore, window: timedelta) -> None:
    chosen = GuildSettings(battles_per_day=0, battles_per_member=7, voting_window=window)

    await settings.save(2**63 - 1, GuildSettings())
    await settings.save(2**63 - 1, chosen)

    assert await settings.of_guild(2**63 - 1) == chosen
    assert await settings.of_guild(1) == GuildSettings()
