"""What may be sent to models."""

import unicodedata

from arena.wire import MAX_PROMPT_CHARACTERS
from community.errors import PromptRefused


def sendable(prompt: str) -> str:
    """The prompt as it is sent.

    Raises:
        PromptRefused: it is blank or longer than 10,000 characters.
    """
    prompt = prompt.strip()
    if not _visible(prompt):
        raise PromptRefused(0, MAX_PROMPT_CHARACTERS)
    if len(prompt) > MAX_PROMPT_CHARACTERS:
        raise PromptRefused(len(prompt), MAX_PROMPT_CHARACTERS)
    return prompt


def _visible(prompt: str) -> bool:
    """Whether there is anything to read: zero-width characters alone are no question."""
    return any(unicodedata.category(character)[0] not in "ZC" for character in prompt)
