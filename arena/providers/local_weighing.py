"""What the local model leans to: it is shown answers under letters, and asked how likely each letter comes next.

In words a model this small mostly names the first letter. `benchmarks/judging.py` measures how often it is right.
"""

import string
from collections.abc import Sequence
from typing import Final

import httpx
from pydantic import BaseModel, Field, ValidationError

from arena.providers.failures import from_status, redact
from arena.providers.local_process import Endpoint
from arena.wire import AnswerCut, ModelUnreachable

_SEEN: Final = 240
"""Characters of each answer that it is shown. On one core it reads 100 to 250 tokens a second, and a jury of four reads
every answer six times and more."""
_CANDIDATES: Final = 200
"""Likeliest next tokens that are told. Letters have always been among the first twenty."""
_UNLIKELY: Final = -15.0
"""What stands for a letter that is not among them."""
_SECONDS: Final = 180.0
"""Others may be answered before."""


class _Likely(BaseModel):
    token: str
    logprob: float


class _Place(BaseModel):
    top_logprobs: list[_Likely]


class _Reply(BaseModel):
    completion_probabilities: list[_Place] = Field(min_length=1)


async def letter_weights(
    client: httpx.AsyncClient, endpoint: Endpoint, slug: str, question: str, answers: Sequence[str]
) -> list[float]:
    """The logarithm of each letter's chance, in the order of the answers.

    Raises:
        GenerationError: no connection, or not the reply that was expected.
    """
    letters = string.ascii_uppercase[: len(answers)]
    listed = "\n".join(f"{letter}. {_seen(answer)}" for letter, answer in zip(letters, answers, strict=True))
    try:
        response = await client.post(
            f"{endpoint.url}/completion",
            headers={"Authorization": f"Bearer {endpoint.key.get_secret_value()}"},
            json={"prompt": f"Question: {question}\n{listed}\nAnswer:", "n_predict": 1, "n_probs": _CANDIDATES},
            timeout=_SECONDS,
        )
    except httpx.RequestError as error:
        raise ModelUnreachable(redact(f"{slug}: no connection ({type(error).__name__})", endpoint.key)) from error
    if not response.is_success:
        raise from_status(response.status_code, redact(f"{slug}: HTTP {response.status_code}", endpoint.key))
    try:
        likely = _Reply.model_validate_json(response.content).completion_probabilities[0].top_logprobs
    except ValidationError:
        raise AnswerCut(f"{slug}: the reply holds no probabilities") from None  # pydantic's text quotes the answers
    chances = {found.token.strip(): found.logprob for found in reversed(likely)}  # the likelier spelling stays
    return [chances.get(letter, _UNLIKELY) for letter in letters]


def _seen(answer: str) -> str:
    words = " ".join(answer.split())
    return words if len(words) <= _SEEN else words[:_SEEN].rstrip() + " …"
