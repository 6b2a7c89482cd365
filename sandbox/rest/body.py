"""Reads a request's body: JSON, or multipart with `payload_json` and `files[n]` (reference, "Uploading Files")."""

import json
import re
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any

from sandbox import errors
from sandbox.rules.limits import Limit
from sandbox.state.entities import Upload

_FILE_FIELD = re.compile(r"files\[(\d+)\]")
_UNSAFE = re.compile(r"[^\w.\-]", re.ASCII)


def read(content_type: str, raw: bytes) -> tuple[Any, list[Upload]]:
    """The JSON of a body and its files, in the order of their numbers.

    Raises ApiError: 50109 for broken JSON, 40005 for a request above 25 MiB.
    """
    if len(raw) not in Limit.REQUEST_BYTES.value:
        raise errors.too_large()
    if not raw:
        return None, []
    if content_type.startswith("multipart/form-data"):
        return _multipart(content_type, raw)
    return _json(raw), []


def safe_filename(name: str) -> str:
    """The name as Discord keeps it: letters, digits and a few signs, the rest replaced."""
    return _UNSAFE.sub("_", name) or "unknown"


def _json(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except ValueError:
        raise errors.invalid_json() from None


def _multipart(content_type: str, raw: bytes) -> tuple[Any, list[Upload]]:
    message = BytesParser(EmailMessage, policy=HTTP).parsebytes(
        b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + raw
    )
    body: Any = None
    files: dict[int, Upload] = {}
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes):
            continue
        if name == "payload_json":
            body = _json(content)
        elif match := _FILE_FIELD.fullmatch(str(name)):
            files[int(match[1])] = Upload(
                filename=safe_filename(part.get_filename() or ""),
                content_type=part.get_content_type(),
                data=content,
            )
    return body, [_described(files[number], number, body) for number in sorted(files)]


def _described(upload: Upload, number: int, body: Any) -> Upload:
    """The file with what the body's `attachments` says of it."""
    listed = body.get("attachments") if isinstance(body, dict) else None
    entry: dict[str, Any] = next((item for item in listed or [] if str(item.get("id")) == str(number)), {})
    return Upload(
        filename=safe_filename(entry.get("filename") or upload.filename),
        content_type=upload.content_type,
        data=upload.data,
        description=entry.get("description"),
    )
