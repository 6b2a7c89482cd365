"""Each limit at its edge: the last size that passes, the first that does not, and Discord's words for it."""

from typing import Any

import pytest

from sandbox.errors import ApiError, InvalidFormError
from sandbox.rules import commands, messages, modals
from sandbox.rules.limits import Limit
from sandbox.state.entities import Upload
from tests.sandbox.bodies import (
    Json,
    button,
    command,
    embed,
    field,
    gallery,
    labelled,
    layout,
    modal,
    option,
    options,
    refused,
    row,
    select,
    text,
)
from tests.sandbox.wire import Rest

LENGTH, BETWEEN, RANGE = "BASE_TYPE_MAX_LENGTH", "BASE_TYPE_BAD_LENGTH", "NUMBER_TYPE_RANGE"

MESSAGE_EDGES: list[tuple[Limit, Any, str]] = [
    (Limit.CONTENT, lambda n: {"content": "x" * n}, f"content: {LENGTH}"),
    (Limit.NONCE, lambda n: {"content": "x", "nonce": "n" * n}, f"nonce: {LENGTH}"),
    (Limit.EMBEDS, lambda n: {"embeds": [{"title": "t"}] * n}, f"embeds: {LENGTH}"),
    (Limit.EMBED_TITLE, lambda n: embed(title="x" * n), f"embeds.0.title: {LENGTH}"),
    (Limit.EMBED_DESCRIPTION, lambda n: embed(description="x" * n), f"embeds.0.description: {LENGTH}"),
    (Limit.EMBED_FIELDS, lambda n: embed(fields=[{"name": "n", "value": "v"}] * n), f"embeds.0.fields: {LENGTH}"),
    (
        Limit.EMBED_FIELD_NAME,
        lambda n: embed(fields=[{"name": "n" * n, "value": "v"}]),
        f"embeds.0.fields.0.name: {BETWEEN}",
    ),
    (
        Limit.EMBED_FIELD_VALUE,
        lambda n: embed(fields=[{"name": "n", "value": "v" * n}]),
        f"embeds.0.fields.0.value: {BETWEEN}",
    ),
    (Limit.EMBED_FOOTER, lambda n: embed(footer={"text": "x" * n}), f"embeds.0.footer.text: {LENGTH}"),
    (Limit.EMBED_AUTHOR, lambda n: embed(author={"name": "x" * n}), f"embeds.0.author.name: {LENGTH}"),
    (
        Limit.EMBED_TOTAL,
        lambda n: {"embeds": [{"description": "x" * 3000}, {"description": "x" * (n - 3000)}]},
        "embeds: MAX_EMBED_SIZE_EXCEEDED",
    ),
    (Limit.LEGACY_ROWS, lambda n: {"components": [row(button(str(i))) for i in range(n)]}, f"components: {LENGTH}"),
    (Limit.COMPONENTS, lambda n: layout(*[text() for _ in range(n)]), f"components: {LENGTH}"),
    (
        Limit.LAYOUT_TEXT,
        lambda n: layout(text("x" * 2000), text("x" * (n - 2000))),
        "components: COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
    ),
    (Limit.TEXT_DISPLAY, lambda n: layout(text("x" * n)), f"components.0.content: {BETWEEN}"),
    (Limit.ROW, lambda n: layout(row(*[button(str(i)) for i in range(n)])), f"components.0.components: {BETWEEN}"),
    (Limit.CUSTOM_ID, lambda n: layout(row(button("c" * n))), f"components.0.components.0.custom_id: {BETWEEN}"),
    (
        Limit.BUTTON_LABEL,
        lambda n: layout(row(button(label="x" * n))),
        f"components.0.components.0.label: {LENGTH}",
    ),
    (
        Limit.BUTTON_URL,
        lambda n: layout(row({"type": 2, "style": 5, "label": "x", "url": "h" * n})),
        f"components.0.components.0.url: {BETWEEN}",
    ),
    (
        Limit.SECTION_TEXTS,
        lambda n: layout({"type": 9, "components": [text() for _ in range(n)], "accessory": button()}),
        f"components.0.components: {BETWEEN}",
    ),
    (Limit.GALLERY, lambda n: layout(gallery(n)), f"components.0.items: {BETWEEN}"),
    (
        Limit.MEDIA_DESCRIPTION,
        lambda n: layout(gallery(1, description="x" * n)),
        f"components.0.items.0.description: {LENGTH}",
    ),
    (
        Limit.MEDIA_URL,
        lambda n: layout({"type": 12, "items": [{"media": {"url": "https://x/".ljust(n, "x")}}]}),
        f"components.0.items.0.media.url: {BETWEEN}",
    ),
    (
        Limit.SELECT_OPTIONS,
        lambda n: layout(row(select(options=options(n)))),
        f"components.0.components.0.options: {BETWEEN}",
    ),
    (
        Limit.SELECT_LABEL,
        lambda n: layout(row(select(options=[{"label": "x" * n, "value": "v"}]))),
        f"components.0.components.0.options.0.label: {BETWEEN}",
    ),
    (
        Limit.SELECT_VALUE,
        lambda n: layout(row(select(options=[{"label": "x", "value": "v" * n}]))),
        f"components.0.components.0.options.0.value: {BETWEEN}",
    ),
    (
        Limit.SELECT_DESCRIPTION,
        lambda n: layout(row(select(options=options(1, description="x" * n)))),
        f"components.0.components.0.options.0.description: {LENGTH}",
    ),
    (
        Limit.SELECT_PLACEHOLDER,
        lambda n: layout(row(select(placeholder="x" * n))),
        f"components.0.components.0.placeholder: {LENGTH}",
    ),
    (
        Limit.SELECT_MINIMUM,
        lambda n: layout(row(select(min_values=n))),
        f"components.0.components.0.min_values: {RANGE}",
    ),
    (
        Limit.SELECT_MAXIMUM,
        lambda n: layout(row(select(max_values=n))),
        f"components.0.components.0.max_values: {RANGE}",
    ),
]
MODAL_EDGES: list[tuple[Limit, Any, str]] = [
    (Limit.MODAL_TITLE, lambda n: modal(labelled(field()), title="x" * n), f"data.title: {BETWEEN}"),
    (
        Limit.MODAL_COMPONENTS,
        lambda n: modal(*[labelled(field(custom_id=f"f{i}")) for i in range(n)]),
        f"data.components: {BETWEEN}",
    ),
    (Limit.MODAL_LABEL, lambda n: modal(labelled(field(), label="x" * n)), f"data.components.0.label: {BETWEEN}"),
    (
        Limit.MODAL_DESCRIPTION,
        lambda n: modal(labelled(field(), description="x" * n)),
        f"data.components.0.description: {LENGTH}",
    ),
    (
        Limit.INPUT_VALUE,
        lambda n: modal(labelled(field(value="x" * n))),
        f"data.components.0.component.value: {LENGTH}",
    ),
    (
        Limit.INPUT_PLACEHOLDER,
        lambda n: modal(labelled(field(placeholder="x" * n))),
        f"data.components.0.component.placeholder: {LENGTH}",
    ),
    (
        Limit.INPUT_MINIMUM,
        lambda n: modal(labelled(field(min_length=n))),
        f"data.components.0.component.min_length: {RANGE}",
    ),
    (
        Limit.INPUT_MAXIMUM,
        lambda n: modal(labelled(field(max_length=n))),
        f"data.components.0.component.max_length: {RANGE}",
    ),
    (
        Limit.RADIO_OPTIONS,
        lambda n: modal(labelled({"type": 21, "custom_id": "r", "options": options(n)})),
        f"data.components.0.component.options: {BETWEEN}",
    ),
    (
        Limit.CHECKBOX_OPTIONS,
        lambda n: modal(labelled({"type": 22, "custom_id": "c", "options": options(n)})),
        f"data.components.0.component.options: {BETWEEN}",
    ),
    (
        Limit.FILE_UPLOADS,
        lambda n: modal(labelled({"type": 19, "custom_id": "u", "max_values": n})),
        f"data.components.0.component.max_values: {RANGE}",
    ),
]
COMMAND_EDGES: list[tuple[Limit, Any, str]] = [
    (Limit.COMMAND_NAME, lambda n: command(name="n" * n), f"name: {BETWEEN}"),
    (Limit.COMMAND_DESCRIPTION, lambda n: command(description="d" * n), f"description: {BETWEEN}"),
    (
        Limit.COMMAND_OPTIONS,
        lambda n: command(options=[option(name=f"o{i}") for i in range(n)]),
        f"options: {LENGTH}",
    ),
    (
        Limit.COMMAND_CHOICES,
        lambda n: command(options=[option(choices=[{"name": "c", "value": "v"}] * n)]),
        f"options.0.choices: {LENGTH}",
    ),
    (
        Limit.CHOICE_NAME,
        lambda n: command(options=[option(choices=[{"name": "c" * n, "value": "v"}])]),
        f"options.0.choices.0.name: {BETWEEN}",
    ),
    (
        Limit.CHOICE_VALUE,
        lambda n: command(options=[option(choices=[{"name": "c", "value": "v" * n}])]),
        f"options.0.choices.0.value: {LENGTH}",
    ),
    (
        Limit.OPTION_TEXT,
        lambda n: command(options=[option(max_length=n)]),
        f"options.0.max_length: {RANGE}",
    ),
]
ELSEWHERE = {
    Limit.ATTACHMENTS,
    Limit.ATTACHMENT_BYTES,
    Limit.REQUEST_BYTES,
    Limit.HISTORY_PAGE,
    Limit.COMMAND_SIZE,
    Limit.SLASH_COMMANDS,
    Limit.MENU_COMMANDS,
    Limit.COMMANDS,
    Limit.THREAD_NAME,
}


def test_every_limit_has_a_source_and_a_test() -> None:
    edges = {limit for limit, _, _ in (*MESSAGE_EDGES, *MODAL_EDGES, *COMMAND_EDGES)}
    assert edges | ELSEWHERE == set(Limit)
    assert all(limit.value.source for limit in Limit)


def names(edges: list[tuple[Limit, Any, str]]) -> list[str]:
    return [limit.name for limit, _, _ in edges]


@pytest.mark.parametrize(("limit", "make", "problem"), MESSAGE_EDGES, ids=names(MESSAGE_EDGES))
def test_a_message_is_refused_one_beyond_the_limit(limit: Limit, make: Any, problem: str) -> None:
    messages.check_new(make(limit.value.maximum), [])
    with pytest.raises(InvalidFormError) as refusal:
        messages.check_new(make(limit.value.maximum + 1), [])
    assert problem in refused(refusal.value)


@pytest.mark.parametrize(("limit", "make", "problem"), MODAL_EDGES, ids=names(MODAL_EDGES))
def test_a_modal_is_refused_one_beyond_the_limit(limit: Limit, make: Any, problem: str) -> None:
    modals.check(make(limit.value.maximum))
    with pytest.raises(InvalidFormError) as refusal:
        modals.check(make(limit.value.maximum + 1))
    assert refused(refusal.value) == {problem}


@pytest.mark.parametrize(("limit", "make", "problem"), COMMAND_EDGES, ids=names(COMMAND_EDGES))
def test_a_command_is_refused_one_beyond_the_limit(limit: Limit, make: Any, problem: str) -> None:
    commands.check_one(make(limit.value.maximum))
    with pytest.raises(InvalidFormError) as refusal:
        commands.check_one(make(limit.value.maximum + 1))
    assert refused(refusal.value) == {problem}


def test_at_most_ten_files_of_ten_mebibytes() -> None:
    def files(count: int, size: int = 1) -> list[Upload]:
        return [Upload(filename="f", content_type="text/plain", data=b"x" * size) for _ in range(count)]

    messages.check_new({}, files(10))
    with pytest.raises(InvalidFormError) as many:
        messages.check_new({}, files(11))
    assert refused(many.value) == {f"attachments: {LENGTH}"}
    messages.check_new({}, files(1, 10 * 1024 * 1024))
    with pytest.raises(ApiError) as large:
        messages.check_new({}, files(1, 10 * 1024 * 1024 + 1))
    assert (large.value.status, large.value.code) == (413, 40005)


@pytest.mark.parametrize(("kind", "most"), [(1, 100), (2, 15), (3, 15)])
def test_only_so_many_commands_of_a_type(kind: int, most: int) -> None:
    def some(count: int) -> list[Json]:
        more = {"description": "d"} if kind == 1 else {}
        return [{"type": kind, "name": f"c{i}", **more} for i in range(count)]

    commands.check_all(some(most))
    with pytest.raises(ApiError) as refusal:
        commands.check_all(some(most + 1))
    assert refusal.value.code == 30032


def test_a_bulk_of_131_commands_and_a_name_twice_are_refused() -> None:
    with pytest.raises(InvalidFormError) as many:
        commands.check_all([command(name=f"c{i}") for i in range(131)])
    assert refused(many.value) == {f": {LENGTH}"}
    with pytest.raises(InvalidFormError) as twice:
        commands.check_all([command(), command()])
    assert refused(twice.value) == {": APPLICATION_COMMANDS_DUPLICATE_NAME"}


@pytest.mark.parametrize(("limit", "status"), [(1, 200), (100, 200), (101, 400), (0, 400)])
async def test_a_page_of_history_has_1_to_100_messages(rest: Rest, limit: int, status: int) -> None:
    assert (await rest("GET", f"{rest.channel()}/messages", params={"limit": limit})).status == status


@pytest.mark.parametrize(("length", "status"), [(0, 400), (1, 201), (100, 201), (101, 400)])
async def test_a_threads_name_has_1_to_100_characters(rest: Rest, length: int, status: int) -> None:
    body = {"name": "x" * length, "type": 11}
    assert (await rest("POST", f"{rest.channel()}/threads", json=body)).status == status
