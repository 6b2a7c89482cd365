"""A crowd that presses buttons on one battle: when each was answered, and when the message was edited."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

from sandbox.state.entities import Member, User
from tests.flows.places import Flow, Place
from tests.support.members import button

LABELS = {"A": "Vote A", "B": "Vote B", "tie": "Tie", "both_bad": "Both bad"}
PATIENCE = 20
LOOK = 0.02
"""Seconds between two looks at the record, which tells nobody of news; looking costs the bot its processor."""


@dataclass
class Pressed:
    """`choices` by member; `seconds` until each who was answered was; to how many Discord said that none came."""

    flow: Flow
    choices: dict[int, str] = field(default_factory=dict)
    seconds: dict[int, float] = field(default_factory=dict)
    unanswered: int = 0

    def edits(self) -> list[float]:
        """When the battle's message was edited since the first press, in seconds."""
        message = next(iter(self.flow.starter.public))
        return sorted(
            {
                datetime.fromisoformat(shown.data["edited_timestamp"]).timestamp()
                for shown in self.flow.place.discord.traffic.shown
                if shown.event == "message_update" and shown.data["id"] == message
            }
        )


def joined(there: Place, number: int) -> list[str]:
    """So many further members of the guild: their ids."""
    world = there.discord.world
    for index in range(number):
        user = User(id=world.snowflakes.new(), username=f"voter{index}", global_name=f"Voter {index}")
        world.guild.members[user.id] = Member(user=user, joined_at=world.clock.now())
    return [member for member in world.guild.members if member != world.bot.id][-number:]


@asynccontextmanager
async def crowded(there: Place, number: int) -> AsyncIterator[tuple[Flow, list[str]]]:
    """A battle that is open to so many members."""
    people = joined(there, number)
    async with there.flow("crowded") as flow:
        await flow.open()
        yield flow, people


async def press_at_once(flow: Flow, people: list[str], *, within: float) -> Pressed:
    """Let each press one of the four buttons, evenly over so many seconds, whether or not answers come."""
    message = await flow.starter.sees("Which answer is better?")
    ids = {choice: button(message, label)["custom_id"] for choice, label in LABELS.items()}
    traffic, pressed = flow.place.discord.traffic, Pressed(flow)
    first, began, start = len(traffic.shown), dict[str, float](), time.perf_counter()
    for number, person in enumerate(people):
        await asyncio.sleep(max(0.0, start + number * within / len(people) - time.perf_counter()))
        choice = list(LABELS)[number % len(LABELS)]
        opened = flow.place.discord.members.component(person, message["channel_id"], message["id"], ids[choice], [])
        began[opened.id] = time.perf_counter()
        pressed.choices[int(person)] = choice
    async with asyncio.timeout(PATIENCE):
        while len(pressed.seconds) + pressed.unanswered < len(people):
            await asyncio.sleep(LOOK)
            for shown in traffic.shown[first:]:
                first += 1
                if shown.data.get("interaction_id") in began and shown.event == "interaction_done":
                    (member,) = shown.members
                    pressed.seconds[int(member)] = time.perf_counter() - began[shown.data["interaction_id"]]
                pressed.unanswered += shown.event == "interaction_failed"
    return pressed
