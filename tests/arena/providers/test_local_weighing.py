"""What small models lean to: the local one by letters, the baselines by their rules."""

import random

import httpx
import pytest
from pydantic import SecretStr

from arena.providers import LocalModels, baselines
from arena.providers.local_process import Endpoint
from arena.providers.local_weighing import letter_weights
from arena.wire import AnswerCut, GenerationError, ModelUnreachable, weighs
from tests.arena.engine.fights.fighters import Fighter, fought, of

KEY = "0123456789abcdef"
ENDPOINT = Endpoint("http://127.0.0.1:9", SecretStr(KEY))
QUESTION = "What is bread made of?"
LIKELY = [{"token": " B", "logprob": -0.5}, {"token": "A", "logprob": -2}, {"token": " A", "logprob": -7}]
REPLY = {"completion_probabilities": [{"top_logprobs": LIKELY}]}
RNG = random.Random(1)  # noqa: S311 - no secret depends on it


async def weights_from(response: httpx.Response | Exception, *answers: str) -> list[float]:
    asked: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        if isinstance(response, Exception):
            raise response
        return response

    async with httpx.AsyncClient(transport=httpx.MockTransport(handle)) as client:
        weights = await letter_weights(client, ENDPOINT, "smol", QUESTION, answers)
    (request,) = asked
    assert request.headers["Authorization"] == f"Bearer {KEY}"
    return weights


async def test_the_weights_are_those_of_the_letters_in_the_order_of_the_answers() -> None:
    assert await weights_from(httpx.Response(200, json=REPLY), "flour", "water") == [-2.0, -0.5]


async def test_a_letter_that_is_not_told_is_unlikely() -> None:
    assert await weights_from(httpx.Response(200, json=REPLY), "flour", "water", "salt") == [-2.0, -0.5, -15.0]


@pytest.mark.parametrize(
    ("response", "error"),
    [
        (httpx.Response(503), ModelUnreachable),
        (httpx.ConnectError("refused"), ModelUnreachable),
        (httpx.Response(200, json={"content": "A"}), AnswerCut),
        (httpx.Response(200, json={"completion_probabilities": []}), AnswerCut),
    ],
)
async def test_what_goes_wrong_is_an_error_of_the_tree_without_the_key(
    response: httpx.Response | Exception, error: type[GenerationError]
) -> None:
    with pytest.raises(error) as failure:
        await weights_from(response, "flour", "water")
    assert KEY not in str(failure.value)


async def test_each_baseline_judges_by_its_rule() -> None:
    echo, eliza, markov = baselines(RNG)
    answers = ["Bread is made of flour.", "Why do you ask? Do you bake?", "No."]
    assert await echo.weigh(QUESTION, answers) == [4, 0, 0]
    assert await eliza.weigh(QUESTION, answers) == [0, 2, 0]
    assert await markov.weigh(QUESTION, answers) == [5, 7, 1]
    assert all(weighs(judge) for judge in (echo, eliza, markov))


async def test_a_fight_among_baselines_ends_with_ballots_of_all_of_them() -> None:
    events = await fought(*baselines(RNG), rounds=2)
    votes = of(events, "vote_update")
    assert len(votes) == 6
    assert None not in {vote["votedFor"] for vote in votes}


@pytest.mark.local_model
@pytest.mark.asyncio(loop_scope="session")
async def test_the_local_models_cast_real_ballots(local_models: LocalModels) -> None:
    sense = Fighter("quartz", answer="Bread is made of flour, water, yeast and salt.")
    noise = Fighter("basalt", answer="asdf jkl; qwer uiop zxcv bnm asdf jkl;")
    events = await fought(sense, noise, *local_models.models, models="quartz,basalt", message=QUESTION)
    judges = [model.card.slug for model in local_models.models]
    assert of(events, "voting_start")[0]["smallJudges"] == judges
    votes = of(events, "vote_update")
    assert {vote["voter"] for vote in votes} == {*judges}
    assert {vote["votedFor"] for vote in votes} <= {"quartz", "basalt"}
