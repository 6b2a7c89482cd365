"""Uploaded files: kept in memory and served from an address that cannot be guessed."""

import secrets
from typing import Any

from sandbox.state.entities import Upload
from sandbox.state.world import StoredFile, World

Json = dict[str, Any]


def store(world: World, cdn_url: str, channel_id: str, upload: Upload) -> Json:
    """Keep a file and return its attachment object (resources/message#attachment-object)."""
    attachment_id = world.snowflakes.new()
    key = secrets.token_hex(16)
    world.files[attachment_id] = StoredFile(
        filename=upload.filename, content_type=upload.content_type, data=upload.data, key=key
    )
    url = f"{cdn_url}/attachments/{channel_id}/{attachment_id}/{upload.filename}?hm={key}"
    attachment: Json = {
        "id": attachment_id,
        "filename": upload.filename,
        "size": len(upload.data),
        "url": url,
        "proxy_url": url,
        "content_type": upload.content_type,
    }
    return attachment if upload.description is None else {**attachment, "description": upload.description}


def media(url: str, attachments: dict[str, Json]) -> Json:
    """An unfurled media item: an `attachment://` address becomes that of the file."""
    attachment = attachments.get(url.removeprefix("attachment://"))
    address = attachment["url"] if attachment and url.startswith("attachment://") else url
    item = {"url": address, "proxy_url": address, "width": None, "height": None, "loading_state": 2, "flags": 0}
    if attachment is not None:
        item |= {"content_type": attachment["content_type"], "attachment_id": attachment["id"]}
    return item
