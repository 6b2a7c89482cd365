"""Members are found and forgotten wherever they stand, and nothing of a guild outlives its end."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest
from sqlalchemy import BigInteger, Column, Table, func, insert, select

from arena.wire import Winner
from community.battles.ports import BattleStore
from community.battles.values import State
from community.boards.values import Filters
from community.fights import Status, Terms
from community.ids import NOBODY, new_id
from community.opinions.values import Guess, Rating
from community.quotas import Allowance, Kind, Scope
from community.reports import About, Subject
from community.schedules.rhythm import daily
from community.schedules.values import Order, Topic
from community.settings import GuildSettings
from storage.community.fights import SqlFightStore
from storage.community.opinions import SqlOpinionStore
from storage.community.privacy import SqlGuildKeeper, SqlMemberKeeper
from storage.community.privacy.members import REMOVED
from storage.community.privacy.places import FATES, OF_QUOTAS, UNTOUCHED
from storage.community.quotas import SqlQuotaLedger
from storage.community.reports import SqlReportStore
from storage.community.schedules import SqlScheduleStore
from storage.community.settings import SqlSettingsStore
from storage.community.tables import departed_guilds, facts, forgettings, metadata, world_ratings
from storage.database import Database
from tests.storage.community.states import NOW, in_state, new_battle, voting
from tests.support.fights import STREAMS, new_fight, read

STARTER = 30
VOTER = 1
GUILD = 2**63 - 1
WORDS_FOR_PERSONS = ("member", "starter", "author", "user", "_by")
NO_PERSONS = {"battles_per_member", "membership", "starter_votes", "per_member", "closed_by", "repeated_by"}
PLACES = {"guild_id", "channel_id", "message_id", "role_id", "schedule_id"}
OWN_KEYS = {"ballot_events.id", "reports.id", "schedules.id"}


@pytest.fixture
def members(database: Database) -> SqlMemberKeeper:
    return SqlMemberKeeper(database)


@pytest.fixture
def guilds(database: Database) -> SqlGuildKeeper:
    return SqlGuildKeeper(database)


async def rows(database: Database, table: Table) -> Sequence[Any]:
    async with database.read() as connection:
        return (await connection.execute(select(table))).all()


def columns() -> list[Column[Any]]:
    return [column for table in metadata.sorted_tables for column in table.columns]


def test_every_column_that_names_a_person_has_its_fate() -> None:
    named = {
        str(column)
        for column in columns()
        if any(word in column.name for word in WORDS_FOR_PERSONS) and column.name not in NO_PERSONS
    }
    numbers = {str(column) for column in columns() if isinstance(column.type, BigInteger) and column.name not in PLACES}
    assert named | (numbers - OWN_KEYS) == {str(column) for column in {*FATES, *UNTOUCHED}}


def test_every_table_of_quotas_is_known_to_name_members() -> None:
    assert {table.name for table in metadata.sorted_tables if "subject" in table.c} == {one.name for one in OF_QUOTAS}


async def test_what_was_used_of_a_quota_is_handed_over_and_stays_or_forgetting_would_refill_it(
    store: BattleStore, members: SqlMemberKeeper
) -> None:
    for member in (STARTER, 100 + STARTER):
        of_member = Allowance(kind=Kind.BATTLE, scope=Scope.MEMBER, subject=f"{GUILD}:{member}", limit=9)
        await store.start(new_battle(), [of_member])

    kept = await members.all_of(STARTER)
    await members.forget(STARTER, NOW)

    assert [window["subject"] for window in kept["quota_windows"]] == [f"{GUILD}:{STARTER}"]
    assert len(kept["quota_charges"]) == 1
    after = await members.all_of(STARTER)
    assert after["quota_windows"] == kept["quota_windows"]


async def test_a_member_gets_all_that_is_kept_and_nothing_of_others(
    store: BattleStore, database: Database, members: SqlMemberKeeper
) -> None:
    battle = await in_state(store, State.REVEALED)
    await SqlOpinionStore(database).rate(battle.id, VOTER, Rating(stars=4, words="ha"), NOW, upstream_at=NOW)
    await SqlOpinionStore(database).rate(battle.id, 77, Rating(words="a secret"), NOW, upstream_at=NOW)

    kept = await members.all_of(VOTER)

    assert set(kept) == {"ballots", "ballot_events", "ratings"}
    [ballot] = kept["ballots"]
    assert ballot == {"battle_id": battle.id, "member_id": VOTER, "choice": "A", "cast_at": NOW.isoformat()}
    assert kept["ratings"][0]["words"] == "ha"
    [started] = (await members.all_of(STARTER))["battles"]
    assert started["prompt"] == battle.prompt
    await in_state(store, State.VOTING)
    [chosen] = (await members.all_of(STARTER))["battle_assignments"]
    assert (chosen["locale"], chosen["model_1"], chosen["model_2"]) == ("pt-BR", "adder", "zebra")
    assert "upstream_id" not in started
    assert await members.all_of(4711) == {}


async def test_a_closed_tally_stays_and_nobody_can_tell_whose_ballots_they_were(
    store: BattleStore, database: Database, members: SqlMemberKeeper
) -> None:
    first, second = await in_state(store, State.REVEALED), await in_state(store, State.REVEALED)

    forgotten = await members.forget(VOTER, NOW)

    assert not forgotten.waits
    assert await members.all_of(VOTER) == {}
    assert (await store.get(first.id), await store.get(second.id)) == (first, second)
    votes = {row.member_id for row in await rows(database, metadata.tables["ballots"])}
    events = {row.member_id for row in await rows(database, metadata.tables["ballot_events"])}
    assert len(votes) == 2
    assert not votes & events
    assert all(number >= 1 << 62 for number in votes | events)


async def test_what_a_member_wrote_goes_and_what_models_wrote_stays(
    store: BattleStore, database: Database, members: SqlMemberKeeper
) -> None:
    battle = await in_state(store, State.REVEALED)
    opinions = SqlOpinionStore(database)
    await opinions.rate(battle.id, STARTER, Rating(words="mine"), NOW, upstream_at=NOW)
    fight = await SqlFightStore(database).start(new_fight(guild_id=battle.guild_id), [])
    for about in (About(Subject.BATTLE, battle.id), About(Subject.FIGHT, fight.id)):
        await SqlReportStore(database).file(battle.guild_id, about, STARTER, "rude", NOW)
    assert [row["words"] for row in (await members.all_of(STARTER))["reports"]] == ["rude", "rude"]

    forgotten = await members.forget(STARTER, NOW)

    assert forgotten.battles == [battle.id]
    assert await store.get(battle.id) == replace(battle, prompt=REMOVED, starter_id=NOBODY)
    assert await members.all_of(STARTER) == {}
    assert await rows(database, metadata.tables["feedback_outbox"]) == []


async def test_ballots_on_open_battles_are_withdrawn_with_all_that_hangs_on_them(
    store: BattleStore, database: Database, members: SqlMemberKeeper
) -> None:
    battle_id = await voting(store)
    await store.cast(battle_id, VOTER, Winner.A, NOW, ballots_per_day=None)
    await store.cast(battle_id, 2, Winner.B, NOW, ballots_per_day=None)
    opinions = SqlOpinionStore(database)
    await opinions.give_reason(battle_id, VOTER, "because", NOW)
    await opinions.guess(battle_id, VOTER, lambda _: Guess(a="x"), NOW)

    forgotten = await members.forget(VOTER, NOW)

    battle = await store.get(battle_id)
    assert battle is not None
    assert battle.ballots == 1
    assert forgotten.battles == [battle_id]
    assert await members.all_of(VOTER) == {}


async def test_a_ballot_on_a_fight_that_goes_on_is_withdrawn_and_tells_nobody_whose_letter_is_whose(
    database: Database, members: SqlMemberKeeper
) -> None:
    store = SqlFightStore(database)
    named, lettered = [
        await store.start(new_fight(new_id(), terms=Terms(anonymous=anonymous)), []) for anonymous in (False, True)
    ]
    for fight in (named, lettered):
        await store.append(fight.id, 0, read(STREAMS["tie"])[0], completed_at=None)
        await store.cast(fight.id, VOTER, "gpt", NOW)
        await store.cast(fight.id, 2, "claude", NOW)
    told = {row["fight_id"]: row["agent"] for row in (await members.all_of(VOTER))["fight_ballots"]}
    assert told == {named.id: "gpt", lettered.id: None}

    await store.end(lettered.id, Status.STOPPED, NOW)
    [kept] = [row for row in (await members.all_of(VOTER))["fight_ballots"] if row["fight_id"] == lettered.id]
    assert kept["agent"] == "gpt"

    forgotten = await members.forget(VOTER, NOW)
    assert forgotten.fights == [named.id]
    assert await members.all_of(VOTER) == {}
    found = [await store.get(fight.id) for fight in (named, lettered)]
    assert [fight.ballots for fight in found if fight] == [1, 2]


async def test_what_goes_on_is_forgotten_once_it_is_over(store: BattleStore, members: SqlMemberKeeper) -> None:
    battle_id = await voting(store)

    assert (await members.forget(STARTER, NOW)).waits
    assert await members.waiting() == [STARTER]
    before = await store.get(battle_id)
    assert before is not None
    assert before.starter_id == STARTER

    await store.close(battle_id, NOW + timedelta(days=1), early=True)
    assert not (await members.forget(STARTER, NOW)).waits

    assert await members.waiting() == []
    after = await store.get(battle_id)
    assert after is not None
    assert (after.starter_id, after.prompt) == (NOBODY, REMOVED)


async def test_forgetting_twice_changes_nothing(store: BattleStore, members: SqlMemberKeeper) -> None:
    battle = await in_state(store, State.REVEALED)
    await members.forget(STARTER, NOW)
    once = await store.get(battle.id)

    forgotten = await members.forget(STARTER, NOW)

    assert forgotten.battles == []
    assert await store.get(battle.id) == once


async def fill(store: BattleStore, database: Database) -> None:
    """Something of every kind, by the stores' own methods where they are at hand."""
    battle = await in_state(store, State.REVEALED)
    await in_state(store, State.VOTING)
    allowances = [
        Allowance(kind=Kind.BATTLE, scope=Scope.MEMBER, subject=f"{GUILD}:{STARTER}", limit=9),
        Allowance(kind=Kind.BATTLE, scope=Scope.GUILD, subject=str(GUILD), limit=9),
        Allowance(kind=Kind.BATTLE, scope=Scope.KEY, subject="ModelChorus", limit=9),
    ]
    await store.start(new_battle(), allowances)
    await SqlOpinionStore(database).rate(battle.id, VOTER, Rating(stars=4), NOW, upstream_at=NOW)
    fight = await SqlFightStore(database).start(new_fight(guild_id=GUILD), [])
    for about in (About(Subject.BATTLE, battle.id), About(Subject.FIGHT, fight.id)):
        await SqlReportStore(database).file(GUILD, about, VOTER, "rude", NOW)
    await SqlSettingsStore(database).save(GUILD, GuildSettings())
    order = Order(
        guild_id=GUILD,
        channel_id=2,
        topic=Topic.SERVER,
        filters=Filters(source="ModelChorus"),
        rhythm=daily(time(9), "UTC"),
        ordered_by=4,
    )
    schedule = await SqlScheduleStore(database).add(order, created_at=NOW, next_at=NOW, limit=9)
    await SqlScheduleStore(database).claim(schedule, following=NOW + timedelta(days=1), leased_until=NOW)


async def test_of_a_deleted_guild_nothing_is_left_and_of_others_everything(
    store: BattleStore, database: Database, guilds: SqlGuildKeeper
) -> None:
    await fill(store, database)
    await SqlSettingsStore(database).save(5, GuildSettings(battles_per_day=3))

    await guilds.delete(GUILD)

    left = {table.name: await rows(database, table) for table in metadata.sorted_tables}
    shared = {facts.name, world_ratings.name}
    of_others = {name: found for name, found in left.items() if found and name not in shared}
    assert set(of_others) == {
        "guild_settings",
        "quota_windows",
        *of_others.keys() & {"guild_sources", "fight_limits", "guild_looks"},
    }
    assert [row.guild_id for row in of_others["guild_settings"]] == [5]
    assert [row.scope for row in of_others["quota_windows"]] == [Scope.KEY]


async def test_a_guild_is_deleted_only_when_it_was_left_long_ago(database: Database, guilds: SqlGuildKeeper) -> None:
    await SqlSettingsStore(database).save(5, GuildSettings())
    await SqlSettingsStore(database).save(6, GuildSettings())
    assert sorted(await guilds.known()) == [5, 6]

    await guilds.left(5, NOW)
    await guilds.left(5, NOW + timedelta(days=9))
    await guilds.left(6, NOW)
    assert await guilds.departed(NOW) == []
    await guilds.there([6])

    assert await guilds.departed(NOW + timedelta(seconds=1)) == [5]
    await guilds.delete(5)
    assert await guilds.known() == [6]
    assert await rows(database, departed_guilds) == []


async def test_old_windows_go_with_what_was_charged_to_them(
    store: BattleStore, database: Database, guilds: SqlGuildKeeper
) -> None:
    allowance = Allowance(kind=Kind.BATTLE, scope=Scope.MEMBER, subject=f"{GUILD}:{STARTER}", limit=9)
    await store.start(new_battle(), [allowance])

    await guilds.purge_windows(NOW + timedelta(hours=23))
    assert len(await rows(database, metadata.tables["quota_charges"])) == 1
    await guilds.purge_windows(NOW + timedelta(hours=25))

    assert await rows(database, metadata.tables["quota_charges"]) == []
    assert await rows(database, metadata.tables["quota_windows"]) == []
    [left] = await SqlQuotaLedger(database).left([allowance], NOW + timedelta(hours=25))
    assert left.used == 0


def test_every_table_of_a_guild_is_found_when_it_is_deleted() -> None:
    """A table that belongs to a guild by neither way would outlive it."""
    ways = {"guild_id", "battle_id", "fight_id", "schedule_id"}
    others = {table.name for table in metadata.sorted_tables if not ways & set(table.c.keys())}
    assert others == {"agreements", "facts", forgettings.name, "quota_windows", "refused_keys", "world_ratings"}


async def test_nothing_waits_where_nobody_asked(database: Database, members: SqlMemberKeeper) -> None:
    async with database.read() as connection:
        assert await connection.scalar(select(func.count()).select_from(forgettings)) == 0
    assert await members.waiting() == []
    await database.write(lambda c: c.execute(insert(forgettings).values(member_id=9, asked_at=NOW)))
    assert not (await members.forget(9, NOW)).waits
    assert await members.waiting() == []
