"""The one check that nothing tells which model is which, before the vote upstream was accepted."""

import io
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import quote

from PIL import Image

from sandbox.state.entities import Upload
from sandbox.traffic import Traffic
from tests.flows.places import Moment, Place
from tests.support.bot import BotProcess

START = Moment(0, 0)
Json = dict[str, Any]


def nothing_names(
    words: Iterable[str],
    traffic: Traffic,
    until: Moment | None = None,
    *,
    since: Moment = START,
    beside: Callable[[Json], bool] = lambda _: False,
) -> None:
    """Assert that no byte to Discord or to a screen, file names and custom ids included, holds one of the words.

    Components that are `beside` the question are passed over.
    """
    end = until or Moment.of(traffic)
    assert end.sent > since.sent
    assert end.shown > since.shown
    text = "\n".join(_everything(traffic, since, end, beside)).casefold()
    for word in words:
        for spelling in spellings(word):
            assert spelling not in text, (spelling, _around(spelling, text))


def spellings(word: str) -> frozenset[str]:
    """A word as it stands in a sentence, in an address and in an id."""
    plain = word.casefold()
    return frozenset({plain, quote(plain), quote(plain, safe=""), *(plain.replace(" ", sign) for sign in "-_+")})


def logs_keep_quiet(bot: BotProcess, words: Iterable[str]) -> None:
    """Assert that no line of the log holds one of the words: keys, prompts, answers."""
    text = repr(bot.log)
    for word in words:
        assert word not in text


def stays_blind(place: Place) -> None:
    """Assert that no battle's names were anywhere before they had left the arena, and no upstream id ever."""
    for battle in place.arena.battles.values():
        nothing_names(battle.names, place.discord.traffic, battle.revealed_at)
    nothing_names((one for battle in place.arena.battles.values() for one in battle.ids), place.discord.traffic)


def _everything(traffic: Traffic, since: Moment, end: Moment, beside: Callable[[Json], bool]) -> Iterator[str]:
    for sent in traffic.sent[since.sent : end.sent]:
        yield repr((sent.method, sent.path, _without(sent.body, beside), sent.files))
        for file in sent.files:
            yield from _inside(file)
    for shown in traffic.shown[since.shown : end.shown]:
        yield repr((shown.event, _without(shown.data, beside)))


def _without(body: Any, beside: Callable[[Json], bool]) -> Any:
    if isinstance(body, list):
        return [_without(part, beside) for part in body if not (isinstance(part, dict) and beside(part))]
    if isinstance(body, dict):
        return {key: _without(part, beside) for key, part in body.items()}
    return body


def _inside(file: Upload) -> Iterator[str]:
    """What a file tells beside its bytes, which may be compressed: what a picture says of itself."""
    if file.data.startswith((b"\x89PNG", b"\xff\xd8", b"GIF8", b"RIFF")):
        with Image.open(io.BytesIO(file.data)) as picture:
            picture.load()
            yield repr((picture.info, dict(picture.getexif())))


def _around(word: str, text: str) -> str:
    at = text.index(word)
    return text[max(0, at - 300) : at + 300]
