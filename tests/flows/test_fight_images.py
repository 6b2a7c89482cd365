"""A member's picture and a model's search, from the command to the transcript: the bot with its house arena inside."""

import io
from pathlib import Path

from PIL import Image

import sandbox
from tests.sandbox.test_uploads import upload
from tests.support.bot import bot_process
from tests.support.members import members
from tests.support.openai_endpoint import Asked, Calls, OpenAIEndpoint
from tests.support.patience import PATIENCE
from tests.support.serving import serve
from tests.support.web_searches import SearXNGDouble, searxng_result

QUESTION = "Which colour is it?"
DESCRIPTION = "A square, all of it grey."
MODELS = """
[[models]]
name = "Opal Max"
model = "opal"
base_url = "{url}/v1"
input_modalities = ["text", "image"]
calls_tools = true

[[models]]
name = "Basalt Max"
model = "blind-basalt"
base_url = "{url}/v1"
"""


def behave(asked: Asked) -> str | Calls:
    if asked.describing:
        return DESCRIPTION
    if asked.judging:
        return "A"
    if asked.may_search and not asked.results:
        return Calls(("names of greys",))
    return "Slate, I read." if asked.results else "Grey, I was told."


def grey() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "gray").save(out, "PNG")
    return out.getvalue()


async def test_a_members_picture_reaches_models_that_see_and_the_transcript_tells_who_did_not(tmp_path: Path) -> None:
    endpoint, search = OpenAIEndpoint(behave), SearXNGDouble(searxng_result(1, "Slate, ash, lead."))
    models = tmp_path / "models.toml"
    async with (
        sandbox.run(acknowledge_seconds=PATIENCE) as discord,
        serve(endpoint.app) as url,
        serve(search.app) as searxng,
    ):
        models.write_text(MODELS.format(url=url))
        async with (
            bot_process(discord, tmp_path, BLINDBOUT_MODELS=str(models), SEARXNG_URL=searxng),
            members(discord, "pictures", "Ada") as (ada,),
        ):
            status, file = await upload(ada.person, "grey.png", grey(), "image/png")
            assert status == 201
            options = {"message": QUESTION, "rounds": 1, "image": file["id"]}
            listed = [{"name": name, "value": value} for name, value in options.items()]
            await ada.person.run("fight", {"name": "start", "options": listed}, channel="pictures")
            # A model's search leaves this machine.
            await ada.push("Agree and start", on=await ada.told())
            end = await ada.sees("2 jury votes over 1 round")
            (attached,) = end["attachments"]
            transcript = discord.world.files[attached["id"]].data.decode()

    shown = [asked.images[0].size for asked in endpoint.asked if asked.images]
    assert set(shown) == {(64, 48)}
    assert search.queries == ["names of greys"]
    assert "Slate, I read." in transcript
    assert (
        f"Basalt Max could not see it and read this description by Opal Max instead:\n\n> {DESCRIPTION}" in transcript
    )
    assert "- Page 1: https://pages.example/1" in transcript
