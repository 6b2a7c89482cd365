"""Three seconds to answer, once; fifteen minutes to follow up."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from sandbox import ManualClock, Sandbox
from tests.sandbox.members import channel_id
from tests.sandbox.scene import Scene, opened


@pytest.fixture
async def scene(standing: Sandbox) -> AsyncIterator[Scene]:
    async with opened(standing) as found:
        yield found


async def test_a_silent_bot_fails_after_three_seconds_and_is_then_too_late(scene: Scene, clock: ManualClock) -> None:
    interaction = await scene.command()
    clock.advance(3)
    failed = await scene.grace.event("interaction_failed")
    assert failed["interaction_id"] == interaction["id"]
    clock.advance(0.1)
    late = await scene.respond(interaction, 4, {"content": "late"})
    assert (late.status, late.body["code"]) == (404, 10062)


async def test_a_second_first_response_is_refused(scene: Scene) -> None:
    interaction = await scene.command()
    assert (await scene.respond(interaction, 4, {"content": "one"})).status == 204
    again = await scene.respond(interaction, 4, {"content": "two"})
    assert (again.status, again.body["code"]) == (400, 40060)


async def test_an_answered_interaction_never_fails(scene: Scene, clock: ManualClock) -> None:
    interaction = await scene.command()
    await scene.respond(interaction, 5)
    clock.advance(10)
    assert (await scene.grace.event("interaction_done", "interaction_failed"))["interaction_id"] == interaction["id"]
    assert [s.event for s in scene.rest.sandbox.traffic.shown if s.event == "interaction_failed"] == []


async def test_a_refused_response_leaves_the_interaction_open(scene: Scene) -> None:
    interaction = await scene.command()
    refused = await scene.respond(interaction, 4, {"content": "x" * 2001})
    assert refused.body["errors"]["data"]["content"]["_errors"][0]["code"] == "BASE_TYPE_MAX_LENGTH"
    assert (await scene.respond(interaction, 4, {"content": "shorter"})).status == 204


@pytest.mark.parametrize("kind", [6, 7, 8, 1, None, True])
async def test_a_response_that_does_not_fit_a_command_is_refused(scene: Scene, kind: Any) -> None:
    answer = await scene.respond(await scene.command(), kind)
    assert answer.body["errors"]["type"]["_errors"][0]["code"] == "BASE_TYPE_CHOICES"


async def test_a_follow_up_needs_a_first_response_and_ends_after_fifteen_minutes(
    scene: Scene, clock: ManualClock
) -> None:
    interaction = await scene.command()
    early = await scene.rest("POST", scene.webhook(interaction), json={"content": "x"})
    assert (early.status, early.body["code"]) == (404, 10015)
    await scene.respond(interaction, 4, {"content": "first"})
    clock.advance(15 * 60)
    assert (await scene.rest("POST", scene.webhook(interaction), json={"content": "x"})).status == 200
    clock.advance(1)
    for method, path in (("POST", ""), ("PATCH", "/messages/@original"), ("GET", "/messages/@original")):
        expired = await scene.rest(method, scene.webhook(interaction, path), json={"content": "x"})
        assert (expired.status, expired.body["code"]) == (401, 50027)


async def test_a_token_opens_only_the_messages_of_its_own_interaction(scene: Scene) -> None:
    other = await scene.rest.send(content="not yours")
    interaction = await scene.command()
    await scene.respond(interaction, 4, {"content": "mine"})
    for message_id in (other["id"], "1"):
        answer = await scene.rest("PATCH", scene.webhook(interaction, f"/messages/{message_id}"), json={"content": "x"})
        assert (answer.status, answer.body["code"]) == (404, 10008)
    stranger = {**interaction, "token": "guessed"}
    answer = await scene.rest("GET", scene.webhook(stranger, "/messages/@original"))
    assert (answer.status, answer.body["code"]) == (404, 10015)


async def test_with_response_the_callback_tells_what_it_made(scene: Scene) -> None:
    interaction = await scene.command()
    answer = await scene.respond(interaction, 5, {"flags": 64}, with_response="true")
    assert answer.status == 200
    about, resource = answer.body["interaction"], answer.body["resource"]
    assert (about["id"], about["type"]) == (interaction["id"], 2)
    assert (about["response_message_loading"], about["response_message_ephemeral"]) == (True, True)
    assert (resource["type"], resource["message"]["id"]) == (5, about["response_message_id"])


async def test_an_interaction_says_who_where_and_what_they_may(scene: Scene) -> None:
    interaction = await scene.command()
    guild = scene.rest.sandbox.world.guild
    assert interaction["member"]["user"]["global_name"] == "Grace"
    assert int(interaction["member"]["permissions"]) & (1 << 11)
    assert int(interaction["app_permissions"]) & (1 << 11)
    assert interaction["channel"]["name"] == "arena"
    assert (interaction["locale"], interaction["guild_locale"]) == ("en-US", "en-US")
    assert interaction["authorizing_integration_owners"] == {"0": guild.id}
    assert interaction["context"] == 0


async def test_an_autocomplete_that_nobody_answers_has_no_choices(scene: Scene, clock: ManualClock) -> None:
    rest = scene.rest
    option = {"type": 3, "name": "o", "description": "d", "autocomplete": True}
    base = f"/applications/{rest.sandbox.world.application_id}/commands"
    created = await rest("POST", base, json={"name": "find", "description": "d", "options": [option]})
    typed = [{"name": "o", "value": "", "focused": True}]
    arena = channel_id(rest.sandbox, "arena")
    body = {"channel_id": arena, "command_id": created.body["id"], "options": typed}
    asked = asyncio.create_task(scene.grace.post("autocomplete", **body))
    assert (await scene.interaction())["type"] == 4
    clock.advance(3)
    assert await asked == (200, {"choices": []})


async def test_a_deferred_update_leaves_the_message_and_lets_it_be_edited_later(scene: Scene) -> None:
    button = {"type": 2, "style": 1, "label": "A", "custom_id": "a"}
    sent = await scene.rest.send(content="x", components=[{"type": 1, "components": [button]}])
    assert (await scene.grace.press(sent, "a"))[0] == 202
    interaction = await scene.interaction()
    assert interaction["message"]["id"] == sent["id"]
    assert interaction["data"]["component_type"] == 2
    await scene.respond(interaction, 6)
    assert (await scene.grace.event("interaction_done"))["custom_id"] == "a"
    path = scene.webhook(interaction, "/messages/@original")
    edited = await scene.rest("PATCH", path, json={"content": "y"})
    assert (edited.body["id"], edited.body["content"]) == (sent["id"], "y")


async def test_typing_is_shown_to_the_channel(scene: Scene) -> None:
    assert (await scene.rest("POST", f"{scene.rest.channel()}/typing")).status == 204
    shown = await scene.grace.event("typing")
    assert shown["user_id"] == scene.rest.sandbox.world.bot.id
