"""What may be sent to models."""

import unicodedata

from community.errors import PromptRefused


def sendable(prompt: str, limit: int) -> str:
    """The prompt as it is sent; `limit` is in characters.

    Raises:
        PromptRefused: it is blank or longer.
    """
    prompt = prompt.strip()
    if not _visible(prompt):
        raise PromptRefused(0, limit)
    if len(prompt) > limit:
        raise PromptRefused(len(prompt), limit)
    return prompt


def _visible(prompt: str) -> bool:
    """Whether there is anything to read: zero-width characters alone are no question."""
    return any(unicodedata.category(character)[0] not in "ZC" for character in prompt)
