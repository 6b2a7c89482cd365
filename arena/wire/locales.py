"""Locale codes: `en`, `pt-BR`, `zh-Hant-TW`. One form, whatever the caller wrote."""

from typing import Annotated, Final

from pydantic import AfterValidator, Field, TypeAdapter, ValidationError

_LANGUAGE_ONLY: Final = 3
_SCRIPT: Final = 4


def canonical_locale(code: str) -> str:
    """The usual spelling: language in small letters, script with a capital, region in capitals, dashes between."""
    language, *rest = code.replace("_", "-").split("-")
    return "-".join([language.lower(), *(_subtag(part) for part in rest)])


def language_of(locale: str) -> str:
    """The language of a canonical code: `pt` of `pt-BR`."""
    return locale.partition("-")[0]


def _subtag(part: str) -> str:
    if len(part) <= _LANGUAGE_ONLY:
        return part.upper()
    return part.title() if len(part) == _SCRIPT and part.isalpha() else part.lower()


Locale = Annotated[
    str,
    Field(min_length=2, max_length=35, pattern=r"^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$"),
    AfterValidator(canonical_locale),
]
"""A locale code as a request carries it; what comes out is canonical."""


def is_locale(code: str) -> bool:
    """Whether a request may carry this as its locale."""
    try:
        TypeAdapter(Locale).validate_python(code)
    except ValidationError:
        return False
    return True
