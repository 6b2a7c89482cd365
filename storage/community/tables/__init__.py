"""The community's tables, one module a topic, all on one `metadata`.

A closed battle's tally is not stored: it is counted from its ballots, which nothing touches after the close.
"""

from storage.community.tables.answer_facts import answer_facts, answer_models, battle_draws
from storage.community.tables.ballots import ballot_events, ballots
from storage.community.tables.base import metadata
from storage.community.tables.battles import battle_assignments, battle_repeats, battles
from storage.community.tables.boards import (
    battle_ratings,
    board_counts,
    board_posts,
    board_versions,
    live_boards,
    world_ratings,
)
from storage.community.tables.consent import agreements, drafts
from storage.community.tables.fights import fight_ballots, fight_events, fight_messages, fights
from storage.community.tables.keys import refused_keys
from storage.community.tables.messages import Purpose, sent_messages
from storage.community.tables.opinions import Leg, feedback_outbox, guesses, ratings, reasons, watchers
from storage.community.tables.pictures import battle_pictures
from storage.community.tables.privacy import blanked_questions, departed_guilds, forgettings
from storage.community.tables.quotas import fight_charges, quota_charges, quota_windows
from storage.community.tables.reports import report_channels, reports
from storage.community.tables.schedules import scheduled_posts, schedules
from storage.community.tables.secrets import guild_keys
from storage.community.tables.settings import (
    facts,
    fight_limits,
    guild_looks,
    guild_settings,
    guild_sources,
    voter_roles,
)
from storage.community.tables.sides import citations, drawn_sides
from storage.community.tables.turns import turns
from storage.community.tables.voids import voids

__all__ = [
    "Leg",
    "Purpose",
    "agreements",
    "answer_facts",
    "answer_models",
    "ballot_events",
    "ballots",
    "battle_assignments",
    "battle_draws",
    "battle_pictures",
    "battle_ratings",
    "battle_repeats",
    "battles",
    "blanked_questions",
    "board_counts",
    "board_posts",
    "board_versions",
    "citations",
    "departed_guilds",
    "drafts",
    "drawn_sides",
    "facts",
    "feedback_outbox",
    "fight_ballots",
    "fight_charges",
    "fight_events",
    "fight_limits",
    "fight_messages",
    "fights",
    "forgettings",
    "guesses",
    "guild_keys",
    "guild_looks",
    "guild_settings",
    "guild_sources",
    "live_boards",
    "metadata",
    "quota_charges",
    "quota_windows",
    "ratings",
    "reasons",
    "refused_keys",
    "report_channels",
    "reports",
    "scheduled_posts",
    "schedules",
    "sent_messages",
    "turns",
    "voids",
    "voter_roles",
    "watchers",
    "world_ratings",
]
