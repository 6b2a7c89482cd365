import io
import json
from zipfile import ZipFile

from cogs.privacy.files import NAME, PACKED, file_of

KEPT = {"battles": [{"prompt": "Why is 空 blue? " * 200}]}


def test_what_is_kept_is_handed_over_as_readable_text() -> None:
    file = file_of(KEPT, 10_000)
    assert file.name == NAME
    assert "空" in file.content.decode()
    assert json.loads(file.content) == KEPT


def test_what_is_too_large_for_discord_is_packed() -> None:
    file = file_of(KEPT, 1_000)
    assert file.name == PACKED
    assert len(file.content) <= 1_000
    with ZipFile(io.BytesIO(file.content)) as archive:
        assert json.loads(archive.read(NAME)) == KEPT
