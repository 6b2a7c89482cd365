"""The flows of a battle on two Discords that nobody wrote together: what both say is likely to be Discord's."""

from pathlib import Path

import pytest

from tests.sandbox.backends import BACKENDS, EPHEMERAL, Player
from tests.support.members import labels, text_of

LAYOUT = 1 << 15
QUESTION = "Which came first?"


both = pytest.mark.parametrize("backend", BACKENDS)


async def opened(players: list[Player]) -> None:
    await players[0].start(QUESTION)
    for player in players:
        await player.sees("Which answer is better?")


@both
async def test_a_battle_is_started_voted_on_changed_withdrawn_closed_and_revealed(backend: str, tmp_path: Path) -> None:
    async with BACKENDS[backend](tmp_path) as players:
        ada, grace, linus = players
        await opened(players)
        shown = await ada.sees("Which answer is better?")
        assert shown["flags"] & LAYOUT
        assert (shown["content"], shown["embeds"]) == ("", [])

        assert "Your ballot: A" in text_of(await ada.press("Vote A"))
        private = await grace.press("Vote B")
        assert private["flags"] & EPHEMERAL
        assert "Your ballot: B" in text_of(private)
        assert "Your ballot: Tie" in text_of(await linus.press("Tie"))
        await ada.sees("3 have voted")

        changed = await grace.press("Vote A", on=private)
        assert "Changed from B" in text_of(changed)
        withdrawn = await linus.press("Withdraw", on=await linus.press("Tie"))
        assert "Ballot withdrawn" in text_of(withdrawn)
        await ada.sees("2 have voted")

        await ada.press("Close now", on=await ada.press("More"))
        revealed = await grace.sees("A wins")
        assert revealed["id"] == shown["id"]
        assert "Vote A" not in labels(revealed)
        assert revealed["edited_timestamp"] is not None
        reply = await grace.hears()
        assert reply["message_reference"]["message_id"] == shown["id"]


@both
async def test_only_who_started_it_is_offered_to_close_it(backend: str, tmp_path: Path) -> None:
    async with BACKENDS[backend](tmp_path) as players:
        _, grace, linus = players
        await grace.start(QUESTION)
        await linus.sees("Which answer is better?")
        await grace.sees("Which answer is better?")
        assert "Close now" in labels(await grace.press("More"))
        assert "Close now" not in labels(await linus.press("More"))


@both
async def test_the_same_ballot_again_changes_nothing(backend: str, tmp_path: Path) -> None:
    async with BACKENDS[backend](tmp_path) as players:
        ada = players[0]
        await opened(players)
        await ada.press("Vote A")
        assert "Your ballot: A" in text_of(await ada.press("Vote A"))
        await ada.sees("1 has voted")


@both
async def test_a_whole_answer_is_read_privately(backend: str, tmp_path: Path) -> None:
    async with BACKENDS[backend](tmp_path) as players:
        linus = players[2]
        await opened(players)
        for label in ("Read A", "Read B"):
            answer = await linus.press(label)
            assert answer["flags"] & EPHEMERAL
            assert answer["components"]


@both
async def test_a_follow_up_is_asked_and_voted_on_in_the_same_message(backend: str, tmp_path: Path) -> None:
    async with BACKENDS[backend](tmp_path) as players:
        ada, grace, _ = players
        await opened(players)
        shown = await ada.sees("Which answer is better?")
        told = await grace.writes("Ask", "And which came second?", on=await grace.press("More"))
        assert "Both models are answering" in text_of(told)
        again = await ada.sees("One vote on the whole conversation")
        assert again["id"] == shown["id"]
        assert "> And which came second?" in text_of(again)
        assert "Your ballot: A" in text_of(await ada.press("Vote A", on=again))


@both
async def test_two_pictures_hang_in_one_message_until_the_reveal(backend: str, tmp_path: Path) -> None:
    async with BACKENDS[backend](tmp_path) as players:
        ada = players[0]
        await ada.start("A cat in the rain", modality="image")
        shown = await ada.sees("Which picture is better?")
        assert [file["filename"] for file in shown["attachments"]] == ["a.png", "b.png"]
        await ada.press("Vote A", on=shown)
        voted = await ada.sees("1 has voted")
        assert [file["filename"] for file in voted["attachments"]] == ["a.png", "b.png"]
        await ada.press("Close now", on=await ada.press("More"))
        revealed = await ada.sees("A wins")
        assert revealed["id"] == shown["id"]
        assert [file["filename"] for file in revealed["attachments"]] == ["a.png", "b.png"]
