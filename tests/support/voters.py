"""Members as Discord describes them to whoever counts their ballots."""

from datetime import timedelta
from typing import Any

from community.voters import Voter
from tests.support.clock import START


def voter(member_id: int, **facts: Any) -> Voter:
    """An old member with an old account and no roles, unless the facts say otherwise."""
    ordinary: dict[str, Any] = {
        "bot": False,
        "role_ids": frozenset(),
        "account_created_at": START - timedelta(days=1000),
        "joined_at": START - timedelta(days=500),
    }
    return Voter(member_id=member_id, **ordinary | facts)
