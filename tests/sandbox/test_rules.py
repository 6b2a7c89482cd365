"""What must not be said, beside the limits: each rule broken once, over the checks and over the wire."""

import pytest

from sandbox.errors import ApiError, InvalidFormError
from sandbox.rules import commands, messages
from tests.sandbox.bodies import button, command, embed, layout, option, refused, row, select, text
from tests.sandbox.wire import Rest

LEGACY = "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"

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
