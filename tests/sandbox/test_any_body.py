"""Whatever JSON arrives, the sandbox answers as Discord does: it takes it, or refuses it by a code; it never breaks."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.clock import ManualClock
from sandbox.core import assemble
from sandbox.errors import ApiError
from sandbox.rules import commands, messages, modals

SCALARS = (
    st.none() | st.booleans() | st.integers(-2, 40) | st.text(max_size=3) | st.sampled_from(["a", "https://x.org"])
)
KINDS = st.sampled_from([1, 2, 3, 4, 5, 8, 9, 10, 11, 12, 13, 14, 17, 18, 19, 21, 22, 23])
NAMES = [
    "components", "accessory", "component", "options", "items", "media", "file", "url", "label", "value", "content",
    "custom_id", "style", "id", "emoji", "description", "placeholder", "min_values", "max_values", "spacing", "title",
]  # fmt: skip


@contextmanager
def refused_by_a_code() -> Iterator[None]:
    """Lets a refusal pass, and nothing else: what breaks, breaks the test."""
    with suppress(ApiError):
        yield


def objects(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    shapes = st.dictionaries(st.sampled_from(NAMES), inner, max_size=5)
    return st.builds(lambda kind, rest: {"type": kind, **rest}, KINDS | SCALARS, shapes)


PARTS = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | objects(inner), max_leaves=12)
BODIES = st.fixed_dictionaries(
    {},
    optional={
        "content": PARTS,
        "flags": st.sampled_from([0, 64, 1 << 15]) | SCALARS,
        "components": st.lists(objects(PARTS), max_size=3) | PARTS,
        "embeds": st.lists(
            st.dictionaries(st.sampled_from(["title", "footer", "image", "fields"]), PARTS, max_size=3), max_size=2
        )
        | PARTS,
        "allowed_mentions": st.dictionaries(st.sampled_from(["parse", "users", "roles"]), PARTS) | PARTS,
        "message_reference": PARTS,
        "attachments": PARTS,
        "nonce": SCALARS,
    },
)


@settings(max_examples=100)
@given(BODIES, BODIES)
def test_a_message_and_its_edit_are_taken_or_refused(body: dict[str, Any], edit: dict[str, Any]) -> None:
    clock = ManualClock(datetime(2026, 3, 1, tzinfo=UTC))
    core = assemble(clock, bot_token="t", cdn_url="http://cdn", gateway_url="ws://gateway")
    channel_id = next(iter(core.world.guild.channels))
    with refused_by_a_code():
        messages.check_new(body, [])
        message = core.messaging.post(channel_id, core.world.bot.id, body, [])
        messages.check_edit(message, edit, [])
        core.messaging.edit(message, edit, [])


@settings(max_examples=100)
@given(objects(PARTS))
def test_a_modal_is_taken_or_refused(body: dict[str, Any]) -> None:
    with refused_by_a_code():
        modals.check(body)


OPTION_NAMES = ["name", "description", "options", "choices", "required", "autocomplete", "max_length", "value"]
SHAPES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.builds(
            lambda kind, rest: {"type": kind, **rest},
            st.integers(1, 11) | SCALARS,
            st.dictionaries(st.sampled_from(OPTION_NAMES), inner, max_size=5),
        )
    ),
    max_leaves=15,
)


@settings(max_examples=100)
@given(st.lists(SHAPES, max_size=3) | SHAPES)
def test_commands_are_taken_or_refused(body: Any) -> None:
    with refused_by_a_code():
        commands.check_all(body)
