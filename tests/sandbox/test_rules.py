"""Each limit at its edge: the last size that passes, the first that does not, and Discord's words for it."""

from typing import Any

import pytest

from sandbox.errors import ApiError, InvalidFormError
from sandbox.rules import commands, messages, modals
from sandbox.rules.limits import Limit
from sandbox.state.entities import Upload
from tests.sandbox.wire import Rest

Json = dict[str, Any]
V2 = 1 << 15


def text(content: str = "x") -> Json:
    return {"type": 10, "content": content}


def button(custom_id: str = "a", **more: Any) -> Json:
    return {"type": 2, "style": 1, "label": "A", "custom_id": custom_id, **more}


def row(*children: Json) -> Json:
    return {"type": 1, "components": list(children)}


def options(count: int, **more: Any) -> list[Json]:
    return [{"label": f"o{i}", "value": f"v{i}", **more} for i in range(count)]


def select(**more: Any) -> Json:
    return {"type": 3, "custom_id": "s", "options": options(2), **more}


def layout(*components: Json) -> Json:
    return {"flags": V2, "components": list(components)}


def embed(**fields: Any) -> Json:
    return {"embeds": [{"title": "t", **fields}]}


def gallery(count: int, **more: Any) -> Json:
    return {"type": 12, "items": [{"media": {"url": "https://example.org/x.png"}, **more} for _ in range(count)]}


def modal(*components: Json, **more: Any) -> Json:
    return {"custom_id": "m", "title": "t", "components": list(components), **more}


def labelled(component: Json, **more: Any) -> Json:
    return {"type": 18, "label": "l", "component": component, **more}


def field(**more: Any) -> Json:
    return {"type": 4, "custom_id": "f", "style": 1, **more}


def command(**more: Any) -> Json:
    return {"name": "battle", "description": "Start", **more}


def option(**more: Any) -> Json:
    return {"type": 3, "name": "prompt", "description": "What", **more}


def refused(error: InvalidFormError) -> set[str]:
    """The error tree as "path: code" lines."""
    found: set[str] = set()

    def walk(node: Json, path: str) -> None:
        for key, value in node.items():
            if key == "_errors":
                found.update(f"{path}: {problem['code']}" for problem in value)
            else:
                walk(value, f"{path}.{key}" if path else key)

    assert error.errors is not None
    walk(error.errors, "")
    return found


LEGACY = "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"
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


WRONG_MESSAGES = {
    "layout with content": (
        {**layout(text()), "content": "x"},
        f"content: {LEGACY}",
    ),
    "layout with embeds": (
        {**layout(text()), **embed()},
        f"embeds: {LEGACY}",
    ),
    "text without the flag": ({"content": "x", "components": [text()]}, "components.0.type: BASE_TYPE_CHOICES"),
    "a custom id twice": (
        layout(row(button("a")), row(button("a"))),
        "components.1.components.0.custom_id: COMPONENT_CUSTOM_ID_DUPLICATED",
    ),
    "no custom id": (
        layout(row({"type": 2, "style": 1, "label": "x"})),
        "components.0.components.0.custom_id: BASE_TYPE_REQUIRED",
    ),
    "a link with a custom id": (
        layout(row(button(style=5, url="https://x.org"))),
        "components.0.components.0: BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE",
    ),
    "a button without a face": (
        layout(row({"type": 2, "style": 1, "custom_id": "a"})),
        "components.0.components.0: BUTTON_COMPONENT_INVALID_NO_LABEL_OR_EMOJI",
    ),
    "a select beside a button": (
        layout(row(select(), button())),
        "components.0.components: COMPONENT_LAYOUT_WIDTH_EXCEEDED",
    ),
    "an option's value twice": (
        layout(row(select(options=[{"label": "a", "value": "v"}, {"label": "b", "value": "v"}]))),
        "components.0.components.0.options.1.value: SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
    ),
    "a section without accessory": (
        layout({"type": 9, "components": [text()]}),
        "components.0.accessory: BASE_TYPE_REQUIRED",
    ),
    "a container in a container": (
        layout({"type": 17, "components": [{"type": 17, "components": [text()]}]}),
        "components.0.components.0.type: BASE_TYPE_CHOICES",
    ),
    "a file that was not sent": (
        layout({"type": 13, "file": {"url": "attachment://no.txt"}}),
        "components.0.file.url: UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND",
    ),
    "a picture from this machine": (
        layout({"type": 12, "items": [{"media": {"url": "file:///etc/passwd"}}]}),
        "components.0.items.0.media.url: URL_TYPE_INVALID_SCHEME",
    ),
    "components that are no list": ({"content": "x", "components": "no"}, "components: LIST_TYPE_CONVERT"),
    "content that is no text": ({"content": 5}, "content: STRING_TYPE_CONVERT"),
    "an id twice": (layout({**text(), "id": 7}, {**text(), "id": 7}), "components.1.id: COMPONENT_ID_DUPLICATED"),
}


@pytest.mark.parametrize("case", WRONG_MESSAGES)
def test_a_message_that_breaks_a_rule_says_where_and_how(case: str) -> None:
    body, problem = WRONG_MESSAGES[case]
    with pytest.raises(InvalidFormError) as refusal:
        messages.check_new(body, [])
    assert problem in refused(refusal.value)


def test_a_message_with_nothing_in_it_is_refused() -> None:
    with pytest.raises(ApiError) as refusal:
        messages.check_new({"content": ""}, [])
    assert refusal.value.code == 50006


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


WRONG_COMMANDS = {
    "capitals": (command(name="Battle"), "name: APPLICATION_COMMAND_INVALID_NAME"),
    "a blank": (command(name="a b"), "name: APPLICATION_COMMAND_INVALID_NAME"),
    "required after optional": (
        command(options=[option(name="a"), option(name="b", required=True)]),
        "options.1.required: APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
    ),
    "a subcommand beside an option": (
        command(options=[{"type": 1, "name": "s", "description": "d"}, option()]),
        "options: APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
    ),
    "a group in a subcommand": (
        command(
            options=[
                {
                    "type": 1,
                    "name": "s",
                    "description": "d",
                    "options": [{"type": 2, "name": "g", "description": "d"}],
                }
            ]
        ),
        "options.0.options.0.type: BASE_TYPE_CHOICES",
    ),
    "a name twice": (
        command(options=[option(), option()]),
        "options.1.name: APPLICATION_COMMAND_OPTIONS_NAME_INVALID",
    ),
    "a described menu": (
        {"type": 3, "name": "Battle this", "description": "no"},
        "description: APPLICATION_COMMAND_CONTEXT_MENU_FIELD",
    ),
    "choices and autocomplete": (
        command(options=[option(autocomplete=True, choices=[{"name": "c", "value": "v"}])]),
        "options.0.choices: APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES",
    ),
    "too large": (
        command(options=[option(name=f"o{i}", choices=[{"name": "n" * 99, "value": "v"}] * 25) for i in range(4)]),
        ": APPLICATION_COMMAND_TOO_LARGE",
    ),
}


@pytest.mark.parametrize("case", WRONG_COMMANDS)
def test_a_command_that_breaks_a_rule_says_where_and_how(case: str) -> None:
    body, problem = WRONG_COMMANDS[case]
    with pytest.raises(InvalidFormError) as refusal:
        commands.check_one(body)
    assert problem in refused(refusal.value)


def test_a_menu_may_be_named_with_capitals_and_blanks() -> None:
    commands.check_one({"type": 3, "name": "Battle this"})


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


async def test_the_error_tree_over_the_wire_has_discords_shape(rest: Rest) -> None:
    body = layout({"type": 17, "components": [row(button(label="x" * 81))]})
    answer = await rest("POST", f"{rest.channel()}/messages", json=body)
    assert answer.status == 400
    problem = {"code": "BASE_TYPE_MAX_LENGTH", "message": "Must be 80 or fewer in length."}
    label = {"label": {"_errors": [problem]}}
    tree = {"components": {"0": {"components": {"0": {"components": {"0": label}}}}}}
    assert answer.body == {"code": 50035, "message": "Invalid Form Body", "errors": tree}


async def test_the_layout_flag_cannot_be_taken_off(rest: Rest) -> None:
    sent = await rest.send(**layout(text()))
    path = f"{rest.channel()}/messages/{sent['id']}"
    answer = await rest("PATCH", path, json={"flags": 0, "content": "plain", "components": []})
    assert answer.body["errors"]["flags"]["_errors"][0]["code"] == "MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG"
    answer = await rest("PATCH", path, json={"content": "plain"})
    assert "content" in answer.body["errors"]
    assert (await rest("PATCH", path, json={"components": [text("new")]})).status == 200


@pytest.mark.parametrize(("limit", "status"), [(1, 200), (100, 200), (101, 400), (0, 400)])
async def test_a_page_of_history_has_1_to_100_messages(rest: Rest, limit: int, status: int) -> None:
    assert (await rest("GET", f"{rest.channel()}/messages", params={"limit": limit})).status == status


@pytest.mark.parametrize(("length", "status"), [(0, 400), (1, 201), (100, 201), (101, 400)])
async def test_a_threads_name_has_1_to_100_characters(rest: Rest, length: int, status: int) -> None:
    body = {"name": "x" * length, "type": 11}
    assert (await rest("POST", f"{rest.channel()}/threads", json=body)).status == status
