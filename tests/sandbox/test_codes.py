"""Every refusal the sandbox knows, provoked once over the wire: its status, its code, its words."""

import inspect
import io
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import pytest

from sandbox import ManualClock, Sandbox, errors
from tests.sandbox.members import channel_id
from tests.sandbox.scene import Scene, opened
from tests.sandbox.wire import Answer

SEND = 1 << 11
READ_HISTORY = 1 << 16
VIEW = 1 << 10


@dataclass(frozen=True)
class Stage:
    """A bot that may be refused, and the time in its world."""

    scene: Scene
    clock: ManualClock

    @property
    def server(self) -> Sandbox:
        return self.scene.rest.sandbox

    async def ask(self, method: str, path: str, body: object = None) -> Answer:
        return await self.scene.rest(method, path, json=body)

    def messages(self, message_id: str = "") -> str:
        return f"{self.scene.rest.channel()}/messages" + (f"/{message_id}" if message_id else "")

    async def direct(self) -> str:
        """The path of the direct messages with Grace."""
        opened = await self.ask("POST", "/users/@me/channels", {"recipient_id": self.scene.grace.id})
        return f"/channels/{opened.body['id']}"

    def deny(self, bits: int) -> None:
        """Take a permission away from everybody in #arena."""
        server = self.server
        server.control.guilds.restrict(channel_id(server, "arena"), server.world.guild.id, deny=bits)
        server.control.guilds.restrict(channel_id(server, "arena"), server.world.bot.id, deny=bits)


async def unauthorized(stage: Stage) -> Answer:
    return await stage.scene.rest("GET", "/users/@me", token="wrong")


async def empty_message(stage: Stage) -> Answer:
    return await stage.ask("POST", stage.messages(), {"content": ""})


async def already_acknowledged(stage: Stage) -> Answer:
    interaction = await stage.scene.command()
    await stage.scene.respond(interaction, 4, {"content": "one"})
    answer: Answer = await stage.scene.respond(interaction, 4, {"content": "two"})
    return answer


async def unknown_interaction(stage: Stage) -> Answer:
    interaction = await stage.scene.command()
    stage.clock.advance(3.1)
    answer: Answer = await stage.scene.respond(interaction, 4, {"content": "late"})
    return answer


async def unknown_webhook(stage: Stage) -> Answer:
    return await stage.ask("POST", stage.scene.webhook(await stage.scene.command()), {"content": "early"})


async def invalid_webhook_token(stage: Stage) -> Answer:
    interaction = await stage.scene.command()
    await stage.scene.respond(interaction, 4, {"content": "one"})
    stage.clock.advance(15 * 60 + 1)
    return await stage.ask("POST", stage.scene.webhook(interaction), {"content": "late"})


async def too_many_old_edits(stage: Stage) -> Answer:
    message = await stage.scene.rest.send(content="x")
    stage.clock.advance(60 * 60 + 1)
    for _ in range(3):
        await stage.ask("PATCH", stage.messages(message["id"]), {"content": "y"})
    return await stage.ask("PATCH", stage.messages(message["id"]), {"content": "y"})


async def too_many_commands(stage: Stage) -> Answer:
    commands = [{"name": f"c{i}", "description": "d"} for i in range(101)]
    return await stage.ask("PUT", f"/applications/{stage.server.world.application_id}/commands", commands)


async def too_many_creates(stage: Stage) -> Answer:
    base = f"/applications/{stage.server.world.application_id}/commands"
    many = [[{"name": f"b{batch}-{i}", "description": "d"} for i in range(70)] for batch in range(3)]
    *_, last = [await stage.ask("PUT", base, commands) for commands in many]
    return last


async def thread_exists(stage: Stage) -> Answer:
    message = await stage.scene.rest.send(content="x")
    await stage.ask("POST", f"{stage.messages(message['id'])}/threads", {"name": "t"})
    return await stage.ask("POST", f"{stage.messages(message['id'])}/threads", {"name": "t"})


async def thread_archived(stage: Stage) -> Answer:
    thread = await stage.ask("POST", f"{stage.scene.rest.channel()}/threads", {"name": "t", "type": 11})
    await stage.ask("PATCH", f"/channels/{thread.body['id']}", {"archived": True})
    return await stage.ask("PATCH", f"/channels/{thread.body['id']}", {"name": "u"})


async def unknown_application(stage: Stage) -> Answer:
    return await stage.ask("GET", "/applications/1/commands")


async def too_large(stage: Stage) -> Answer:
    return await raw(stage, io.BytesIO(b" " * (25 * 1024 * 1024 + 1)))


async def invalid_json(stage: Stage) -> Answer:
    return await raw(stage, io.BytesIO(b"{"))


async def raw(stage: Stage, body: io.BytesIO) -> Answer:
    return await stage.scene.rest("POST", stage.messages(), data=body)


async def unknown_channel(stage: Stage) -> Answer:
    return await stage.ask("GET", "/channels/1")


async def unknown_guild(stage: Stage) -> Answer:
    return await stage.ask("GET", "/guilds/1")


async def unknown_member(stage: Stage) -> Answer:
    return await stage.ask("GET", f"/guilds/{stage.server.world.guild.id}/members/1")


async def unknown_message(stage: Stage) -> Answer:
    return await stage.ask("GET", stage.messages("1"))


async def unknown_user(stage: Stage) -> Answer:
    return await stage.ask("GET", "/users/1")


async def unknown_command(stage: Stage) -> Answer:
    return await stage.ask("GET", f"/applications/{stage.server.world.application_id}/commands/1")


async def missing_access(stage: Stage) -> Answer:
    stage.deny(VIEW)
    return await stage.ask("POST", stage.messages(), {"content": "x"})


async def missing_permissions(stage: Stage) -> Answer:
    stage.deny(SEND)
    return await stage.ask("POST", stage.messages(), {"content": "x"})


async def not_the_author(stage: Stage) -> Answer:
    theirs = await stage.scene.grace.say("mine")
    return await stage.ask("PATCH", stage.messages(theirs["id"]), {"content": "yours"})


async def cannot_read_history(stage: Stage) -> Answer:
    message = await stage.scene.rest.send(content="x")
    stage.deny(READ_HISTORY)
    body = {"content": "x", "message_reference": {"message_id": message["id"]}}
    return await stage.ask("POST", stage.messages(), body)


async def invalid_recipient(stage: Stage) -> Answer:
    return await stage.ask("POST", "/users/@me/channels", {"recipient_id": "1"})


async def unreachable(stage: Stage) -> Answer:
    stage.server.control.guilds.set_direct_messages(stage.scene.grace.id, taken=False)
    return await stage.ask("POST", f"{await stage.direct()}/messages", {"content": "x"})


async def direct_only_own(stage: Stage) -> Answer:
    direct = await stage.direct()
    _, theirs = await stage.scene.grace.post("messages", channel_id=direct.rpartition("/")[2], content="mine")
    return await stage.ask("DELETE", f"{direct}/messages/{theirs['id']}")


CASES: list[tuple[Callable[[Stage], Awaitable[Answer]], int, int]] = [
    (unauthorized, 401, 0),
    (unknown_application, 404, 10002),
    (unknown_channel, 404, 10003),
    (unknown_guild, 404, 10004),
    (unknown_member, 404, 10007),
    (unknown_message, 404, 10008),
    (unknown_user, 404, 10013),
    (unknown_webhook, 404, 10015),
    (unknown_interaction, 404, 10062),
    (unknown_command, 404, 10063),
    (too_many_commands, 400, 30032),
    (too_many_creates, 429, 30034),
    (too_many_old_edits, 429, 30046),
    (too_large, 413, 40005),
    (already_acknowledged, 400, 40060),
    (missing_access, 403, 50001),
    (direct_only_own, 403, 50003),
    (not_the_author, 403, 50005),
    (empty_message, 400, 50006),
    (unreachable, 403, 50007),
    (missing_permissions, 403, 50013),
    (invalid_webhook_token, 401, 50027),
    (invalid_recipient, 400, 50033),
    (thread_archived, 400, 50083),
    (invalid_json, 400, 50109),
    (thread_exists, 400, 160004),
    (cannot_read_history, 400, 160002),
]


def test_every_refusal_is_provoked_here() -> None:
    """What is not modelled is another matter: test_doors and test_messages provoke it."""
    factories = {name for name, one in inspect.getmembers(errors, inspect.isfunction)} - {"not_modelled"}
    assert factories == {provoke.__name__ for provoke, _, _ in CASES}


@pytest.mark.parametrize(("provoke", "status", "code"), CASES, ids=[case[0].__name__ for case in CASES])
async def test_a_refusal_has_discords_status_code_and_words(
    standing: Sandbox, clock: ManualClock, provoke: Callable[[Stage], Awaitable[Answer]], status: int, code: int
) -> None:
    async with opened(standing) as scene:
        answer = await provoke(Stage(scene, clock))
    assert (answer.status, answer.body.get("code")) == (status, code)
    factory = getattr(errors, provoke.__name__)
    words = factory(1.0) if inspect.signature(factory).parameters else factory()
    assert answer.body["message"] == words.message
