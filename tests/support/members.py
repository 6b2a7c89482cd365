"""Members in a channel of the sandbox, at its JSON door: what each sees at the moment, and what each does."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

from sandbox import Sandbox
from sandbox.state.entities import Channel, ChannelType
from tests.sandbox.members import Person, components, people
from tests.support.patience import PATIENCE

_EPHEMERAL = 1 << 6
_THINKING = 1 << 7
_TEXT = 10
Json = dict[str, Any]


class Member:
    """One member, looking at one channel. Everything is known from the events that the member's screen gets."""

    def __init__(self, person: Person, channel: Channel) -> None:
        self.person = person
        self.channel = channel
        self.public: dict[str, Json] = {}
        """The channel's messages as they stand, oldest first."""
        self.private: Json | None = None
        """What only this member sees, since the last press; None as long as no answer came."""
        self.form: Json | None = None
        """The form that was opened last."""
        self.unanswered = 0
        """How often Discord said that the bot did not answer in time."""

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until what this member sees makes it true."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not condition():
                    await self._look()
        except TimeoutError:
            seen = [text_of(message) for message in [*self.public.values(), *filter(None, [self.private])]]
            raise AssertionError(
                f"this was not seen in {self.channel.name}, {self.unanswered} unanswered; there is: {seen}"
            ) from None

    async def sees(self, text: str) -> Json:
        """The newest public message that holds the text, once there is one."""
        await self.until(lambda: self._newest(text) is not None)
        return self._newest(text) or {}

    async def shown(self, text: str) -> Json:
        """The newest message of the channel that holds the text, also where it was there before this member looked."""
        for message in (await self.person.state())["messages"].get(self.channel.id, ()):
            self.public[message["id"]] = message
        return await self.sees(text)

    async def hears(self) -> Json:
        """The short message that tells the channel of the reveal, once it is there."""
        await self.until(lambda: bool(self.announcements))
        return self.announcements[-1]

    @property
    def announcements(self) -> list[Json]:
        """All messages that link to a battle."""
        return [message for message in self.public.values() if "See the battle" in labels(message)]

    async def start(self, prompt: str, **options: Any) -> tuple[int, Json]:
        """Use `/battle start`; the door's status and body."""
        given = {name: value for name, value in options.items() if value is not None}
        return await self._subcommand("battle", "start", prompt=prompt, **given)

    async def fight(self, message: str, **options: Any) -> tuple[int, Json]:
        """Use `/fight start`; the door's status and body."""
        return await self._subcommand("fight", "start", message=message, **options)

    async def stop_fight(self) -> Json:
        """Use `/fight stop`; the private answer."""
        await self._subcommand("fight", "stop")
        return await self.told()

    async def offered(self, typed: str) -> list[str]:
        """What `/fight start` suggests for its models after this was typed: the values."""
        return [choice["value"] for choice in await self.suggested("fight", "start", "models", typed, message="Why?")]

    async def suggested(self, group: str, name: str, option: str, typed: str = "", **filled: Any) -> list[Json]:
        """What a command suggests for an option after this was typed and others were filled in."""
        options: list[Json] = [{"name": other, "value": value} for other, value in filled.items()]
        status, answer = await self.person.post(
            "autocomplete",
            channel_id=self.channel.id,
            command_id=await self._command(group),
            options=[{"name": name, "options": [*options, {"name": option, "value": typed, "focused": True}]}],
        )
        assert status == 200, answer
        found: list[Json] = answer["choices"]
        return found

    async def _command(self, name: str) -> str:
        found: str = next(c["id"] for c in (await self.person.state())["commands"] if c["name"] == name)
        return found

    async def _subcommand(self, group: str, name: str, **options: Any) -> tuple[int, Json]:
        self.private = None
        given = [{"name": option, "value": value} for option, value in options.items()]
        return await self.person.post(
            "commands",
            channel_id=self.channel.id,
            command_id=await self._command(group),
            options=[{"name": name, "options": given}],
        )

    async def told(self) -> Json:
        """The private answer to what this member did last."""
        await self.until(lambda: self.private is not None)
        return self.private or {}

    async def press(self, label: str, *, on: Json | None = None) -> Json:
        """Press a button, of the battle's message where no other is given; the private answer."""
        await self.push(label, on=on)
        return await self.told()

    async def push(self, label: str, *, on: Json | None = None) -> None:
        """Press a button and wait for nothing."""
        message = on or await self.sees("Blind battle")
        self.private = self.form = None
        status, answer = await self.person.press(message, button(message, label)["custom_id"])
        assert status == 202, answer

    async def choose(self, placeholder: str, *values: str, on: Json) -> Json:
        """Choose in a select; the private answer."""
        select = next(part for part in components(on) if placeholder in part.get("placeholder", ""))
        self.private = None
        status, answer = await self.person.press(on, select["custom_id"], *values)
        assert status == 202, answer
        return await self.told()

    async def fill(self, opener: str, entries: Mapping[str, str], *, on: Json) -> Json:
        """Press the button that opens a form, send it with these entries by label, and see the private answer."""
        form = await self.opens(opener, on=on)
        fields = {label["label"]: label["component"]["custom_id"] for label in form["components"]}
        given = [{"custom_id": fields[name], "value": entry, "values": [entry]} for name, entry in entries.items()]
        self.private = None
        status, answer = await self.person.post("modals", modal_id=form["modal_id"], components=given)
        assert status == 202, answer
        return await self.told()

    async def close_vote(self) -> Json:
        """Close the vote by the menu behind [More]; the private answer."""
        return await self.press("Close now", on=await self.press("More"))

    async def writes(self, label: str, text: str, *, on: Json | None = None) -> Json:
        """Press a button that opens a form, write into the form's one field and send it; the private answer."""
        return await self.sends(await self.opens(label, on=on), text)

    async def opens(self, label: str, *, on: Json | None = None) -> Json:
        """Press a button that opens a form; the form."""
        await self.push(label, on=on)
        await self.until(lambda: self.form is not None or self.private is not None)
        assert self.form is not None, f"no form came, but: {text_of(self.private or {})}"
        return self.form

    async def sends(self, form: Json, text: str) -> Json:
        """Send a form with this text in its one field; the private answer."""
        self.private = None
        (label,) = form["components"]
        entered = {"type": 18, "component": {**label["component"], "value": text}}
        status, answer = await self.person.post("modals", modal_id=form["modal_id"], components=[entered])
        assert status == 202, answer
        return await self.told()

    async def _look(self) -> None:
        event = await self.person.event(
            "message_create", "message_update", "message_delete", "interaction_failed", "modal_open", within=None
        )
        if event.get("channel_id") != self.channel.id:
            return
        if "modal_id" in event:
            self.form = event
        elif "interaction_id" in event:
            self.unanswered += 1
        elif "author" not in event:
            self.public.pop(event["id"], None)
        elif event["flags"] & _EPHEMERAL:
            self.private = None if event["flags"] & _THINKING else event
        else:
            self.public[event["id"]] = event

    def _newest(self, text: str) -> Json | None:
        return next((m for m in reversed(self.public.values()) if text in text_of(m)), None)


def text_of(message: Json) -> str:
    """All text of a message."""
    return "\n".join(part["content"] for part in components(message) if part["type"] == _TEXT)


def button(message: Json, label: str) -> Json:
    """The button with this label."""
    found = [part for part in components(message) if part.get("label") == label]
    assert found, f"no button {label!r} in {labels(message)} of: {text_of(message)}"
    return found[0]


def labels(message: Json) -> list[str]:
    """The labels of a message's buttons that can be pressed."""
    return [part["label"] for part in components(message) if "label" in part and not part.get("disabled")]


def channel(sandbox: Sandbox, name: str) -> Channel:
    """The text channel with this name, which is made where there is none."""
    world = sandbox.world
    for known in world.guild.channels.values():
        if known.name == name:
            return known
    made = Channel(id=world.snowflakes.new(), type=ChannelType.TEXT, name=name)
    world.guild.channels[made.id] = made
    return made


@asynccontextmanager
async def members(sandbox: Sandbox, where: str, *names: str) -> AsyncIterator[list[Member]]:
    """These members, looking at this channel."""
    place = channel(sandbox, where)
    async with people(sandbox, *names) as persons:
        yield [Member(person, place) for person in persons]
