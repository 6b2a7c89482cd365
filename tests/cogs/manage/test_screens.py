from datetime import timedelta

from cogs.manage import screens
from community.rules import VotingRules
from community.settings import GuildSettings
from tests.support.layout import dump

EVERYTHING = GuildSettings(
    battles_per_day=1,
    battles_per_member=0,
    voting_window=timedelta(hours=24),
    voting=VotingRules(
        voter_roles=frozenset({5, 3}),
        account_age=timedelta(days=30),
        membership=timedelta(days=1),
        reading_time=True,
        ballots_per_day=40,
        starter_votes=False,
        quorum=5,
        extends=True,
    ),
)


async def test_the_defaults_read_like_this() -> None:
    assert dump(screens.settings(GuildSettings())).splitlines()[:22] == [
        "Box slate",
        "  Text",
        "    | ### This server's settings",
        "    | -# Each choice holds from the moment you make it.",
        "  Line",
        "  Text",
        "    | **Battles**",
        "    | Votes stay open for 10 minutes, unless the starter says otherwise.",
        "    | 20 battles in 24 hours on this server, 5 for each member.",
        "    | -# Change it with /manage battles",
        "  Text",
        "    | **Where questions go**",
        "    | Hosted services may get them.",
        "    | Usually to the bot's first choice.",
        "    | Their language is that of this server, unless the starter says otherwise.",
        "    | -# Change it with /manage sources",
        "  Text",
        "    | **Fights**",
        "    | 10 fights in 24 hours on this server, 3 for each member.",
        "    | -# Change it with /manage fights",
        "  Line",
        "  Text",
    ]


async def test_each_rule_that_holds_is_said() -> None:
    shown = dump(screens.settings(EVERYTHING))
    for line in (
        "Votes stay open for 24 hours, unless the starter says otherwise.",
        "1 battle in 24 hours on this server, 0 for each member.",
        "Members with one of the roles below.",
        "Accounts that are at least 30 days old.",
        "Members who joined at least 1 day ago.",
        "Nobody before both answers can have been skimmed.",
        "Each in at most 40 battles in 24 hours.",
        "Not whoever started the battle.",
        "A vote with fewer than 5 ballots stays open once more.",
    ):
        assert line in shown


async def test_the_roles_that_vote_stand_in_the_select() -> None:
    assert "Roles [Everybody may vote] 3, 5 → manage:v1:voters" in dump(screens.settings(EVERYTHING))
    assert "Roles [Everybody may vote] none → manage:v1:voters" in dump(screens.settings(GuildSettings()))


async def test_a_quorum_of_one_is_said_as_no_ballots() -> None:
    assert "A vote with no ballots stays open once more." in dump(screens.settings(GuildSettings()))
