"""What all commands share: settings for this process, and errors that an operator can mend said in a sentence."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import typer
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.settings import SettingMissing, TokenRefused
from storage.errors import StorageError


@contextmanager
def plain_errors(*others: type[Exception]) -> Iterator[None]:
    """What an operator can mend is said in a sentence, not in a traceback; the command then ends with status 1.

    So are `others`, whose text is that sentence.
    """
    mendable: tuple[type[Exception], ...] = (StorageError, *others)
    try:
        yield
    except ValidationError as error:
        _fail(*map(_problem, error.errors()))
    except SettingMissing as missing:
        _fail(f"{missing} is not set. The README shows how to get one; `blindbout demo` needs none.")
    except TokenRefused:
        _fail("Discord does not take DISCORD_TOKEN. Copy it anew from the developer portal (Bot, Reset Token).")
    except mendable as error:
        _fail(str(error))
    except OSError as error:
        _fail(error.strerror or str(error))


def _problem(problem: ErrorDetails) -> str:
    setting = ".".join(map(str, problem["loc"])).upper()
    return f"{setting}: {problem['msg'].removeprefix('Value error, ')}"


def _fail(*lines: str) -> NoReturn:
    for line in lines:
        typer.echo(line, err=True)
    raise typer.Exit(1) from None
