"""The one check that nothing tells which model is which, before the vote upstream was accepted."""

from collections.abc import Iterable

from sandbox.traffic import Traffic
from tests.flows.places import Moment, Place
from tests.support.bot import BotProcess


def nothing_names(words: Iterable[str], traffic: Traffic, until: Moment | None = None) -> None:
    """Assert that no byte to Discord or to a screen, file names and custom ids included, holds one of the words."""
    end = until or Moment(len(traffic.sent), len(traffic.shown))
    assert end.sent
    assert end.shown
    seen = [repr(sent) for sent in traffic.sent[: end.sent]]
    seen += [repr(shown) for shown in traffic.shown[: end.shown]]
    text = "\n".join(seen).casefold()
    for word in words:
        assert word.casefold() not in text


def logs_keep_quiet(bot: BotProcess, words: Iterable[str]) -> None:
    """Assert that no line of the log holds one of the words: keys, prompts, answers."""
    text = repr(bot.log)
    for word in words:
        assert word not in text


def stays_blind(place: Place) -> None:
    """Assert for every battle of the place that its names were nowhere before they had left the arena."""
    for battle in place.arena.battles.values():
        nothing_names(battle.names, place.discord.traffic, battle.revealed_at)
