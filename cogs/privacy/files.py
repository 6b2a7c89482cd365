"""What is kept of a member, as the file that is handed over."""

import io
import json
from collections.abc import Mapping, Sequence
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile

from cogs.common.look import TextFile
from community.privacy.ports import Row

NAME: Final = "your-data.json"
PACKED: Final = "your-data.zip"


def file_of(kept: Mapping[str, Sequence[Row]], limit: int) -> TextFile:
    """All of it as JSON; packed where that has more than `limit` bytes. The packed file may still be too large."""
    content = json.dumps(kept, ensure_ascii=False, indent=2).encode()
    if len(content) <= limit:
        return TextFile(NAME, content)
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        archive.writestr(NAME, content)
    return TextFile(PACKED, packed.getvalue())
