"""What a message may hold, when it is sent and when it is edited (resources/message)."""

from typing import Any

from sandbox import errors
from sandbox.rules import components
from sandbox.rules.limits import Limit
from sandbox.rules.report import Report
from sandbox.state.entities import Message, MessageFlag, Upload

Json = dict[str, Any]

_NOT_MODELLED = ("poll", "sticker_ids", "tts", "shared_client_theme")
_LEGACY_FIELDS = ("content", "embeds", "poll", "sticker_ids")


def check_new(body: Json, uploads: list[Upload], *, inside: str | None = None) -> None:
    """Check a message that is to be sent.

    `inside` is the field that holds it in an interaction's response. Raises InvalidFormError, or ApiError 50006
    when there is nothing in it.
    """
    report = Report()
    flags = _flags(report.at(inside) if inside else report, body)
    _fields(report.at(inside) if inside else report, body, uploads, flags=flags, kept=frozenset())
    report.raise_if_any()
    for key in _NOT_MODELLED:
        if body.get(key):
            raise errors.not_modelled(f"messages with {key}")
    if not any(body.get(key) for key in ("content", "embeds", "components")) and not uploads:
        raise errors.empty_message()


def check_edit(message: Message, body: Json, uploads: list[Upload], *, inside: str | None = None) -> None:
    """Check an edit of `message`; raises InvalidFormError, or ApiError 50006 when it would be left empty."""
    report = Report()
    here = report.at(inside) if inside else report
    flags = _flags(here, body) if body.get("flags") is not None else message.flags
    if message.flags & MessageFlag.IS_COMPONENTS_V2 and not flags & MessageFlag.IS_COMPONENTS_V2:
        here.at("flags").add(
            "MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG",
            "The IS_COMPONENTS_V2 flag cannot be removed from a message",
        )
    kept = frozenset(str(item["filename"]) for item in message.attachments)
    _fields(here, body, uploads, flags=flags, kept=kept)
    if flags & MessageFlag.IS_COMPONENTS_V2:
        _refuse_legacy(here, {"content": message.content, "embeds": message.embeds, **body})
    report.raise_if_any()
    _refuse_emptied(message, body, uploads)


def _refuse_emptied(message: Message, body: Json, uploads: list[Upload]) -> None:
    left = [
        body[key] if key in body else getattr(message, key)
        for key in ("content", "embeds", "components", "attachments")
    ]
    if not any(left) and not uploads:
        raise errors.empty_message()


def _flags(here: Report, body: Json) -> MessageFlag:
    value = body.get("flags")
    if value is None or not here.at("flags").kind(value, int):
        return MessageFlag(0)
    return MessageFlag(value)


def _fields(here: Report, body: Json, uploads: list[Upload], *, flags: MessageFlag, kept: frozenset[str]) -> None:
    here.text(body, "content", Limit.CONTENT)
    nonce = body.get("nonce")
    if nonce is not None:
        here.at("nonce").size(len(str(nonce)), Limit.NONCE)
    _embeds(here, body)
    _files(here, uploads)
    _pointers(here, body)
    layout = bool(flags & MessageFlag.IS_COMPONENTS_V2)
    if layout:
        _refuse_legacy(here, body)
    if body.get("components") is not None:
        names = kept | {upload.filename for upload in uploads}
        components.check(body["components"], here, layout=layout, files=names)


def _refuse_legacy(here: Report, body: Json) -> None:
    for key in _LEGACY_FIELDS:
        if body.get(key):
            here.at(key).add(
                "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                f"The '{key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2",
            )


def _pointers(here: Report, body: Json) -> None:
    """The fields that point elsewhere must at least have their shape."""
    for key in ("allowed_mentions", "message_reference"):
        if body.get(key) is not None:
            here.at(key).kind(body[key], dict)
    here.items(body, "attachments", Limit.ATTACHMENTS)
    mentions = body.get("allowed_mentions")
    if isinstance(mentions, dict):
        for key in ("parse", "users", "roles"):
            if mentions.get(key) is not None:
                here.at("allowed_mentions", key).kind(mentions[key], list)


def _files(here: Report, uploads: list[Upload]) -> None:
    here.at("attachments").size(len(uploads), Limit.ATTACHMENTS)
    for upload in uploads:
        if len(upload.data) not in Limit.ATTACHMENT_BYTES.value:
            raise errors.too_large()


def _embeds(here: Report, body: Json) -> None:
    total = 0
    for place, embed in here.items(body, "embeds", Limit.EMBEDS):
        place.text(embed, "title", Limit.EMBED_TITLE)
        place.text(embed, "description", Limit.EMBED_DESCRIPTION)
        parts = {key: embed.get(key) or {} for key in ("footer", "author", "image", "thumbnail")}
        if not all(place.at(key).kind(part, dict) for key, part in parts.items()):
            continue
        footer, author = parts["footer"], parts["author"]
        for key in ("image", "thumbnail"):
            place.at(key).text({"url": "x", **parts[key]}, "url", Limit.MEDIA_URL)
        place.at("footer").text(footer, "text", Limit.EMBED_FOOTER)
        place.at("author").text(author, "name", Limit.EMBED_AUTHOR)
        texts = [embed.get("title"), embed.get("description"), footer.get("text"), author.get("name")]
        for spot, field in place.items(embed, "fields", Limit.EMBED_FIELDS):
            spot.text(field, "name", Limit.EMBED_FIELD_NAME)
            spot.text(field, "value", Limit.EMBED_FIELD_VALUE)
            texts += [field.get("name"), field.get("value")]
        total += sum(len(text) for text in texts if isinstance(text, str))
    if total > Limit.EMBED_TOTAL.value.maximum:
        here.at("embeds").add(
            "MAX_EMBED_SIZE_EXCEEDED",
            f"Embed size exceeds maximum size of {Limit.EMBED_TOTAL.value.maximum}",
        )
