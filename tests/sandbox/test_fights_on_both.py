"""A fight on two Discords that nobody wrote together."""

from pathlib import Path

import pytest

from tests.sandbox.backends import BACKENDS, EPHEMERAL
from tests.support.members import labels, text_of


@pytest.mark.parametrize("backend", BACKENDS)
async def test_a_fight_is_watched_to_its_end_and_read(backend: str, tmp_path: Path) -> None:
    async with BACKENDS[backend](tmp_path) as players:
        ada, grace, _ = players
        await ada.fight("Which came first?", rounds=2, style="blitz", models="echo, eliza, markov")
        end = await grace.sees("jury votes over 2 rounds")
        assert {"Read answers", "Rematch"} <= {*labels(end)}
        assert [file["filename"] for file in end["attachments"]] == ["transcript.md"]

        read = await grace.press("Read answers", on=end)
        assert read["flags"] & EPHEMERAL
        assert ", round 2" in text_of(read)
